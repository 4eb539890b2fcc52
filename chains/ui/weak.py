"""Where chains are weak, as seen on the page."""
