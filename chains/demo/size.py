"""How large the demonstration is: the real city's figures, multiplied for benchmarks."""

from dataclasses import dataclass

from chains.errors import UsageError

FACTORS = {"city": 1, "province": 14, "nation": 100}


@dataclass(frozen=True)
class Size:
    """Numbers of things; a factor of 1 is the city of the published figures."""

    factor: int = 1

    def times(self, number: int) -> int:
        """That many in the city, this many here."""
        return number * self.factor


def size_of(scale: str) -> Size:
    """The size with that name; raise UsageError naming those that exist."""
    if scale not in FACTORS:
        raise UsageError(
            "There is no scale {name}. The scales are: {names}.",
            name=scale,
            names=", ".join(FACTORS),
        )
    return Size(FACTORS[scale])
