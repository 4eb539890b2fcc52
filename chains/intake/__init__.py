"""A file on its way in: decode, header, check, difference, submission. Knows no screen."""

from chains.intake.confirmation import Receipt, confirm
from chains.intake.difference import Difference
from chains.intake.fault import Fault, rules
from chains.intake.submission import Submission, prepare

__all__ = ["Difference", "Fault", "Receipt", "Submission", "confirm", "prepare", "rules"]
