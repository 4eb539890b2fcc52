"""The index of Diem et al. (2022): published values, hand-worked cases, a slow second reading."""

import subprocess
import sys
from itertools import pairwise

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from published_esri import ESRI, LINKS, SECTORS

from chains.network.economy import Economy, economy
from chains.network.esri import SETTINGS, Cascade, at_risk, cascade
from chains.network.kernels import ranking
from chains.network.travel import travelled

FOUR = [(setting, replaced) for setting in SETTINGS for replaced in (False, True)]


def made(links, sectors=None) -> Economy:
    """An economy of links (supplier, customer, value); every firm is a sector unless told."""
    edges = pd.DataFrame(links, columns=["supplier", "customer", "value"])
    names = sorted({*edges["supplier"], *edges["customer"]} | set(sectors or ()))
    kinds = [str((sectors or {}).get(name, name)) for name in names]
    return economy(pd.DataFrame({"uscc": names, "sector": kinds}), edges)


def published() -> Economy:
    links = [(*link.split("-"), 1.0) for link in LINKS]
    return made(links, {str(firm): sector for firm, sector in SECTORS.items()})


def drawn(seed: int, n: int = 30, m: int = 90) -> Economy:
    """A network by chance, with cycles, parallel links and self-loops, in five sectors."""
    chance = np.random.default_rng(seed)
    ends = chance.integers(0, n, (m, 2)).tolist()
    links = [(f"{a:03}", f"{b:03}", float(chance.integers(1, 9))) for a, b in ends]
    return made(links, {f"{i:03}": int(chance.integers(5)) for i in range(n)})


def slowly(city: Economy, lost: dict[str, float], setting: str, replaced: bool) -> list[float]:  # noqa: FBT001 - as the paper names it
    """What is left of each firm, by the paper's equations one after another; every index spelt."""
    n, kind = range(len(city.firms)), city.sector.tolist()
    group = dict.fromkeys(n, 0) if setting == "none-essential" else dict(enumerate(kind))
    w = {(i, j): v for i, j, v in zip(city.supplier, city.customer, city.value, strict=True)}
    out = [sum(v for (i, _), v in w.items() if i == firm) for firm in n]
    psi = [1 - lost.get(firm, 0.0) for firm in city.firms]
    down, up, fall = list(psi), list(psi), 1.0
    while fall > 0.01:
        size = {k: sum(down[m] * out[m] for m in n if kind[m] == k) for k in set(kind)}
        s = [min(1, out[i] / size[kind[i]]) if replaced and size[kind[i]] else 1.0 for i in n]
        next_down, next_up = [], []
        for j in n:
            mine = {i: v for (i, b), v in w.items() if b == j}
            least = psi[j]
            for k in {group[i] for i in mine}:
                supply = sum(v for i, v in mine.items() if group[i] == k)
                parts = [
                    s[i] * v / supply * (1 - down[i]) for i, v in mine.items() if group[i] == k
                ]
                least = min(least, 1 - sum(parts))
            next_down.append(max(0.0, least))
            sold = sum(v / out[j] * (1 - up[b]) for (i, b), v in w.items() if i == j)
            next_up.append(max(0.0, min(psi[j], 1 - sold)))
        falls = [a - b for a, b in zip(down + up, next_down + next_up, strict=True)]
        down, up, fall = next_down, next_up, max(falls)
    return [min(a, b) for a, b in zip(down, up, strict=True)]


@pytest.mark.parametrize(("setting", "replaced"), FOUR)
def test_the_published_example_holds(setting, replaced):
    city = published()
    found = [
        at_risk(city, cascade(city, {str(i): 1.0}, setting=setting, replaceability=replaced))
        for i in range(1, 12)
    ]
    assert found == pytest.approx(ESRI[setting, replaced], abs=1e-9)


@pytest.mark.parametrize(("setting", "replaced"), FOUR)
def test_the_compiled_loop_gives_the_published_example(setting, replaced):
    city = published()
    found = dict(
        zip(city.firms, ranking(city, setting=setting, replaceability=replaced), strict=True)
    )
    assert [found[str(i)] for i in range(1, 12)] == pytest.approx(ESRI[setting, replaced], abs=1e-9)


@pytest.mark.parametrize(("setting", "replaced"), FOUR)
@pytest.mark.parametrize("seed", range(5))
def test_a_network_by_chance_is_as_the_equations_say(setting, replaced, seed):
    city = drawn(seed)
    lost = {city.firms[3]: 1.0, city.firms[17]: 0.35}
    found = cascade(city, lost, setting=setting, replaceability=replaced)
    assert found.left == pytest.approx(slowly(city, lost, setting, replaced), abs=1e-12)
    assert (found.left == np.minimum(found.down, found.up)).all()


@pytest.mark.parametrize(("setting", "replaced"), FOUR)
@pytest.mark.parametrize("seed", range(5))
def test_the_compiled_loop_is_the_cascade_of_each_firm(setting, replaced, seed):
    city, told = drawn(seed, 120, 400), []
    found = ranking(
        city,
        setting=setting,
        replaceability=replaced,
        progress=lambda done, total: told.append((done, total)),
    )
    alone = [
        at_risk(city, cascade(city, {firm: 1.0}, setting=setting, replaceability=replaced))
        for firm in city.firms
    ]
    assert found == pytest.approx(alone, abs=1e-12)
    assert told[-1] == (120, 120)
    assert all(a[0] <= b[0] for a, b in pairwise(told))


def test_a_loss_travels_down_a_line_with_steps_and_causes():
    city = made([("a", "b", 4), ("b", "c", 4)])
    found = cascade(city, {"a": 0.4})
    assert found.left == pytest.approx([0.6, 0.6, 0.6])
    assert found.step.tolist() == [0, 1, 2]
    assert found.cause.tolist() == [-1, 0, 1]
    assert not found.upward.any()
    assert at_risk(city, found) == pytest.approx(0.4)


def test_a_loss_travels_up_to_suppliers_by_what_they_cannot_sell():
    city = made([("a", "b", 3), ("a", "x", 1)])
    found = cascade(city, {"b": 1.0})
    assert found.left == pytest.approx([0.25, 0, 1])  # a sold three quarters to b
    assert found.upward.tolist() == [True, False, False]
    assert found.step.tolist() == [1, 0, -1]


def test_an_essential_input_bounds_all_and_another_only_its_share():
    city = made([("steel", "maker", 1), ("paint", "maker", 9), ("maker", "shop", 1)])
    one = cascade(city, {"steel": 1.0})
    other = cascade(city, {"steel": 1.0}, setting="none-essential")
    maker = city.index["maker"]
    assert one.left[maker] == 0
    assert other.left[maker] == pytest.approx(0.9)


def test_a_supplier_of_the_same_sector_stands_in_by_its_share():
    links = [("old", "b", 1), ("old", "c", 1), ("new", "c", 6)]
    city = made(links, {"old": "S", "new": "S"})
    # old sells 2 of the 8 of its sector; when it stops, 6 are left, of which it would be a third
    found = cascade(city, {"old": 1.0}, replaceability=True)
    assert found.left[city.index["b"]] == pytest.approx(2 / 3)
    assert cascade(city, {"old": 1.0}).left[city.index["b"]] == 0


def test_the_rounds_end_when_nobody_falls_by_more_than_eps():
    line = ["a", "b", "c", "d", "e"]
    half = [(one, two, 1) for one, two in pairwise(line)]
    half += [(f"else {two}", two, 1) for two in line[1:]]
    city = made(half)
    found = cascade(city, {"a": 1.0}, setting="none-essential", eps=0.2)
    left = [found.left[city.index[firm]] for firm in line]
    assert left == pytest.approx([0, 0.5, 0.75, 0.875, 1])  # falls of 0.5, 0.25, then 0.125
    assert found.rounds == 3


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_firm_that_supplies_itself_through_others_comes_to_an_end(setting):
    city = made([("a", "b", 1), ("b", "a", 1), ("b", "b", 7)])
    found = cascade(city, {"a": 0.5}, setting=setting)
    assert found.left == pytest.approx([0.5, 0.5])
    assert city.left_out["self_loops"] == 1


def test_links_that_say_nothing_are_left_out_and_counted_and_parallel_ones_summed():
    links = [
        ("a", "b", 2.0), ("a", "b", 3.0), ("a", "a", 9.0), ("a", "c", 0.0), ("a", "c", -4.0),
        ("b", "c", None), ("b", "c", float("inf")), ("closed", "b", 5.0), ("a", "closed", 5.0),
    ]  # fmt: skip
    edges = pd.DataFrame(links, columns=["supplier", "customer", "value"])
    firms = pd.DataFrame({"uscc": ["c", "a", "b", "a"], "sector": ["S", "T", None, "S"]})
    city = economy(firms, edges)
    assert city.firms == ("a", "b", "c")
    assert city.sectors == ("S", "T", "of b")
    assert city.sector.tolist() == [1, 2, 0]
    assert city.left_out == {"self_loops": 1, "without_value": 4, "unknown_ends": 2}
    assert (city.supplier.tolist(), city.customer.tolist(), city.value.tolist()) == ([0], [1], [5])
    assert city.weight.tolist() == [5, 0, 0]


def test_what_comes_from_outside_can_stop_and_is_no_loss_of_the_city():
    city = made([("outside:chip", "b", 5), ("b", "c", 1)])
    found = cascade(city, {"outside:chip": 0.5})
    assert city.weight.tolist() == [1, 0, 0]
    assert at_risk(city, found) == pytest.approx(0.5)


def test_nothing_and_one_firm_risk_nothing():
    nothing, alone = made([]), made([], {"a": "S"})
    assert at_risk(nothing, cascade(nothing, {})) == 0
    assert ranking(nothing).tolist() == []
    found = cascade(alone, {"a": 1.0})
    assert (found.left.tolist(), found.rounds, at_risk(alone, found)) == ([0], 1, 0)
    assert ranking(alone).tolist() == [0]


def test_a_firm_that_feeds_5000_of_one_sector_stops_them_all():
    city = made([("hub", f"{i:04}", 1) for i in range(5000)], {f"{i:04}": "S" for i in range(5000)})
    found = cascade(city, {"hub": 1.0})
    assert (found.left == 0).all()
    assert ranking(city)[city.index["hub"]] == pytest.approx(1)


def test_a_share_beyond_all_is_refused():
    with pytest.raises(ValueError, match="cannot lose"):
        cascade(made([("a", "b", 1)]), {"a": 1.5})
    with pytest.raises(ValueError, match="some"):
        cascade(made([("a", "b", 1)]), {"a": 1.0}, setting="some")


@pytest.mark.parametrize("seed", range(5))
def test_the_way_of_a_loss_is_a_tree_from_those_who_stopped(seed):
    city = drawn(seed, 200, 500)
    stopped = {city.firms[5], city.firms[60]}
    found = cascade(city, dict.fromkeys(stopped, 1.0))
    tree = travelled(city, found, limit=25)
    roots = {node for node, degree in tree.in_degree() if degree == 0}
    assert nx.is_directed_acyclic_graph(tree)
    assert len(tree) <= 25
    assert roots <= stopped
    assert all(degree <= 1 for _, degree in tree.in_degree())
    for cause, firm, data in tree.edges(data=True):
        assert tree.nodes[cause]["step"] < tree.nodes[firm]["step"]
        ends = (firm, cause) if data["kind"] == "demand" else (cause, firm)
        assert data["value"] == sold(city, *ends)


def sold(city: Economy, supplier: str, customer: str) -> float:
    pair = city.index[supplier], city.index[customer]
    ends = zip(city.supplier.tolist(), city.customer.tolist(), strict=True)
    return dict(zip(ends, city.value.tolist(), strict=True))[pair]


def test_the_cause_of_a_loss_is_whoever_passed_on_the_largest_part():
    city = made([("a", "c", 1), ("b", "c", 3)], {"a": "S", "b": "S"})
    found: Cascade = cascade(city, {"a": 1.0, "b": 1.0})
    assert found.cause[city.index["c"]] == city.index["b"]


def test_the_program_starts_without_the_compiler():
    code = (
        "import sys, chains.risk, chains.network, chains.cli, chains.server; "
        "print({'numba', 'scipy'} & {*sys.modules})"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert said.stdout.strip() == "set()"
