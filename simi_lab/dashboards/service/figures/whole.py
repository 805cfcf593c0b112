"""The figures of the page for one choice of period, area and service: pure, tested without a browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from simi_lab.dashboards.service.figures.backlog import Backlog, backlog_of
from simi_lab.dashboards.service.figures.choice import COUNT, REGENCY_CODE, Choice, asked, inside
from simi_lab.dashboards.service.figures.hiding import hide, large
from simi_lab.dashboards.service.figures.kept import kept, kept_by_month
from simi_lab.dashboards.service.figures.survey import Survey, survey_of
from simi_lab.estimate import Estimate, wilson
from simi_lab.measures import describe_bins
from simi_lab.privacy import SMALLEST_GROUP, suppress
from simi_lab.reference import regulation
from simi_lab.scenario.office_service import PROMISED_WAIT_MIN


@dataclass(frozen=True)
class Figures:
    """Everything that the page says; figures of fewer than five applicants are null and flagged `suppressed`.

    Parameters
    ----------
    choice : what was asked
    counts : how the applications stand (n_applications, n_issued, ...); empty when they are too few to show
    now : the latest way of working among the applications asked for, "simi" or "manual"
    overall : one row per metric, of the way of working `now`: n, mean, median with interval, p95
    by_regime : the same per metric and regime
    by_month : per metric, month and regime: n, median, p95; metric "n_applications" has `median` = n
    by_area : per metric and place (regencies, or the districts of one): name, n, mean, median, p95, value
    by_tile : the same for the districts of Lampung Barat
    work_days : passports per number of working days from interview to ready, of `now`, thin tail joined in the last row
    on_time : share of passports of `now` ready within the standard, None when too few
    standard_days : the standard, working days
    in_time : share of applicants of `now` who waited no longer than `PROMISED_WAIT_MIN`, None when too few
    open_share : share of the last month's applications that are still open
    bins, answers, standing : rows of the choice, for what is worked out when a card below the first screen asks for it
    """

    choice: Choice
    now: str
    counts: dict[str, int]
    overall: pl.DataFrame
    by_regime: pl.DataFrame
    by_month: pl.DataFrame
    by_area: pl.DataFrame
    by_tile: pl.DataFrame
    work_days: pl.DataFrame
    on_time: Estimate | None
    standard_days: int
    in_time: Estimate | None
    open_share: float
    bins: pl.DataFrame
    answers: pl.DataFrame
    standing: pl.DataFrame

    @cached_property
    def kept(self) -> pl.DataFrame:
        """Per promise ("standard", "wait") and month of filing: n, share kept, low, high."""
        return kept_by_month(self.bins, {"standard": self.standard_days, "wait": PROMISED_WAIT_MIN})

    @cached_property
    def survey(self) -> Survey:
        """Satisfaction, of the months and the area asked for, whatever else is chosen."""
        return survey_of(self.answers)

    @cached_property
    def backlog(self) -> Backlog:
        """Open and hanging cases at month ends."""
        return backlog_of(self.standing)

    def of(self, frame: str, metric: str) -> pl.DataFrame:
        """The rows of one metric of one of the frames."""
        rows: pl.DataFrame = getattr(self, frame)
        return rows.filter(pl.col("metric") == metric)


def compute(aggregates: Any, choice: Choice, *, tiled: str = "18.04") -> Figures:
    """Filter the aggregates and describe what is left.

    Parameters
    ----------
    aggregates : object with the frames of `study.Aggregates`
    choice : what was asked
    tiled : regency that has a tile map

    Returns
    -------
    Figures
        Small groups hidden within each metric and frame, with the partners that protect them from the totals.

    Randomness : none.
    """
    bins, counts = (asked(frame, choice) for frame in (aggregates.service_bins, aggregates.service_counts))
    here = inside(choice.area)
    mine, mine_counts = bins.filter(here), counts.filter(here)
    standard = int(regulation.rule("service_working_days", choice.last).value)
    months = [hide(_with_counts(mine, mine_counts, ["month", "regime"]), ["month", "regime"])]
    safe = not pl.concat(months).filter(pl.col("metric") == COUNT)["total_unsafe"].any()
    totals = _totals(mine_counts)
    can_tell = safe and totals.get(COUNT, 0) >= SMALLEST_GROUP
    now = "simi" if "simi" in mine_counts["regime"] else "manual"
    present = mine.filter(pl.col("regime") == now)
    late = describe_bins(present.filter(pl.col("metric") == "work_days"), over=standard).row(0, named=True)
    area = _places(bins, counts, choice.regency, aggregates.districts)
    return Figures(
        choice=choice,
        now=now,
        counts=totals if can_tell else {},
        overall=large(describe_bins(present, by=["metric"]))
        if can_tell
        else describe_bins(present, by=["metric"]).clear(),
        by_regime=hide(describe_bins(mine, by=["metric", "regime"]), ["regime"]),
        by_month=months[0],
        by_area=area,
        by_tile=area if choice.regency == tiled else _places(bins, counts, tiled, aggregates.districts),
        work_days=_days(present),
        on_time=_on_time(late) if can_tell else None,
        standard_days=standard,
        in_time=kept(present, "wait", PROMISED_WAIT_MIN) if can_tell else None,
        open_share=_open_share(mine_counts),
        bins=mine,
        answers=asked(aggregates.skm_bins, choice).filter(here),
        standing=asked(aggregates.standing, choice).filter(here),
    )


def _with_counts(bins: pl.DataFrame, counts: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Describe every metric per group, the number of applications among them as a metric of its own."""
    told = describe_bins(bins, by=["metric", *by]).with_columns(pl.col("metric").cast(pl.String))
    n = counts.group_by(by).agg(pl.col(COUNT).sum().alias("n")).filter(pl.col("n") > 0)
    whole = pl.col("n").cast(pl.Float64)
    filed = n.with_columns(pl.lit(COUNT).alias("metric"), whole.alias("median"), whole.alias("mean"))
    return pl.concat([told, filed], how="diagonal_relaxed").sort("metric", *by)


def _places(bins: pl.DataFrame, counts: pl.DataFrame, regency: str, districts: pl.DataFrame) -> pl.DataFrame:
    """Describe the regencies, or the districts of one, each with its name; `value` is what a bar shows."""
    if regency:
        place, names = pl.col("district_id"), districts.select(place="district_id", name="name")
        bins, counts = (frame.filter(inside(regency)) for frame in (bins, counts))
    else:
        place = pl.col("district_id").str.head(REGENCY_CODE)
        names = districts.select(place="regency_id", name="regency").unique()
    bins, counts = (frame.with_columns(place.alias("place")) for frame in (bins, counts))
    told = hide(_with_counts(bins, counts, ["place"]), ["place"])
    return told.join(names, on="place", how="left").with_columns(pl.col("mean").alias("value")).sort("metric", "place")


def _totals(counts: pl.DataFrame) -> dict[str, int]:
    sums = counts.select(pl.col("^n_.*$").sum())
    return {name: int(n) for name, n in sums.row(0, named=True).items()}


def _on_time(told: dict[str, Any]) -> Estimate | None:
    """Share of passports that kept the standard, with its interval."""
    if told["n"] < SMALLEST_GROUP:
        return None
    late = round(told["share_over"] * told["n"])
    return wilson(told["n"] - late, told["n"], name="on_time", goal="higher")


def _days(bins: pl.DataFrame) -> pl.DataFrame:
    """Passports per number of working days, from where on fewer than five are left in one last row."""
    rows = bins.filter(pl.col("metric") == "work_days").group_by("bin").agg(pl.col("n").sum()).sort("bin")
    if rows.is_empty():
        return rows.with_columns(pl.lit(False).alias("suppressed"), pl.lit(False).alias("total_unsafe"))
    from_here = pl.col("n").cum_sum(reverse=True)
    last = rows.filter(from_here >= SMALLEST_GROUP)["bin"].max()
    joined = rows.with_columns(pl.min_horizontal("bin", pl.lit(last if last is not None else 0, dtype=pl.Int32)))
    return suppress(joined.group_by("bin").agg(pl.col("n").sum()).sort("bin"), count="n", by=["bin"])


def _open_share(counts: pl.DataFrame) -> float:
    """Share of the last month's applications that have not ended: their days are not known yet."""
    last = counts.filter(pl.col("month") == pl.col("month").max())
    n = int(last[COUNT].sum())
    return int(last["n_open"].sum()) / n if n >= SMALLEST_GROUP else 0.0
