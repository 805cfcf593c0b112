"""Judgement beside advice: how well risk was told from none, whether advice was followed rightly, who was harmed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Literal, get_args

from simi_lab.estimate import Estimate, wilson

TruthClass = Literal["none", "benign_error", "look_alike", "deceiver", "victim"]
CLASSES: tuple[TruthClass, ...] = get_args(TruthClass)
"""What an applicant is in truth: honest with nothing odd, honest with an error in the papers, honest but alike a
pattern, a deceiver, or somebody in danger who needs protection."""
DECEIVER, VICTIM = AT_RISK = CLASSES[-2:]
ACTIONS = ("go_on", "look", "protect")
"""What can be advised and decided: go on as usual, look closer, protect and refer."""
GO_ON, _, PROTECT = ACTIONS
WAYS = ("alone", "final", "advice")
_NORMAL = NormalDist()


@dataclass(frozen=True)
class Case:
    """One case decided twice.

    Parameters
    ----------
    truth_class : what the person is; "victim" and "deceiver" are at risk, everything else is not
    advice, alone, final : "go_on", "look" or "protect": what was advised, decided before and after seeing it
    confidence : of the decision alone, 1 to 3; 0 where it was not said
    """

    truth_class: str
    advice: str
    alone: str
    final: str
    confidence: int = 0

    @property
    def is_at_risk(self) -> bool:
        """Whether it was right to stop and look."""
        return self.truth_class in AT_RISK

    def stops(self, way: str) -> bool:
        """Whether a decision ("alone", "final") or the advice stops the case."""
        return getattr(self, way) != GO_ON

    def is_right(self, way: str) -> bool:
        """Whether it stops somebody at risk, or lets go on somebody who is not."""
        return self.stops(way) == self.is_at_risk


@dataclass(frozen=True)
class Detection:
    """How well two kinds are told apart, and where the line is drawn.

    Parameters
    ----------
    hits, at_risk, alarms, harmless : at risk and stopped, of so many; without risk and stopped, of so many
    d_prime : distance between the two kinds as they are seen, in standard deviations; 0 is guessing
    criterion : 0 leans to no side, above 0 to letting go on, below 0 to stopping
    """

    hits: int
    at_risk: int
    alarms: int
    harmless: int
    d_prime: Estimate
    criterion: Estimate


def detection(hits: int, at_risk: int, alarms: int, harmless: int, *, level: float = 0.95) -> Detection:
    """Sensitivity and criterion with the log-linear correction: half a case is added to each count, one to each number.

    So nobody with no miss at all is infinitely good; with few cases both are pulled towards 0. Intervals are normal
    ones; with a dozen cases of each kind they are wide, and rough.

    Raises
    ------
    ValueError
        More hits than cases, or no case of a kind.

    Source : Hautus 1995, Behavior Research Methods 27, 46-51 (correction); Gourevitch and Galanter 1967, Psychometrika
    32, 25-33 (variance).
    """
    if not 0 <= hits <= at_risk or not 0 <= alarms <= harmless or not at_risk or not harmless:
        raise ValueError(f"{hits} of {at_risk}, {alarms} of {harmless}")
    rates = (hits + 0.5) / (at_risk + 1), (alarms + 0.5) / (harmless + 1)
    z_hit, z_alarm = (_NORMAL.inv_cdf(rate) for rate in rates)
    variance = sum(
        rate * (1 - rate) / (n * _NORMAL.pdf(z) ** 2)
        for rate, n, z in zip(rates, (at_risk, harmless), (z_hit, z_alarm), strict=True)
    )
    half = _NORMAL.inv_cdf(0.5 + level / 2) * math.sqrt(variance)
    d_prime, criterion = z_hit - z_alarm, -(z_hit + z_alarm) / 2
    n = at_risk + harmless
    return Detection(
        hits,
        at_risk,
        alarms,
        harmless,
        Estimate("d_prime", d_prime, d_prime - half, d_prime + half, "sd", "higher", n, level, "log-linear"),
        Estimate(
            "criterion", criterion, criterion - half / 2, criterion + half / 2, "sd", None, n, level, "log-linear"
        ),
    )


@dataclass(frozen=True)
class Harm:
    """Invented people harmed by a way of deciding.

    Parameters
    ----------
    victims_missed : in danger, and let go on
    victims_unprotected : in danger, looked at as a suspect and not protected
    deceivers_missed : let go on
    honest_stopped : honest, and kept
    """

    victims_missed: int
    victims_unprotected: int
    deceivers_missed: int
    honest_stopped: int


@dataclass(frozen=True)
class Reliance:
    """How somebody decided beside advice.

    Parameters
    ----------
    n : cases
    detected, harm : per way ("alone", "final", and "advice": the model alone)
    over : advice was wrong, and the last decision went with it, as a share of all wrong advice
    under : advice was right, and the last decision went against it, as a share of all right advice
    won_over : decided wrongly alone, advice was right, and it was taken, as a share of those
    held_out : decided rightly alone, advice was wrong, and it was withstood, as a share of those
    right : share of cases decided rightly, per way
    sure : per confidence (1 to 3), share decided rightly alone; levels that were never said are left out
    """

    n: int
    detected: dict[str, Detection]
    harm: dict[str, Harm]
    over: Estimate
    under: Estimate
    won_over: Estimate
    held_out: Estimate
    right: dict[str, Estimate]
    sure: dict[int, Estimate]


def reliance(cases: Sequence[Case]) -> Reliance:
    """Work out how advice was used.

    Parameters
    ----------
    cases : decided before and after the advice; at least one at risk and one not

    Raises
    ------
    ValueError
        One of the two kinds is missing.

    Source : over- and under-reliance as in the literature on decision aids; `won_over` and `held_out` are the relative
    reliance on advice and on oneself of Schemmer and others 2023, IUI '23.
    """
    wrong = [case for case in cases if not case.is_right("advice")]
    right = [case for case in cases if case.is_right("advice")]
    led = [case for case in right if not case.is_right("alone")]
    tempted = [case for case in wrong if case.is_right("alone")]
    return Reliance(
        n=len(cases),
        detected={way: _detected(cases, way) for way in WAYS},
        harm={way: _harm(cases, way) for way in WAYS},
        over=_share((not case.is_right("final") for case in wrong), "over_reliance", "lower"),
        under=_share((not case.is_right("final") for case in right), "under_reliance", "lower"),
        won_over=_share((case.is_right("final") for case in led), "won_over", "higher"),
        held_out=_share((case.is_right("final") for case in tempted), "held_out", "higher"),
        right={way: _share((case.is_right(way) for case in cases), f"right_{way}", "higher") for way in WAYS},
        sure={
            level: _share((case.is_right("alone") for case in cases if case.confidence == level), f"sure_{level}", None)
            for level in (1, 2, 3)
            if any(case.confidence == level for case in cases)
        },
    )


def _detected(cases: Sequence[Case], way: str) -> Detection:
    risk, safe = ([case for case in cases if case.is_at_risk is at_risk] for at_risk in (True, False))
    return detection(sum(case.stops(way) for case in risk), len(risk), sum(case.stops(way) for case in safe), len(safe))


def _harm(cases: Sequence[Case], way: str) -> Harm:
    victims = [getattr(case, way) for case in cases if case.truth_class == VICTIM]
    return Harm(
        victims_missed=victims.count(GO_ON),
        victims_unprotected=sum(action not in (GO_ON, PROTECT) for action in victims),
        deceivers_missed=sum(case.truth_class == DECEIVER and not case.stops(way) for case in cases),
        honest_stopped=sum(not case.is_at_risk and case.stops(way) for case in cases),
    )


def _share(hits: Iterable[bool], name: str, goal: Any) -> Estimate:
    found = list(hits)
    return wilson(sum(found), len(found), name=name, goal=goal)
