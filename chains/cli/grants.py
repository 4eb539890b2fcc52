"""What a liaison officer may change, as a command says it: IDs that exist, or * for all."""

from argparse import Namespace
from pathlib import Path

from chains import access, queries, schema
from chains.access import Scope
from chains.errors import UsageError
from chains.state.accounts import Account
from chains.store import Store


def scope(given: Namespace, before: Scope) -> Scope:
    """The grants that were given, each of which exists; a list that was not given stays."""
    return Scope(
        _known("--chain", given.chain, _ids(given.store, "chains"), before.chains),
        _known("--county", given.county, _ids(given.store, "counties"), before.counties),
        _known("--dataset", given.dataset, list(schema.uploadable()), before.datasets),
    )


def _ids(store: Path, question: str) -> list[str]:
    """The first column of a question's answer on the current edition."""
    with Store(store).reading() as edition:
        return [str(one) for one in edition.fetch(queries.query(question)).iloc[:, 0]]


def _known(
    option: str, given: list[str] | None, there: list[str], before: frozenset[str]
) -> frozenset[str]:
    if given is None:
        return before
    asked = frozenset(one for one in given if one)  # an empty text empties the list
    strange = sorted(asked - {*there, access.ALL})
    if strange:
        raise UsageError(
            "{option}: there is no {ids}. There are: {known}, and * for all.",
            option=option,
            ids=", ".join(strange),
            known=", ".join(there),
        )
    return asked


def line(account: Account) -> str:
    """Roles and grants on one line, for the audit log."""
    scope = account.scope
    lists = {
        "roles": account.roles,
        "chains": scope.chains,
        "counties": scope.counties,
        "datasets": scope.datasets,
    }
    return "; ".join(f"{key}: {', '.join(sorted(one))}" for key, one in lists.items() if one)
