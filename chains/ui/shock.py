"""A shock as seen on the page: what stops, what is at risk, how it travels."""
