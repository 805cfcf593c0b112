"""Proof on fresh rows that the stored posterior is the truth's own probability, and that no model knows more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.filing import make_applications, plant
from simi_lab.people import SHARD, area_of, make_people
from simi_lab.scenario.model import Scenario
from simi_lab.study.rivals import against_rivals, recorded_inputs

Floats = NDArray[np.float64]
ROWS, BINS = 1_000_000, 10
Z_BIN, Z_LOSS = 4.0, 2.576  # one of ten bins may lie far out by chance; a model that is better is asked for 99 %
RECALL_AT = 0.05  # false-positive rate
LOWEST, HIGHEST = 0.4, 0.8  # the oracle's recall there, since twins overlap: neither hopeless nor trivial


@dataclass(frozen=True)
class Proof:
    """What fresh rows said about the posterior.

    Parameters
    ----------
    n_rows, n_positive : applications made, and those that truly need action
    bins : of equal expected positives: expected, observed, z (rings count as one)
    loss : mean log-loss of the posterior, nats per application, on the half that no model was trained on
    rivals : per model its loss less the posterior's on the same rows, with standard error; below 0 it would be better
    recall : share of the positives that the posterior finds at 5 % false positives
    faults : why the proof failed; empty when it holds
    """

    n_rows: int
    n_positive: int
    bins: list[dict[str, float]]
    loss: float
    rivals: dict[str, tuple[float, float]]
    recall: float
    faults: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the proof holds."""
        return not self.faults


def prove(
    scenario: Scenario, *, rows: int = ROWS, seed: int | None = None, progress: Callable[..., Any] | None = None
) -> Proof:
    """Make fresh applications of the scenario and hold the posterior against them.

    Calibrated: in ten bins of equal expected positives, as many are positive as expected. Unbeaten: gradient boosting
    on every input, with and without the posterior itself, trained on one half, has no smaller log-loss on the other.

    Parameters
    ----------
    rows : about so many applications
    seed : of the fresh world; None: the scenario's plus one
    progress : called with a label, what is done and how much there is

    Randomness : the streams of the fresh seed; the boosting has a fixed seed of its own.
    """
    fresh = scenario.model_copy(update={"seed": scenario.seed + 1 if seed is None else seed})
    frame = _fresh(fresh, rows, progress or (lambda *_: None))
    faults: list[str] = []
    p, y = frame["posterior"].to_numpy(), frame["is_positive"].to_numpy()
    fate = frame["ring_id"].fill_null(-1).to_numpy()
    fate = np.where(fate >= 0, fate, -2 - np.arange(fate.size))
    bins = _bins(p, y, fate)
    for number, part in enumerate(bins, 1):
        if abs(part["z"]) > Z_BIN:
            faults.append(f"bin {number}: {part['observed']:.0f} positive, {part['expected']:.1f} expected")
    loss, rivals = against_rivals(frame, p, y, fate)
    for name, (excess, error) in rivals.items():
        if excess < -Z_LOSS * error:
            faults.append(f"{name} has a smaller log-loss than the posterior: {excess:.2e} +- {error:.1e}")
    recall = recall_at(p, y)
    if y.sum() >= 200 and not LOWEST <= recall <= HIGHEST:
        faults.append(f"the oracle's recall at 5 % false positives is {recall:.2f}, outside {LOWEST} to {HIGHEST}")
    return Proof(p.size, int(y.sum()), bins, loss, rivals, recall, faults)


def recall_at(p: Floats, y: NDArray[np.bool_], rate: float = RECALL_AT) -> float:
    """Share of the positives above the score that a share `rate` of the negatives reaches; ties are split evenly."""
    negatives = np.sort(p[~y])[::-1]
    bar = negatives[min(int(rate * negatives.size), negatives.size - 1)]
    above, equal = float((p[y] > bar).mean()), float((p[y] == bar).mean())
    room = rate - float((p[~y] > bar).mean())
    tied = float((p[~y] == bar).mean())
    return above + equal * (room / tied if tied else 0.0)


def _fresh(scenario: Scenario, rows: int, progress: Callable[..., Any]) -> pl.DataFrame:
    """Fresh applications with their truth, shard after shard, each an office of its own."""
    area = area_of(scenario)
    parts: list[pl.DataFrame] = []
    made = 0
    while made < rows:
        number = len(parts)
        first = number * SHARD
        people = make_people(scenario, area, first, first + SHARD, office_id=number)
        filed = make_applications(scenario, people.applicants(), office_id=number)
        planted = plant(scenario, filed, people.people, area.districts, office_id=number)
        sexes = people.people.select("person_id", "sex")
        parts.append(
            recorded_inputs(planted.applications, sexes, area.districts).hstack(_answers(planted.truth, number))
        )
        made += filed.height
        progress("Fresh applications", min(made, rows), rows)
    return pl.concat(parts)


def _answers(truth: pl.DataFrame, number: int) -> pl.DataFrame:
    return truth.select("posterior", "is_positive", "ring_id", half=pl.lit(number % 2))


def _bins(p: Floats, y: NDArray[np.bool_], fate: NDArray[np.int64]) -> list[dict[str, float]]:
    """Expected and observed positives in bins of equal expectation; the spread counts a ring's members together."""
    order = np.argsort(p, kind="stable")
    edges = np.searchsorted(np.cumsum(p[order]), np.linspace(0, p.sum(), BINS + 1)[1:-1])
    out = []
    for rows in np.split(order, edges):
        surprise = pl.DataFrame({"fate": fate[rows], "d": y[rows] - p[rows]}).group_by("fate").agg(pl.col("d").sum())
        # where nearly all are positive, few surprises are met, and fewer than expected must not look like certainty
        spread = max(float((surprise["d"] ** 2).sum()), float((p[rows] * (1 - p[rows])).sum()), 1.0) ** 0.5
        expected, observed = float(p[rows].sum()), float(y[rows].sum())
        out.append(
            {
                "low": float(p[rows].min()),
                "expected": expected,
                "observed": observed,
                "z": (observed - expected) / spread,
            }
        )
    return out
