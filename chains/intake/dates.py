"""Dates and months as people and spreadsheets write them; no year and no month is guessed."""

from chains.intake.cells import (
    BLANK_WORD,
    FULL_WIDTH,
    INVISIBLE,
    NO_SPACES,
    TEXT_MARKS,
    Step,
    group,
    matches,
    replaced,
    when,
)
from chains.schema import Field

DAY = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?"
DIGITS = r"(\d{4})(\d{2})(\d{2})"
# 2022.1 is not taken: a spreadsheet makes it of 2022.10 as well.
MONTH = (
    r"(\d{4})(?:[-/年]?(0[1-9]|1[0-2])|\.(0[1-9]|1[0-2])|[-/年]([1-9]))月?份?"
    r"|(\d{4})\.([1-9])月份?"
)
ISO_DAY = r"\d{4}-\d{2}-\d{2}"
ISO_MONTH = r"\d{4}-(0[1-9]|1[0-2])"
TIME = r"^(\d{4}\D.*?)[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$"
SERIAL = r"[2-5]\d{4}|60000"
SPAN = r"[-—–―─~～至到]+"
# The year ends in 年, or the months in 月: 2022-1-2 alone may be a day in January.
MONTHS = rf"(\d{{4}})(?:年0?1月?{SPAN}0?(LAST)月?份?|[-/.]0?1月?{SPAN}0?(LAST)月份?)"
TWO, MORE = MONTHS.replace("LAST", "2"), MONTHS.replace("LAST", "[3-9]|1[0-2]")
SERIAL_DAY = "date '1899-12-30' + try_cast(t as integer)"

FIRST = (
    TEXT_MARKS,
    INVISIBLE,
    FULL_WIDTH,
    BLANK_WORD,
    Step("time_of_day", replaced(TIME, r"\1")),
    NO_SPACES,
)


def plain(field: Field) -> str:
    """The SQL that reads a text in the ISO form, or gives null where it is another."""
    name = field.name
    if field.type == "yearmonth":
        return f"case when regexp_full_match({name}, '{ISO_MONTH}') then {name} end"
    day = f"try_cast({name} as date)"
    return f"case when {day}::varchar = {name} and strlen({name}) = 10 then {day} end"


def steps(field: Field) -> tuple[Step, ...]:
    """What is tried on a text that is not in the ISO form, one after the other."""
    return (*FIRST, *(_MONTHS if field.type == "yearmonth" else _DAYS))


def value(field: Field) -> str:
    """The SQL that reads `t` after all steps."""
    if field.type == "yearmonth":
        return f"case when {matches(ISO_MONTH)} then t end"
    return f"case when {matches(ISO_DAY)} then try_cast(t as date) end"


def _padded(pattern: str, *groups: int) -> str:
    """Two digits of the groups of a pattern, of which one holds something."""
    return f"lpad({' || '.join(group(pattern, number) for number in groups)}, 2, '0')"


def _day(pattern: str) -> str:
    return f"{group(pattern, 1)} || '-' || {_padded(pattern, 2)} || '-' || {_padded(pattern, 3)}"


def _last(pattern: str) -> str:
    return f"{group(pattern, 1)} || '-' || {_padded(pattern, 2, 3)}"


_DAYS = (
    Step(
        "date_words",
        f"case when {matches(DAY)} then {_day(DAY)} else {when(DIGITS, _day(DIGITS))} end",
    ),
    Step("excel_serial", when(SERIAL, f"({SERIAL_DAY})::date::varchar")),
)
_FIRST_DAY = r"(\d{4})[-/.年](\d{1,2})[-/.月]0?1[日号]?"
_MONTHS = (
    Step("first_two_months", when(TWO, _last(TWO))),
    Step("months_to_date", when(MORE, _last(MORE))),
    Step(
        "excel_serial",
        f"case when {matches(SERIAL)} and day({SERIAL_DAY}) = 1 "
        f"then strftime({SERIAL_DAY}, '%Y-%m') else t end",
    ),
    Step(
        "first_of_month",
        when(_FIRST_DAY, f"{group(_FIRST_DAY, 1)} || '-' || {_padded(_FIRST_DAY, 2)}"),
    ),
    Step(
        "date_words",
        when(
            MONTH,
            f"{group(MONTH, 1)} || {group(MONTH, 5)} || '-' || {_padded(MONTH, 2, 3, 4, 6)}",
        ),
    ),
)
