"""Little's law: what is in the system on average is what arrives per second times how long it stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import polars as pl

from simi_lab.measures.selfcheck.finding import Finding

NEAR = 1e-9


def flow_findings(events: pl.DataFrame, *, end: datetime) -> Iterator[Finding]:
    """Check L = lambda W at every station and for the whole office.

    Over the whole period and with work in progress counted up to its end the law is an identity, whatever the
    arrivals. The number present is counted from the moments of coming and going alone, the stay from each row, so
    that a row lost, doubled or turned round on one side breaks it.

    Parameters
    ----------
    events : table `events`
    end : last moment of the world (UTC)
    """
    rows = events.with_columns(pl.col("station").cast(pl.String))
    stays = rows.select("station", come="queued_at", go="ended_at")
    stations = stays["station"].unique().sort().to_list()
    wrong = [name for name in stations if not holds(stays.filter(pl.col("station") == name), end)]
    yield Finding("little_station", len(stations), len(wrong), wrong[0] if wrong else "")
    yield Finding("little_office", 1, 0 if holds(_cases(rows), end) else 1, "")


def holds(stays: pl.DataFrame, end: datetime) -> bool:
    """Whether L = lambda W over the period in which someone was there, with what is still there at `end`.

    Parameters
    ----------
    stays : come, go (UTC); go is null while it lasts
    """
    present, weighed, turned = both_sides(stays, end)
    return turned == 0 and abs(present - weighed) <= NEAR * max(present, weighed, 1.0)


def both_sides(stays: pl.DataFrame, end: datetime) -> tuple[float, float, int]:
    """L from counting who is present at each moment, lambda W from the stays, and stays that end before they begin."""
    last = pl.lit(end).cast(pl.Datetime("us", "UTC"))
    inside = stays.filter(pl.col("come") <= last).with_columns(
        pl.min_horizontal(pl.col("go").fill_null(last), last).alias("go")
    )
    if not inside.height:
        return 0.0, 0.0, 0
    turned = int((inside["go"] < inside["come"]).sum())
    moves = (
        pl.concat([inside.select(at="come", step=pl.lit(1)), inside.select(at="go", step=pl.lit(-1))])
        .group_by("at")
        .agg(pl.col("step").sum())
        .sort("at")
    )
    seconds = (pl.col("at").shift(-1) - pl.col("at")).dt.total_microseconds().fill_null(0)
    area = int(moves.select((pl.col("step").cum_sum() * seconds).sum()).item())
    span = int((moves["at"][-1] - moves["at"][0]).total_seconds() * 1_000_000)
    if span == 0:
        return 0.0, 0.0, turned
    rate = inside.height / span
    stay = float(inside.select((pl.col("go") - pl.col("come")).dt.total_microseconds().mean()).item())
    return area / span, rate * stay, turned


def _cases(rows: pl.DataFrame) -> pl.DataFrame:
    """Stay of each case in the office: from its registration until it is closed."""
    stage = pl.col("stage").cast(pl.String)
    return rows.group_by("application_id").agg(
        pl.col("queued_at").filter(stage == "registered").min().alias("come"),
        pl.col("ended_at").filter(stage == "closed").max().alias("go"),
    )
