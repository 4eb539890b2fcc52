"""What the fork server alone imports, once, so that every worker starts with it."""

import multiprocessing.spawn

import chains.intake.spreadsheet
import chains.sandbox.child  # noqa: F401  the imports are the purpose: forked workers inherit them
from chains import queries, schema


def _stay_out(_: str) -> None:
    """Do not run the starting program's main file in a worker."""


# multiprocessing would run it in every child as `__mp_main__`: under Streamlit, the dashboard.
vars(multiprocessing.spawn)["_fixup_main_from_path"] = _stay_out

queries.view_script()
schema.ddl()
