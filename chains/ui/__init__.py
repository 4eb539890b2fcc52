"""The only part of the package that knows the screen: what pages are made of."""

from chains.ui import (
    accounts,
    audit,
    cards,
    choose,
    comparison,
    dictionary,
    graphs,
    history,
    project,
    reporting,
    review,
    trace,
    upload,
    workbench,
)
from chains.ui.bars import bars
from chains.ui.frame import boundary, heading, menu, run, start
from chains.ui.links import go, link, source
from chains.ui.session import edition, fetch, kept, shown
from chains.ui.show import (
    dark,
    light,
    need,
    nothing,
    plain,
    plot,
    title_of,
    word,
)
from chains.ui.tables import MONTH_COLUMNS, PROJECT_COLUMNS, table, worded
from chains.ui.turns import turn

__all__ = [
    "MONTH_COLUMNS",
    "PROJECT_COLUMNS",
    "accounts",
    "audit",
    "bars",
    "boundary",
    "cards",
    "choose",
    "comparison",
    "dark",
    "dictionary",
    "edition",
    "fetch",
    "go",
    "graphs",
    "heading",
    "history",
    "kept",
    "light",
    "link",
    "menu",
    "need",
    "nothing",
    "plain",
    "plot",
    "project",
    "reporting",
    "review",
    "run",
    "shown",
    "source",
    "start",
    "table",
    "title_of",
    "trace",
    "turn",
    "upload",
    "word",
    "worded",
    "workbench",
]
