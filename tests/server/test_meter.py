"""What a monitor reads: counts, seconds and outcomes of pages, queries and uploads."""

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from chains import meter
from chains.errors import UsageError


def read() -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every sample by name and labels, as Prometheus itself reads them."""
    text, kind = meter.exposition({"edition": 42})
    assert kind.startswith("application/openmetrics-text")
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }


def count(kind: str, **labels: str) -> float:
    return read().get((f"chainboard_{kind}_seconds_count", tuple(sorted(labels.items()))), 0)


def test_a_page_is_counted_by_its_name_and_outcome() -> None:
    before = count("page", page="here", outcome="done")
    with meter.page("here"):
        pass
    assert count("page", page="here", outcome="done") == before + 1


@pytest.mark.parametrize(
    ("error", "outcome"),
    [(UsageError("no"), "refused"), (ValueError("bug"), "failed")],
    ids=["refused", "failed"],
)
def test_a_refusal_is_no_failure(error: Exception, outcome: str) -> None:
    before = count("upload", outcome=outcome)
    with pytest.raises(type(error)), meter.upload():
        raise error
    assert count("upload", outcome=outcome) == before + 1


def test_a_page_that_stops_itself_is_done() -> None:
    before = count("page", page="stops", outcome="done")
    with pytest.raises(GeneratorExit), meter.page("stops"):
        raise GeneratorExit  # Streamlit's own stop and rerun are no Exception either
    assert count("page", page="stops", outcome="done") == before + 1


def test_queries_are_seen_while_they_run() -> None:
    with meter.query():
        assert read()["chainboard_queries_running", ()] == 1
    assert read()["chainboard_queries_running", ()] == 0


def test_a_gauge_that_is_given_stands_in_the_text() -> None:
    assert read()["chainboard_edition", ()] == 42


def test_the_memory_of_the_process_is_there() -> None:
    assert read()["process_resident_memory_bytes", ()] > 10_000_000
