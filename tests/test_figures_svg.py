"""A picture that is taken away shows what the screen shows, on one sheet, and harms nobody."""

import io
import json
import math
import re
import struct
from datetime import date
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
import resvg_py
from PIL import Image

from chains import figures, network
from chains.figures import palette
from chains.figures.paper import (
    captions,
    colours,
    forms,
    links,
    outlines,
    placing,
    planes,
    png,
    sheet,
    sketch,
    svg,
)
from chains.figures.paper.marks import Run, Spot, Stroke
from chains.figures.paper.settling import settled
from chains.i18n import speaking
from chains.network.exchange import Imprint

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</script><img src=x onerror=alert(1)>&\"'{b}|]]>\x00\x1b\ufffe示例"
IMPRINT = Imprint("示例链全景图", 7, date(2026, 10, 4), "2022-10", "12 条供应关系；用于排序。")
DRAWN = {"svg", "title", "desc", "metadata", "g", "rect", "ellipse", "path", "polygon", "text"}


@pytest.fixture(autouse=True)
def _in_english():
    with speaking("en"):
        yield


def chain(names=("上游甲", "缺口乙", "中游丙", "下游丁"), firms=(9, 0, 1, 40)):
    frame = pd.DataFrame(
        {
            "segment_id": [f"s{number}" for number in range(len(names))],
            "name": names,
            "stage": ["上游", "上游", "中游", "下游"][: len(names)],
            "essential": True,
            "firms": firms,
            "output_ytd": 5.0,
            "light": ["danger", None, "steady", "warning"][: len(names)],
        }
    )
    flows = pd.DataFrame([("s0", "s2"), ("s1", "s2"), ("s2", "s3")][: len(names) - 1])
    flows = flows.reindex(columns=[0, 1]).set_axis(["from_segment", "to_segment"], axis=1)
    chief = [("chief", name, "市长") for name in names[:1]]
    people = pd.DataFrame(chief, columns=["role", "name", "position"])
    return network.chain_graph(frame, flows, people, chain="示例链", light="healthy", firms=41)


def panorama(graph, **more):
    places = network.positions(graph), network.positions(graph, narrow=True)
    return figures.panorama(graph, *places, **more)


def drawn(option, imprint=IMPRINT):
    return ET.fromstring(svg.svg(option, imprint))  # noqa: S314 - our own file


def said(root):
    return ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]


def series(*data, links=(), **more):
    """A graph on axes from 0 to 10, which are 100 pixels long each."""
    axis = {"min": 0, "max": 10}
    box = {"left": 0, "top": 0, "right": 0, "bottom": 0}
    one = {"type": "graph", "data": list(data), "links": list(links)} | more
    return {"grid": box, "xAxis": axis, "yAxis": axis | {"inverse": True}, "series": [one]}


def pixels(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGBA")).astype(int)


def test_every_name_of_a_chain_is_text_on_the_sheet():
    words = "\n".join(said(drawn(panorama(chain()))))
    for expected in ("上游甲", "缺口乙", "中游丙", "下游丁", "示例链全景图", "Gap", "Upstream"):
        assert expected in words
    assert "Edition 7 of 2026-10-04 · data to 2022-10" in words
    assert "12 条供应关系；用于排序。" in words


def test_the_sheet_is_a3_and_names_fonts_with_chinese():
    root = drawn(panorama(chain()))
    assert (root.get("width"), root.get("height")) == ("420mm", "297mm")
    assert "Microsoft YaHei" in root.get("font-family") and "Noto Sans" in root.get("font-family")
    assert "edition=7" in root.findtext(f"{SVG}metadata")


def outside(option, imprint):
    """How much ink a renderer of its own finds beyond the sheet's four edges."""
    text = svg.svg(option, imprint).decode()
    text = re.sub(r'<rect x="-2".*?/>', "", text)
    wide = re.sub(
        r'viewBox="0 0 ([\d.]+) ([\d.]+)"', r'viewBox="-400 -400 \g<1> \g<2>"', text, count=1
    )
    found = []
    for x, y in ((-1588, 0), (1588, 0), (0, -1124), (0, 1124)):
        beside = wide.replace('viewBox="-400 -400', f'viewBox="{x} {y}')
        found.append(
            pixels(resvg_py.svg_to_bytes(svg_string=beside, width=800, dpi=96))[..., 3].max()
        )
    return max(found)


@pytest.mark.parametrize("letters", [4, 60, 400])
def test_no_text_leaves_the_sheet_however_long_a_name_is(letters):
    graph = chain(["链" * letters, "a" * letters, "W" * letters, "丁" * letters])
    imprint = Imprint("题" * letters, 7, date(2026, 10, 4), "2022-10", "来源。" * letters)
    assert outside(panorama(graph), imprint) == 0


def test_a_png_is_a3_at_300_dots_an_inch_and_shows_what_the_svg_shows():
    data = png.png(panorama(chain()), IMPRINT)
    width, height = struct.unpack(">II", data[16:24])
    assert abs(width - 4961) <= 1 and abs(height - 3508) <= 1
    assert struct.unpack(">II", data[data.index(b"pHYs") + 4 :][:8]) == (11811, 11811)
    small = pixels(png.png(panorama(chain()), IMPRINT, dpi=120))
    assert (small[..., 3] == 255).all()
    inked = (small[..., :3] < 200).any(axis=-1)
    assert 0.005 < inked.mean() < 0.5
    colours_seen = {tuple(one) for one in small[..., :3].reshape(-1, 3)}
    for colour in ("#B3261E", "#F2A900"):
        assert tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5)) in colours_seen


@pytest.mark.parametrize("form", forms.WRITES)
def test_the_same_figure_is_the_same_file(form):
    write = forms.WRITES[form][1]
    assert write(panorama(chain()), IMPRINT) == write(panorama(chain()), IMPRINT)


@pytest.mark.parametrize("dark", [False, True])
def test_a_hostile_name_is_letters_in_every_form(dark):
    graph = chain([HOSTILE, "乙", "丙", "丁"])
    imprint = Imprint(HOSTILE, 7, date(2026, 10, 4), HOSTILE, HOSTILE)
    root = drawn(panorama(graph, dark=dark), imprint)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= DRAWN | {"tspan"}
    assert not any(name.startswith("on") for one in root.iter() for name in one.attrib)
    page = forms.WRITES["html"][1](panorama(graph, dark=dark), imprint).decode()
    assert "<img" not in page and page.count("</html>") == 1
    assert page.count("</script>") == page.count("<script")


def test_a_page_holds_all_it_needs_and_may_ask_nobody():
    page = forms.WRITES["html"][1](panorama(chain()), IMPRINT).decode()
    body = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"""(src|href)\s*=|https?://|@import|url\(""", body)
    assert "default-src 'none'" in body and "connect-src" not in body
    assert "cdn" not in re.sub(r"<script[^>]*>/\*.*?</script>", "", page, flags=re.DOTALL)
    for expected in ("示例链全景图", "Edition 7 of 2026-10-04", "12 条供应关系"):
        assert expected in body
    for name in ("上游甲", "缺口乙", "中游丙", "下游丁"):
        assert name in page or json.dumps(name)[1:-1] in page


def test_a_figure_of_nothing_says_so_on_paper():
    empty = chain(names=(), firms=())
    words = said(drawn(panorama(empty)))
    assert any("This chain has no segments yet." in one for one in words)
    assert forms.WRITES["html"][1](panorama(empty), IMPRINT)


def test_a_preview_says_that_nobody_published_it():
    words = " ".join(
        said(drawn(panorama(chain()), Imprint("x", 8, date(2026, 1, 2), preview=True)))
    )
    assert "Preview of edition 8, not published" in words


def test_paper_takes_the_drawing_for_wide_screens():
    option = {
        "baseOption": {"series": [{"id": "a", "label": {"show": True, "color": "red"}}]},
        "media": [
            {"query": {"maxWidth": 640}, "option": {"series": [{"id": "a", "data": [1]}]}},
            {"option": {"series": [{"id": "a", "data": [2], "label": {"color": "blue"}}]}},
        ],
    }
    assert settled(option, 1500)["series"] == [
        {"id": "a", "label": {"show": True, "color": "blue"}, "data": [2]}
    ]
    assert settled(option, 390)["series"][0]["data"] == [1]


def test_a_value_stands_where_the_axes_say():
    drawing = sketch.sketch(series({"id": "a", "value": [2.5, 10]}), (100.0, 200.0))
    assert drawing.marks[0].at == (25.0, 200.0)
    option = series({"id": "a", "value": [2.5, 10]})
    option["yAxis"] = {"min": 0, "max": 10}  # upwards, as axes are unless they are inverse
    assert sketch.sketch(option, (100.0, 200.0)).marks[0].at == (25.0, 0.0)


@pytest.mark.parametrize(
    ("before", "after", "size", "expected"),
    [
        (10, 30, None, (10, 160)),
        ("10%", "20%", None, (20, 140)),
        ("center", None, 80, (60, 80)),
        (None, 20, 50, (130, 50)),
        (5, None, 50, (5, 50)),
    ],
)
def test_a_grid_lies_where_echarts_lays_it(before, after, size, expected):
    found = planes.span(before, after, size, 200.0)
    assert (found.start, found.length) == expected


def test_a_grid_of_fixed_pixels_fills_the_sheet():
    frame = pd.DataFrame(
        {"uscc": ["a", "b"], "name": ["甲", "乙"], "output_ytd": [4.0, 1.0], "employees": 1}
    )
    page = sheet.sheet(figures.segment_firms(frame), IMPRINT)
    largest = max(spot.height for spot in page.drawing.marks if isinstance(spot, Spot))
    assert page.scale * largest > 400


def test_a_bow_bends_as_echarts_bends_it():
    """The control point is the middle, moved by `curveness` across the way from end to end."""
    assert links.bent((0.0, 0.0), (100.0, 40.0), 0.2) == pytest.approx((58.0, 0.0))
    assert links.bent((0.0, 0.0), (100.0, 40.0), 0) is None


def test_a_head_touches_the_rim_of_its_node():
    line = Stroke(((0.0, 0.0), (100.0, 0.0)), "#000", control=None)
    found = links.headed(line, 10.0, 20.0)
    assert found.tip == pytest.approx((80.0, 0.0), abs=0.2)
    assert found.points[-1] == pytest.approx((74.0, 0.0), abs=0.2)
    bowed = Stroke(((0.0, 0.0), (100.0, 0.0)), "#000", control=(50.0, -40.0))
    assert math.dist(links.headed(bowed, 10.0, 20.0).tip, (100, 0)) == pytest.approx(20, abs=0.3)


def test_two_nodes_over_each_other_still_have_a_link():
    option = series(
        {"id": "a", "value": [5, 5], "symbolSize": 40},
        {"id": "b", "value": [5, 5], "symbolSize": 40},
        links=[{"source": "a", "target": "b"}, {"source": "a", "target": "a"}],
        edgeSymbol=["none", "arrow"],
    )
    assert len(list(drawn(option).iter(f"{SVG}path"))) == 2


def test_parts_of_a_label_keep_their_styles():
    label = {
        "show": True,
        "formatter": "{big|甲乙} rest\n{b}",
        "fontSize": 10,
        "rich": {"big": {"fontSize": 20, "color": "#123456", "fontWeight": "bold"}},
    }
    found = captions.caption(label, captions.Words("name"), "#000")
    assert found is not None
    first, second = found.lines
    assert first.runs == (
        Run("甲乙", 20.0, "#123456", bold=True),
        Run(" rest", 10.0, "#000", bold=False),
    )
    assert second.text == "name"


def test_a_text_too_wide_for_its_box_gets_smaller_before_it_is_cut():
    label = {"show": True, "formatter": "十个汉字的名字有点长", "width": 90, "overflow": "truncate"}
    found = captions.caption(label | {"fontSize": 12}, captions.Words(), "#000")
    assert found is not None and found.lines[0].text == "十个汉字的名字有点长"
    assert found.lines[0].runs[0].size == pytest.approx(9.0)
    cut = captions.caption(label | {"fontSize": 12, "width": 40}, captions.Words(), "#000")
    assert cut is not None and cut.lines[0].text.endswith("…") and cut.width <= 40


def test_colours_are_six_digits_and_an_opacity():
    assert colours.parted("#abc") == ("#aabbcc", 1.0)
    assert colours.parted("#00000080") == ("#000000", pytest.approx(0.502, abs=1e-3))
    assert colours.parted("rgba(255, 0, 10, 0.5)") == ("#ff000a", 0.5)
    with pytest.raises(ValueError, match="no colour"):
        colours.parted('red" onload="x')


def test_what_paper_cannot_draw_is_an_error_and_not_a_hole():
    with pytest.raises(ValueError, match="custom"):
        drawn(series() | {"series": [{"type": "custom"}]})
    with pytest.raises(ValueError, match="shape"):
        drawn(series({"id": "a", "value": [1, 1], "symbol": "image://x"}))
    with pytest.raises(TypeError, match="colour"):
        drawn(series({"id": "a", "value": [1, 1], "itemStyle": {"color": {"type": "linear"}}}))


def test_a_dark_figure_stands_on_dark_paper():
    dark = svg.svg(panorama(chain(), dark=True), IMPRINT).decode()
    assert f'height="101%" fill="{palette.DARK.paper}"' in dark
    assert (
        f'height="101%" fill="{palette.LIGHT.paper}"'
        in svg.svg(panorama(chain()), IMPRINT).decode()
    )


def test_a_chain_of_one_firm_and_a_segment_of_thousands_are_pictures():
    for firms in ((1, 0, 0, 0), (5000, 1, 1, 1)):
        assert "上游甲" in "\n".join(said(drawn(panorama(chain(firms=firms)))))


def test_a_symbol_that_is_a_path_fills_its_box_and_keeps_its_shape():
    box = outlines.fitted("M0 8h40v4h-40zM60,8 l20,0 0,4 L60 12Z", (50.0, 50.0), 40.0, 20.0)
    assert box == (
        "M30.0 49.0L50.0 49.0L50.0 51.0L30.0 51.0ZM60.0 49.0L70.0 49.0L70.0 51.0L60.0 51.0Z"
    )
    with pytest.raises(ValueError, match="no form on paper"):
        outlines.fitted("M0 0C1 1 2 2 3 3", (0.0, 0.0), 1.0, 1.0)


@pytest.mark.parametrize(
    ("position", "more", "expected"),
    [
        ("bottom", {}, (50.0, 65.0, "center")),
        ("top", {}, (50.0, 25.0, "center")),
        ("right", {}, (65.0, 45.0, "left")),
        ("right", {"verticalAlign": "top"}, (65.0, 50.0, "left")),
        ("left", {"align": "left"}, (35.0, 45.0, "left")),
        ("insideTopLeft", {}, (45.0, 45.0, "left")),
        ("inside", {"offset": [1, 2]}, (51.0, 47.0, "center")),
        ([2, 3], {}, (42.0, 43.0, "left")),
    ],
)
def test_a_label_stands_where_echarts_puts_it(position, more, expected):
    """Ten pixels high, five away from a node of 20 x 20 around (50, 50)."""
    label = {"show": True, "formatter": "x", "lineHeight": 10, "position": position} | more
    found = captions.caption(label, captions.Words(), "#000")
    assert found is not None
    at = placing.placed(found, (40.0, 40.0, 20.0, 20.0))
    assert (at.x, at.y, at.align) == expected


def test_a_ground_that_lets_lines_through_becomes_a_halo():
    label = {"show": True, "formatter": "x", "backgroundColor": "#F1F6FAC0"}
    found = captions.caption(label, captions.Words(), "#000")
    assert found is not None and (found.halo, found.ground) == ("#F1F6FA", "")
    solid = captions.caption(label | {"backgroundColor": "#F1F6FA"}, captions.Words(), "#000")
    assert solid is not None and (solid.halo, solid.ground) == ("", "#F1F6FA")
