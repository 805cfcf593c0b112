"""The satisfaction survey asked of the same people after both ways of working."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, cast

import polars as pl

from simi_lab.estimate import Estimate
from simi_lab.filing import make_surveys
from simi_lab.measures import ikm
from simi_lab.measures.bins import ELEMENTS
from simi_lab.measures.satisfaction import WEIGHTS, element_scores, grades, ikm_shift
from simi_lab.privacy import SMALLEST_GROUP
from simi_lab.reference.skm import round_index, skm_index
from simi_lab.study.claims_facts import Facts
from simi_lab.study.ways import Way


class Answers(NamedTuple):
    """Table `surveys` of the same respondents, before and after."""

    before: pl.DataFrame
    after: pl.DataFrame

    def told(self) -> dict[str, Any]:
        """Index in both weights and mean score of each element, per side, and the shift over respondents."""
        return {"shift": {weight: ikm_shift(self.before, self.after, weight=weight) for weight in WEIGHTS}} | {
            side: {
                "n": frame.height,
                "index": {weight: ikm(frame, weight=weight) for weight in WEIGHTS},
                "elements": element_scores(frame)["score"].to_list(),
            }
            for side, frame in zip(("before", "after"), self, strict=True)
        }


def asked(ways: tuple[Way, Way], facts: tuple[Facts, Facts]) -> Answers:
    """Ask those who would answer and have their book in both ways of working.

    Everyone has the same mood and the same chance in both, see `filing.make_surveys`; only the waits, the days and
    what the survey itself does to answers differ.
    """
    common = facts[0].answering.join(facts[1].answering, on="application_id", how="semi")["application_id"].implode()
    before, after = (
        make_surveys(way.scenario, each.answering.filter(pl.col("application_id").is_in(common)), office_id=0)
        for way, each in zip(ways, facts, strict=True)
    )
    return Answers(before, after)


def index_figures(answers: Answers) -> dict[str, tuple[float, float]]:
    """Index before and after, not rounded, so that a small difference is not lost; NaN where too few answered."""
    found = {}
    for name, weight in (("ikm", "exact"), ("ikm_printed", "printed")):
        before, after = (_index(frame, weight) for frame in answers)
        found[name] = (before, after)
    return found


def _index(frame: pl.DataFrame, weight: str) -> float:
    scores = element_scores(frame)["score"]
    return (
        math.nan
        if frame.height < SMALLEST_GROUP or scores.null_count()
        else skm_index(scores.to_list(), weight=cast(Any, weight))
    )


def widened(name: str, told: Mapping[str, Any], parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A figure of the index whose interval also covers that other people might have answered.

    Replications ask the same people again, so their interval covers the chance of the office only; the spread over
    respondents comes on top, as the root of both squares. A ratio of indices says nothing and is left out.

    Parameters
    ----------
    name : ikm or ikm_printed
    told : the figure as `study.paired.shift` gives it
    parts : `Answers.told` of each replication
    """
    found = {**told, "ratio": None, "log_ratio": None}
    if told["difference"] is None:
        return found
    office, weight = Estimate(**told["difference"]), "exact" if name == "ikm" else "0.11"
    people = _average(part["shift"][weight].high - part["shift"][weight].value for part in parts)
    half = math.hypot(office.high - office.value, people)
    method = f"{office.method} and delta over respondents"
    whole = replace(office, low=office.value - half, high=office.value + half, method=method)
    return found | {"difference": whole.to_dict()}


def pooled(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The index of each way of working over replications, with grades and elements, as plain values.

    The respondents are the same in every replication, so more replications do not narrow the interval: it is the mean
    of the intervals over respondents. Of fewer than five respondents nothing is told. A grade is told for each side as
    all that its interval can mean, best first.
    """
    return {side: _side([part[side] for part in parts]) for side in ("before", "after")}


def _side(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    n = parts[0]["n"]
    is_small = 0 < n < SMALLEST_GROUP
    found: dict[str, Any] = {"suppressed": is_small, "n": None if is_small else n, "index": dict.fromkeys(WEIGHTS)}
    if n < SMALLEST_GROUP:
        return found | {"elements": dict.fromkeys(ELEMENTS)}
    for weight in WEIGHTS:
        index = _mean([part["index"][weight] for part in parts])
        found["index"][weight] = None if index is None else {**index.to_dict(), "grades": list(grades(index))}
    return found | {"elements": _elements(parts)}


def _elements(parts: Sequence[Mapping[str, Any]]) -> dict[str, float | None]:
    """Mean score of each element over replications; null where nobody answered."""
    columns = zip(*(part["elements"] for part in parts), strict=True)
    return {name: None if None in scores else _average(scores) for name, scores in zip(ELEMENTS, columns, strict=True)}


def _mean(each: Sequence[Estimate]) -> Estimate | None:
    if any(math.isnan(one.value) for one in each):
        return None
    ends = (_average(getattr(one, name) for one in each) for name in ("value", "low", "high"))
    value, low, high = map(round_index, ends)
    first = each[0]
    return Estimate(first.name, value, low, high, first.unit, first.goal, first.n, first.level, first.method)


def _average(values: Any) -> float:
    kept = list(values)
    return math.fsum(kept) / len(kept)
