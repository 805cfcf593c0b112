"""Why a score cannot be equally right and equally wrong in two groups whose base rates differ: plain arithmetic."""

from __future__ import annotations

import math
from dataclasses import dataclass

from simi_lab.errors import BadRequest


@dataclass(frozen=True)
class Side:
    """The four rates of one group; any three settle the fourth.

    Parameters
    ----------
    prevalence : share of the group that is truly to be found, 0 < p < 1
    ppv : share of those looked at who are
    fnr : share of those to be found who are missed
    fpr : share of the others who are looked at; above 1 where no such rule can exist
    """

    prevalence: float
    ppv: float
    fnr: float
    fpr: float

    @property
    def exists(self) -> bool:
        """Whether a rule with these rates can exist at all."""
        return 0 <= self.fpr <= 1

    def in_people(self, n: int) -> dict[str, float]:
        """The rates as numbers of people among `n` of the group: found, missed, in vain, left in peace."""
        there, others = n * self.prevalence, n * (1 - self.prevalence)
        return {
            "found": there * (1 - self.fnr),
            "missed": there * self.fnr,
            "in_vain": others * self.fpr,
            "in_peace": others * (1 - self.fpr),
        }


def equally_right(prevalence: float, *, ppv: float, fnr: float) -> Side:
    """A group's false-positive rate, once precision and misses are given.

    FPR = p / (1 - p) x (1 - PPV) / PPV x (1 - FNR). With one PPV and one FNR for two groups, a higher base rate means a
    higher share of innocent people looked at: nothing about the model can change that.

    Raises
    ------
    BadRequest
        A rate outside 0 to 1, or a base rate or precision of 0 or 1 for which the identity has no answer.

    Source : Chouldechova 2017, Big Data 5, 153-163, equation 2.6.

    Examples
    --------
    >>> round(equally_right(0.5, ppv=0.5, fnr=0.2).fpr, 6), round(equally_right(0.2, ppv=0.5, fnr=0.2).fpr, 6)
    (0.8, 0.2)
    """
    _rates(prevalence=prevalence, ppv=ppv, fnr=fnr)
    if ppv == 0:
        raise BadRequest("With a precision of 0 nobody looked at is to be found: no miss rate but 100 % fits.")
    odds = prevalence / (1 - prevalence)
    return Side(prevalence, ppv, fnr, odds * (1 - ppv) / ppv * (1 - fnr))


def equally_wrong(prevalence: float, *, fpr: float, fnr: float) -> Side:
    """A group's precision, once both error rates are given: lower where fewer are there to be found.

    PPV = p (1 - FNR) / (p (1 - FNR) + (1 - p) FPR); NaN where nobody is looked at.

    Source : Bayes; the identity of `equally_right` solved for PPV.

    Examples
    --------
    >>> round(equally_wrong(0.2, fpr=0.2, fnr=0.2).ppv, 6)
    0.5
    """
    _rates(prevalence=prevalence, fpr=fpr, fnr=fnr)
    right, wrong = prevalence * (1 - fnr), (1 - prevalence) * fpr
    return Side(prevalence, right / (right + wrong) if right + wrong > 0 else math.nan, fnr, fpr)


def mean_score_of_the_innocent(prevalence: float, mean_of_hits: float) -> float:
    """Mean score that a calibrated score must give to the innocent, once the mean of the others is given.

    A calibrated score is on average the base rate: p = p x + (1 - p) y. Two groups share both x and y only if their
    base rates are equal or the score is perfect (x = 1, y = 0).

    Source : Kleinberg, Mullainathan and Raghavan 2017, ITCS, theorem 1.1.

    Examples
    --------
    >>> round(mean_score_of_the_innocent(0.2, 0.6), 6), mean_score_of_the_innocent(0.2, 1.0)
    (0.1, 0.0)
    """
    _rates(prevalence=prevalence, mean_of_hits=mean_of_hits)
    return prevalence * (1 - mean_of_hits) / (1 - prevalence)


def _rates(**rates: float) -> None:
    for name, value in rates.items():
        inside = 0 < value < 1 if name == "prevalence" else 0 <= value <= 1
        if not inside:
            raise BadRequest("{name} = {value} is no share that the identity can take.", name=name, value=value)
