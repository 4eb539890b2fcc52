"""What may be chosen in a template: drop-down lists, limits of numbers, and a sheet of codes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from chains import schema
from chains.derive.form import Codes, write
from chains.derive.words import YES_NO
from chains.i18n import _
from chains.schema import Dataset, Field

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

LAST_ROW = 1_048_576
INLINE = 255  # characters of a list that stands in the rule itself
SAID = 255  # characters of what a rule says
MOST_CODES = 2_000  # nobody finds anything in a longer list, and one cut short misleads
Kind = Literal["list", "whole", "decimal", "date"]
Style = Literal["stop", "warning"]


def add(book: "Workbook", dataset: Dataset, codes: Codes) -> None:
    """Give every column of the first sheet its list or limits; add the sheets that they need."""
    from openpyxl.utils import get_column_letter

    sheet = book.worksheets[0]
    listed = {name for name, rows in codes.items() if 0 < len(rows) <= MOST_CODES}
    pointed = {one.field: one.dataset for one in dataset.references if one.dataset in listed}
    names = _codes(book, list(dict.fromkeys(pointed.values())), codes)
    for place, field in enumerate(dataset.fields, 1):
        rule = _of(book, field, names.get(pointed.get(field.name, "")))
        if rule is not None:
            letter = get_column_letter(place)
            rule.add(f"{letter}2:{letter}{LAST_ROW}")
            sheet.add_data_validation(rule)


def _of(book: "Workbook", field: Field, codes: str | None) -> "DataValidation | None":
    if field.choices:
        values = [value for value, _english in field.choices]
        return choice_rule(choices(book, field.name, values), _("Choose one of the list."), "stop")
    if field.type == "boolean":
        return choice_rule(f'"{",".join(YES_NO.values())}"', _("Choose one of the list."), "stop")
    if codes is not None:
        said = _("The code is not in the list. It can be sent if it is added first.")
        return choice_rule(f"={codes}", said, "warning")
    if field.type in {"number", "integer"}:
        return _number(field)
    return day_rule() if field.type == "date" else None


def choice_rule(formula: str, said: str, style: Style) -> "DataValidation":
    """A drop-down list; `said` is shown where something else is written."""
    return _rule("list", said, style, formula1=formula)


def _number(field: Field) -> "DataValidation | None":
    """A limit is a warning only: what is written in words is for the upload to read."""
    low, high = field.minimum, field.maximum
    kind: Kind = "whole" if field.type == "integer" else "decimal"
    if low is not None and high is not None:
        said = _("A number from {low} to {high} is expected.", low=f"{low:g}", high=f"{high:g}")
        between = {"formula1": f"{low:g}", "formula2": f"{high:g}"}
        return _rule(kind, said, "warning", operator="between", **between)
    if low is not None:
        said = _("A number of at least {low} is expected.", low=f"{low:g}")
        return _rule(kind, said, "warning", operator="greaterThanOrEqual", formula1=f"{low:g}")
    said = _("A number is expected.")
    return _rule(kind, said, "warning", operator="between", formula1="-1E+15", formula2="1E+15")


def day_rule() -> "DataValidation":
    """A warning where what is written is no date."""
    said = _("A date is expected, such as {example}.", example="2022-10-31")
    return _rule("date", said, "warning", operator="greaterThan", formula1="DATE(1949,1,1)")


def _rule(kind: Kind, said: str, style: Style, **limits: str) -> "DataValidation":
    from openpyxl.worksheet.datavalidation import DataValidation

    return DataValidation(
        type=kind,
        errorStyle=style,
        error=said[:SAID],
        errorTitle=_("Please check"),
        showErrorMessage=True,
        allow_blank=True,
        **limits,  # type: ignore[arg-type]  # operator and formulas, all of them texts
    )


def choices(book: "Workbook", name: str, values: Sequence[str]) -> str:
    """What a drop-down list chooses from: itself where short, else a hidden column's name."""
    inline = ",".join(values)
    if len(inline) <= INLINE and inline.count(",") == len(values) - 1 and '"' not in inline:
        return f'"{inline}"'
    title = _("Choices")
    sheet = book[title] if title in book.sheetnames else book.create_sheet(title)
    sheet.sheet_state = "hidden"
    place = 1 if sheet.cell(1, 1).value is None else sheet.max_column + 1
    for row, value in enumerate(values, 1):
        write(sheet.cell(row, place), value)
    return f"={_named(book, sheet, f'choices_{name}', (place, 1, len(values)))}"


def _codes(book: "Workbook", wanted: Sequence[str], codes: Codes) -> dict[str, str]:
    """A sheet with every code beside its name; return the names of the columns of codes."""
    if not wanted:
        return {}
    sheet = book.create_sheet(_("Codes"))
    sheet.freeze_panes = "A2"
    return {
        name: _listed(book, sheet, name, codes[name], 3 * place + 1)
        for place, name in enumerate(wanted)
    }


def _listed(
    book: "Workbook", sheet: "Worksheet", name: str, rows: Sequence[tuple[str, str]], place: int
) -> str:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    label = schema.dataset(name).label
    write(sheet.cell(1, place), _("{dataset}: code", dataset=label))
    write(sheet.cell(1, place + 1), _("{dataset}: name", dataset=label))
    for beside, width in ((place, 22), (place + 1, 36)):
        sheet.cell(1, beside).font = Font(bold=True)
        column = sheet.column_dimensions[get_column_letter(beside)]
        column.width, column.number_format = width, "@"
    for row, pair in enumerate(rows, 2):
        for beside, text in enumerate(pair):
            cell = sheet.cell(row, place + beside)
            write(cell, text)
            cell.number_format = "@"
    return _named(book, sheet, f"codes_{name}", (place, 2, len(rows) + 1))


def _named(book: "Workbook", sheet: "Worksheet", name: str, at: tuple[int, int, int]) -> str:
    """A name for rows of one column: Excel keeps rules by name that point to another sheet."""
    from openpyxl.utils import get_column_letter
    from openpyxl.workbook.defined_name import DefinedName

    place, first, last = at
    letter = get_column_letter(place)
    span = f"'{sheet.title}'!${letter}${first}:${letter}${last}"
    book.defined_names[name] = DefinedName(name, attr_text=span)
    return name
