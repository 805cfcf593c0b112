"""Drift: streams with a planted change, detectors of a kept library, and their judgement against two naive ones."""

from simi_lab.measures.drift.detectors import DETECTORS, alarms
from simi_lab.measures.drift.judge import by_change, judge, verdicts_of
from simi_lab.measures.drift.plant import Change, Stream, planted

__all__ = ["DETECTORS", "Change", "Stream", "alarms", "by_change", "judge", "planted", "verdicts_of"]
