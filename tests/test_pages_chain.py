"""The chain's page: its panorama, the open segment, the tables beside them, odd towns."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from founding import founded
from pages_seen import whole
from streamlit.testing.v1 import AppTest

from chains.risk import ranking
from chains.store import Store

PAGE = "pages/city/2_chain.py"
HOSTILE = "<img src=x onerror=alert(1)>{b}|厂_*"
FIRM = "9143050{:011d}"  # codes that look like codes


@pytest.fixture
def visit(visit: Callable[..., AppTest]) -> Callable[..., AppTest]:
    """Open this page unless another is named."""
    return partial(visit, page=PAGE)


def _town(folder: Path, *statements: str) -> Store:
    """A chain of its own, C1, filled by the statements."""
    base = (
        "insert into county (county_id, name) values ('X', '东')",
        "insert into department (department_id, name, kind) values ('D', '局', '市直')",
        (
            "insert into chain (chain_id, name, name_en, department_id, valid_from) "
            "values ('C1', '一链', 'One', 'D', '2021-01-01')"
        ),
    )
    return founded(folder, ";".join((*base, *statements)))


def _segments(*names: str) -> str:
    rows = ", ".join(
        f"('S{i}', 'C1', '中游', '{name}', false, {i})" for i, name in enumerate(names)
    )
    columns = "segment_id, chain_id, stage, name, essential, position"
    return f"insert into segment ({columns}) values {rows}"


def _firms(count: int, name: str = "厂") -> tuple[str, str]:
    """So many firms, all in the segment S0."""
    return (
        (
            "insert into enterprise (uscc, name, county_id, industry_code, size_class, is_leading, "
            "status) select printf('9143050%011d', i), "
            f"'{name}' || i, 'X', 'C35', '规上', false, '正常' from range({count}) as one (i)"
        ),
        (
            f"insert into enterprise_segment (uscc, segment_id) "
            f"select printf('9143050%011d', i), 'S0' from range({count}) as one (i)"
        ),
    )


def _tables(app: AppTest) -> list[pd.DataFrame]:
    return [one.value for one in app.dataframe]


def _with(app: AppTest, column: str) -> pd.DataFrame:
    """The one table that has this column."""
    (found,) = [one for one in _tables(app) if column in one.columns]
    return found


def _rank(store: Store, rows: dict[str, Any]) -> None:
    """Lay a ranking beside the current edition, as `chains rank` does."""
    pd.DataFrame(rows).to_parquet(ranking.beside(store, store.current()))


def test_the_segments_stand_beside_the_panorama_as_a_table(visit, city):
    app = visit(city, chain="C1")
    whole(app)
    found = _with(app, "supplies_to").set_index("name")
    assert len(found) == 22
    assert found.loc["发动机", "hangs_on"] == found.loc["发动机", "hangs_on"].strip() != ""
    assert found.loc["数控系统", "firms"] == 0
    assert "锻件" in found.loc["特种钢材", "supplies_to"]
    assert "特种钢材" in found.loc["锻件", "supplied_by"]


def test_the_size_of_an_area_is_chosen_in_the_url_and_odd_ones_fall_back(visit, city):
    app = visit(city, chain="C1", size="output")
    assert app.selectbox(key="size").value == "output"
    assert any("Area: Output this year" in one.value for one in app.caption)
    odd = visit(city, chain="C1", size="' or 1=1", segment="C9S01", rest="<b>")
    whole(odd)
    assert odd.selectbox(key="size").value == "firms"
    assert "segment" not in odd.query_params


def test_the_page_says_where_its_links_come_from(visit, city):
    app = visit(city, chain="C1")
    assert any("it does not predict" in one.value for one in app.caption)


def test_without_a_ranking_a_sentence_says_so(visit, city):
    app = visit(city, chain="C1")
    assert any("ranking" in one.value for one in app.info)


def test_the_five_firms_whose_stop_endangers_most_are_listed_with_who_stands_beside(
    visit, tmp_path
):
    store = _town(tmp_path / "town", _segments("件"), *_firms(7))
    codes = [FIRM.format(i) for i in range(7)]
    _rank(store, {"uscc": codes, "esri": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.0]})
    app = visit(store, chain="C1")
    whole(app)
    found = _with(app, "esri")
    assert found["name"].tolist() == ["厂5", "厂4", "厂3", "厂2", "厂1"]
    assert found["esri"].tolist() == pytest.approx([60, 50, 40, 30, 20])  # per cent
    assert found["others"].tolist() == [6] * 5


def test_a_firm_of_another_chain_is_not_among_them(visit, tmp_path):
    store = _town(tmp_path / "town", _segments("件"), *_firms(1))
    _rank(store, {"uscc": [FIRM.format(0), FIRM.format(99)], "esri": [0.1, 0.9]})
    assert _with(visit(store, chain="C1"), "esri")["name"].tolist() == ["厂0"]


def test_the_tail_of_a_segment_of_five_thousand_firms_is_shown_when_asked_for(visit, tmp_path):
    store = _town(tmp_path / "town", _segments("件"), *_firms(5000))
    app = visit(store, chain="C1", segment="S0")
    whole(app)
    assert len(_with(app, "main_product")) == 40
    app.toggle(key="rest").set_value(True).run()
    whole(app)
    assert app.query_params["rest"] == "1"
    assert len(_with(app, "main_product")) == 5000


def test_a_chain_without_segments_has_a_sentence(visit, tmp_path):
    app = visit(_town(tmp_path / "town"), chain="C1")
    whole(app)
    assert any("no segments yet" in one.value for one in app.info)


def test_a_chain_of_one_firm_hangs_on_it(visit, tmp_path):
    store = _town(tmp_path / "town", _segments("件", "料"), *_firms(1))
    app = visit(store, chain="C1", segment="S0")
    whole(app)
    found = _with(app, "hangs_on")
    assert found["hangs_on"].fillna("").tolist() == ["厂0", ""]
    assert found["firms"].tolist() == [1, 0]


def test_names_with_html_are_text(visit, tmp_path):
    store = _town(
        tmp_path / "town",
        _segments(HOSTILE, "料"),
        *_firms(3, HOSTILE),
        "insert into segment_link (from_segment, to_segment) "
        "values ('S0', 'S1'), ('S1', 'S0'), ('S0', 'S0')",
    )
    app = visit(store, chain="C1", segment="S0")
    whole(app)
    said = [one.value for one in [*app.markdown, *app.subheader, *app.caption]]
    assert any("\\<img" in one for one in said)  # escaped, so shown letter for letter
    assert not any(re.search(r"(?<!\\)<img", one) for one in said)


def test_a_gap_that_is_opened_says_that_it_is_one(visit, tmp_path):
    store = _town(tmp_path / "town", _segments("件", "料"), *_firms(1))
    app = visit(store, chain="C1", segment="S1")
    whole(app)
    assert any("a gap" in one.value for one in app.info)
