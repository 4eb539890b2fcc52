"""What a person said of the columns of files, remembered for that person and dataset alone."""

from chains import state


def test_what_was_confirmed_comes_back_for_that_person_and_dataset_alone(db: state.State) -> None:
    state.mappings.confirm(db, "lisi", "project_month", {"本年完成": "invested_ytd", "备注": ""})
    assert state.mappings.of(db, "lisi", "project_month") == {
        "备注": "",
        "本年完成": "invested_ytd",
    }
    assert state.mappings.of(db, "lisi", "project") == {}
    assert state.mappings.of(db, "wangwu", "project_month") == {}


def test_a_later_word_on_a_column_replaces_the_earlier_and_leaves_the_others(
    db: state.State,
) -> None:
    state.mappings.confirm(db, "lisi", "project_month", {"本年完成": "invested_ytd", "备注": ""})
    state.mappings.confirm(db, "lisi", "project_month", {"备注": "problem"})
    state.mappings.confirm(db, "lisi", "project_month", {})
    assert state.mappings.of(db, "lisi", "project_month") == {
        "备注": "problem",
        "本年完成": "invested_ytd",
    }


def test_what_is_forgotten_is_gone(db: state.State) -> None:
    state.mappings.confirm(db, "lisi", "project_month", {"本年完成": "invested_ytd"})
    assert state.mappings.forget(db, "lisi", "project_month") == 1
    assert state.mappings.forget(db, "lisi", "project_month") == 0
    assert state.mappings.of(db, "lisi", "project_month") == {}
