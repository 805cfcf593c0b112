"""The answer to "why this score": plain values that a page, a report or a script can use; words are made elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from simi_lab.risk.models.ordinary import Value

Unit = Literal["log-odds", "point"]


@dataclass(frozen=True)
class Place:
    """Where a score stands among those that compete for a look in the same office and period.

    Parameters
    ----------
    score : probability of a recorded finding, 0 to 1
    rank : 1 for the highest score of the office and period; equal scores go first come
    n : applications of the office and period
    n_looked_at : how many of them can be looked at
    """

    score: float
    rank: int
    n: int
    n_looked_at: int

    @property
    def is_looked_at(self) -> bool:
        """Whether the capacity reaches this far."""
        return self.rank <= self.n_looked_at


@dataclass(frozen=True)
class Reason:
    """One exact term of a score.

    Parameters
    ----------
    features : what it is made from: one feature, or those that a written rule names
    message : English sentence about this application, for `i18n.t`, with `{value}` where there is one
    value : value of the feature; None where the sentence needs none
    adds : what it adds, in the unit of the explanation; below 0 it speaks for the applicant
    """

    features: tuple[str, ...]
    message: str
    value: Value
    adds: float


@dataclass(frozen=True)
class Change:
    """What would change the score: a check, and the place that the application would then have, scored again.

    Parameters
    ----------
    bundle : what is looked at in one check, see `signals.reliefs`
    message : English sentence: the paper, the answer or the word of others that would do it
    features : those that are set to their ordinary value
    place : score and rank after it, by the model that was asked
    """

    bundle: str
    message: str
    features: tuple[str, ...]
    place: Place


@dataclass(frozen=True)
class Explanation:
    """Why one application has its score under one model.

    Parameters
    ----------
    application_id : the application
    filed_year : office-local year of filing, for its number
    model : the model that was asked
    place : its score and rank
    reasons_of : the model that the reasons come from: the same, or the glass box where the model has no exact ones
    reasons_place : score and rank by the model that the reasons come from
    base : what is there before any reason, in `unit`: of the average training row, or of the commonest answers
    unit : "log-odds", or "point" (scorecard and written rules)
    reasons : largest first, those that raise before those that lower; terms of exactly 0 are left out
    changes : per check that a raising reason belongs to, the one that lowers the score most first
    """

    application_id: int
    filed_year: int
    model: str
    place: Place
    reasons_of: str
    reasons_place: Place
    base: float
    unit: Unit
    reasons: tuple[Reason, ...]
    changes: tuple[Change, ...]

    @property
    def is_exact(self) -> bool:
        """Whether the reasons are those of the model that was asked."""
        return self.model == self.reasons_of

    def to_dict(self) -> Mapping[str, Any]:
        """Plain values for JSON."""
        return {**asdict(self), "synthetic": True, "is_exact": self.is_exact, "is_looked_at": self.place.is_looked_at}
