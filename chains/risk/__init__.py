"""What a stop would cost the city: scenarios on an edition, and each firm's rank."""

from chains.risk import economies, outcomes, ranking
from chains.risk.outcomes import Outcome
from chains.risk.scenario import Scenario

__all__ = ["Outcome", "Scenario", "economies", "outcomes", "ranking"]
