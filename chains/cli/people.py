"""Who runs a command."""

import getpass

from chains.errors import UsageError


def user() -> str:
    """Who is signed in to this computer."""
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:  # a container's user may have no name
        raise UsageError("Say with --by who does this.") from error
