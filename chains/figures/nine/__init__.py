"""All chains of a city in one picture: lanes with their people, bubbles, segments and ties."""

from chains.figures.nine.drawing import Shown, nine, nine_height, nine_words
from chains.figures.nine.mark import chain_id, segment_id

__all__ = ["Shown", "chain_id", "nine", "nine_height", "nine_words", "segment_id"]
