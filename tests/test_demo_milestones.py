"""The demonstration's milestones: every kind of start, rates worth reading, packages, a map."""

from chains import queries
from chains.demo.people import county
from chains.demo.size import Size, size_of
from chains.store import Store


def ask(store: Store, sql: str) -> list[tuple[object, ...]]:
    with store.reading() as edition, edition.cursor() as cursor:
        return cursor.execute(sql).fetchall()


def test_some_projects_begin_early_some_late_and_some_are_still_to_come(city: Store) -> None:
    sql = """select count(*) filter (planned_start <= '2022-10-31'),
                    count(*) filter (planned_start <= '2022-10-31'
                        and (actual_start is null or actual_start > '2022-10-31')),
                    count(*) filter (planned_start > '2022-10-31' and actual_start <= '2022-10-31'),
                    count(*) filter (actual_start <= '2022-10-31')
             from project where planned_start between '2022-01-01' and '2022-12-31'"""
    ((due, late, early, started),) = ask(city, sql)
    assert started == due - late + early
    assert early == 11 and 5 < late < due / 4


def test_days_stand_in_an_order_that_a_project_can_have(city: Store) -> None:
    sql = """select count(*) from project where planned_finish < planned_start
             or actual_finish < actual_start or actual_production < actual_start
             or registered_on < actual_start
             or greatest(actual_start, actual_finish, actual_production, registered_on)
                > '2022-11-30'"""
    assert ask(city, sql) == [(0,)]


def test_a_package_and_its_parts_lie_outside_the_published_lists(city: Store) -> None:
    sql = """select count(distinct part.parent_id), count(*),
                    count(level.project_id), count(above.parent_id)
             from project as part join project as above on above.project_id = part.parent_id
             left join project_level as level
                 on level.project_id in (part.project_id, above.project_id)"""
    assert ask(city, sql) == [(3, 9, 0, 0)]


def test_every_sector_has_projects(city: Store) -> None:
    found = ask(city, "select sector, count(*) from project group by sector order by 2 desc")
    assert len(found) == 5 and found[0][0] == "工业"


def test_the_citys_own_counties_have_a_place_of_their_own_on_the_map(city: Store) -> None:
    with city.reading() as edition:
        places = edition.fetch(queries.query("counties"))[["map_row", "map_column"]]
    assert len(places.drop_duplicates()) == 12 and places.notna().all(axis=None)
    assert county(size_of("province"))["map_row"].null_count == 13 * 12
    assert county(Size())["map_row"].null_count == 0
