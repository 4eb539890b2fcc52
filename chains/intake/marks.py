"""Where the faults of a submission stand in its file and what is said there. Opens no workbook."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from chains.i18n import _
from chains.intake.fault import Fault
from chains.intake.header import Header

SIGNED = "链长台 Chainboard"
Place = tuple[int, int]
Rows = Sequence[tuple[int, Sequence[str]]]


@dataclass(frozen=True)
class Line:
    """A fault as it is listed; `place` is the row and column, from 1, of the cell it speaks of.

    `said` is what a comment beside that cell says: what kind it is, and the message.
    """

    row: int | None
    place: Place | None
    column: str
    value: str
    error: bool
    kind: str
    message: str
    said: str


@dataclass(frozen=True)
class Plan:
    """All that is to be marked, in words of the language that was in force when it was made."""

    sheet: str
    lines: tuple[Line, ...]
    title: str
    words: str
    heads: tuple[str, ...]

    @property
    def marks(self) -> dict[Place, list[Line]]:
        """The faults of each cell that has any."""
        found: dict[Place, list[Line]] = {}
        for line in self.lines:
            if line.place is not None:
                found.setdefault(line.place, []).append(line)
        return found


def plan(faults: Sequence[Fault], header: Header, sheet: str) -> Plan:
    """What is to be marked in a file whose header was found."""
    return Plan(
        sheet=sheet,
        lines=tuple(_lines(faults, header)),
        title=_("Faults"),
        words=_(
            "{program}: correct the marked cells in this file, save it and upload it again. "
            "This sheet is not read.",
            program=SIGNED,
        ),
        heads=(
            _("No."),
            _("Row"),
            _("Column"),
            _("Cell"),
            _("Value"),
            _("Kind"),
            _("What to do"),
        ),
    )


def moved(made: Plan, rows: Mapping[int, int]) -> Plan:
    """The plan for a file that holds some of the rows only, each at another place."""
    lines = [
        replace(line, place=(rows[line.place[0]], line.place[1]))
        if line.place and line.place[0] in rows
        else replace(line, place=None)
        for line in made.lines
        if line.row is None or line.row in rows
    ]
    return replace(made, lines=tuple(lines))


def without_look(made: Plan) -> Plan:
    """The plan for a workbook of which nothing but the cells' content could be kept."""
    lost = _("The file could not be written as it was; this one has the content of its cells only.")
    return replace(made, words=f"{made.words} {lost}")


def with_faulty_rows_only(made: Plan) -> Plan:
    """The plan for a file so large that only its faulty rows go back."""
    said = _("The file is large: its faulty rows alone are here, and may be sent alone.")
    return replace(made, words=f"{made.words} {said}")


def comment(lines: Sequence[Line]) -> str:
    """What stands beside a cell: every fault of it, signed so that it is known again."""
    said = dict.fromkeys(line.said for line in lines)
    return "\n".join((SIGNED, *said))


def _lines(faults: Sequence[Fault], header: Header) -> Iterator[Line]:
    kinds = {"error": _("fault"), "warning": _("warning")}
    places = {one.title: one.index + 1 for one in reversed(header.columns)}
    for fault in faults:
        kind, message = kinds[fault.severity], fault.message
        yield Line(
            row=fault.row,
            place=_place(fault, header, places),
            column=fault.column or "",
            value=fault.value or "",
            error=fault.severity == "error",
            kind=kind,
            message=message,
            said=_("{kind}: {message}", kind=kind, message=message),
        )


def _place(fault: Fault, header: Header, places: Mapping[str, int]) -> Place | None:
    """The cell; the first recognised one of a whole row; the one after a header that lacks one."""
    if fault.row is None:
        return None
    if fault.column is None:
        return fault.row, min(places.values())
    return fault.row, places.get(fault.column, header.width + 1)
