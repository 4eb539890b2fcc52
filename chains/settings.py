"""Every setting: name, default and one line of help, read from the environment as CHAINS_<NAME>."""

import os
from dataclasses import dataclass
from pathlib import Path

from chains.errors import N_, UsageError

HOME = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Setting:
    """A named value with its default and what it is for; the default's type is the value's type."""

    name: str
    default: str | int | float
    help: str

    @property
    def variable(self) -> str:
        """The environment variable that overrides the default."""
        return f"CHAINS_{self.name.upper()}"

    def read(self) -> str | int | float:
        """Return the value in force; raise UsageError if the environment holds another type."""
        text = os.environ.get(self.variable)
        if text is None or text == "":
            return self.default
        try:
            return type(self.default)(text)
        except ValueError as error:
            raise UsageError(
                "The setting {variable} is {value}, but a number is needed.",
                variable=self.variable,
                value=text,
            ) from error


SETTINGS = {
    setting.name: setting
    for setting in (
        Setting("store", "store", N_("Folder of the data: editions, submitted files, lock")),
        Setting("port", 8501, N_("Port on which the dashboard answers")),
        Setting("address", "127.0.0.1", N_("Address on which the dashboard answers")),
        Setting("language", "zh", N_("Language where none is chosen: zh or en")),
        Setting("light_rule", "yinchuan_2025", N_("Rule of the lights, from data/rules.json")),
        Setting("upload_mb", 64, N_("Largest file that is taken, in MB")),
        Setting("query_seconds", 10.0, N_("Deadline of an ad hoc query, in seconds")),
        Setting("query_rows", 1000, N_("Rows of an ad hoc query that are shown")),
        Setting("query_memory_mb", 2048, N_("Memory of an ad hoc query, in MB")),
        Setting("query_workers", 2, N_("Ad hoc queries that run at the same time")),
        Setting(
            "watch_seconds", 15, N_("How often an open page looks for a new edition, in seconds")
        ),
    )
}


def get(name: str) -> str:
    """The setting as text."""
    return str(SETTINGS[name].read())


def number(name: str) -> float:
    """The setting as a number."""
    return float(SETTINGS[name].read())


def store_folder() -> Path:
    """The folder of the data; a relative path is taken from where the program was started."""
    return Path(get("store")).expanduser().resolve()
