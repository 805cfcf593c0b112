"""Assumptions of a year in which a model chooses whom officers look at, and learns from what they then record."""

from __future__ import annotations

from pydantic import Field, model_validator

from simi_lab.scenario.number import Number, Section, number

_LOCAL = "assumption of the lab"


class FeedbackPlan(Section):
    """How a year of deploying, deciding, recording and learning again is played.

    Parameters
    ----------
    months : months played; the months before them train the first model
    explore_share : share of the applicants not on the model's list who are looked at by lot
    short_share : chance that a short interview raises a doubt, as a share of a longer conversation's
    holdout_share : share of the contact groups set aside for judging, fixed before the first model is fitted
    every : months from one training to the next
    replications : times the year is played, each with other luck of officers and lots
    resamples : bootstrap samples of contact groups behind an interval
    seed : of lots, hold-out and bootstrap
    """

    months: int = Field(default=12, ge=1, le=60)
    explore_share: Number = number(
        0.01,
        "share of applicants",
        _LOCAL,
        "assumed",
        "About a fifth of the default office's places: more leaves the model little to do. None is published.",
    )
    short_share: Number = number(
        0.25,
        "share of the chance of a longer conversation",
        _LOCAL,
        "assumed",
        "Nobody publishes what a short interview overlooks; at 1 every applicant is judged alike and no label is lost.",
    )
    holdout_share: Number = number(
        0.25,
        "share of contact groups",
        _LOCAL,
        "assumed",
        "Enough to tell two models apart where findings are many; leaves three quarters to learn from.",
    )
    every: int = Field(default=1, ge=1, le=12)
    replications: int = Field(default=5, ge=2, le=200)
    resamples: int = Field(default=200, ge=50, le=20_000)
    seed: int = Field(default=11, ge=0, lt=2**32)

    @model_validator(mode="after")
    def _possible(self) -> FeedbackPlan:
        for name in ("explore_share", "short_share"):
            if not 0 <= getattr(self, name).value <= 1:
                raise ValueError(f"{name} must lie between 0 and 1")
        if not 0 < self.holdout_share.value <= 0.5:
            raise ValueError("holdout_share must be above 0 and at most 0.5")
        return self
