"""One month of a run, alone or of one district: what its report speaks of, and whether it may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import polars as pl

from simi_lab.estimate import Estimate
from simi_lab.measures import describe_bins, ikm
from simi_lab.privacy import SMALLEST_GROUP, suppress
from simi_lab.reporting.monthly.places import hidden_districts
from simi_lab.study import Run, aggregates, open_run
from simi_lab.study.measure import Aggregates

METRICS = ("wait_min", "lead_days", "total_days", "work_days")
PROMISED = ("wait_min", "total_days", "lead_days", "work_days", "visits", "travel_hours")
LONG_WAIT_MIN = 60.0
STANDARD_WORK_DAYS = 4.0
_LIMITS: Mapping[str, float] = {"wait_min": LONG_WAIT_MIN, "work_days": STANDARD_WORK_DAYS}


@dataclass(frozen=True)
class Month:
    """What a monthly report reads.

    Parameters
    ----------
    run : the run
    data : its aggregates, of all months and districts
    first : first day of the month
    lang : language of the reader
    district_id : the one district that is reported, None for all
    """

    run: Run
    data: Aggregates
    first: date
    lang: str
    district_id: str | None = None

    @property
    def scenario(self) -> Mapping[str, Any]:
        """The scenario that the run was made from, as plain values."""
        return self.run.manifest["origin"]["scenario"]

    @property
    def previous(self) -> Month | None:
        """The month before, None where the run begins."""
        first = (self.first - timedelta(days=1)).replace(day=1)
        if self.data.service_counts.filter(pl.col("month") == first).is_empty():
            return None
        return Month(self.run, self.data, first, self.lang, self.district_id)

    @property
    def last(self) -> date:
        """Last day of the month."""
        return (self.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    @cached_property
    def district(self) -> str:
        """Name of the reported district; "" for all."""
        if self.district_id is None:
            return ""
        return str(self.data.districts.filter(pl.col("district_id") == self.district_id)["name"].item())

    @cached_property
    def counts(self) -> dict[str, int | None]:
        """Applications of the month and how they stand today; None where it is withheld: a group of 1 to 4, or all.

        The states add up to the applications, so a withheld one takes another with it (complementary suppression).
        """
        columns = [c for c in self.data.service_counts.columns if c.startswith("n_")]
        totals = self._mine(self.data.service_counts).select(pl.col(columns).sum()).row(0, named=True)
        if self._is_withheld("n_applications", totals["n_applications"]):
            return dict.fromkeys(totals)
        states = [name for name in columns if name not in ("n_applications", "n_returned")]
        frame = pl.DataFrame({"state": states, "n": [totals[name] for name in states]})
        shown = dict(suppress(frame, count="n", by=["state"], k=SMALLEST_GROUP).select("state", "n").rows())
        rest = {name: None if 0 < n < SMALLEST_GROUP else n for name, n in totals.items() if name not in shown}
        return {name: shown[name] if name in shown else rest[name] for name in columns}

    @cached_property
    def service(self) -> dict[str, dict[str, float | None]]:
        """Per metric: n, mean, median, p95, share_over (60 minutes, 4 working days); None where withheld."""
        found = {}
        for metric in METRICS:
            bins = self.bins(metric)
            row = describe_bins(bins, over=_LIMITS.get(metric)).row(0, named=True)
            kept = {name: row[name] for name in ("n", "mean", "median", "p95")}
            kept["share_over"] = speaking_share(row["share_over"], row["n"])
            withheld = self.counts["n_applications"] is None or self._is_withheld(metric, kept["n"])
            found[metric] = dict.fromkeys(kept) if withheld else kept
        return found

    @cached_property
    def satisfaction(self) -> Estimate | None:
        """Index of satisfaction with its interval; None without answers or where it is withheld."""
        if self.answers.is_empty():
            return None
        index = ikm(self.answers)
        withheld = self._is_withheld("ikm", index.n) or index.n == 0 or index.value != index.value
        return None if withheld else index

    @property
    def answers(self) -> pl.DataFrame:
        """Answers to the survey in this month (by the day of the answer): element, score, n."""
        return self._mine(self.data.skm_bins)

    @property
    def is_withheld(self) -> bool:
        """Whether the reported district has too few applicants to speak of."""
        return self.counts["n_applications"] is None

    @property
    def promised(self) -> dict[str, Mapping[str, Any]]:
        """Per metric: means without and with SIMI on the same applicants, and their ratio; the claim comes first."""
        metrics = self.data.promise["metrics"]
        return {name: metrics[name] for name in PROMISED if name in metrics and metrics[name]["ratio"] is not None}

    def bins(self, metric: str) -> pl.DataFrame:
        """Bins of one metric in this month and district."""
        return self._mine(self.data.service_bins).filter(pl.col("metric") == metric)

    def people(self, count: str) -> pl.DataFrame:
        """Number of people per district behind a figure of this month: `district_id`, `n`.

        Parameters
        ----------
        count : "n_applications", "ikm" (respondents), or a metric
        """
        here = pl.col("month") == self.first
        if count == "n_applications":
            frame, n = self.data.service_counts.filter(here), pl.col("n_applications").sum()
        elif count == "ikm":
            by_element = ["district_id", "element"]
            frame = self.data.skm_bins.filter(here).group_by(by_element).agg(pl.col("n").sum())
            n = pl.col("n").max()
        else:
            frame, n = self.data.service_bins.filter(here, pl.col("metric") == count), pl.col("n").sum()
        return frame.group_by("district_id").agg(n.cast(pl.Int64).alias("n")).sort("district_id")

    def _mine(self, frame: pl.DataFrame) -> pl.DataFrame:
        mine = frame.filter(pl.col("month") == self.first)
        return mine.filter(pl.col("district_id") == self.district_id) if self.district_id else mine

    def _is_withheld(self, count: str, n: int | float | None) -> bool:
        if not n:
            return False  # an empty group names nobody
        if n < SMALLEST_GROUP:
            return True
        return bool(self.district_id) and self.district_id in hidden_districts(self.people(count), self.data.districts)


def speaking_share(share: float | None, n: int) -> float | None:
    """The share, or None where it speaks of 1 to 4 people."""
    return None if share is None or 0 < round(share * n) < SMALLEST_GROUP else share


def in_time(share_over: float | None) -> float | None:
    """Share made within the standard, from the share that took longer."""
    return None if share_over is None else 1 - share_over


def read_month(run: str, *, bulan: str, kecamatan: str | None = None, lang: str = "id") -> Month:
    """Open a run at one month.

    Parameters
    ----------
    run : name or folder of the run
    bulan : "YYYY-MM"
    kecamatan : district_id, None for the whole area of the office
    lang : language of the reader
    """
    opened = open_run(run)
    return Month(opened, aggregates(opened), date.fromisoformat(f"{bulan}-01"), lang, kecamatan)
