"""Where the city's data stands: a row of immutable editions, of which one is current."""

from chains.store.candidate import Change, EditionRecord
from chains.store.edition import Edition
from chains.store.editions import Store

__all__ = ["Change", "Edition", "EditionRecord", "Store"]
