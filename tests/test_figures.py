"""What the pictures show, and that everyone can see it."""

import json
import math
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from test_network import PEOPLE, flows, random_chain, segments

from chains import figures, network
from chains.figures import numbers, words
from chains.figures.palette import DARK, INVESTMENT, LIGHT, LIGHTS
from chains.i18n import speaking

HOSTILE = "<img src=x onerror=alert(1)>{b}|示例公司"

# Machado, Oliveira and Fernandes (2009), A physiologically-based model for simulation of color
# vision deficiency, IEEE TVCG 15(6), severity 1.0; for linear RGB.
SIGHT = {
    "normal": np.eye(3),
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
SRGB_TO_XYZ = np.array(  # IEC 61966-2-1
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
)


@pytest.fixture(autouse=True)
def _in_english():
    with speaking("en"):
        yield


def linear(colour):
    """A hex colour as linear RGB."""
    part = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def contrast(a, b):
    """The contrast ratio of WCAG 2.1."""
    light, dark = sorted((float(linear(c) @ SRGB_TO_XYZ[1]) for c in (a, b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(rgb):
    xyz = SRGB_TO_XYZ @ np.clip(rgb, 0, 1) / SRGB_TO_XYZ.sum(axis=1)
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def drawing(option, *, narrow=False):
    return option["media"][0 if narrow else 1]["option"]


def network_of(option, *, narrow=False):
    return drawing(option, narrow=narrow)["series"][1]


def panorama(graph, **options):
    places = network.positions(graph), network.positions(graph, narrow=True)
    return figures.panorama(graph, *places, **options)


def small_chain():
    frame = segments(up="ab", down="cd")
    frame["firms"] = [1, 0, 100, 25]
    frame["essential"] = [True, True, False, False]
    frame["light"] = ["healthy", None, "danger", "warning"]
    frame["name"] = ["单企", "缺口环节", HOSTILE, "环节"]
    return network.chain_graph(frame, flows("ac", "bd", "cd"), PEOPLE, chain="示例链")


def node(option, key, *, narrow=False):
    return next(one for one in network_of(option, narrow=narrow)["data"] if one["id"] == key)


def firms(count):
    return pd.DataFrame(
        {
            "uscc": [f"U{i:03d}" for i in range(count)],
            "name": [f"示例市示例{i}机械有限公司" for i in range(count)],
            "output_ytd": [float(1000 - i) for i in range(count)],
            "employees": [10] * count,
            "light": ["healthy", "danger"] * (count // 2) + ["steady"] * (count % 2),
        }
    )


def plans():
    nan = float("nan")
    rows = [
        ("省重点", 0.937, "healthy", 93_700.0, 100_000.0),
        (HOSTILE, 2.5, "healthy", 25.0, 10.0),
        ("无计划", nan, "no_plan", 5.0, nan),
        ("未报送", nan, None, nan, 8.0),
    ]
    columns = ["level", "completion", "light", "invested_ytd", "annual_plan"]
    return pd.DataFrame(rows, columns=columns)


def months():
    return pd.DataFrame(
        {
            "month": ["2022-03", "2022-02", "2022-04"],
            "invested_ytd": [20.0, 10.0, float("nan")],
            "annual_plan": 120.0,
            "q1_target": 25.0,
            "q2_target": 50.0,
            "q3_target": 90.0,
            "q4_target": 120.0,
        }
    )


def texts(figure):
    """Every word of a figure: its notes, and the traces that are nothing but words."""
    notes = [note.text for note in figure.layout.annotations]
    columns = [trace.text for trace in figure.data if getattr(trace, "mode", "") == "text"]
    return [*notes, *(word for column in columns for word in column)]


def test_black_on_white_has_the_contrast_that_the_standard_gives():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("paint", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("text", ["ink", "muted", "alarm", "accent"])
def test_every_text_can_be_read_on_its_paper(paint, text):
    for ground in (paint.paper, paint.tint):
        assert contrast(getattr(paint, text), ground) >= 4.5


@pytest.mark.parametrize("paint", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("state", LIGHTS)
def test_every_light_stands_out_from_its_paper(paint, state):
    for ground in (paint.paper, paint.tint):
        assert contrast(LIGHTS[state].edge(paint), ground) >= 3


@pytest.mark.parametrize("paint", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_the_four_lights_stay_apart_under_every_colour_blindness(sight, paint):
    assert [LIGHTS[state].fill(paint) for state in INVESTMENT[:4]] == [
        LIGHTS[state].fill(paint) for state in ("healthy", "steady", "warning", "danger")
    ]
    four = [LIGHTS[state].fill(paint) for state in INVESTMENT[:4]]
    seen = [lab(np.array(SIGHT[sight]) @ linear(colour)) for colour in four]
    assert min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2)) >= 20


def test_every_light_has_a_mark_of_its_own_and_a_word_of_its_own():
    growth = [state for state in LIGHTS if state not in INVESTMENT]
    for shown in (INVESTMENT, (*growth, "no_plan", "not_reported")):
        assert len({LIGHTS[state].mark for state in shown}) == len(shown)
        assert len({(LIGHTS[state].shape, LIGHTS[state].colour) for state in shown}) == len(shown)
    assert len({light.word for light in LIGHTS.values()}) == len(LIGHTS)


@pytest.mark.parametrize(
    ("amount", "chinese", "english"),
    [
        (5403.1, "5,403.1 万元", "¥54.0 m"),  # 54,031,000 yuan
        (540_300, "54.03 亿元", "¥5.40 bn"),  # 5,403,000,000 yuan
        (10_000, "1.00 亿元", "¥100.0 m"),  # 1 亿元 is 0.1 bn
        (8_227_800, "822.78 亿元", "¥82.28 bn"),
        (50, "50.0 万元", "¥0.50 m"),
        (0, "0.0 万元", "¥0.00 m"),
        (-20_000, "-2.00 亿元", "-¥200.0 m"),
        (None, "—", "—"),
        (float("nan"), "—", "—"),
        (pd.NA, "—", "—"),
    ],
)
def test_money_is_said_in_the_units_of_the_language(amount, chinese, english):
    assert numbers.money(amount) == english
    with speaking("zh"):
        assert numbers.money(amount) == chinese


def test_money_in_a_picture_is_short():
    said = [numbers.brief(one) for one in (540_300, 5403.1, 0, None)]
    assert said == ["¥5.4bn", "¥54m", "¥0m", "—"]
    with speaking("zh"):
        said = [numbers.brief(one) for one in (540_300, 5403.1, 0, None)]
        assert said == ["54.0亿", "5,403万", "0万", "—"]


def test_an_amount_on_an_axis_takes_the_unit_of_the_largest():
    with speaking("zh"):
        assert numbers.money(6000, like=12_000) == "0.60 亿元"


def test_shares_and_counts_are_said_as_the_trade_says_them():
    assert numbers.percent(0.937) == "93.7%" and numbers.percent(1.2134) == "121.3%"
    assert numbers.count(37279) == "37,279" and numbers.count(np.int64(5)) == "5"
    assert {numbers.percent(None), numbers.percent(pd.NA), numbers.count(np.nan)} == {"—"}


def test_a_name_is_shown_letter_for_letter():
    assert words.html("<b>{a}") == "&lt;b&gt;&#123;a&#125;"
    assert words.label("{a|b}") == "｛a｜b｝"


def test_a_firm_is_called_as_people_call_it():
    assert words.short("示例市宏远精密机械有限公司") == "宏远精密机械"
    assert words.short("宏远集团股份有限公司") == "宏远集团"
    assert words.short("有限公司") == "有限公司"


def test_circles_do_not_lie_over_each_other_and_stay_in_the_disc():
    values = [float(3**i % 101) for i in range(80)]
    circles = figures.packed(values)
    for (ax, ay, ar), (bx, by, br) in combinations(circles, 2):
        assert math.hypot(ax - bx, ay - by) >= ar + br - 1e-9
    assert all(math.hypot(x, y) + r <= 1 + 1e-9 for x, y, r in circles)


def test_areas_stand_for_the_values_in_their_order():
    (_, _, one), (_, _, four) = figures.packed([25, 100])
    assert four / one == pytest.approx(2)


def test_one_circle_fills_the_disc_and_two_equal_ones_halve_it():
    assert figures.packed([7]) == [(0.0, 0.0, 1.0)]
    assert [c[2] for c in figures.packed([3, 3])] == pytest.approx([0.5, 0.5])
    assert figures.packed([]) == []


def test_values_that_are_no_size_get_the_smallest_circle():
    radii = [c[2] for c in figures.packed([math.nan, 0, -5, 100, math.inf])]
    assert radii[0] == radii[1] == radii[2] == radii[4] < radii[3]


def test_a_panorama_is_plain_json_and_small_enough_to_send():
    option = panorama(random_chain(1), dark=True)
    assert len(json.dumps(option, allow_nan=False, ensure_ascii=False).encode()) < 150_000


def test_a_gap_is_a_dashed_ring_with_its_word_and_its_links_are_dashed():
    option = panorama(small_chain())
    gap = node(option, "b")
    assert gap["itemStyle"]["borderType"] == "dashed" and "Gap" in gap["label"]["formatter"]
    link = next(one for one in network_of(option)["links"] if one["source"] == "b")
    assert link["lineStyle"]["type"] == "dashed"


def test_a_segment_that_hangs_on_one_firm_has_a_thick_ring_and_says_on_which():
    frame = segments(up="abc").assign(
        firms=[1, 30, 30], largest_share=[1.0, 0.92, 0.5], largest_firm=["甲厂", HOSTILE, "丙厂"]
    )
    option = panorama(network.chain_graph(frame, flows(), PEOPLE, chain="示例链"))
    assert [node(option, key)["itemStyle"]["borderWidth"] for key in "abc"] == [4, 4, 1.5]
    said = [node(option, key)["tooltip"]["formatter"] for key in "abc"]
    assert "Depends on one firm: 甲厂" in said[0]
    assert "makes 92.0% of the reported output" in said[1] and "<img" not in said[1]
    assert "丙厂" not in said[2]
    assert "Depends on one firm" in [one["name"] for one in option["baseOption"]["legend"]["data"]]


@pytest.mark.parametrize(("size", "ratio"), [("firms", 2.0), ("output", 3.0)])
def test_the_area_of_a_segment_stands_for_its_firms_or_its_output_as_chosen(size, ratio):
    frame = segments(up="ab").assign(firms=[400, 100], output_ytd=[900.0, 100.0])
    graph = network.chain_graph(frame, flows(), PEOPLE, chain="示例链")
    option = panorama(graph, size=size)
    large, small = (node(option, key)["symbolSize"] for key in "ab")
    assert large / small == pytest.approx(ratio, rel=0.01)


def test_no_place_depends_on_what_the_areas_stand_for_or_on_what_is_open():
    def places(**options):
        option = panorama(small_chain(), **options)
        return [
            [(one["id"], one["value"]) for one in network_of(option, narrow=narrow)["data"]]
            for narrow in (False, True)
        ]

    assert places() == places(size="output") == places(selected="a") == places(dark=True)


def test_an_output_that_is_missing_or_below_zero_gets_the_smallest_size():
    frame = segments(up="abc").assign(output_ytd=[None, -5.0, 100.0])
    option = panorama(network.chain_graph(frame, flows(), PEOPLE), size="output")
    none, less, some = (node(option, key)["symbolSize"] for key in "abc")
    assert none == less < some
    assert "—" in node(option, "a")["label"]["formatter"]


def test_a_link_is_as_wide_as_the_root_of_what_flows_and_says_how_much():
    rows = [("a", "c", 400.0, 7, 0.5), ("b", "c", 100.0, 1, 0.0), ("a", "d", None, 0, None)]
    columns = ["from_segment", "to_segment", "annual_value", "links", "inferred_share"]
    graph = network.chain_graph(
        segments(up="ab", down="cd"), pd.DataFrame(rows, columns=columns), PEOPLE
    )
    strong, weak, unknown = sorted(
        network_of(panorama(graph))["links"], key=lambda one: -one["lineStyle"]["width"]
    )
    wide, narrow = (one["lineStyle"]["width"] - 1.2 for one in (strong, weak))
    assert wide / narrow == pytest.approx(2, rel=0.01)  # the root of 400 to that of 100
    assert "¥4.0 m" in strong["tooltip"]["formatter"]  # 400 万元
    assert "7 supply links, 50.0% of them inferred" in strong["tooltip"]["formatter"]
    assert unknown["lineStyle"]["type"] == "dotted"
    assert "No supply between their firms is known." in unknown["tooltip"]["formatter"]


def test_the_title_says_who_answers_for_the_chain():
    title = panorama(small_chain())["baseOption"]["title"]
    assert title["text"] == "示例链: panorama"
    assert title["subtext"] == "Chief 示例链长 · Department 市工信局 · Liaison officer 示例联络员"


def test_an_essential_segment_has_its_name_in_bold():
    option = panorama(small_chain())
    assert node(option, "a")["label"]["formatter"].startswith("{e|")
    assert node(option, "d")["label"]["formatter"].startswith("{n|")


def test_a_chain_with_cycles_and_self_loops_is_drawn():
    graph = network.chain_graph(
        segments(mid="abc"), flows("ab", "ba", "bc", "ca", "aa"), PEOPLE, chain="示例链"
    )
    assert len(network_of(panorama(graph))["links"]) == 4


def test_a_column_of_sixty_segments_has_room_for_each():
    graph = network.chain_graph(
        segments(up=[f"s{i}" for i in range(60)]), flows(), PEOPLE, chain="示例链"
    )
    places = network.positions(graph), network.positions(graph, narrow=True)
    assert figures.panorama_height(*places) / 60 >= 50


def test_lights_have_their_shapes_and_the_legend_explains_those_that_are_there():
    option = panorama(small_chain())
    assert node(option, "c")["symbol"] == "triangle" and node(option, "d")["symbol"] == "diamond"
    entries = [one["name"] for one in option["baseOption"]["legend"]["data"]]
    assert entries == ["Healthy", "Warning", "Danger", "Gap", "Depends on one firm"]


def test_names_with_html_are_text_in_labels_and_tooltips():
    option = panorama(small_chain())
    assert "<img" not in node(option, "c")["tooltip"]["formatter"]
    assert "{b}" not in node(option, "c")["label"]["formatter"]
    frame = firms(2).assign(name=HOSTILE)
    for one in drawing(figures.segment_firms(frame))["series"][0]["data"]:
        assert (
            "&lt;img" in one["tooltip"]["formatter"] and "<img" not in one["tooltip"]["formatter"]
        )


def test_both_screens_show_the_same_nodes_in_the_same_order():
    option = panorama(small_chain())
    ids = [[one["id"] for one in network_of(option, narrow=n)["data"]] for n in (False, True)]
    assert ids[0] == ids[1]
    assert option["media"][0]["query"] == {"maxWidth": 640} and "query" not in option["media"][1]


def test_the_selected_segment_has_a_ring_and_the_links_of_others_fade():
    option = panorama(small_chain(), selected="a")
    assert node(option, "a")["itemStyle"]["borderColor"] == LIGHT.accent
    faded = [link["lineStyle"].get("opacity") for link in network_of(option)["links"]]
    assert faded[0] is None and faded[1] < 0.25


def test_no_text_of_a_panorama_is_smaller_than_twelve_pixels():
    found = json.dumps(panorama(small_chain()))
    sizes = [float(part.split(",")[0].rstrip("}")) for part in found.split('"fontSize": ')[1:]]
    assert sizes and min(sizes) >= 12


def test_a_chain_without_segments_says_so():
    graph = network.chain_graph(segments(), flows(), PEOPLE, chain="示例链")
    assert panorama(graph)["title"]["text"] == "This chain has no segments yet."


def test_a_panorama_is_told_in_a_sentence():
    said = figures.panorama_words(small_chain())
    assert said == "示例链: 4 segments; without a local firm: 缺口环节; on one firm: 单企"


def test_a_click_gives_the_id_of_the_node():
    option = panorama(small_chain())
    click = {
        "series_index": 1,
        "series_id": "network",
        "series_name": None,
        "data_type": "node",
        "data_indices": [2],
    }
    state = {"selection": {"selected": [click], "areas": []}}
    assert figures.picked(state, option) == "c"
    assert figures.picked(state, figures.marks(option)) == "c"
    assert figures.picked({"selection": {"selected": [], "areas": []}}, option) is None
    assert figures.picked(None, option) is None


def test_a_click_on_a_link_or_on_what_is_gone_gives_nothing():
    option = panorama(small_chain())
    for kind, place in (("edge", 0), ("node", 99)):
        click = {"series_id": "network", "data_type": kind, "data_indices": [place]}
        assert figures.picked({"selection": {"selected": [click]}}, option) is None


def test_a_segment_shows_its_forty_largest_firms_and_counts_the_rest():
    option = figures.segment_firms(firms(100))
    data = drawing(option)["series"][0]["data"]
    assert [one["id"] for one in data] == [f"U{i:03d}" for i in range(40)] + [figures.OTHERS]
    assert data[-1]["name"] == "60 more firms"
    click = {"series_id": "firms", "data_type": "main", "data_indices": [3]}
    assert figures.picked({"selection": {"selected": [click]}}, option) == "U003"


def test_a_segment_of_five_thousand_firms_is_still_small_to_send():
    option = figures.segment_firms(firms(5000))
    assert len(json.dumps(option, allow_nan=False, ensure_ascii=False).encode()) < 150_000


def test_a_firm_stands_in_the_same_place_whatever_the_order_of_the_rows():
    frame = firms(90)
    shuffled = frame.sample(frac=1, random_state=1)
    assert figures.segment_firms(frame) == figures.segment_firms(shuffled)


def test_firms_that_report_no_output_are_sized_by_their_employees():
    frame = firms(2).assign(output_ytd=[None, None], employees=[25, 100])
    sizes = {
        one["id"]: one["symbolSize"] + 2
        for one in drawing(figures.segment_firms(frame))["series"][0]["data"]
    }
    assert sizes["U001"] / sizes["U000"] == pytest.approx(2, rel=0.01)


def test_a_segment_without_firms_says_so():
    option = figures.segment_firms(firms(0))
    assert option["title"]["text"] == "No local firm stands in this segment."


def test_each_bar_has_its_name_its_rate_and_its_amounts():
    found = texts(figures.completion_bars(plans(), label="level", schedule=10 / 12))
    assert "Schedule 83.3% ▾" in found and "<b>93.7%</b>" in found
    assert "¥937.0 m / ¥1.00 bn" in found
    assert "No plan" in found and "Not reported" in found


def test_a_bar_beyond_twice_the_plan_is_cut_and_one_without_a_rate_is_empty():
    _track, done = figures.completion_bars(plans(), label="level", schedule=0.5).data[:2]
    assert list(done.x) == [0.937, 2.0, 0.0, 0.0]
    assert list(done.marker.color)[2] == LIGHTS["no_plan"].colour


def test_the_schedule_is_marked_on_every_bar():
    def marks(schedule):
        drawn = figures.completion_bars(plans(), label="level", schedule=schedule).data
        lines = [trace for trace in drawn if getattr(trace, "mode", "") == "lines"]
        return [x for line in lines for x in line.x if x is not None]

    assert marks(10 / 12) == pytest.approx([10 / 12] * 8)  # two ends on each of four bars
    assert marks(math.nan) == []


def test_each_row_may_have_a_schedule_of_its_own():
    frame = plans().assign(schedule=[0.5, 0.75, math.nan, 1.0])
    drawn = figures.completion_bars(frame, label="level")
    (line,) = [trace for trace in drawn.data if getattr(trace, "mode", "") == "lines"]
    assert [x for x in line.x if x is not None] == [0.5, 0.5, 0.75, 0.75, 1.0, 1.0]
    assert "Schedule ▾" in texts(drawn)
    assert list(drawn.data[1].customdata) == [0, 1, 2, 3]  # a click tells which


def test_names_with_html_are_text_in_bars():
    found = " ".join(texts(figures.completion_bars(plans(), label="level", schedule=0.5)))
    assert "<img" not in found and "&lt;img" in found


def test_a_year_shows_what_was_invested_and_what_was_due():
    steps, even, invested = figures.project_curve(months()).data
    assert list(steps.y) == [25, 25, 50, 50, 90, 90, 120, 120]
    assert list(even.x) == [0, 12] and list(even.y) == [0, 120]
    assert list(invested.x) == [2, 3] and list(invested.y) == [10, 20]


def test_a_project_without_a_plan_shows_what_was_invested_alone():
    frame = months().assign(annual_plan=None, q2_target=None)
    assert [trace.name for trace in figures.project_curve(frame).data] == ["Invested this year"]


@pytest.mark.parametrize("dark", [False, True])
def test_an_empty_frame_gives_a_sentence_instead_of_axes(dark):
    bars = figures.completion_bars(plans().iloc[:0], label="level", schedule=0.5, dark=dark)
    for figure in (bars, figures.project_curve(months().iloc[:0], dark=dark)):
        assert texts(figure) == ["Nothing to show for this choice."]
        assert figure.layout.xaxis.visible is False


def test_figures_are_transparent_and_do_not_wear_the_look_of_plotly():
    figure = figures.completion_bars(plans(), label="level", schedule=0.5)
    assert figure.layout.template.layout.paper_bgcolor == "rgba(0,0,0,0)"
    assert figure.layout.template.layout.font.family.startswith("Microsoft YaHei")
