"""What is supposed to stop, and how inputs are taken to matter."""

from dataclasses import dataclass

from chains.errors import UsageError
from chains.network.channels import ALL_ESSENTIAL, SETTINGS


@dataclass(frozen=True)
class Scenario:
    """Firms, all firms of a county and what is bought outside of a product lose `loss` percent.

    `setting` is of SETTINGS; `eps` is the fall below which a round counts as the last.
    """

    firms: tuple[str, ...] = ()
    county: str | None = None
    product: str | None = None
    loss: float = 100.0
    setting: str = ALL_ESSENTIAL
    replaceability: bool = False
    eps: float = 0.01

    def refuse_odd(self) -> None:
        """Raise UsageError where nothing is chosen or a value is out of bounds."""
        if not (self.firms or self.county or self.product):
            raise UsageError("Choose a firm, a county or a product that stops.")
        if not 0 <= self.loss <= 100:
            raise UsageError(
                "The loss is {loss} percent, but 0 to 100 can be lost.", loss=self.loss
            )
        if self.setting not in SETTINGS:
            raise UsageError(
                "There is no setting {setting}. The settings are: {names}.",
                setting=self.setting,
                names=", ".join(SETTINGS),
            )
        if not 1e-6 <= self.eps < 1:
            raise UsageError("eps is {eps}, but 0.000001 to 1 is possible.", eps=self.eps)
