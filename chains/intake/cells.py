"""What a cell of any type may hold that is not its value, as SQL over its text `t`."""

from dataclasses import dataclass

BLANK = " \t\r\n\v\f\u00a0\u200b\u3000\ufeff"
SPACE = r"[\s\x0b\x{a0}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}]"
UNSEEN = r"[\x00-\x08\x0e-\x1f\x7f\x{ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}\x{feff}]"
DASHES = r"[-—–―─/\\]+"
ERROR = r"#(REF|VALUE|DIV/0|NAME|NULL|NUM|SPILL|CALC|N/A|GETTING_DATA)[!?]?|#{3,}"

FULL = "".join(map(chr, range(0xFF01, 0xFF5F))) + "−。"
HALF = "".join(map(chr, range(0x21, 0x7F))) + "-."


@dataclass(frozen=True)
class Step:
    """A named rule, and the SQL of what it makes of `t`; an empty text is an empty cell."""

    rule: str
    sql: str


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def replaced(pattern: str, by: str, options: str = "") -> str:
    """The SQL of `t` with what matches a pattern replaced."""
    return f"regexp_replace(t, {quoted(pattern)}, {quoted(by)}, {quoted(options)})"


def matches(pattern: str) -> str:
    """The SQL of whether all of `t` has a form."""
    return f"regexp_full_match(t, {quoted(pattern)})"


def group(pattern: str, number: int) -> str:
    """The SQL of what one group of a pattern holds in `t`."""
    return f"regexp_extract(t, {quoted(pattern)}, {number})"


def when(form: str, value: str) -> str:
    """The SQL of a value where all of `t` has a form, and of `t` where it has not."""
    return f"case when {matches(form)} then {value} else t end"


TEXT_MARKS = Step("text_marks", replaced(r"""^="(.*)"$|^['’‘`]""", r"\1"))
INVISIBLE = Step("invisible", replaced(UNSEEN, "", "g"))
FULL_WIDTH = Step("full_width", f"translate(t, {quoted(FULL)}, {quoted(HALF)})")
BLANK_WORD = Step("blank_word", when(f"{DASHES}|无|／+|－+", "''"))
NO_SPACES = Step("spaces", replaced(SPACE, "", "g"))
FIRST = (TEXT_MARKS, INVISIBLE, FULL_WIDTH, BLANK_WORD)
