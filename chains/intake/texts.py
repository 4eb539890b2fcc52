"""Codes, names, allowed values, yes and no: which are written as they are kept, which not."""

import re

from chains.intake.cells import (
    BLANK_WORD,
    FIRST,
    FULL,
    HALF,
    INVISIBLE,
    NO_SPACES,
    SPACE,
    TEXT_MARKS,
    UNSEEN,
    Step,
    matches,
    quoted,
    replaced,
)
from chains.intake.words import plain as compared
from chains.schema import Dataset, Field

YES, NO = ("true", "是", "1"), ("false", "否", "0")
MORE_YES = ("yes", "y", "√", "✓", "✔", "对")
MORE_NO = ("no", "n", "×", "✗", "✘", "不是")
NAMED = re.compile(r"(名称|姓名|单位|园区|产品)$")
CODE = r"[0-9A-Za-z][!-*,-~]*"
ID = r"[0-9A-Za-z\p{Han}][0-9A-Za-z\p{Han}_.()（）/-]*"
OTHER_BRACKETS = r"（[^（）()]*\)|\([^（）()]*）"
BLANKS = r"^(?:[-—–―─/\\／－]+|无)$|^#"
LETTERS = "".join(chr(code) for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum())

UPPER = Step("upper_case", "upper(t)")
OPEN_FULL, OPEN_HALF, PAIR = r"（([^（）()]*)\)", r"\(([^（）()]*)）", r"（\1）"
PAIRED = Step(
    "brackets",
    f"regexp_replace({replaced(OPEN_FULL, PAIR, 'g')}, '{OPEN_HALF}', '{PAIR}', 'g')",
)
JOINED = r"([\p{Han}()（）])" + SPACE + r"+([\p{Han}()（）])"
# Twice, since a match takes the character that the next one would begin with.
NAME_SPACES = Step(
    "spaces",
    f"regexp_replace(regexp_replace({replaced(SPACE + '+', ' ', 'g')}, "
    rf"{quoted(JOINED)}, '\1\2', 'g'), {quoted(JOINED)}, '\1\2', 'g')",
)


def folded(letters: str) -> Step:
    """Only these full-width characters are made half-width."""
    half = "".join(chr(ord(letter) - 0xFEE0) for letter in letters)
    return Step("full_width", f"translate(t, {quoted(letters)}, {quoted(half)})")


def is_code(dataset: Dataset, field: Field) -> bool:
    """Whether a text is an identifier: it has a form, refers to something, or is an ID."""
    refers = {reference.field for reference in dataset.references}
    return bool(field.pattern) or field.name in refers or field.name.endswith("_id")


def odd(dataset: Dataset, field: Field) -> str:
    """The SQL of whether a text that is not null may be in need of a step."""
    name = field.name
    if field.choices:
        return f"{name} not in ({', '.join(quoted(value) for value, _ in field.choices)})"
    if is_code(dataset, field):
        return f"not regexp_full_match({name}, {quoted(field.pattern or CODE)})"
    marks = f"{UNSEEN}|{BLANKS}"
    if NAMED.search(field.title) or field.name == "name":
        marks += rf"|[{LETTERS}]|{SPACE}|{OTHER_BRACKETS}"
    return f"regexp_matches({name}, {quoted(marks)})"


def steps(dataset: Dataset, field: Field) -> tuple[Step, ...]:
    """What is tried on a text that may be in need of it, one after the other."""
    if field.choices:
        return _chosen(field)
    if is_code(dataset, field):
        return _code(field)
    if NAMED.search(field.title) or field.name == "name":
        return (INVISIBLE, folded(LETTERS), BLANK_WORD, PAIRED, NAME_SPACES)
    return (INVISIBLE, BLANK_WORD)


def value(dataset: Dataset, field: Field) -> str:
    """The SQL of `t` after all steps, or null where it is still no code or no allowed value."""
    if field.choices:
        return (
            f"case when t in ({', '.join(quoted(value) for value, _ in field.choices)}) then t end"
        )
    if is_code(dataset, field):
        return f"case when {matches(field.pattern or ID)} then t end"
    return "t"


def yes_or_no(name: str) -> str:
    """The SQL that reads the plain words for yes and no, or gives null."""
    return f"case when lower({name}) in {YES} then true when lower({name}) in {NO} then false end"


def yes_no_steps() -> tuple[Step, ...]:
    """Other words for yes and no."""
    no = f"when lower(t) in {MORE_NO} then '否'"
    sql = f"case when lower(t) in {MORE_YES} then '是' {no} else t end"
    return (*FIRST, NO_SPACES, Step("yes_no", sql))


def _code(field: Field) -> tuple[Step, ...]:
    if not field.pattern:
        return (TEXT_MARKS, INVISIBLE, folded(LETTERS + "－＿．／"), BLANK_WORD, NO_SPACES)
    capitals = () if re.search("[a-z]", field.pattern) else (UPPER,)
    return (*FIRST, NO_SPACES, *capitals)


def _chosen(field: Field) -> tuple[Step, ...]:
    """The allowed value whose Chinese or English word this is, written in another way."""
    words: dict[str, set[str]] = {}
    for pair in field.choices:
        for word in pair:
            words.setdefault(compared(word), set()).add(pair[0])
    known = " ".join(
        f"when {quoted(word)} then {quoted(min(values))}"
        for word, values in words.items()
        if len(values) == 1
    )
    like = f"lower(translate({replaced(SPACE, '', 'g')}, {quoted(FULL)}, {quoted(HALF)}))"
    blank = () if any(value == "无" for value, _ in field.choices) else (BLANK_WORD,)
    return (INVISIBLE, Step("choice_word", f"case {like} {known} else t end"), *blank)
