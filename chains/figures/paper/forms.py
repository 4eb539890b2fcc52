"""The forms in which a picture can be taken away."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from chains.figures.options import Option
from chains.figures.paper.page import page
from chains.figures.paper.png import png
from chains.figures.paper.svg import svg
from chains.network.exchange import Imprint

WRITES: Mapping[str, tuple[str, Callable[[Option, Imprint], bytes]]] = MappingProxyType(
    {"png": ("image/png", png), "svg": ("image/svg+xml", svg), "html": ("text/html", page)}
)
