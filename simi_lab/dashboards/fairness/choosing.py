"""What a reader can choose on the page, each choice one key of the address."""

from __future__ import annotations

from typing import Any

import param

from simi_lab.i18n import t
from simi_lab.shell import Filters, Session
from simi_lab.study.fairness import PICKER, told
from simi_lab.study.fairness.choices import LEVELS
from simi_lab.study.fairness.rows import GROUPS, PICKERS

STAGES = ("profile", "officer", "finding")
SLIDERS = {"base_a": (1, 60), "base_b": (1, 60), "right": (5, 100), "missed": (0, 90)}
"""Sliders of the impossibility, in percent: base rates of two groups, precision, share missed."""
AT_WORDS = {"alarms": "5 of 100 innocent people looked at", "capacity": "as many as interviewers can look at"}


class FairnessFilters(Filters):
    """Who picks, the group column, the stage, the level at which choices are compared, and the sliders."""

    picker: Any = param.Selector(objects=list(PICKERS), default=PICKER)
    group: Any = param.Selector(objects=list(GROUPS), default="sex")
    stage: Any = param.Selector(objects=list(STAGES), default="profile")
    at: Any = param.Selector(objects=list(LEVELS), default="alarms")
    base_a = param.Integer(default=30, bounds=SLIDERS["base_a"])
    base_b = param.Integer(default=10, bounds=SLIDERS["base_b"])
    right = param.Integer(default=60, bounds=SLIDERS["right"])
    missed = param.Integer(default=20, bounds=SLIDERS["missed"])


def make_filters(session: Session) -> FairnessFilters:
    """The same choices for every run."""
    return FairnessFilters()


def stage_of(stage: str, stages: tuple[str, ...]) -> str:
    """The stage that is shown: the office has no profile, its first stage is the doubt."""
    return stage if stage in stages else stages[0]


def at_word(value: str, lang: str) -> str:
    """One option of the level."""
    return t(AT_WORDS[value], lang)


def stage_option(value: str, lang: str) -> str:
    """One option of the stage, as a label."""
    word = told.stage_word(value, lang)
    return word[:1].upper() + word[1:]
