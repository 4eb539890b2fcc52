"""The dashboard in AppTest: opened by an address, looked at, read, and pressed."""

from pathlib import Path

import pandas as pd
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from chains.settings import HOME
from chains.ui import pages


def dashboard(**parameters: str) -> AppTest:
    """The dashboard with this address, not yet run; in English unless the address says another."""
    app = AppTest.from_file(str(HOME / "dashboard.py"), default_timeout=60)
    app.query_params.update({"lang": "en", **parameters})
    return app


def linked(page: str, **parameters: str) -> AppTest:
    """The page, such as `city/2_chain`, come to by its link and not from the overview."""
    app = dashboard(**parameters)
    app._page_hash = calc_hash(pages.name(Path(page)))
    return app.run()


def whole(app: AppTest) -> AppTest:
    """The page, which bears no exception, no refusal, no bug's number, and one title."""
    assert [one.value for one in app.exception] == []
    assert [one.value for one in app.error] == []
    assert len(app.title) == 1
    return app


def sentences(app: AppTest) -> str:
    """The sentences of the page, but for warnings and successes."""
    kinds = (app.markdown, app.caption, app.info, app.subheader)
    return "\n".join(str(one.value) for kind in kinds for one in kind)


def table(app: AppTest, column: str) -> pd.DataFrame:
    """The first table that has this column."""
    return next(one.value for one in app.dataframe if column in one.value)


def press(app: AppTest, label: str) -> AppTest:
    """The page after its first button of this label was pressed."""
    next(one for one in app.button if one.label == label).click()
    return app.run()
