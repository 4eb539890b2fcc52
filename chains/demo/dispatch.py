"""What last month's dispatch meeting decided on the projects that lag most."""

from typing import Any

import pyarrow as pa


def dispatch() -> Any:
    """The decisions of September 2022."""
    names = ("project_id", "month", "resolution", "owner")
    columns = {name: pa.array([], pa.string()) for name in names}
    return pa.table(columns | {name: pa.array([], pa.date32()) for name in ("due_on", "done_on")})
