"""The schema's version: what a database has, what this release knows, and the way up."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from chains.errors import StateError

FOLDER = Path(__file__).parent / "migrations"


def configuration() -> Config:
    """Alembic's configuration; a command takes its connection from `attributes`."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@cache
def known() -> tuple[str, ...]:
    """The versions that this release knows, newest first."""
    script = ScriptDirectory.from_config(configuration())
    return tuple(revision.revision for revision in script.walk_revisions())


def version(connection: Connection) -> str | None:
    """The version of a database; None for one without tables. StateError when it is not known."""
    found = MigrationContext.configure(connection).get_current_revision()
    if found is not None and found not in known():
        raise StateError(
            "A newer release of Chainboard made this state database (version {version}). "
            "Install that release, or restore a backup.",
            version=found,
        )
    return found


def to_head(connection: Connection, target: str = "head") -> None:
    """Bring the database to a version, inside the connection's transaction."""
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, target)
