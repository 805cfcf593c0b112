"""Every metric by its name."""

from __future__ import annotations

from simi_lab.measures.targets.measure import Metric
from simi_lab.measures.targets.metrics import (
    errors,
    evidence,
    filing,
    foreigners,
    households,
    office,
    papers,
    patterns,
    people,
    season,
    work,
)

ROOMS = (people, households, filing, season, papers, errors, office, work, patterns, evidence, foreigners)
METRICS: dict[str, Metric] = {metric.name: metric for room in ROOMS for metric in room.METRICS}
STRATA: dict[str, tuple[str, ...]] = {name: metric.strata for name, metric in METRICS.items()}
