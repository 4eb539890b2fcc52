"""Tables as cities published them, with their own percentages: in by the intake, out the same.

江门 January to October: 629.0 of 647.4 亿元, 97.2 %, 13.8 points ahead of time. A county of 广东,
2022, whose schedule is 120 % of time: 54.4 % and 29.7 % at the end of May are 4.4 ahead and 20.3
behind, 82.2 % and 47.1 % at the end of August 2.2 ahead and 32.9 behind. 邵阳 January to October:
115.8 %, 101.3 % and 93.7 %, which is 32.5, 18.0 and 10.4 points ahead of time.
"""

import pytest
from founding import founded

from chains import metrics, queries, rules, schema
from chains.figures import numbers
from chains.i18n import speaking
from chains.intake import confirm, prepare
from chains.store import Store

PLANS = "项目名称列入计划表\n单位：亿元,,,\n项目编号,年度,版本,年度计划投资（亿元）\n{rows}"
MONTHS = (
    "重点项目投资完成情况\n单位：亿元,,\n项目编号,月份,累计完成投资（亿元）\n{rows}填报人：示例,,\n"
)
TOWN = """
insert into county (county_id, name) values ('440700', '示例市');
insert into project (project_id, name, county_id, nature, total_investment)
select code, '示例' || code, '440700', '续建', 99999999
from (select unnest(['J', 'A', 'B', 'C', 'D', 'S1', 'S2', 'S3']) as code);
"""
# project: month, plan and done in 亿元, the printed rate, points to the schedule, by which rule
PRINTED = {
    "J": ("2022-10", "647.4", "629.0", "97.2%", 13.8, "yinchuan_2025"),
    "A": ("2022-05", "100", "54.4", "54.4%", 4.4, "guangdong_county_2022"),
    "B": ("2022-05", "100", "29.7", "29.7%", -20.3, "guangdong_county_2022"),
    "C": ("2022-08", "100", "82.2", "82.2%", 2.2, "guangdong_county_2022"),
    "D": ("2022-08", "100", "47.1", "47.1%", -32.9, "guangdong_county_2022"),
    "S1": ("2022-10", "1000", "1158", "115.8%", 32.5, "yinchuan_2025"),
    "S2": ("2022-10", "1000", "1013", "101.3%", 18.0, "yinchuan_2025"),
    "S3": ("2022-10", "1000", "937", "93.7%", 10.4, "yinchuan_2025"),
}


def submit(store: Store, dataset: str, text: str) -> None:
    found = prepare(store, schema.dataset(dataset), f"{dataset}.csv", text.encode("gb18030"))
    assert found.accepted, found.faults
    confirm(store, found, by="示例联络员")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    city = founded(tmp_path_factory.mktemp("published") / "city", TOWN)
    plans = "".join(f"{code},2022,1,{row[1]}\n" for code, row in PRINTED.items())
    months = "".join(
        f"{code},{row[0][:4]}年{int(row[0][5:])}月,{row[2]}\n" for code, row in PRINTED.items()
    )
    submit(city, "project_plan", PLANS.format(rows=plans))
    submit(city, "project_month", MONTHS.format(rows=months))
    return city


@pytest.mark.parametrize("code", PRINTED)
def test_a_printed_rate_and_its_distance_to_the_schedule_come_out_as_printed(
    store: Store, code: str
) -> None:
    month, _plan, _done, rate, points, rule_name = PRINTED[code]
    rule = rules.light_rule(rule_name)
    due = metrics.due(month, rule.schedule)
    with store.reading() as edition:
        frame = edition.fetch(queries.query("project"), project=code, month=month)
    assert numbers.percent(frame["completion"].iloc[0]) == rate
    with speaking("en"):
        sentence = metrics.explained(frame, due, rule)["reason"].iloc[0]
    way = "ahead" if points > 0 else "behind"
    assert sentence.startswith(f"{rate} done") and f"{abs(points):.1f} points {way}" in sentence


def test_the_money_of_a_table_in_hundred_millions_is_kept_in_ten_thousands(store: Store) -> None:
    with store.reading() as edition:
        frame = edition.fetch(queries.query("project"), project="J", month="2022-10")
    row = frame.iloc[0]
    assert (row["annual_plan"], row["invested_ytd"]) == (6_474_000, 6_290_000)
