"""The names under which chains and segments stand in the picture, so that a click tells them."""

CHAIN, SEGMENT = "c:", "s:"


def chain_id(picked: str | None) -> str | None:
    """The chain that was clicked, or None."""
    return picked.removeprefix(CHAIN) if picked and picked.startswith(CHAIN) else None


def segment_id(picked: str | None) -> str | None:
    """The segment that was clicked, or None."""
    return picked.removeprefix(SEGMENT) if picked and picked.startswith(SEGMENT) else None
