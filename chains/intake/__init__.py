"""A file on its way in: decode, header, check, difference, submission. Knows no screen."""

from chains.intake import fault, pending, returned
from chains.intake.asked import Asked
from chains.intake.comparing import cells, compare_editions
from chains.intake.confirmation import Receipt, confirm
from chains.intake.difference import Difference
from chains.intake.effects import effects
from chains.intake.fault import Fault, rules
from chains.intake.pending import Pending
from chains.intake.submission import Submission, Upload, judged, prepare
from chains.intake.undoing import prepare_undo, undo

__all__ = [
    "Asked",
    "Difference",
    "Fault",
    "Pending",
    "Receipt",
    "Submission",
    "Upload",
    "cells",
    "compare_editions",
    "confirm",
    "effects",
    "fault",
    "judged",
    "pending",
    "prepare",
    "prepare_undo",
    "returned",
    "rules",
    "undo",
]
