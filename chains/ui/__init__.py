"""The only part of the package that knows the screen: what pages are made of."""

from chains.ui import cards, choose, dictionary, graphs, upload, workbench
from chains.ui.frame import boundary, heading, menu, start
from chains.ui.session import edition, fetch, shown
from chains.ui.show import (
    dark,
    go,
    light,
    link,
    need,
    nothing,
    plain,
    plot,
    source,
    table,
    title_of,
    word,
)

__all__ = [
    "boundary",
    "cards",
    "choose",
    "dark",
    "dictionary",
    "edition",
    "fetch",
    "go",
    "graphs",
    "heading",
    "light",
    "link",
    "menu",
    "need",
    "nothing",
    "plain",
    "plot",
    "shown",
    "source",
    "start",
    "table",
    "title_of",
    "upload",
    "word",
    "workbench",
]
