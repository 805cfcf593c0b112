"""A model of somebody who decides beside a score: own skill, pull of the score, fatigue, learning, refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.errors import Fault, TableError
from simi_lab.scenario.officers import KINDS, Officers
from simi_lab.streams import Streams, transforms

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
CASE_COLUMNS = ("is_positive", "pattern", "error", "is_far", "model_stops")
_WORST = 0.98  # nobody is always wrong


@dataclass(frozen=True)
class Analyst:
    """One officer.

    Parameters
    ----------
    kind : standard, model_agreeing, unfair or sparse
    pull : share of cases in which the score's verdict is taken over, refusal apart
    refusal : share of cases in which the score is not looked at
    skill : factor on all own errors; below 1 is better than the mean
    knows : the only pattern that a sparse officer knows; None: all alike
    unfair_factor, sparse_factor, fatigue, learning, learnt : see `scenario.officers.Officers`
    """

    kind: str = "standard"
    pull: float = 0.0
    refusal: float = 0.0
    skill: float = 1.0
    knows: str | None = None
    unfair_factor: float = 1.0
    sparse_factor: float = 1.0
    fatigue: float = 0.0
    learning: float = 0.0
    learnt: float = 1.0

    def errors(self, cases: pl.DataFrame, hours: Floats, n_before: Ints) -> Floats:
        """Probability of an own error in each case: a miss if there is a risk, a doubt in vain if there is none."""
        base = cases["error"].to_numpy() * self.skill
        positive = cases["is_positive"].to_numpy()
        if self.knows is not None:
            strange = positive & (cases["pattern"].cast(pl.String) != self.knows).to_numpy()
            base = np.where(strange, base * self.sparse_factor, base)
        base = np.where(cases["is_far"].to_numpy() & ~positive, base * self.unfair_factor, base)
        experience = np.maximum(self.learnt, 1.0 - self.learning * n_before / 100)
        return np.clip(base * (1.0 + self.fatigue * hours) * experience, 0.0, _WORST)


def decides(
    analyst: Analyst, cases: pl.DataFrame, *, hours: Floats, n_before: Ints, follow: Floats, own: Floats
) -> Flags:
    """Whether one officer stops each case: a pure function of cases, hours and uniforms.

    With probability `pull` x (1 - `refusal`) the score's verdict is taken over, else the officer judges alone and errs
    as `Analyst.errors` says. So with a pull of 1 and no refusal the officer is the model, with 0 the model does not
    matter; rates of error are those of the two, mixed, and can be found again from decisions and truth.

    Parameters
    ----------
    cases : one row per case
        is_positive (true risk), pattern (what it is, or "none"), error (probability that a fresh officer of mean skill
        errs), is_far, model_stops (verdict of the score)
    hours : worked on that day before the case, shape (n,)
    n_before : cases decided before, shape (n,)
    follow, own : uniforms from 0 to 1, shape (n,)

    Raises
    ------
    TableError
        A column or a value is missing, or an array has another length.

    Randomness : none of its own.   Source : kinds of analysts as in FiFAR and OpenL2D; fatigue and learning are ours.
    """
    if faults := [*_faults(cases, {"hours": hours, "n_before": n_before, "follow": follow, "own": own})]:
        raise TableError(faults)
    errs = own < analyst.errors(cases, hours, n_before)
    alone = cases["is_positive"].to_numpy() ^ errs
    follows = follow < analyst.pull * (1.0 - analyst.refusal)
    return np.where(follows, cases["model_stops"].to_numpy(), alone)


def team_of(plan: Officers, patterns: tuple[str, ...], *, seed: int) -> list[Analyst]:
    """The officers of an office: kinds by their shares (largest remainders), skill drawn for each.

    Parameters
    ----------
    patterns : that a sparse officer may know, one after the other

    Randomness : decision key analyst_skill, counted by officer.
    """
    kinds = _kinds(plan)
    words = Streams(seed).decision("analyst_skill", np.arange(len(kinds), dtype=np.int64))
    skill = np.clip(1.0 + plan.skill_spread.value * transforms.normal(words), 0.4, 1.8)
    return [
        Analyst(
            kind=kind,
            pull=plan.pull.values[kind],
            refusal=plan.refusal.value,
            skill=float(skill[place]),
            knows=patterns[place % len(patterns)] if kind == "sparse" and patterns else None,
            unfair_factor=plan.unfair_factor.value if kind == "unfair" else 1.0,
            sparse_factor=plan.sparse_factor.value if kind == "sparse" else 1.0,
            fatigue=plan.fatigue.value,
            learning=plan.learning.value,
            learnt=plan.learnt.value,
        )
        for place, kind in enumerate(kinds)
    ]


def _kinds(plan: Officers) -> list[str]:
    exact = {kind: plan.kinds.values[kind] * plan.team for kind in KINDS}
    number = {kind: int(value) for kind, value in exact.items()}
    left = sorted(KINDS, key=lambda kind: (number[kind] - exact[kind], KINDS.index(kind)))
    for kind in left[: plan.team - sum(number.values())]:
        number[kind] += 1
    return [kind for kind in KINDS for _ in range(number[kind])]


def _faults(cases: pl.DataFrame, arrays: Mapping[str, NDArray[np.generic]]) -> list[Fault]:
    found = [Fault(f"cases.{name}", "the column is missing.") for name in CASE_COLUMNS if name not in cases.columns]
    for name in (each for each in CASE_COLUMNS if each in cases.columns):
        if n := cases[name].null_count():
            found.append(Fault(f"cases.{name}", f"is empty in {n} rows.", "Every case needs one."))
    for name, values in arrays.items():
        if values.shape != (cases.height,):
            found.append(Fault(name, f"has shape {values.shape} for {cases.height} cases.", "Give one value per case."))
    return found
