"""Which release of the program this is, as editions and backups record it."""

from datetime import date

VERSION = "0.1.0"
RELEASED = date(2026, 11, 23)  # a clock that shows an earlier day is wrong
