"""The demonstration city: invented rows that give the published figures. Not for real data."""

from chains.demo.building import build

__all__ = ["build"]
