"""Detectors of drift, kept ones of river and scipy beside two naive ones: a stream in, days with an alarm out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simi_lab.measures.drift.plant import DAYS, Stream

Ints = NDArray[np.int64]
SAME_ALARM_DAYS = 5
"""Alarms of several watched figures within a week are one alarm to those who must look into it."""
_KS_LEVEL = 0.05  # of one false alarm a year, over all months and figures


def never(stream: Stream) -> list[int]:
    """No alarm, whatever happens."""
    return []


def always(stream: Stream) -> list[int]:
    """An alarm on the first day of every month."""
    return list(range(stream.judged_from, stream.last + 1, DAYS))


def adwin(stream: Stream) -> list[int]:
    """ADWIN as river ships it, one value per applicant.

    Source : Bifet and Gavalda 2007, Learning from time-changing data with adaptive windowing.
    """
    from river.drift import ADWIN

    return _each(stream, ADWIN)


def page_hinkley(stream: Stream) -> list[int]:
    """Page-Hinkley as river ships it, one value per applicant. Source : Page 1954, Biometrika 41, 100-115."""
    from river.drift import PageHinkley

    return _each(stream, PageHinkley)


def kswin(stream: Stream) -> list[int]:
    """KSWIN as river ships it, one value per day: each of its steps is a test, too slow for one per applicant.

    Source : Raab, Heusinger and Schleif 2020, Neurocomputing 416, 340-351.
    """
    from river.drift import KSWIN

    found: list[int] = []
    for name in stream.values:
        days, means = stream.daily(name)
        if means.min() == means.max():
            continue  # nothing moves, and its tests take long
        start = int(np.searchsorted(days, stream.judged_from - 5 * DAYS))  # its window is a hundred days long
        found += _feed(KSWIN(seed=1), means[start:].tolist(), days[start:])
    return found


def ks_month(stream: Stream) -> list[int]:
    """Each month against the reference months: two-sample Kolmogorov-Smirnov at a level shared by months and figures.

    After an alarm the months since become the reference. Source : Massey 1951, JASA 46, 68-78.
    """
    from scipy.stats import ks_2samp

    months = range(stream.judged_from, stream.last + 1, DAYS)
    level = _KS_LEVEL / (12 * len(stream.values))
    found = []
    for values in stream.values.values():
        normal = values[: stream.n_reference]
        for first in months:
            now = values[(stream.day >= first) & (stream.day < first + DAYS)]
            if now.size and ks_2samp(normal, now, method="asymp").pvalue < level:
                found.append(first + DAYS - 1)
                normal = now
    return found


DETECTORS: dict[str, Callable[[Stream], list[int]]] = {
    "never": never,
    "always": always,
    "adwin": adwin,
    "page_hinkley": page_hinkley,
    "kswin": kswin,
    "ks_month": ks_month,
}


def alarms(detector: str, stream: Stream) -> list[int]:
    """Days of a detector's alarms in the judged months, over all watched figures; those within a week are one.

    Raises
    ------
    KeyError
        No such detector.
    """
    days = sorted(day for day in DETECTORS[detector](stream) if stream.judged_from <= day <= stream.last)
    kept: list[int] = []
    for day in days:
        if not kept or day - kept[-1] > SAME_ALARM_DAYS:
            kept.append(day)
    return kept


def _each(stream: Stream, make: Callable[[], Any]) -> list[int]:
    found: list[int] = []
    for name in stream.values:
        found += _feed(make(), stream.standard(name).tolist(), stream.day)
    return found


def _feed(detector: Any, values: list[float], days: Ints) -> list[int]:
    found = []
    for value, day in zip(values, days.tolist(), strict=True):
        detector.update(value)
        if detector.drift_detected:
            found.append(day)
    return found
