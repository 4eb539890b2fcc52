"""Every text that a user can meet is there in both languages."""

import ast
import string
import tomllib
from itertools import chain

import pytest
from babel.messages.extract import extract_from_dir

from chains import i18n, schema
from chains.errors import ChainsError
from chains.i18n import _
from chains.settings import HOME

KEYWORDS = dict.fromkeys(
    (
        "_",
        "N_",
        "ChainsError",
        "UsageError",
        "StoreError",
        "FileRefused",
        "QueryRefused",
        "StateError",
        "SignInRefused",
    )
)


def _texts() -> set[str]:
    mappings = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["tool"]["babel"][
        "mappings"
    ]
    methods = [(one["pattern"], one["method"]) for one in mappings]
    found = extract_from_dir(HOME, methods, keywords=KEYWORDS)
    return {text if isinstance(text, str) else text[0] for _file, _line, text, *_rest in found}


TEXTS = sorted(_texts())


def _names(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name}


def test_texts_are_found_in_code_pages_and_queries():
    assert {"Confirm and publish", "Overview", "City", "The chains at a glance"} <= set(TEXTS)


def test_every_text_has_a_chinese_one():
    assert [text for text in TEXTS if text not in i18n.catalogue("zh")] == []


def test_the_catalogue_holds_nothing_that_is_said_no_more():
    assert sorted(set(i18n.catalogue("zh")) - set(TEXTS)) == []


def test_no_text_hides_in_an_f_string_where_the_extraction_does_not_see_it():
    hidden = [
        f"{path.relative_to(HOME)}:{call.lineno}"
        for path in [*HOME.glob("chains/**/*.py"), *HOME.glob("pages/**/*.py")]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"_", "N_"}
        if isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


@pytest.mark.parametrize("text", [text for text in TEXTS if "{" in text])
def test_a_chinese_text_names_the_values_of_the_english_one(text):
    assert _names(i18n.catalogue("zh")[text]) == _names(text)


def test_every_dataset_and_column_has_a_title_in_both_languages():
    fields = chain.from_iterable(one.fields for one in schema.datasets().values())
    for field in [*fields, *schema.derived().values()]:
        assert field.title and field.title_en and not field.title.isascii(), field.name


def test_a_refusal_is_said_in_the_language_in_force():
    error = ChainsError("There is no edition {number}.", number=7)
    with i18n.speaking("zh"):
        assert i18n.say(error) == "没有第7版。"
    with i18n.speaking("en"):
        assert i18n.say(error) == str(error) == "There is no edition 7."


def test_chinese_is_the_language_where_none_is_chosen():
    assert i18n.language() == "zh"
    assert _("Upload") == "数据更新"


def test_an_unknown_language_counts_as_chinese():
    with i18n.speaking("fr"):
        assert i18n.language() == "zh"
