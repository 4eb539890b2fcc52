"""A schedule, the steps of a light, and the rule that joins them, as values."""

from dataclasses import dataclass

from chains.i18n import sentence

STATES = ("ahead", "on_schedule", "behind", "far_behind")  # that a rule tells apart, best first
GROWTH_STATES = ("healthy", "steady", "warning", "danger")
FAMILIES = ("gap", "ratio")
KINDS = ("linear", "targets", "curve")
MONTHS = 12


@dataclass(frozen=True)
class Schedule:
    """The share of the annual plan that is due at the end of each month.

    `linear` is months / 12, `targets` each project's own quarterly targets, `curve` twelve
    cumulative `shares`, or without them those of the store's past years; linear and curve are
    taken times `multiplier`.
    """

    name: str
    title: str
    title_en: str
    kind: str = "linear"
    multiplier: float = 1.0
    shares: tuple[float, ...] = ()
    source: str = ""
    note: str = ""
    note_en: str = ""

    @property
    def label(self) -> str:
        """The title in the language in force."""
        return sentence(self.title, self.title_en)

    @property
    def help(self) -> str:
        """The schedule in words, in the language in force."""
        return sentence(self.note, self.note_en)

    @property
    def from_past_years(self) -> bool:
        """Whether it is read off the years before in the store."""
        return self.kind == "curve" and not self.shares


@dataclass(frozen=True)
class Step:
    """A light's state from this bound up; `bound` None takes everything that is left."""

    state: str
    bound: float | None
    included: bool

    def holds(self, measure: float) -> bool:
        """Whether the measure is on this step, to nine decimals so that a bound is a bound."""
        if self.bound is None:
            return True
        distance = round(measure - self.bound, 9)
        return distance > 0 or (self.included and distance == 0)


@dataclass(frozen=True)
class LightRule:
    """Steps over a measure: `gap` in percentage points / 100, `ratio` to schedule, `growth`.

    `published` says that a city published it; its `source` says where.
    """

    name: str
    title: str
    title_en: str
    family: str
    schedule: Schedule
    source: str
    note: str
    note_en: str
    steps: tuple[Step, ...]
    published: bool = False

    @property
    def label(self) -> str:
        """The title in the language in force."""
        return sentence(self.title, self.title_en)

    @property
    def help(self) -> str:
        """The rule in words, in the language in force."""
        return sentence(self.note, self.note_en)
