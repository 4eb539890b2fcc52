"""The one place where figures become words: money from 万元, shares, counts; a dash for nothing."""

from typing import Any

import pandas as pd

from chains.i18n import sentence

DASH = "—"
YI = 10_000  # 亿元 in 万元


def _chinese(amount: float, like: float) -> str:
    if abs(like) >= YI:
        return f"{amount / YI:,.2f} 亿元"
    return f"{amount:,.1f} 万元"


def _english(amount: float, like: float) -> str:
    """Yuan by the short scale: 万元 is ten thousand, 亿元 a hundred million."""
    sign, yuan, largest = "-" if amount < 0 else "", abs(amount) * 1e4, abs(like) * 1e4
    if largest >= 1e9:
        return f"{sign}¥{yuan / 1e9:,.2f} bn"
    return f"{sign}¥{yuan / 1e6:,.{1 if largest >= 1e6 else 2}f} m"


def money(amount: Any, like: float | None = None) -> str:
    """An amount in 万元: `54.03 亿元` from 10,000 万元 on, else `5,403.1 万元`.

    `like` is an amount whose unit is taken, so that the marks of one axis have the same.
    """
    if pd.isna(amount):
        return DASH
    value = float(amount)
    unit = value if like is None else like
    return sentence(_chinese(value, unit), _english(value, unit))


def brief(amount: Any) -> str:
    """An amount in 万元 as a picture has room for: `54.0亿`, `5,403万`; `¥5.4bn`, `¥54m`."""
    if pd.isna(amount):
        return DASH
    value = float(amount)
    chinese = f"{value / YI:,.1f}亿" if abs(value) >= YI else f"{value:,.0f}万"
    digits = f"¥{value / 1e5:,.1f}bn" if abs(value) >= 1e5 else f"¥{value / 100:,.0f}m"
    return sentence(chinese, digits)


def percent(share: Any) -> str:
    """A fraction as per cent with one decimal: `93.7%`."""
    return DASH if pd.isna(share) else f"{float(share) * 100:,.1f}%"


def signed(share: Any) -> str:
    """A fraction as per cent above or below: `+0.2%`, `-1.6%`, and `0.0%` for hardly any."""
    if pd.isna(share):
        return DASH
    rounded = round(float(share) * 100, 1)
    return f"{rounded:+,.1f}%" if rounded else "0.0%"


def count(number: Any) -> str:
    """A whole number with separators: `37,279`."""
    return DASH if pd.isna(number) else f"{round(float(number)):,}"
