"""Leaders, departments, counties, chains and who answers for them; all names are invented."""

from datetime import date
from typing import Any

from chains.demo.columns import rows
from chains.demo.size import Size
from chains.demo.words import counted, words

LEADERS = 34
CHIEFS = ((0, 10), (1, 11), (2,), (3, 12), (4,), (5,), (6, 9), (7,), (8,))
SINCE = date(2022, 1, 1)
# rows and columns of the counties on the map: three districts in the middle, mountains around
PLACES = (
    *((3, 3), (3, 2), (4, 3)),
    *((2, 3), (2, 2), (1, 3), (2, 4), (1, 2), (3, 1), (4, 1), (5, 3), (4, 2)),
)


def county_names(size: Size) -> list[str]:
    """Names of the counties; beyond the city's own they bear a number."""
    names = words()["counties"]
    return [
        name if cycle == 0 else f"{name}{cycle + 1}"
        for cycle in range(size.factor)
        for name in names
    ]


def county_ids(size: Size) -> list[str]:
    """Six digits a county; the city's own begin with 4305."""
    return [str(430501 + number) for number in range(len(county_names(size)))]


def leader_id(number: int) -> str:
    """Identifier of a leader, counted from 0."""
    return f"L{number + 1:02d}"


def leader() -> Any:
    """The 34 city leaders."""
    return rows(
        ("leader_id", "name", "position"),
        [
            (leader_id(number), leader_name(number), position)
            for number, position in enumerate(words()["positions"])
        ],
    )


def leader_name(number: int) -> str:
    """Invented name of a leader, counted from 0."""
    return f"示例领导{counted(number)}"


def department(size: Size) -> Any:
    """The departments that answer for a chain, then counties, parks and task forces."""
    named = [
        *((unit, "市直") for unit in words()["units"][:9]),
        *((name, "县市区") for name in county_names(size)),
        *((name, "园区") for name in words()["parks"]),
        *((f"示例{name}专班", "行业专班") for name in words()["task_forces"]),
    ]
    return rows(
        ("department_id", "name", "kind"),
        [(f"D{number:02d}", name, kind) for number, (name, kind) in enumerate(named, 1)],
    )


def county(size: Size) -> Any:
    """The invented counties and where they lie; those beyond the city's own have no place."""
    places = dict(zip(county_ids(Size()), PLACES, strict=True))
    return rows(
        ("county_id", "name", "map_row", "map_column"),
        [
            (code, name, *places.get(code, (None, None)))
            for code, name in zip(county_ids(size), county_names(size), strict=True)
        ],
    )


def chain() -> Any:
    """The nine chains with their published names, each with one municipal department."""
    return rows(
        ("chain_id", "name", "name_en", "department_id", "valid_from"),
        [
            (f"C{number}", name, name_en, f"D{number:02d}", date(2021, 1, 1))
            for number, (name, name_en) in enumerate(words()["chains"], 1)
        ],
    )


def chain_leader() -> Any:
    """Thirteen chiefs for nine chains."""
    return rows(
        ("chain_id", "leader_id", "role", "from_date"),
        [
            (f"C{number}", leader_id(chief), "链长", SINCE)
            for number, chiefs in enumerate(CHIEFS, 1)
            for chief in chiefs
        ],
    )


def liaison() -> Any:
    """One member of the bureau's leadership for each chain."""
    positions = ("局长", *("副局长",) * 5, "总工程师", "四级调研员", "二级调研员")
    return rows(
        ("liaison_id", "chain_id", "name", "position"),
        [
            (
                f"LI{number}",
                f"C{number}",
                f"示例联络员{counted(number - 1)[0]}",
                f"局班子成员、{position}",
            )
            for number, position in enumerate(positions, 1)
        ],
    )
