"""The nine chains in one picture as seen on the page."""
