"""What the theme cannot say: Streamlit's own English texts in Chinese, code in a code font."""

import streamlit as st

from chains.i18n import _, language

ZONE = "[data-testid=stFileUploaderDropzone]"
WAY = "a.way {color: inherit; font-size: 0.9rem}"  # links to the server's own pages
HINT = f"{ZONE} [data-testid=stFileUploaderDropzoneInstructions] span"


def apply() -> None:
    """Set the rules for every page."""
    rules = ["textarea {font-family: Consolas, Menlo, monospace !important}", WAY, *_uploader()]
    if language() != "en":
        rules.append("[data-testid=InputInstructions] {display: none}")  # "Press Enter to apply"
    st.html(f"<style>{' '.join(rules)}</style>")


def _uploader() -> list[str]:
    """Our words over the uploader's two texts, which are English alone."""
    button, hint = _("Choose a file"), _("or drop it here")
    return [
        f"{ZONE} button p, {HINT} {{font-size: 0}}",
        f"{ZONE} button p::after {{font-size: 1rem; content: '{button}'}}",
        f"{HINT}::after {{font-size: 0.875rem; content: '{hint}'}}",
    ]
