"""Every setting: name, default and one line of help, read from the environment as CHAINS_<NAME>."""

import os
from dataclasses import dataclass
from functools import cache
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
        Setting(
            "access",
            "",
            N_("Who may come in: open, local or oidc; empty is open for a demonstration"),
        ),
        Setting("state", "", N_("URL of the state database; empty is state.sqlite3 in the store")),
        Setting("hosts", "", N_("Host names under which the dashboard is reached, with commas")),
        Setting("proxies", "", N_("Addresses of trusted proxies that end TLS, with commas")),
        Setting("connections", 1000, N_("Connections at the same time, beyond which it says 503")),
        Setting("stop_seconds", 60, N_("How long a stop waits for a publish, in seconds")),
        Setting("idle_minutes", 60, N_("A session without a click ends after so many minutes")),
        Setting("session_hours", 12, N_("Any session ends after so many hours")),
        Setting("password_length", 10, N_("Fewest characters of a password")),
        Setting("oidc_metadata", "", N_("Address of the organisation's OpenID configuration")),
        Setting("oidc_client", "", N_("Client ID at the organisation's sign-in")),
        Setting("oidc_secret", "", N_("Client secret at the organisation's sign-in")),
        Setting("oidc_redirect", "", N_("This dashboard's address, ending in /oauth2callback")),
        Setting("oidc_roles", "", N_("Claim that holds the roles; empty takes them from accounts")),
        Setting("audit_days", 1096, N_("Entries of the audit log are kept for so many days")),
        Setting(
            "editions_kept", 50, N_("Newest editions that are kept, beside every month's last")
        ),
        Setting(
            "ranking", "on", N_("Rank firms when an edition is new, in the background: on, off")
        ),
        Setting("log", "", N_("Folder of the log; empty is log in the store")),
        Setting("log_mb", 10, N_("A log file is closed at so many MB; ten are kept")),
        Setting("metrics_token", "", N_("Bearer token with which a monitor reads /metrics")),
        Setting("webhook_url", "", N_("Address to which alerts are sent; empty sends none")),
        Setting("webhook_secret", "", N_("Secret with which what is sent there is signed")),
        Setting("disk_mb", 1024, N_("Free space below which /healthz and doctor warn, in MB")),
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
    return _absolute(get("store"))


@cache
def _absolute(folder: str) -> Path:
    """Found once: a page asks often, and every link on the way is a call of the system."""
    return Path(folder).expanduser().resolve()


def names(name: str) -> tuple[str, ...]:
    """The setting as a list: what stands between its commas."""
    return tuple(part.strip() for part in get(name).split(",") if part.strip())


def state_url() -> str:
    """The URL of the state database, SQLAlchemy's form."""
    return get("state") or f"sqlite:///{(store_folder() / 'state.sqlite3').as_posix()}"


def log_folder() -> Path:
    """The folder of the log."""
    return _absolute(get("log")) if get("log") else store_folder() / "log"
