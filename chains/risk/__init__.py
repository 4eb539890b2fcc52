"""What a stop would cost the city: scenarios on an edition, and every firm's rank. Draws nothing."""

from chains.risk import economies, outcomes, ranking
from chains.risk.outcomes import Outcome
from chains.risk.scenario import Scenario

__all__ = ["Outcome", "Scenario", "economies", "outcomes", "ranking"]
