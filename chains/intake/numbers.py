"""Numbers as people write them: what is plain, and what is left out or converted before."""

from functools import cache
from math import log10

from chains.intake import units
from chains.intake.cells import FIRST, SPACE, Step, group, matches, quoted, replaced, when
from chains.schema import Field

FIGURE = r"([+-]?(?:\d+(?:\.\d*)?|\.\d+))"
DECIMAL = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?"
WHOLE = r"[+-]?\d+"
GROUPED = rf"\D*\d{{1,3}}({SPACE}\d{{3}})+(\.\d+)?\D*"
SINCE = "(?:同比|比上年同期|较上年同期|比去年同期)?"
ROSE, FELL = (
    rf"{SINCE}(?:增长|上升|提高|增加)([.\d].*)",
    rf"{SINCE}(?:下降|降低|减少|回落)([.\d].*)",
)
_LAST = r"\1"

SPACES = Step(
    "spaces",
    f"case when {matches(GROUPED)} or not regexp_matches(t, '\\d{SPACE}+\\d') "
    f"then {replaced(SPACE, '', 'g')} else t end",
)
APPROX = Step("approx", replaced("^(约为?|大约|≈)|(左右)$", "", "g"))
THOUSANDS = Step("thousands", when(r"[^\d,.]*\d{1,3}(,\d{3})+(\D[^,]*)?", "replace(t, ',', '')"))
SHARES = (
    Step(
        "rise_fall",
        f"case when {matches(ROSE)} then {replaced(ROSE, _LAST)} "
        f"when {matches(FELL)} then '-' || {replaced(FELL, _LAST)} else t end",
    ),
    Step("points", when(FIGURE + "个?百分点", group(FIGURE, 1))),
    Step("percent", when(FIGURE + "[%﹪]", group(FIGURE, 1))),
    Step("times", when(FIGURE + "倍", f"{group(FIGURE, 1)} || 'e2'")),
)
PART = Step("percent", when(FIGURE + "[%﹪]", f"{group(FIGURE, 1)} || 'e-2'"))
YEAR = Step("date_words", when(r"\d{4}年度?", "left(t, 4)"))
OWN_UNIT = "unit_in_cell"


def plain(field: Field, factor: float) -> str:
    """The SQL that reads a text of digits alone, or gives null where more is written."""
    name = field.name
    if field.type == "integer":
        whole = f"try_cast({name} as bigint)"
        return f"case when {whole}::varchar = {name} then {whole} end" if factor == 1 else "null"
    value = f"try_cast({_shifted(name, factor)} as double)"
    # What DuckDB reads as a number beyond these: 1_000, +-1, nan, and more that is not finite.
    return (
        f"case when isfinite({value}) and not contains({name}, '_') "
        f"and not starts_with({name}, '+') then {value} end"
    )


def steps(field: Field) -> tuple[Step, ...]:
    """What is tried on a text that is not plain, one after the other."""
    special: tuple[Step, ...] = ()
    if field.unit == "%":
        special = SHARES
    elif field.name == "year":
        special = (YEAR,)
    elif not field.unit and field.maximum == 1 and field.type == "number":
        special = (PART,)
    return (*FIRST, SPACES, APPROX, THOUSANDS, *special, *_converted(field.unit))


def value(field: Field, factor: float) -> str:
    """The SQL that reads `t` after all steps; the column's factor where the cell names no unit."""
    own = f"list_contains(rules, '{OWN_UNIT}')"
    number = f"case when {own} then try_cast(t as double) else {_scaled(factor)} end"
    whole = f"case when {number} % 1 = 0 then try_cast({number} as bigint) end"
    if field.type == "number":
        return f"case when {matches(DECIMAL)} and isfinite({number}) then {number} end"
    if factor != 1:
        return f"case when {matches(DECIMAL)} then {whole} end"
    return f"case when {own} then {whole} when {matches(WHOLE)} then try_cast(t as bigint) end"


def text(value: str) -> str:
    """The SQL of a number as text; a whole one without a decimal point."""
    return rf"regexp_replace({value}::varchar, '\.0$', '')"


def _scaled(factor: float) -> str:
    """The SQL of `t` times a factor; where `t` has an exponent, to 12 significant digits."""
    product = f"try_cast(format('{{:.12g}}', try_cast(t as double) * {factor!r}) as double)"
    return f"coalesce(try_cast({_shifted('t', factor)} as double), {product})"


def _shifted(name: str, factor: float) -> str:
    """A number's text with its decimal point moved, which loses no digit: 0.54 to 0.54e4."""
    return name if factor == 1 else f"{name} || 'e{_places(factor)}'"


def _places(factor: float) -> int:
    return round(log10(factor))


@cache
def _converted(declared: str) -> tuple[Step, ...]:
    """A unit behind the figure, which is stronger than that of the column."""
    known = {unit: times for unit in _units() if (times := units.factor(unit, declared))}
    if not declared or not known:
        return ()
    form = rf"^(?:人民币)?{FIGURE}([^\d.,]+)$"
    places = " ".join(f"when {quoted(unit)} then 'e{_places(known[unit])}'" for unit in known)
    own = f"{group(form, 1)} || case lower({group(form, 2)}) {places} end"
    return (Step(OWN_UNIT, f"coalesce({own}, t)"),)


def _units() -> list[str]:
    """Every unit that a cell may name."""
    bases = [base for family in units.FAMILIES.values() for base in family]
    return [times + base for base in bases for times in units.TIMES]
