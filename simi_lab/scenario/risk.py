"""The risk section of a scenario: capacity to look, how time is split, how long an earlier hold counts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from simi_lab.scenario.number import Number, Section, number

_LOCAL = "assumption of the lab"


class RiskPlan(Section):
    """How a risk model is trained and judged.

    Parameters
    ----------
    capacity_per_day : persons per working day and office who can be given a longer conversation
    capacity_period : whether that capacity is spent day by day, or pooled over a calendar month
    train_share : share of the months, the earlier ones, that train
    gap_days : days between the last training month and the first test month
    expiry_days : how long an earlier postponement or finding may count against anyone
    calibration : how scores become probabilities; auto takes isotonic only where positives are many
    folds : groups of training data, each held out once for calibration
    resamples : bootstrap samples behind an interval
    seed : of folds, boosting and bootstrap
    """

    capacity_per_day: Number = number(
        3,
        "person/day",
        _LOCAL,
        "assumed",
        "About one in twenty of 65 applicants a day, below the 8 % that published figures call screened.",
    )
    capacity_period: Literal["day", "month"] = "month"
    train_share: Number = number(
        0.6,
        "share",
        _LOCAL,
        "assumed",
        "Leaves months enough to judge in, with each season seen once in training.",
    )
    gap_days: Number = number(
        30,
        "day",
        _LOCAL,
        "assumed",
        "Findings are recorded weeks after filing; a month lets most of them arrive.",
    )
    expiry_days: Number = number(
        365,
        "day",
        _LOCAL,
        "assumed",
        "A suspension runs from 6 months to 2 years (article 41 of the passport regulation); one year lies between.",
    )
    calibration: Literal["auto", "sigmoid", "isotonic"] = "auto"
    folds: int = Field(default=5, ge=2, le=20)
    resamples: int = Field(default=400, ge=50, le=20_000)
    seed: int = Field(default=7, ge=0, lt=2**32)

    @model_validator(mode="after")
    def _possible(self) -> RiskPlan:
        if self.capacity_per_day.value <= 0:
            raise ValueError("capacity_per_day must be above 0")
        if not 0.1 <= self.train_share.value <= 0.9:
            raise ValueError("train_share must lie between 0.1 and 0.9")
        if not 0 <= self.gap_days.value <= 366:
            raise ValueError("gap_days must lie between 0 and 366")
        if self.expiry_days.value < 1:
            raise ValueError("expiry_days must be at least 1")
        return self
