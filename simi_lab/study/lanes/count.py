"""Who is met in which lane: people at risk found and missed, victims apart, and those who were taken aside in vain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.decide import ASIDE
from simi_lab.estimate import Estimate
from simi_lab.study.lanes.bench import Bench

_RESAMPLES, _SEED = 400, 7
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Count:
    """Persons of the window in one setting.

    Parameters
    ----------
    found : at true risk and met in a lane of conversation; `found_victims` of them in need of protection
    protected : victims in the lane that protects
    missed : at true risk in the direct lane; `missed_victims` of them in need of protection
    in_vain : without risk, and yet taken aside
    audited : looked at by lot
    held, held_in_vain : postponed or refused in the end: at true risk, and without any risk
    lanes : persons by lane; empty without triage
    recall : found as a share of those at risk, with interval
    """

    n: int
    found: int
    found_victims: int
    protected: int
    missed: int
    missed_victims: int
    in_vain: int
    audited: int
    held: int
    held_in_vain: int
    lanes: Mapping[str, int]
    recall: Estimate

    def row(self) -> dict[str, Any]:
        """Columns of a table of settings."""
        plain = {name: getattr(self, name) for name in _PLAIN}
        ends = {"recall": self.recall.value, "recall_low": self.recall.low, "recall_high": self.recall.high}
        return plain | {f"in_{lane}": n for lane, n in self.lanes.items()} | ends


_PLAIN = ("n", "found", "found_victims", "protected", "missed", "missed_victims", "in_vain", "audited", "held",
          "held_in_vain")  # fmt: skip


def count(bench: Bench, lanes: pl.DataFrame | None, judged: pl.DataFrame) -> Count:
    """Count the persons of the window.

    Parameters
    ----------
    lanes : of `Bench.lanes`; None without triage, when everyone is missed until an officer doubts
    judged : of `Bench.judged`

    Randomness : the interval only, over groups, from a seed of its own (an analysis).
    """
    mine = bench.in_window
    positive, victim = risk_of(bench.truth)
    aside, lane, audit = np.zeros(mine.size, dtype=bool), None, 0
    if lanes is not None:
        lane = lanes["lane"].cast(pl.String)
        aside = lane.is_in(list(ASIDE)).to_numpy()
        audit = int((lanes["is_audit"].to_numpy() & mine).sum())
    held = (judged["final_decision"] != "approve").to_numpy() & mine
    at_risk, innocent = positive & mine, ~positive & mine
    found = at_risk & aside
    return Count(
        n=int(mine.sum()),
        found=int(found.sum()),
        found_victims=int((found & victim).sum()),
        protected=0 if lane is None else int((found & victim & (lane == "protect").to_numpy()).sum()),
        missed=int((at_risk & ~aside).sum()),
        missed_victims=int((at_risk & ~aside & victim).sum()),
        in_vain=int((innocent & aside).sum()),
        audited=audit,
        held=int((held & positive).sum()),
        held_in_vain=int((held & ~positive).sum()),
        lanes={
            code: 0 if lane is None else int(((lane == code).to_numpy() & mine).sum()) for code in ("direct", *ASIDE)
        },
        recall=_recall(bench, found, at_risk),
    )


def by_chance(bench: Bench, capacity: float) -> float:
    """Persons at risk whom so many conversations a day meet on average, if lots choose instead of scores."""
    places = bench.places(capacity)
    rows = pl.DataFrame({"stratum": places["stratum"], "seen": places["n_slots"]}).with_columns(
        hit=pl.Series(risk_of(bench.truth)[0]), mine=pl.Series(bench.in_window)
    )
    taken = pl.min_horizontal(pl.col("seen") / pl.len().over("stratum"), 1.0)
    audit = bench.scenario.triage.audit_share.value
    return float(rows.select(((taken + (1 - taken) * audit) * (pl.col("hit") & pl.col("mine"))).sum()).item())


def risk_of(truth: pl.DataFrame) -> tuple[Flags, Flags]:
    """Who is at true risk, and who of these is to be protected, not investigated."""
    positive = truth["is_positive"].to_numpy()
    return positive, positive & (truth["right_action"].cast(pl.String) == "protect_and_refer").to_numpy()


def _recall(bench: Bench, found: Flags, at_risk: Flags) -> Estimate:
    """Found as a share of those at risk; members of one ring are found or missed together."""
    from simi_lab.risk.judging.intervals import Resampling, grouped_share

    rows = bench.truth.filter(pl.Series(at_risk))
    groups = rows.select(pl.coalesce("ring_id", -1 - pl.col("application_id"))).to_series().to_numpy()
    drawn = Resampling.of(groups, resamples=_RESAMPLES, rng=np.random.default_rng(_SEED))
    return grouped_share(found[at_risk], np.ones(groups.size, dtype=bool), drawn, name="recall_at_capacity")
