"""The triage section of a scenario: who gets which lane, and what a conversation in a lane finds."""

from __future__ import annotations

from pydantic import model_validator

from simi_lab.scenario.number import Number, number
from simi_lab.scenario.office_work import NONE, Part


class Triage(Part):
    """Lanes by score: so many a day are taken aside, all others go the direct way, a few of those are looked at too.

    Minutes of work in each lane stand in the office section (`service.lanes`), the number of conversations a day in
    the risk section (`capacity_per_day`).

    Parameters
    ----------
    audit_share : of the direct lane, looked at whatever the score says, so that outcomes are known there as well
    clarify_from : score from which a written clarification is asked for instead of a longer conversation
    direct_found : doubts in a direct conversation, as a factor on those of today
    look_found, protect_found : share of people at true risk whom the conversation of the lane doubts, at least;
        officers who doubt more of a pattern today doubt no fewer of it. The lane of clarification
        is a doubt by itself
    look_doubt : share of people without risk whom a longer conversation doubts, at least
    """

    audit_share: Number = number(
        0.01, "share of the direct lane", "1-2 % of exploration in the literature", "assumed", "the low end"
    )
    clarify_from: Number = number(
        0.05,
        "score",
        NONE,
        "assumed",
        "one in twenty such was recorded as a finding, four times of those doubted today",
    )
    direct_found: Number = number(
        0.9, "factor", NONE, "assumed", "a shorter conversation finds a little less; range 0.7-1"
    )
    look_found: Number = number(
        0.75, "share", NONE, "assumed", "above the 60 % of a group of workers that is doubted today; range 0.6-0.9"
    )
    protect_found: Number = number(
        0.85, "share", NONE, "assumed", "an officer trained to speak with people in danger, alone; range 0.6-0.95"
    )
    look_doubt: Number = number(
        0.03, "share", NONE, "assumed", "more questions, more doubts: above the 1.2 % of ordinary cases; range 0.01-0.1"
    )

    @model_validator(mode="after")
    def _factor_and_score(self) -> Triage:
        for name in ("clarify_from", "direct_found"):
            if not 0 <= getattr(self, name).value <= 1:
                raise ValueError(f"{name} must lie between 0 and 1")
        return self
