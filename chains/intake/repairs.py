"""What was read in another form than it was written: the rules, the cells, and what is no guess."""

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from chains.errors import N_
from chains.intake import constraints
from chains.intake.header import Header
from chains.schema import Dataset

RULES = {
    "text_marks": N_('An apostrophe or ="…" that makes a spreadsheet keep text is left out'),
    "invisible": N_("Characters that cannot be seen are left out"),
    "full_width": N_("Full-width digits, letters and signs are read as half-width ones"),
    "spaces": N_("Spaces inside numbers, codes, dates and names are left out"),
    "brackets": N_("A bracket that opens full-width and closes half-width is made a pair"),
    "upper_case": N_("Small letters in a code of capital letters are read as capitals"),
    "blank_word": N_("-- — / \\ and 无 are read as an empty cell"),
    "choice_word": N_("Another writing of an allowed value is read as that value"),
    "yes_no": N_("Another word for yes or no is read as 是 or 否"),
    "approx": N_("约 and 左右 beside a number are left out"),
    "thousands": N_("Thousands separators are left out"),
    "percent": N_("The sign % is left out; a share of 1 becomes its hundredth"),
    "rise_fall": N_("增长 and 下降 before a percentage are read as its sign"),
    "points": N_("Percentage points in words are read as a number in %"),
    "times": N_("A multiple (1.6倍) is read in % (160)"),
    "unit_in_cell": N_("A unit in the cell is converted to the unit of the column"),
    "unit": N_("The unit that the file states is converted to the unit of the column"),
    "date_words": N_("A date or month in another form is written year-month-day"),
    "time_of_day": N_("A time of day beside a date is left out"),
    "first_of_month": N_("The first day of a month, as spreadsheets keep a month, is read as it"),
    "excel_serial": N_("A day that a spreadsheet shows as a number is read as the date"),
    "first_two_months": N_("1-2月 is read as February, the first month that is reported"),
    "months_to_date": N_("Months from January (1-10月) are read as the last of them"),
}
DAMAGE = {
    "code_lost": N_(
        "“{value}” is what a spreadsheet makes of a code: digits are lost. "
        "Make the column a text column and enter {field.label} again."
    ),
    "cell_error": N_(
        "“{value}” is an error of a formula. Correct the formula, or write the value itself."
    ),
}


@dataclass(frozen=True)
class Repair:
    """One cell before and after; `rule` says most, `rules` are all in order.

    The rule `unit` speaks of a whole column: `row` is the header's, and the units are the texts.
    """

    row: int
    column: str
    field: str
    before: str
    after: str
    rule: str
    rules: tuple[str, ...]


def listed(
    connection: duckdb.DuckDBPyConnection, header: Header, limit: int = 1_000
) -> tuple[int, tuple[Repair, ...]]:
    """How many repairs were made, and the first of them in the order of the file."""
    count: int = connection.execute("select count(*) from repaired").fetchall()[0][0]
    rows = connection.execute(
        """select source_row, field, before, after, rule, rules from repaired
        order by source_row, field limit ?""",
        [limit],
    ).fetchall()
    found = (
        Repair(row, header.title(field) or field, field, before, after or "", rule, tuple(rules))
        for row, field, before, after, rule, rules in rows
    )
    return count, tuple(found)


def checks(dataset: Dataset, header: Header) -> "Iterator[constraints.Check]":
    """A check for every column and kind of damage whose repair would be a guess."""
    there = {column.field.name for column in header.columns}
    for field in dataset.fields:
        if field.name in there:
            for rule, template in DAMAGE.items():
                yield constraints.Check(
                    rule,
                    field.name,
                    "select source_row, value, null as first from damaged "
                    f"where rule = '{rule}' and field = '{field.name}'",
                    template,
                    details={"field": field},
                )
