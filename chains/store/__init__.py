"""Where the city's data stands: a row of immutable editions, of which one is current."""

from chains.store.candidate import Change, EditionRecord
from chains.store.copying import adopt, transfer, vacant
from chains.store.edition import Edition, opened
from chains.store.editions import Store
from chains.store.finding import Finding
from chains.store.readying import ready
from chains.store.rehearsing import rehearse

__all__ = [
    "Change",
    "Edition",
    "EditionRecord",
    "Finding",
    "Store",
    "adopt",
    "opened",
    "ready",
    "rehearse",
    "transfer",
    "vacant",
]
