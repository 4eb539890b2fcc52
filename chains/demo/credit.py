"""Unified social credit codes (GB 32100-2015) in great numbers, each with its check digits."""

from typing import Any

import numpy as np
import pyarrow as pa

from chains.demo.chance import Ints

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LETTERS = np.frombuffer(ALPHABET.encode(), dtype=np.uint8)
# the value that GB 11714 gives a character: its digit, or 10 for A to 35 for Z
VALUES = np.array([int(one, 36) for one in ALPHABET])
BODY_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2])
CODE_WEIGHTS = np.array([pow(3, place, 31) for place in range(17)])
EXAMPLES = ("91430500MA00000220", "91430500MA00000510")


def credit_codes(county_numbers: Ints) -> Any:
    """A different valid code for each row; its area is the county's number such as 430501.

    The first two rows bear the codes of the templates' examples.
    """
    count = len(county_numbers)
    digits = np.empty((count, 18), dtype=np.int64)
    digits[:, :2] = (9, 1)
    digits[:, 2:8] = county_numbers[:, None] // 10 ** np.arange(5, -1, -1) % 10
    digits[:, 8:10] = (ALPHABET.index("M"), ALPHABET.index("A"))
    digits[:, 10:16] = _serials(count)[:, None] // 31 ** np.arange(5, -1, -1) % 31
    digits[:, 16] = _organisation_check(digits[:, 8:16])
    digits[:, 17] = -(digits[:, :17] @ CODE_WEIGHTS) % 31
    codes = np.ascontiguousarray(LETTERS[digits]).view("S18").ravel()
    codes[:2] = [example.encode() for example in EXAMPLES[:count]]
    return pa.array(codes.astype("U18"), pa.string())


def _serials(count: int) -> Ints:
    """Different numbers below 31 ** 6 that do not look counted."""
    return (np.arange(count, dtype=np.int64) * 377_450_209 + 20_221_203) % 31**6


def _organisation_check(body: Ints) -> Ints:
    """The check digit of positions 9 to 16 by GB 11714, as a place in the alphabet."""
    remainder = -(VALUES[body] @ BODY_WEIGHTS) % 11
    return np.where(remainder == 10, ALPHABET.index("X"), remainder)
