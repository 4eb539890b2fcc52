"""The sheet of a template that says what each column is, in the language in force."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from chains import schema
from chains.derive.form import titled, write
from chains.derive.words import example
from chains.errors import N_
from chains.i18n import _
from chains.schema import Dataset, Field

if TYPE_CHECKING:
    from openpyxl import Workbook

FORMS = {
    "string": N_("Text"),
    "yearmonth": N_("Month, such as 2022-10"),
    "integer": N_("Whole number"),
    "number": N_("Number"),
    "boolean": N_("是 or 否"),
    "date": N_("Date, such as 2022-10-31"),
}
WIDTHS = (26, 10, 8, 26, 40, 24, 36, 44)


def add(book: "Workbook", dataset: Dataset) -> None:
    """Add the sheet to a template."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(_("About this form"))
    for row, texts in enumerate(_lines(dataset), 1):
        for place, text in enumerate(texts, 1):
            cell = sheet.cell(row, place)
            write(cell, text)
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=row > 4, vertical="top")
            cell.font = Font(bold=row in {1, 4})
    for place, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "B5"


def _lines(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    yield (dataset.label,)
    yield (dataset.help,)
    yield (_key(dataset),)
    yield (
        _("Heading"),
        _("Unit"),
        _("Needed"),
        _("How to write it"),
        _("What may stand there"),
        _("For example"),
        _("Also understood as"),
        _("Remark"),
    )
    for field in dataset.fields:
        yield _explained(dataset, field)


def _key(dataset: Dataset) -> str:
    names = _(", ").join(dataset.field(name).label for name in dataset.key)
    return _(
        "Columns marked * must be filled in. A row with the same {names} as one that is there "
        "replaces it; other rows stay as they are.",
        names=names,
    )


def _explained(dataset: Dataset, field: Field) -> tuple[str, ...]:
    others = dict.fromkeys((*field.aliases, field.title_en, field.name))
    return (
        titled(field),
        field.unit_label,
        _("yes") if field.required else "",
        _(FORMS[field.type]),
        "\n".join(_allowed(dataset, field)),
        example(field),
        _(", ").join(others),
        field.help,
    )


def _allowed(dataset: Dataset, field: Field) -> Iterator[str]:
    for value, _english in field.choices:
        label = field.choice(value)
        yield value if label == value else f"{value} ({label})"
    if field.minimum is not None:
        yield f"≥ {field.minimum:g}"
    if field.maximum is not None:
        yield f"≤ {field.maximum:g}"
    for one in dataset.references:
        if one.field == field.name:
            label = schema.dataset(one.dataset).label
            yield _("A code that is in {dataset}", dataset=label)
