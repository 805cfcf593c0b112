"""Checks of the six tasks: each works out, on whatever world it is given, what must hold of an answer.

A check is a function `(answer, world) -> code`. `answer` has the form that the task asks for; `world` has the tables as
lazy frames (`world.events` and so on). "right" is the right code, every other code has its words in `questions.yaml`.
Randomness : none.
"""

from __future__ import annotations

import math
from typing import Any

import polars as pl

ZONE = "Asia/Jakarta"
SMALLEST_GROUP = 5
FEWEST_WAITS = 20
CLOSE = 1e-6


def online_by_month(answer: pl.DataFrame, world: Any) -> str:
    """Online applications per month of the office's own calendar."""
    filed = world.applications.select("channel", "filed_at").collect()
    local = pl.col("filed_at").dt.convert_time_zone(ZONE)
    is_online = pl.col("channel").cast(pl.String) == "online"
    given = _counts(answer.with_columns(_month(answer["month"])), "month")
    if given == _counts(filed.filter(is_online).group_by(month=local.dt.strftime("%Y-%m")).len("n"), "month"):
        return "right"
    in_utc = pl.col("filed_at").dt.strftime("%Y-%m")
    if given == _counts(filed.filter(is_online).group_by(month=in_utc).len("n"), "month"):
        return "utc"
    if given == _counts(filed.group_by(month=local.dt.strftime("%Y-%m")).len("n"), "month"):
        return "all_channels"
    return "other"


def waits_by_hour(answer: pl.DataFrame, world: Any) -> str:
    """Median and 95th percentile of the wait at the counter, per hour of the office's own clock."""
    at_counter = world.events.filter(pl.col("stage").cast(pl.String) == "counter").select("queued_at", "started_at")
    waited = at_counter.with_columns(
        wait=(pl.col("started_at") - pl.col("queued_at")).dt.total_seconds() / 60,
        hour=pl.col("queued_at").dt.convert_time_zone(ZONE).dt.hour().cast(pl.Int64),
        utc=pl.col("queued_at").dt.hour().cast(pl.Int64),
    ).collect()
    began = waited.drop_nulls("wait")
    given = {int(hour): (n, p50, p95) for hour, n, p50, p95 in answer.iter_rows()}
    hours = began.group_by("hour").len("n")
    wanted = set(hours.filter(pl.col("n") >= FEWEST_WAITS)["hour"])
    if set(given) - wanted and set(given) == set(hours["hour"]):
        return "small"
    if set(given) != wanted:
        in_utc = set(began.group_by("utc").len("n").filter(pl.col("n") >= FEWEST_WAITS)["utc"])
        return "utc" if set(given) == in_utc else "other"
    return _waits_verdict(given, waited, began)


def _waits_verdict(given: dict[int, tuple[float, float, float]], waited: pl.DataFrame, began: pl.DataFrame) -> str:
    for hour, (n, p50, p95) in sorted(given.items()):
        waits = began.filter(pl.col("hour") == hour)["wait"]
        if n != waits.len():
            return "absent" if n == waited.filter(pl.col("hour") == hour).height else "other"
        if not _is_quantile(p95, waits, 0.95):
            return "unit" if _is_quantile(p95 / 60, waits, 0.95) else "other"
        if not _is_quantile(p50, waits, 0.5):
            return "mean" if math.isclose(p50, waits.mean(), abs_tol=0.01) else "other"
    return "right"


def visits_by_papers(answer: pl.DataFrame, world: Any) -> str:
    """Share of applicants who had to come to the counter again, with and without complete papers."""
    came = world.events.filter(pl.col("stage").cast(pl.String) == "counter", pl.col("started_at").is_not_null()).select(
        "application_id"
    )
    visits = came.group_by("application_id").len("visits")
    papers = world.applications.select("application_id", "is_complete")
    joined = papers.join(visits, on="application_id").collect()
    wanted = _shares(joined)
    given = {row["is_complete"]: (row["n"], row["share_again"]) for row in answer.iter_rows(named=True)}
    if _alike(given, wanted):
        return "right"
    if {key: n for key, (n, _) in given.items()} == _totals(joined, pl.col("visits").sum()):
        return "fan_out"
    if {key: n for key, (n, _) in given.items()} == _totals(papers.collect(), pl.len()):
        return "never_came"
    if _alike({key: (n, share / 100) for key, (n, share) in given.items() if share is not None}, wanted):
        return "percent"
    return "other"


def small_cells(answer: pl.DataFrame, world: Any) -> str:
    """Applications per district and purpose; a cell of one to four is there and says nothing."""
    homes = world.people.join(world.households, on="household_id").select("person_id", "district_id")
    cells = world.applications.join(homes, on="person_id").group_by("district_id", "purpose").len("n").collect()
    wanted = {(district, str(purpose)): n for district, purpose, n in cells.iter_rows()}
    given = {(district, str(purpose)): n for district, purpose, n in answer.iter_rows()}
    if set(given) != set(wanted):
        small = {key for key, n in wanted.items() if n < SMALLEST_GROUP}
        return "dropped" if set(given) == set(wanted) - small else "counts"
    for key, n in sorted(wanted.items()):
        if n < SMALLEST_GROUP and given[key] is not None:
            return "zeroed" if given[key] == 0 else "shown"
        if n >= SMALLEST_GROUP and given[key] != n:
            return "too_much" if given[key] is None and n == SMALLEST_GROUP else "counts"
    return "right"


def recall_of_record(answer: dict[str, float], world: Any) -> str:
    """Share of what truly needs action that the office recorded, with Wilson's interval."""
    from simi_lab.estimate import wilson

    joined = world.truth.select("application_id", "is_positive").join(
        world.labels.select("application_id", label=pl.col("label").cast(pl.String)), on="application_id", how="left"
    )
    both = joined.with_columns(found=(pl.col("label") != "none").fill_null(value=False)).collect()
    positive = both.filter("is_positive")
    n, hits = positive.height, int(positive["found"].sum())
    given, wanted = answer["recall"], wilson(hits, n)
    if math.isclose(given, wanted.value, abs_tol=CLOSE):
        close = abs(answer["low"] - wanted.low) < 0.002 and abs(answer["high"] - wanted.high) < 0.002
        return "right" if close else "interval"
    n_recorded = positive["label"].is_not_null().sum()
    if math.isclose(given, hits / max(n_recorded, 1), abs_tol=CLOSE):
        return "only_recorded"
    if math.isclose(given, hits / max(int(both["found"].sum()), 1), abs_tol=CLOSE):
        return "precision"
    return "other"


def paired_difference(answer: dict[str, float], world: Any) -> str:
    """Mean difference, in minutes, between a visit's two waits, with a bootstrap interval over the pairs."""
    waits = world.events.filter(
        pl.col("stage").cast(pl.String).is_in(["counter", "biometrics_interview"]), pl.col("started_at").is_not_null()
    ).select(
        "application_id",
        "visit_no",
        stage=pl.col("stage").cast(pl.String),
        wait=(pl.col("started_at") - pl.col("queued_at")).dt.total_seconds() / 60,
    )
    one = waits.filter(pl.col("stage") == "counter")
    two = waits.filter(pl.col("stage") == "biometrics_interview")
    keys = ["application_id", "visit_no"]
    in_pairs = one.join(two.group_by(keys).agg(pl.sum("wait")), on=keys)
    differences = in_pairs.select(pl.col("wait_right") - pl.col("wait")).collect().to_series()
    mean = float(differences.mean())
    given, low, high = (answer[name] for name in ("difference", "low", "high"))
    if not math.isclose(given, mean, abs_tol=0.01):
        if math.isclose(given, -mean, abs_tol=0.01):
            return "sign"
        doubled = one.join(two, on=keys).select((pl.col("wait_right") - pl.col("wait")).mean()).collect().item()
        if math.isclose(given, doubled, abs_tol=0.01):
            return "doubled"
        apart = two.select(pl.mean("wait")).collect().item() - one.select(pl.mean("wait")).collect().item()
        return "unpaired" if math.isclose(given, apart, abs_tol=0.01) else "other"
    half = 1.96 * float(differences.std()) / math.sqrt(differences.len())
    fits = low < given < high and 0.8 < (high - low) / (2 * half) < 1.2
    return "right" if fits else "interval"


def _month(months: pl.Series) -> pl.Series:
    return months.dt.strftime("%Y-%m") if months.dtype.is_temporal() else months.cast(pl.String).str.slice(0, 7)


def _counts(frame: pl.DataFrame, by: str) -> dict[Any, int]:
    return dict(frame.select(by, "n").iter_rows())


def _is_quantile(value: float | None, values: pl.Series, share: float) -> bool:
    """Whether a number lies where any usual way to interpolate a quantile would put it."""
    low, high = values.quantile(share, "lower"), values.quantile(share, "higher")
    return value is not None and low - 0.01 <= value <= high + 0.01


def _shares(joined: pl.DataFrame) -> dict[bool, tuple[int, float]]:
    shares = joined.group_by("is_complete").agg(pl.len(), (pl.col("visits") >= 2).mean().alias("again"))
    return {key: (n, again) for key, n, again in shares.iter_rows()}


def _totals(frame: pl.DataFrame, what: pl.Expr) -> dict[bool, int]:
    return dict(frame.group_by("is_complete").agg(what.alias("n")).iter_rows())


def _alike(given: dict[Any, tuple[int, Any]], wanted: dict[bool, tuple[int, float]]) -> bool:
    return given.keys() == wanted.keys() and all(
        given[key][0] == n and given[key][1] is not None and math.isclose(given[key][1], share, abs_tol=0.001)
        for key, (n, share) in wanted.items()
    )
