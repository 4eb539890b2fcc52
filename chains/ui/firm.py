"""One firm as seen on its page."""
