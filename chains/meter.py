"""What is counted and timed, for a monitor: pages, queries, uploads. No name of a person."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Gauge, Histogram, ProcessCollector
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST, generate_latest

from chains.errors import ChainsError

DONE, REFUSED, FAILED = "done", "refused", "failed"
SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

_registry = CollectorRegistry()
ProcessCollector(registry=_registry)
_pages = Histogram(
    "chainboard_page_seconds",
    "Runs of a page",
    ["page", "outcome"],
    buckets=SECONDS,
    registry=_registry,
)
_queries = Histogram(
    "chainboard_query_seconds",
    "Queries in SQL that people asked",
    ["outcome"],
    buckets=SECONDS,
    registry=_registry,
)
_uploads = Histogram(
    "chainboard_upload_seconds",
    "Uploaded files, judged or published",
    ["outcome"],
    buckets=SECONDS,
    registry=_registry,
)
_running = Gauge("chainboard_queries_running", "Queries at this moment", registry=_registry)
_gauges = {
    name: Gauge(f"chainboard_{name}", says, registry=_registry)
    for name, says in {
        "edition": "Number of the current edition",
        "query_places": "Queries that may run at the same time",
        "sessions": "Open pages of all browsers",
        "disk_free_bytes": "Free space where the store stands",
    }.items()
}


@contextmanager
def page(name: str) -> Iterator[None]:
    """Time one run of a page; the name is its file's."""
    with _timed(_pages, name):
        yield


@contextmanager
def query() -> Iterator[None]:
    """Time one query in SQL."""
    with _running.track_inprogress(), _timed(_queries):
        yield


@contextmanager
def upload() -> Iterator[None]:
    """Time the work on one uploaded file."""
    with _timed(_uploads):
        yield


def exposition(gauges: Mapping[str, float]) -> tuple[bytes, str]:
    """Everything counted so far and these gauges as OpenMetrics text, and its content type."""
    for name, value in gauges.items():
        _gauges[name].set(value)
    text: bytes = generate_latest(_registry)  # type: ignore[no-untyped-call]  # the library has no types here
    return text, CONTENT_TYPE_LATEST


@contextmanager
def _timed(histogram: Histogram, *labels: str) -> Iterator[None]:
    """Observe the seconds and what became of it; a page that stops by itself is done."""
    outcome, start = DONE, time.perf_counter()
    try:
        yield
    except ChainsError:
        outcome = REFUSED
        raise
    except Exception:
        outcome = FAILED
        raise
    finally:
        histogram.labels(*labels, outcome).observe(time.perf_counter() - start)
