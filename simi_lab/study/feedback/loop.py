"""The loop itself: each month a model lists whom officers look at, only what they record comes back, and it learns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simi_lab.errors import BadRequest
from simi_lab.study.feedback.case import FeedbackCase
from simi_lab.study.feedback.office import Judgement

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Policy:
    """How an office works with its model.

    Parameters
    ----------
    name : code of the variant
    explore_share : share of those not on the list who are looked at by lot; the list is shorter by as many
    learns : whether a new model is trained; without, the first model stays
    every : months from one training to the next
    """

    name: str
    explore_share: float = 0.0
    learns: bool = True
    every: int = 1


@dataclass(frozen=True)
class Course:
    """What happened to each application, shape (n,) each; false and NaN outside the months played.

    Parameters
    ----------
    listed : on the model's list
    drawn : looked at by lot
    recorded : a finding was recorded
    expected : probability of a recorded finding, as the model of that month put it
    held_out : scores of the hold-out by month of training, shape (n_trainings, n_held_out); the first model first
    n_positive : findings that each model learned from
    kept : months in which the old model had to stay, because records held one kind only
    """

    listed: Flags
    drawn: Flags
    recorded: Flags
    expected: Floats
    held_out: Floats
    n_positive: tuple[int, ...]
    trained: tuple[int, ...]
    kept: tuple[int, ...] = field(default=())

    @property
    def looked(self) -> Flags:
        """Who had a longer conversation."""
        return self.listed | self.drawn


def play(case: FeedbackCase, judged: Judgement, policy: Policy, lots: Floats) -> Course:
    """Play the months: deploy, decide, record, learn again.

    Before the first month played the office talked to everyone as ever, so that its records of those months are what a
    longer conversation finds. From then on only those looked at have one; of the others the short interview is
    recorded, which for most is "none". A model learns from all that was recorded before its month began, and takes
    "none" for what it says: that is the trap.

    Parameters
    ----------
    lots : uniform number of each applicant for the draw by lot, shape (n,); the same in every variant

    Raises
    ------
    BadRequest
        The months before hold findings of one kind only.

    Randomness : none of its own.
    """
    n, months = case.keys.size, len(case.months)
    listed, drawn = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    recorded = np.where(case.month < case.first, judged.longer, False)
    expected = np.full(n, np.nan)
    played, scores, positives, kept, trained = case.played, [], [], [], []
    model: Any = None
    for month in range(case.first, months):
        is_due = policy.learns and (month - case.first) % policy.every == 0
        if model is None or is_due:
            newer = _learn(case, recorded, month)
            if newer is None and model is None:
                raise BadRequest(
                    "The months before {month} hold findings of one kind only: a first model needs both.",
                    month=f"{case.months[case.first]:%Y-%m}",
                    cure="Use a larger world or more months.",
                )
            if newer is None:
                kept.append(month)
            else:
                model = newer
                scores.append(_chance(model, case.matrix[case.held_out]))
                positives.append(int(model.n_positive_))
                trained.append(month)
        rows = np.flatnonzero(played & (case.month == month))
        expected[rows] = _chance(model, case.matrix[rows])
        top = _listed(case, rows, expected[rows], policy.explore_share)
        by_lot = ~top & (lots[rows] < policy.explore_share)
        listed[rows], drawn[rows] = top, by_lot
        recorded[rows] = np.where(top | by_lot, judged.longer[rows], judged.short[rows])
    return Course(
        listed, drawn, recorded & ~case.held_out, expected, np.array(scores), tuple(positives), tuple(trained),
        tuple(kept),
    )  # fmt: skip


def _learn(case: FeedbackCase, recorded: Flags, month: int) -> Any:
    """A model of what was recorded before a month began; None where that holds one kind only."""
    from sklearn.linear_model import LogisticRegression

    from simi_lab.risk.models.fitting import one_thread

    rows = (case.month < month) & ~case.held_out & (case.known_us < case.starts_us[month])
    target = recorded[rows]
    if target.all() or not target.any():
        return None
    with one_thread():
        model = LogisticRegression(C=0.5, max_iter=1000).fit(case.matrix[rows], target)
    model.n_positive_ = int(target.sum())
    return model


def _chance(model: Any, matrix: Floats) -> Floats:
    from simi_lab.risk.models.fitting import one_thread

    if not matrix.shape[0]:
        return np.empty(0)
    with one_thread():
        return np.asarray(model.predict_proba(matrix)[:, 1])


def _listed(case: FeedbackCase, rows: Ints, score: Floats, explore_share: float) -> Flags:
    """The highest scores of each office and month; ties go first come. Lots take their places from the list's end."""
    top = np.zeros(rows.size, dtype=bool)
    for stratum in np.unique(case.stratum[rows]):
        mine = np.flatnonzero(case.stratum[rows] == stratum)
        everyone = int((case.stratum == stratum).sum())
        places = case.n_places[rows[mine[0]]] * mine.size / everyone  # those set aside keep their share of the places
        most = round(places_of_list(places, mine.size, explore_share))
        order = np.lexsort((case.keys[rows[mine]], -score[mine]))
        top[mine[order[:most]]] = True
    return top


def places_of_list(places: float, n: int, explore_share: float) -> float:
    """Places left for the list when so large a share of the others is looked at by lot: both together fill all places.

    None is left where lots alone fill them.
    """
    if explore_share >= 1:
        return 0.0
    return min(float(n), max(0.0, (places - explore_share * n) / (1 - explore_share)))
