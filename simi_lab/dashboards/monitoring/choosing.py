"""What a reader can choose on the page, each choice one key of the address."""

from __future__ import annotations

from typing import Any

import param

from simi_lab.i18n import t
from simi_lab.shell import Filters, Session
from simi_lab.study.feedback import CLOSED, OPEN
from simi_lab.study.feedback.drift import WATCHED
from simi_lab.study.feedback.drift_words import DETECTOR_NAMES, WATCH_NAMES

VARIANT_NAMES = {CLOSED: "Only those on the model's list", OPEN: "The list, and some by lot"}
KEPT = ("adwin", "page_hinkley", "kswin", "ks_month")


class MonitoringFilters(Filters):
    """With or without lots, the figure that is watched, and the detector whose alarms are marked."""

    lots: Any = param.Selector(objects=[CLOSED, OPEN], default=CLOSED)
    watch: Any = param.Selector(objects=list(WATCHED), default="online")
    detector: Any = param.Selector(objects=list(KEPT), default="adwin")


def make_filters(session: Session) -> MonitoringFilters:
    """The same choices for every run."""
    return MonitoringFilters()


def variant_word(value: str, lang: str) -> str:
    """One option of looking by lot."""
    return t(VARIANT_NAMES[value], lang)


def watch_word(value: str, lang: str) -> str:
    """One option of the watched figure."""
    return t(WATCH_NAMES[value], lang)


def detector_word(value: str, lang: str) -> str:
    """One option of the detector."""
    return t(DETECTOR_NAMES[value], lang)
