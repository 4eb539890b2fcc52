"""Where the city's data stands: a row of immutable editions, of which one is current."""

from chains.store.editions import Edition, EditionRecord, Store

__all__ = ["Edition", "EditionRecord", "Store"]
