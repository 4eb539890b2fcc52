"""A submission taken back: its rows as they were before it, as a submission of their own."""

from chains.access import WHOLE_CITY, Scope
from chains.intake.confirmation import Receipt, confirm
from chains.intake.submission import Submission
from chains.store import Store


def prepare_undo(store: Store, submission_id: int, *, reach: Scope = WHOLE_CITY) -> Submission:
    """What taking a submission back would change."""
    raise NotImplementedError


def undo(
    store: Store, submission_id: int, *, by: str, message: str = "", reach: Scope = WHOLE_CITY
) -> Receipt:
    """Take a submission back at once."""
    submission = prepare_undo(store, submission_id, reach=reach)
    return confirm(store, submission, by=by, message=message, reach=reach)
