"""What an impact evaluation reads: the months of a run, what the series finds in them, and the truth beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import polars as pl

from simi_lab.errors import TooFewRunsError
from simi_lab.estimate import Estimate
from simi_lab.measures.series import Segmented, before_and_after, segmented
from simi_lab.measures.series_months import Event, last_day, window
from simi_lab.privacy import SMALLEST_GROUP
from simi_lab.study import Run, aggregates, open_run
from simi_lab.study.series import FIGURES, Impact, impact

WINDOWS = (None, 12, 9, 6)
"""Months on each side that the sensitivity table tries; None is all there are."""


class Finding(NamedTuple):
    """What one analysis finds, and what is true of the same months.

    Parameters
    ----------
    metric : its code
    months : the months that it used: month, n, seen, was, never, without
    fit : the segmented regression
    naive : mean of the months after less that of the months before
    truth : mean effect on the applicants filed in the months after: as it was, less the same applicants without SIMI
    never : their mean without SIMI
    parts : why the series is off, adding up to its error: see `error_parts`
    """

    metric: str
    months: pl.DataFrame
    fit: Segmented
    naive: Estimate
    truth: float
    never: float
    parts: Mapping[str, float]

    @property
    def effect(self) -> Estimate:
        """Mean effect over the months after, as the series sees it."""
        return self.fit.effect

    @property
    def holds(self) -> bool:
        """Whether the interval of the series holds the truth."""
        return not self.effect.excludes(self.truth)

    @property
    def speaks(self) -> bool:
        """Whether the series says anything at all: its interval leaves zero out."""
        return self.effect.excludes(0.0)


@dataclass(frozen=True)
class Evaluation:
    """One impact evaluation.

    Parameters
    ----------
    run : the run
    impact : its monthly figures and those of its twins
    metric : code of the measure in the centre
    before, after : months on each side, None for all
    without_outages : whether months that hold an outage are left out
    lang : language of the reader
    promise : comparison of never with always over the whole period, see `study.measure.promise`
    """

    run: Run
    impact: Impact
    metric: str
    before: int | None
    after: int | None
    without_outages: bool
    lang: str
    promise: Mapping[str, Any]

    @cached_property
    def main(self) -> Finding | None:
        """The measure in the centre, in the months that were asked for; None where they are too few."""
        return self.find(self.metric, self.before, self.after)

    def find(self, metric: str, before: int | None, after: int | None, *, with_season: bool = True) -> Finding | None:
        """Analyse one measure in some months; None where these are too few for the terms."""
        rows = self.impact.of(metric).filter(pl.col("n") >= SMALLEST_GROUP)
        kept = window(self._clear(rows["month"].to_list()), self.impact.live, before=before, after=after)
        rows = rows.filter(pl.col("month").is_in(kept))
        table = rows.select("month", pl.col("seen").alias("value"), "n")
        options: dict[str, Any] = {"unit": FIGURES[metric]}
        try:
            naive = before_and_after(table, self.impact.live, **options)
            fit = segmented(table, self.impact.live, with_season=with_season, events=self.impact.events, **options)
        except TooFewRunsError:
            return None
        late = rows.filter(pl.col("month") >= self.impact.live)
        weight = pl.col("n") / pl.col("n").sum()
        true, plain = (pl.col("was") - pl.col("never")) * weight, pl.col("never") * weight
        truth, never = late.select(true.sum().alias("truth"), plain.sum().alias("never")).row(0)
        return Finding(metric, rows, fit, naive, truth, never, error_parts(rows, fit, truth))

    @property
    def outages(self) -> list[Event]:
        """Outages inside the period."""
        return [event for event in self.impact.events if event.kind == "span"]

    def _clear(self, months: list[date]) -> list[date]:
        if not self.without_outages:
            return months
        spans = [(event.first, event.last or event.first) for event in self.outages]
        return [m for m in months if not any(first <= last_day(m) and m <= last for first, last in spans)]


def error_parts(rows: pl.DataFrame, fit: Segmented, truth: float) -> dict[str, float]:
    """Split the error of a series: each part is what the same regression finds in a world that differs by one thing.

    season : what it finds where SIMI never came, and nobody files in another way: season, demand, luck of the months
    channels : what it finds in addition where people file as they did, but the office works without SIMI
    shape : what it makes of the true effect, which is no step with a straight line: weeks of learning, busy months
    unfinished : what it makes of cases that had not ended when the figures were written down

    The regression is linear, so the four add up to its estimate less the truth.
    """
    seen, was, never, without = (fit.response(rows[name].to_numpy()) for name in ("seen", "was", "never", "without"))
    return {
        "season": without,
        "channels": never - without,
        "shape": was - never - truth,
        "unfinished": seen - was,
    }


def read_impact(
    run: str,
    *,
    ukuran: str = "wait_min",
    bulan_sebelum: str | None = None,
    bulan_sesudah: str | None = None,
    tanpa_gangguan: str = "tidak",
    lang: str = "id",
) -> Evaluation:
    """Open a run for an impact evaluation.

    Parameters
    ----------
    run : name or folder of the run
    ukuran : code of the measure, one of `study.series.FIGURES`
    bulan_sebelum, bulan_sesudah : months on each side, None for all
    tanpa_gangguan : "ya" leaves out months that hold an outage
    lang : language of the reader
    """
    opened = open_run(run)
    before, after = (int(n) if n else None for n in (bulan_sebelum, bulan_sesudah))
    promise = aggregates(opened).promise
    return Evaluation(opened, impact(opened), ukuran, before, after, tanpa_gangguan == "ya", lang, promise)
