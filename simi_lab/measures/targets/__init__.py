"""What a world gave against what it should give: metrics by name, and the verdict on each target."""

from simi_lab.measures.targets.measure import Made
from simi_lab.measures.targets.registry import METRICS, STRATA
from simi_lab.measures.targets.verdict import Outcome, judge, outcomes
from simi_lab.measures.targets.world import World

__all__ = ["METRICS", "STRATA", "Made", "Outcome", "World", "judge", "outcomes"]
