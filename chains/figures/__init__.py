"""Pictures: frames and graphs in, ECharts options and plotly figures out."""

from chains.figures.completion import completion_bars
from chains.figures.curve import project_curve
from chains.figures.firms import FIRMS_HEIGHT, OTHERS, segment_firms
from chains.figures.packing import packed
from chains.figures.panorama import panorama, panorama_height, panorama_words
from chains.figures.picking import marks, picked

__all__ = [
    "FIRMS_HEIGHT",
    "OTHERS",
    "completion_bars",
    "marks",
    "packed",
    "panorama",
    "panorama_height",
    "panorama_words",
    "picked",
    "project_curve",
    "segment_firms",
]
