"""Frames behind the charts: everything since the first month, withheld where it would tell of one to four people."""

from __future__ import annotations

import polars as pl

from simi_lab.estimate import poisson
from simi_lab.privacy import SMALLEST_GROUP
from simi_lab.study.feedback import Feedback
from simi_lab.study.feedback.drift import Drift

LINES = ("believed", "true")


def shares_by_month(found: Feedback, variant: str, share: str) -> pl.DataFrame:
    """Belief and truth of a share, per month, of everything since the first month played.

    Parameters
    ----------
    share : "precision" or "recall"

    Returns
    -------
    pl.DataFrame
        One row per month and line: month, line, value, low, high (of 100), suppressed.
    """
    rows = _of(found, variant).with_columns(seen=pl.col("found") + pl.col("found_by_lot"))
    rest = {
        "believed": ("seen", "recorded" if share == "recall" else "looked"),
        "true": ("reached", "needed" if share == "recall" else "looked"),
    }
    parts = []
    for line, (part, whole) in rest.items():
        small = _gives_away(pl.col(whole))
        if line == "true":  # of records only the size of the group counts; these are people
            small |= _gives_away(pl.col(part)) | _gives_away(pl.col(whole) - pl.col(part))
        columns = {key: f"{line}_{share}{end}" for key, end in (("value", ""), ("low", "_low"), ("high", "_high"))}
        shown = [pl.when(~small).then(100 * pl.col(column)).alias(key) for key, column in columns.items()]
        parts.append(rows.select("month", pl.lit(line).alias("line"), *shown, suppressed=small))
    return pl.concat(parts).with_columns(pl.col("value", "low", "high").fill_nan(None))


def persons_by_month(found: Feedback, variant: str) -> pl.DataFrame:
    """People reached and missed since the first month played, means over the replays: month, reached, missed,
    suppressed.
    """
    rows = _of(found, variant).select("month", "reached", missed=pl.col("needed") - pl.col("reached"))
    small = _gives_away(pl.col("reached")) | _gives_away(pl.col("missed"))
    return rows.with_columns(
        pl.when(~small).then(pl.col("reached")).alias("reached"),
        pl.when(~small).then(pl.col("missed")).alias("missed"),
        suppressed=small,
    )


def calibration_by_month(found: Feedback, variant: str) -> pl.DataFrame:
    """Observed for each finding expected since the first month played, by the records and by the truth.

    Returns
    -------
    pl.DataFrame
        One row per month and line: month, line (believed, true), value (ratio), low and high (95 % of the counts that
        this expectation would give, as ratios around 1; the same for both lines, so at the second only), expected,
        observed, suppressed.
    """
    rows = _of(found, variant)
    spans = [poisson(value, name="expected", unit="finding") for value in rows["expected"]]
    rows = rows.with_columns(
        low=pl.Series([span.low for span in spans], dtype=pl.Float64) / pl.col("expected"),
        high=pl.Series([span.high for span in spans], dtype=pl.Float64) / pl.col("expected"),
    )
    parts = []
    for line, observed in (("believed", "recorded"), ("true", "needed")):
        small = _gives_away(pl.col(observed)) | _gives_away(pl.col("expected"))
        parts.append(
            rows.select(
                "month",
                pl.lit(line).alias("line"),
                pl.when(~small).then(pl.col(observed) / pl.col("expected")).alias("value"),
                *(pl.when(line == "true", ~small).then(pl.col(end)).alias(end) for end in ("low", "high")),
                pl.when(~small).then(pl.col("expected")).alias("expected"),
                pl.when(~small).then(pl.col(observed).cast(pl.Float64)).alias("observed"),
                suppressed=small,
            )
        )
    return pl.concat(parts)


def models_by_month(found: Feedback, variant: str) -> pl.DataFrame:
    """What the model of each month and the first one would reach of those set aside: month, line (champion,
    challenger), value (of 100), found, needed, suppressed.
    """
    rows = found.held_out.filter(pl.col("variant") == variant).sort("month")
    parts = []
    for line, column in (("champion", pl.col("found").first()), ("challenger", pl.col("found"))):
        one = rows.select("month", "needed", pl.lit(line).alias("line"), found=column)
        small = _gives_away(pl.col("found")) | _gives_away(pl.col("needed") - pl.col("found"))
        parts.append(
            one.select(
                "month",
                "line",
                pl.when(~small & (pl.col("needed") > 0)).then(100 * pl.col("found") / pl.col("needed")).alias("value"),
                pl.when(~small).then(pl.col("found")).alias("found"),
                pl.when(~small).then(pl.col("needed")).alias("needed"),
                suppressed=small,
            )
        )
    return pl.concat(parts)


def watched_by_month(found: Drift, watch: str) -> pl.DataFrame:
    """A watched figure per month: month, value (of 100, or the score), n, is_reference, suppressed."""
    rows = found.by_month.filter(pl.col("watch") == watch).sort("month")
    if watch == "score":
        return rows.select("month", "value", "n", "is_reference", suppressed=_gives_away(pl.col("n")))
    small = _gives_away(pl.col("total")) | _gives_away(pl.col("n") - pl.col("total"))
    return rows.select(
        "month", pl.when(~small).then(100 * pl.col("value")).alias("value"), "n", "is_reference", suppressed=small
    )


def _of(found: Feedback, variant: str) -> pl.DataFrame:
    return found.by_month.filter(pl.col("variant") == variant).sort("month")


def _gives_away(count: pl.Expr) -> pl.Expr:
    return (count > 0) & (count < SMALLEST_GROUP)
