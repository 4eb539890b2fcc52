"""Proposed local links as seen on the page."""
