"""The figures of the page for one choice of period, area and service: pure, tested without a browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from simi_lab.estimate import Estimate, wilson
from simi_lab.measures import describe_bins
from simi_lab.privacy import SMALLEST_GROUP, suppress
from simi_lab.reference import regulation

ALL = "all"
COUNT = "n_applications"
METRICS = ("wait_min", "lead_days", "total_days", "work_days", "travel_hours_x10")
MEASURES = ("total_days", "wait_min", "lead_days", "travel_hours_x10", COUNT)
"""What the reader can compare between districts."""

REGENCY_CODE = len("18.04")


@dataclass(frozen=True)
class Choice:
    """What a reader asked for.

    Parameters
    ----------
    first, last : first days of the first and last month of filing
    area : "all", a regency ("18.04") or a district ("18.04.04")
    service : "all" or a code
    measure : one of `MEASURES`, compared between districts
    """

    first: date
    last: date
    area: str = ALL
    service: str = ALL
    measure: str = MEASURES[0]

    @property
    def regency(self) -> str:
        """The regency asked for, or that of the district asked for; "" when all are."""
        return "" if self.area == ALL else self.area[:REGENCY_CODE]

    @property
    def district(self) -> str:
        """The district asked for, or ""."""
        return self.area if len(self.area) > REGENCY_CODE else ""


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
    open_share : share of the last month's applications that are still open
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
    open_share: float

    def of(self, frame: str, metric: str) -> pl.DataFrame:
        """The rows of one metric of one of the frames."""
        rows: pl.DataFrame = getattr(self, frame)
        return rows.filter(pl.col("metric") == metric)


def compute(aggregates: Any, choice: Choice, *, tiled: str = "18.04") -> Figures:
    """Filter the aggregates and describe what is left.

    Parameters
    ----------
    aggregates : object with `service_bins`, `service_counts`, `districts` (frames)
    choice : what was asked
    tiled : regency that has a tile map

    Returns
    -------
    Figures
        Small groups hidden within each metric and frame, with the partners that protect them from the totals.

    Randomness : none.
    """
    bins, counts = (_asked(frame, choice) for frame in (aggregates.service_bins, aggregates.service_counts))
    inside = _inside(choice.area)
    mine, mine_counts = bins.filter(inside), counts.filter(inside)
    standard = int(regulation.rule("service_working_days", choice.last).value)
    months = [_hide(_with_counts(mine, mine_counts, ["month", "regime"]), ["month", "regime"])]
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
        overall=_large(describe_bins(present, by=["metric"]))
        if can_tell
        else describe_bins(present, by=["metric"]).clear(),
        by_regime=_hide(describe_bins(mine, by=["metric", "regime"]), ["regime"]),
        by_month=months[0],
        by_area=area,
        by_tile=area if choice.regency == tiled else _places(bins, counts, tiled, aggregates.districts),
        work_days=_days(present),
        on_time=_on_time(late) if can_tell else None,
        standard_days=standard,
        open_share=_open_share(mine_counts),
    )


def _asked(frame: pl.DataFrame, choice: Choice) -> pl.DataFrame:
    rows = pl.col("month").is_between(choice.first, choice.last)
    if choice.service != ALL:
        rows = rows & (pl.col("service") == choice.service)
    return frame.filter(rows)


def _inside(area: str) -> pl.Expr:
    if area == ALL:
        return pl.lit(True)
    code = pl.col("district_id")
    return code == area if len(area) > REGENCY_CODE else code.str.starts_with(f"{area}.")


def _with_counts(bins: pl.DataFrame, counts: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Describe every metric per group, the number of applications among them as a metric of its own."""
    told = describe_bins(bins, by=["metric", *by]).with_columns(pl.col("metric").cast(pl.String))
    n = counts.group_by(by).agg(pl.col(COUNT).sum().alias("n")).filter(pl.col("n") > 0)
    whole = pl.col("n").cast(pl.Float64)
    filed = n.with_columns(pl.lit(COUNT).alias("metric"), whole.alias("median"), whole.alias("mean"))
    return pl.concat([told, filed], how="diagonal_relaxed").sort("metric", *by)


def _large(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("n") >= SMALLEST_GROUP)


def _hide(frame: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Hide small groups within each metric; groups are named by all of `by` together."""
    if frame.is_empty():
        return frame.with_columns(pl.lit(False).alias("suppressed"), pl.lit(False).alias("total_unsafe"))
    cell = pl.concat_str([pl.col(name).cast(pl.String) for name in by], separator="|").alias("cell")
    keys = ["cell", "metric", *by]
    parts = []
    for _, rows in frame.with_columns(cell).group_by("metric", maintain_order=True):
        keyed = suppress(rows.drop("metric", *by), count="n", by=["cell"])
        parts.append(rows.select(keys).join(keyed, on="cell", how="left", maintain_order="left"))
    return pl.concat(parts).drop("cell")


def _places(bins: pl.DataFrame, counts: pl.DataFrame, regency: str, districts: pl.DataFrame) -> pl.DataFrame:
    """Describe the regencies, or the districts of one, each with its name; `value` is what a bar shows."""
    if regency:
        place, names = pl.col("district_id"), districts.select(place="district_id", name="name")
        bins, counts = (frame.filter(_inside(regency)) for frame in (bins, counts))
    else:
        place = pl.col("district_id").str.head(REGENCY_CODE)
        names = districts.select(place="regency_id", name="regency").unique()
    bins, counts = (frame.with_columns(place.alias("place")) for frame in (bins, counts))
    told = _hide(_with_counts(bins, counts, ["place"]), ["place"])
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
