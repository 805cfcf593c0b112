"""The section of a scenario about officers who decide beside a score: skill, pull, fatigue, learning, costs."""

from __future__ import annotations

from pydantic import Field, model_validator

from simi_lab.scenario.number import Factors, Number, number
from simi_lab.scenario.office_work import NONE, Part

_FIFAR = "FiFAR: 50 synthetic analysts, 20 standard, 10 agreeing with the model, 10 unfair, 10 sparse"
_DECCAF = "DeCCaF benchmark"
KINDS = ("standard", "model_agreeing", "unfair", "sparse")


class Officers(Part):
    """A team that decides cases of high scores. How often a pattern is doubted stands with the typologies (`found`).

    Parameters
    ----------
    team : officers
    kinds : share of each kind: standard; agreeing with the model; unfair to those who live far away; and sparse, who
        know only one pattern well
    pull : by kind, share of cases in which the officer takes over what the score says
    refusal : share of cases in which an officer does not look at the score at all
    skill_spread : standard deviation between officers of the factor on their errors
    unfair_factor : of an unfair officer, on doubts about those without risk who live more than `far_hours` away
    sparse_factor : of a sparse officer, on misses of every pattern but one
    fatigue : more errors per hour worked on a day, as a share
    learning, learnt : fewer errors per hundred cases decided, as a share, down to the factor `learnt`
    case_minutes : length of one decision, by which the hours of a day pass
    alert_share : of the cases of a month, the highest scores, that somebody decides
    capacity_share : of these, how many the officers together can take; the others are decided by the score alone
    cost_missed, cost_stopped : of a person at risk who is let through, and of a person without risk who is stopped
    """

    team: int = Field(default=9, ge=1, le=60)
    kinds: Factors = Factors(
        values={"standard": 0.4, "model_agreeing": 0.2, "unfair": 0.2, "sparse": 0.2},
        unit="share of officers",
        source=_FIFAR,
        mark="sourced",
    )
    pull: Factors = Factors(
        values={"standard": 0.15, "model_agreeing": 0.8, "unfair": 0.15, "sparse": 0.15},
        unit="share of cases",
        source=_FIFAR,
        mark="assumed",
        reason="the kinds are published, their strength for this work is not; range 0-1",
    )
    refusal: Number = number(0.1, "share of cases", NONE, "assumed", "some do not open the screen; range 0-0.5")
    skill_spread: Number = number(0.2, "standard deviation", NONE, "assumed", "as between interviewers; range 0-0.4")
    unfair_factor: Number = number(3, "factor", _FIFAR, "assumed", "the kind is published, its strength is not")
    far_hours: Number = number(3, "road hour", "the dial of group far", "known")
    sparse_factor: Number = number(1.6, "factor", _FIFAR, "assumed", "the kind is published, its strength is not")
    fatigue: Number = number(0.03, "share per hour", NONE, "assumed", "a quarter more errors after a day; range 0-0.1")
    learning: Number = number(
        0.05, "share per 100 cases", NONE, "assumed", "slow, outcomes come back late; range 0-0.2"
    )
    learnt: Number = number(0.8, "factor", NONE, "assumed", "what experience can take away; range 0.5-1")
    case_minutes: Number = number(30, "min", NONE, "assumed", "the examination record takes as long")
    alert_share: Number = number(0.2, "share of cases", _DECCAF, "assumed", "alert rates there are 5 and 15 %")
    capacity_share: Number = number(0.5, "share of alerts", _DECCAF, "assumed", "half of the team absent there")
    cost_missed: Number = number(1, "cost", _DECCAF, "assumed", "the unit; what harm costs is not for a lab to say")
    cost_stopped: Number = number(
        0.057, "cost", f"{_DECCAF}: ratio of the two costs", "assumed", "a bank's ratio; set your own"
    )

    @model_validator(mode="after")
    def _possible(self) -> Officers:
        for name, table in (("kinds", self.kinds), ("pull", self.pull)):
            if set(table.values) != set(KINDS):
                raise ValueError(f"{name} needs {', '.join(KINDS)}")
            if not all(0 <= value <= 1 for value in table.values.values()):
                raise ValueError(f"{name} are shares, from 0 to 1")
        if abs(sum(self.kinds.values.values()) - 1) > 1e-9:
            raise ValueError("kinds must add up to 1")
        if self.learnt.value > 1 or not 0 < self.alert_share.value <= 1:
            raise ValueError("learnt is at most 1, alert_share above 0 and at most 1")
        if self.cost_missed.value + self.cost_stopped.value <= 0:
            raise ValueError("one of the two costs must be above 0")
        return self
