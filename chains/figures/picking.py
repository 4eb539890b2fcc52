"""From a click in an ECharts chart back to the id of what was clicked."""

from collections.abc import Iterator, Mapping
from typing import Any


def _drawings(option: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The option itself and the ones inside it that hold series."""
    yield option
    yield option.get("baseOption", {})
    yield from (entry.get("option", {}) for entry in option.get("media", ()))


def _data(option: Mapping[str, Any], series: str | None) -> list[dict[str, Any]]:
    """The data of a series, from the first drawing that has any: all are in the same order."""
    every = (one for drawing in _drawings(option) for one in drawing.get("series", ()))
    return next((one["data"] for one in every if one.get("id") == series and one.get("data")), [])


def marks(option: Mapping[str, Any]) -> dict[str, Any]:
    """Of an option only what `picked` reads: a callback is held as long as its session lives."""
    drawn = [one for drawing in _drawings(option) for one in drawing.get("series", ())]
    series = [str(one["id"]) for one in drawn if one.get("id") and one.get("data")]
    return {
        "series": [
            {
                "id": one,
                "data": [{"id": mark["id"]} if "id" in mark else {} for mark in _data(option, one)],
            }
            for one in dict.fromkeys(series)
        ]
    }


def picked(state: Mapping[str, Any] | None, option: Mapping[str, Any]) -> str | None:
    """The id of the clicked node or mark; None for no click, for a link, or for one that is gone.

    `state` is what `st.echarts_chart(option, on_select=...)` returns or keeps under its key:
    {"selection": {"selected": [{"series_index", "series_id", "series_name", "data_type",
    "data_indices"}], "areas": []}}. It knows places only, so the option is needed for the ids.
    """
    groups = ((state or {}).get("selection") or {}).get("selected") or []
    for group in groups:
        data = _data(option, group["series_id"])
        places = [i for i in group["data_indices"] if i < len(data)]
        if group["data_type"] != "edge" and places:
            return str(data[places[0]]["id"])
    return None
