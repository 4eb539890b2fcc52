"""Proposed links on a town small enough to work out by hand: who, why, and who never."""

import pandas as pd
import pytest

from chains import queries
from chains.demo import outside
from chains.store import Edition, Store

# Gears are made by A (large), B (small) and the closed Z; C alone stands in castings; nobody in
# chips. Every firm is of industry C3453 but C and D, which are of C3391.
A, B, C, D, Z, STILL = (f"91430500MA000{number:05d}" for number in range(1, 7))
TOWN = f"""
insert into county (county_id, name) values ('X', '东'), ('Y', '西');
insert into chain (chain_id, name, name_en, department_id, valid_from)
    values ('C1', '一链', 'One', 'D1', '2021-01-01'), ('C2', '二链', 'Two', 'D2', '2021-01-01');
insert into segment (segment_id, chain_id, stage, name, essential, position)
    values ('S1', 'C1', '上游', '齿轮', true, 1), ('S2', 'C1', '上游', '铸件', true, 2),
           ('S3', 'C1', '上游', '芯片', true, 3), ('S4', 'C2', '上游', '整机', true, 1),
           ('S5', 'C2', '上游', '齿轮', true, 2);
insert into enterprise
    (uscc, name, county_id, industry_code, size_class, is_leading, status, employees)
values ('{A}', '甲厂', 'X', 'C3453', '规上', true, '正常', 10),
       ('{B}', '<b>乙厂</b>', 'X', 'C3453', '小微', false, '正常', 20),
       ('{C}', '丙厂', 'Y', 'C3391', '规上', false, '正常', 30),
       ('{D}', '丁厂', 'Y', 'C3391', '规上', false, '正常', 40),
       ('{Z}', '旧厂', 'X', 'C3453', '规上', false, '注销', 900),
       ('{STILL}', '停厂', 'X', 'C3453', '规上', false, '停产', 800);
insert into enterprise_segment (uscc, segment_id, main_product)
values ('{A}', 'S1', '精密齿轮 A-1'), ('{B}', 'S1', '精密齿轮Ａ1'), ('{Z}', 'S1', '精密齿轮A1'),
       ('{STILL}', 'S1', '精密齿轮A1'), ('{C}', 'S2', '灰铁铸件'), ('{D}', 'S4', '数控整机床身');
insert into enterprise_month (uscc, month, output_ytd)
    values ('{A}', '2022-10', 500), ('{C}', '2022-10', 100), ('{D}', '2022-10', 90);
"""
BOUGHT = (
    "insert into outside_purchase"
    " (uscc, product, origin, industry_code, annual_value, year, source, confidence) values"
)


@pytest.fixture
def ask(tmp_path):
    """Ask a question of the town after some purchases, or other statements, were added."""
    opened: list[Edition] = []

    def answer(more: str, question: str = "matches", **values: object) -> list[dict[str, object]]:
        store = Store(tmp_path / str(len(opened)))
        store.publish(lambda one: one.execute(TOWN + more), by="测试", kind="示例")
        opened.append(store.open())
        return opened[-1].fetch(queries.query(question), **values).to_dict("records")

    yield answer
    for one in opened:
        one.close()


def bought(*rows: tuple[str, str, str | None, float | None]) -> str:
    """Purchases outside the province: buyer, product, industry code, value."""
    lines = [
        f"('{buyer}', '{product}', '省外', {_sql(code)}, {_sql(value)}, 2022, '企业申报', 1)"
        for buyer, product, code, value in rows
    ]
    return f"{BOUGHT} {', '.join(lines)};"


def _sql(value: object) -> str:
    return "null" if value is None else repr(value)


def link(supplier: str, customer: str, product: str = "另一种") -> str:
    return f"""insert into supply_link
        (supplier, customer, product, annual_value, year, source, confidence)
        values ('{supplier}', '{customer}', '{product}', 1, 2022, '推断', 0.5);"""


def pairs(rows: list[dict[str, object]]) -> list[tuple[object, ...]]:
    return [(row["buyer"], row["supplier"], row["match_by"], row["proposal"]) for row in rows]


def test_a_maker_of_the_same_name_is_proposed_and_signs_and_spaces_do_not_matter(ask):
    rows = ask(bought((D, "精密齿轮（A1）", None, 80.0)))
    assert pairs(rows) == [(D, A, "同名产品", "本地配套")]
    (row,) = rows
    assert (row["supplier_name"], row["local_product"], row["purchase_value"]) == (
        "甲厂",
        "精密齿轮 A-1",
        80.0,
    )


def test_what_a_firm_supplies_to_others_counts_as_what_it_makes(ask):
    rows = ask(link(C, B, "床身毛坯") + bought((D, "床身毛坯", None, 5.0)))
    assert pairs(rows) == [(D, C, "同名产品", "本地配套")]


def test_without_the_same_name_the_segment_that_the_name_holds_tells_the_larger_first(ask):
    rows = ask(bought((D, "进口齿轮毛坯", "C3391", 5.0)))
    assert pairs(rows) == [
        (D, A, "同一环节", "本地配套"),
        (D, B, "同一环节", "本地配套"),
    ]
    assert {row["segment"] for row in rows} == {"齿轮"}


def test_a_like_name_counts_from_six_tenths_of_shared_pairs_of_characters(ask):
    # all have 5 pairs; 数控整机床身 and 数控平板床身 share 数控 and 床身: 2 x 2 / 10
    assert ask(bought((A, "数控平板床身", None, 5.0))) == []
    # 数控机床床身 shares 机床 as well: 2 x 3 / 10
    rows = ask(bought((A, "数控机床床身", None, 5.0)))
    assert pairs(rows) == [(A, D, "产品相近", "本地配套")]


def test_the_industry_code_comes_last_and_only_where_it_has_four_digits(ask):
    rows = ask(bought((A, "某某件", "C3391", 5.0), (A, "某物", "C33", 5.0), (A, "无码", None, 5.0)))
    assert pairs(rows) == [(A, C, "同一行业", "补链"), (A, D, "同一行业", "补链")]


def test_a_product_of_a_missing_segment_fills_a_gap_and_names_it(ask):
    rows = ask(bought((C, "车规芯片", "C3453", 5.0)))
    assert pairs(rows) == [(C, A, "同一行业", "补链"), (C, B, "同一行业", "补链")]
    assert {row["gap_segment"] for row in rows} == {"芯片"}


def test_the_longest_segment_in_a_name_is_the_one_it_belongs_to(ask):
    more = """insert into segment (segment_id, chain_id, stage, name, essential, position)
        values ('S6', 'C1', '中游', '齿轮箱', false, 9);"""
    assert ask(more + bought((D, "风电齿轮箱", None, 5.0))) == []  # not the makers of gears


def test_a_firm_is_never_proposed_to_itself_nor_one_that_closed_or_stands_still(ask):
    rows = ask(bought((A, "精密齿轮A1", None, 5.0), (Z, "灰铁铸件", None, 9.0)))
    assert pairs(rows) == [(A, B, "同一环节", "本地配套")]


def test_a_link_that_exists_is_not_proposed_and_the_next_maker_is(ask):
    rows = ask(link(A, D) + bought((D, "齿轮", None, 5.0)))
    assert pairs(rows) == [(D, B, "同一环节", "本地配套")]
    # two firms that supply each other, and a circle through a third, propose nothing that exists
    ring = link(A, D) + link(B, D) + link(D, A) + link(A, B) + bought((D, "齿轮", None, 5.0))
    assert ask(ring) == []


def test_a_firm_in_several_segments_and_chains_is_proposed_once(ask):
    more = f"""insert into enterprise_segment (uscc, segment_id, main_product)
        values ('{A}', 'S5', '精密齿轮A1');"""
    rows = ask(more + bought((D, "齿轮", None, 5.0)))
    assert pairs(rows) == [(D, A, "同一环节", "本地配套"), (D, B, "同一环节", "本地配套")]


def test_unknown_and_zero_values_are_proposed_after_known_ones(ask):
    rows = ask(
        bought((D, "齿轮", None, None), (C, "齿轮", None, 0.0), (B, "灰铁铸件", None, 7.0)), limit=1
    )
    assert [(row["buyer"], row["purchase_value"]) for row in rows[:2]] == [(B, 7.0), (C, 0.0)]
    assert rows[2]["buyer"] == D and pd.isna(rows[2]["purchase_value"])


def test_proposals_are_narrowed_to_a_chain_a_county_and_a_product(ask):
    more = bought((D, "齿轮", None, 5.0), (C, "齿轮", None, 6.0), (B, "灰铁铸件", None, 7.0))
    assert {row["buyer"] for row in ask(more)} == {B, C, D}
    assert {row["buyer"] for row in ask(more, chain="C2")} == {D}
    assert {row["buyer"] for row in ask(more, county="Y")} == {C, D}
    assert {row["buyer"] for row in ask(more, product="灰铁铸件")} == {B}
    assert ask(more, chain="C9") == []
    (row,) = ask(more, product="灰铁铸件")
    assert (row["chain_ids"], row["county_id"], row["supplier_county_id"]) == ("C1", "X", "Y")
    assert row["buyer_name"] == "<b>乙厂</b>"


def test_of_five_thousand_makers_in_a_segment_the_largest_are_proposed(ask):
    many = """insert into enterprise
        (uscc, name, county_id, industry_code, size_class, is_leading, status, employees)
        select 'F' || n, 'F' || n, 'X', 'C3453', '小微', false, '正常', 1000 + n
        from range(5000) as r(n);
        insert into enterprise_segment (uscc, segment_id, main_product)
        select 'F' || n, 'S1', '齿轮' || n from range(5000) as r(n);"""
    rows = ask(many + bought((D, "齿轮", None, 5.0)))
    assert [row["supplier"] for row in rows] == [A, "F4999", "F4998"]  # output before staff


def test_products_that_nobody_makes_are_told_from_those_that_somebody_does(ask):
    more = (
        bought((C, "车规芯片", "C3453", 5.0), (D, "车规芯片", None, 15.0), (D, "齿轮", None, None))
        + f"{BOUGHT} ('{B}', '车规芯片', '境外', null, 20, 2022, '推断', 0.4);"
    )
    rows = {row["product"]: row for row in ask(more, "outside_products")}
    chip, gear = rows["车规芯片"], rows["齿轮"]
    assert (chip["buyers"], chip["purchase_value"], chip["makers"]) == (3, 40.0, 0)
    assert (chip["abroad_share"], chip["gap_segment"]) == (0.5, "芯片")
    assert (gear["buyers"], gear["makers"]) == (1, 2)
    (only,) = ask(bought((D, "齿轮", None, 4.0)), "outside_products")
    assert only["abroad_share"] == 0
    assert pd.isna(gear["gap_segment"]) and pd.isna(gear["purchase_value"])
    assert [row["product"] for row in ask(more, "outside_products", county="X")] == ["车规芯片"]


def test_an_empty_town_proposes_nothing(empty: Store):
    edition = empty.open()
    assert edition.fetch(queries.query("matches")).empty
    assert edition.fetch(queries.query("outside_products")).empty
    edition.close()


def sums(city: Store, sql: str) -> tuple[float, ...]:
    with city.reading() as edition, edition.cursor() as cursor:
        return tuple(cursor.execute(sql).fetchall()[0])


def test_the_demonstration_buys_mostly_what_no_local_segment_makes(city: Store):
    count, gaps = sums(
        city,
        """select count(*), count(*) filter (exists (
               select 1 from segment
               where contains(product, name)
                 and segment_id not in (select segment_id from enterprise_segment)))
           from outside_purchase""",
    )
    assert 2_500 <= count <= outside.PURCHASES
    assert 0.5 < gaps / count < 0.7


def test_what_the_demonstration_buys_is_visibly_invented(city: Store):
    assert sums(city, "select count(*) from outside_purchase where product not like '示例%'") == (
        0,
    )


def test_no_proposal_of_the_city_breaks_a_rule(city: Store):
    with city.reading() as edition:
        found = edition.fetch(queries.query("matches"))
        with edition.cursor() as cursor:
            cursor.register("found", found)
            broken = cursor.execute(
                """select count(*) filter (buyer = found.supplier),
                          count(*) filter (exists (select 1 from supply_link as l
                              where l.supplier = found.supplier and l.customer = buyer)),
                          count(*) filter (found.supplier in (
                              select uscc from enterprise where status <> '正常'))
                   from found"""
            ).fetchall()[0]
    assert broken == (0, 0, 0)
    assert not found.duplicated(["buyer", "product", "supplier"]).any()
    assert found.groupby(["buyer", "product"]).size().max() <= 3
    assert set(found["match_by"]) == {"同名产品", "同一环节", "同一行业"}
    assert set(found["proposal"]) == {"本地配套", "补链"}
