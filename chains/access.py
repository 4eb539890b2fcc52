"""Who may do what: people, their roles, and the one table of role x action. Knows no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from chains.errors import N_, AccessRefused

ALL = "*"
EVERYTHING = frozenset({ALL})
NONE: frozenset[str] = frozenset()

LEADER, LIAISON, ANALYST, ADMINISTRATOR = "leader", "liaison", "analyst", "administrator"
ROLES: Mapping[str, str] = MappingProxyType(
    {
        LEADER: N_("Leader"),
        LIAISON: N_("Liaison officer"),
        ANALYST: N_("Analyst"),
        ADMINISTRATOR: N_("Administrator"),
    }
)

ACTIONS: Mapping[str, tuple[str, frozenset[str]]] = MappingProxyType(
    {
        "see": (N_("see the pages"), frozenset(ROLES)),
        "upload": (N_("upload data"), frozenset({LIAISON, ADMINISTRATOR})),
        "query": (N_("ask in SQL"), frozenset({ANALYST, ADMINISTRATOR})),
        "export": (N_("take answers away as files"), frozenset({ANALYST, ADMINISTRATOR})),
        "restore": (N_("make an older edition current again"), frozenset({ADMINISTRATOR})),
        "accounts": (N_("manage accounts"), frozenset({ADMINISTRATOR})),
        "audit": (N_("read the audit log"), frozenset({ADMINISTRATOR})),
        "rules": (N_("set the rule of the lights"), frozenset({ADMINISTRATOR})),
        "operate": (N_("run and maintain the server"), frozenset({ADMINISTRATOR})),
    }
)


@dataclass(frozen=True)
class Scope:
    """What a liaison may change: IDs of chains, IDs of counties, names of datasets; `*` is all."""

    chains: frozenset[str] = NONE
    counties: frozenset[str] = NONE
    datasets: frozenset[str] = NONE

    def holds(self, dataset: str) -> bool:
        """Whether the dataset may be uploaded at all."""
        return ALL in self.datasets or dataset in self.datasets


WHOLE_CITY = Scope(EVERYTHING, EVERYTHING, EVERYTHING)


@dataclass(frozen=True)
class Person:
    """Somebody at work here: login name, name to show, roles, and what an upload may touch.

    `account` is None for a visitor of a city that is open to all, and for the command line.
    """

    name: str
    title: str
    roles: frozenset[str]
    scope: Scope = field(default_factory=Scope)
    account: int | None = None

    def may(self, action: str) -> bool:
        """Whether one of the roles allows the action."""
        return bool(self.roles & ACTIONS[action][1])

    @property
    def reach(self) -> Scope:
        """What an upload of this person may touch; an administrator's touches all."""
        return WHOLE_CITY if ADMINISTRATOR in self.roles else self.scope


def need(person: Person, action: str) -> None:
    """Raise AccessRefused where the person may not do this."""
    if not person.may(action):
        raise AccessRefused(action)


def visitor(roles: frozenset[str] = frozenset(ROLES)) -> Person:
    """Whoever opens a city that is open to all."""
    return Person("visitor", "visitor", roles, WHOLE_CITY)


def console(user: str) -> Person:
    """Whoever types commands on the machine that holds the files, which is to hold every key."""
    return Person(f"console:{user}", user, frozenset(ROLES), WHOLE_CITY)
