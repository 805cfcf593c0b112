"""Every metric by its name."""

from __future__ import annotations

from simi_lab.measures.targets import errors, filing, office, papers, patterns, people, season
from simi_lab.measures.targets.measure import Metric

METRICS: dict[str, Metric] = {
    metric.name: metric
    for room in (people, filing, season, papers, errors, office, patterns)
    for metric in room.METRICS
}
STRATA: dict[str, tuple[str, ...]] = {name: metric.strata for name, metric in METRICS.items()}
