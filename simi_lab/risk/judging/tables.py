"""Tables of a judgement: by month in persons, calibration in bins, planted patterns and their benign twins."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.estimate import Estimate, Goal, bootstrap_mean, wilson
from simi_lab.risk.judging.targets import Target

_BINS = 10
_EXPECTED_PER_BIN = 5.0  # fewer expected findings in a bin say nothing about calibration
_LEVEL = 0.95


def month_table(months: pl.Series, chosen: NDArray[np.bool_], target: Target) -> pl.DataFrame:
    """Persons per month: looked at, found, missed, false alarms; rows without known outcome only count as looked at.

    Returns
    -------
    pl.DataFrame
        One row per month: month, n, looked_at, found, missed, false_alarms.
    """
    rows = pl.DataFrame({"month": months, "chosen": chosen, "hit": target.hit, "known": target.known})
    chosen_, hit, known = pl.col("chosen"), pl.col("hit"), pl.col("known")
    return (
        rows.group_by("month")
        .agg(
            n=pl.len(),
            looked_at=chosen_.sum(),
            found=(chosen_ & hit).sum(),
            missed=(~chosen_ & hit).sum(),
            false_alarms=(chosen_ & known & ~hit).sum(),
        )
        .sort("month")
        .with_columns(pl.exclude("month").cast(pl.Int64))
    )


def per_month(table: pl.DataFrame, *, seed: int) -> list[Estimate]:
    """Mean persons per month found, missed and alarmed in vain.

    Bootstrap over the months, widened to the exact Poisson interval of the total: seven months without a miss do not
    promise that none will be missed.
    """
    goals: tuple[tuple[str, Goal], ...] = (("found", "higher"), ("missed", "lower"), ("false_alarms", "lower"))
    told = []
    for column, goal in goals:
        values = [float(x) for x in table[column]]
        low, high = (edge / len(values) for edge in _poisson_interval(sum(values)))
        if len(values) > 1:
            spread = bootstrap_mean(values, name=column, unit="person", seed=seed)
            low, high = min(low, spread.low), max(high, spread.high)
        mean = sum(values) / len(values)
        told.append(
            Estimate(f"{column}_per_month", mean, low, high, "person", goal, len(values), _LEVEL, "bootstrap, poisson")
        )
    return told


def _poisson_interval(count: float) -> tuple[float, float]:
    """Exact interval of a Poisson mean from one count. Source : Garwood 1936, Biometrika 28, 437-442."""
    from scipy.special import gammaincinv

    tail = (1 - _LEVEL) / 2
    return (float(gammaincinv(count, tail)) if count else 0.0, float(gammaincinv(count + 1, 1 - tail)))


def calibration_table(score: NDArray[np.float64], target: Target) -> pl.DataFrame:
    """Expected against observed finds in bins of about equal expected finds; equal scores are never parted.

    The band holds 95 % of the counts that a perfectly calibrated score of that size would give (Poisson). Members of a
    ring are found together, so that a bin outside the band asks for a look and is no proof.

    Returns
    -------
    pl.DataFrame
        One row per bin: bin, n, score_low, score_high, expected, observed, band_low, band_high, is_inside. At most ten
        bins, fewer when few finds are expected; none without a known outcome.
    """
    from scipy.stats import poisson

    rows = pl.DataFrame({"score": score[target.known], "hit": target.hit[target.known]})
    levels = rows.group_by("score").agg(n=pl.len(), hits=pl.col("hit").sum()).sort("score")
    weight = pl.col("score") * pl.col("n")
    total = float(levels.select(weight.sum()).item())
    bins = int(np.clip(total // _EXPECTED_PER_BIN, 1, _BINS))
    place = ((weight.cum_sum() - weight / 2) / max(total, 1e-300) * bins).floor().clip(0, bins - 1)
    rows = (
        levels.group_by(bin=place.cast(pl.Int64) + 1)
        .agg(
            n=pl.col("n").sum().cast(pl.Int64),
            score_low=pl.col("score").min(),
            score_high=pl.col("score").max(),
            expected=weight.sum(),
            observed=pl.col("hits").sum().cast(pl.Int64),
        )
        .sort("bin")
    )
    expected = rows["expected"].to_numpy()
    tail = (1 - _LEVEL) / 2
    return rows.with_columns(
        band_low=pl.Series(poisson.ppf(tail, expected)).cast(pl.Int64),
        band_high=pl.Series(poisson.ppf(1 - tail, expected)).cast(pl.Int64),
    ).with_columns(is_inside=pl.col("observed").is_between("band_low", "band_high"))


def benign_table(truth: pl.DataFrame, chosen: NDArray[np.bool_]) -> pl.DataFrame:
    """Benign twins that were stopped: groups that only look like a pattern, each counted once, and their persons.

    Parameters
    ----------
    truth : application_id, twin_of, ring_id of the judged rows, in their order
    chosen : who was looked at

    Returns
    -------
    pl.DataFrame
        One row per pattern looked like: twin_of, n_groups, n_groups_stopped, share, low, high, n_persons,
        n_persons_stopped. A group counts as stopped when one of its members was looked at.
    """
    twins = truth["twin_of"].is_not_null().to_numpy()
    rows = _by_group(truth.filter(twins), "twin_of", chosen[twins])
    return _with_share(rows, "n_groups_stopped", "n_groups", by="twin_of").rename(
        {"n_persons_found": "n_persons_stopped"}
    )


def typology_table(truth: pl.DataFrame, chosen: NDArray[np.bool_]) -> pl.DataFrame:
    """Finds by planted pattern, in persons and in groups; people in harm's way and deceivers are told apart.

    Returns
    -------
    pl.DataFrame
        One row per typology: typology, n_groups, n_groups_found, n_persons, n_persons_found, share (of persons), low,
        high. A group counts as found when one of its members was looked at.
    """
    rows = _by_group(truth.filter("is_positive"), "typology", chosen[truth["is_positive"].to_numpy()])
    return _with_share(rows, "n_persons_found", "n_persons", by="typology").rename(
        {"n_groups_stopped": "n_groups_found"}
    )


def benign_by_chance(truth: pl.DataFrame, chance: NDArray[np.float64]) -> pl.DataFrame:
    """Share of benign groups that looking at random people would stop: expected, without interval.

    Parameters
    ----------
    truth : as for `benign_table`
    chance : probability of each row to be looked at
    """
    twins = truth["twin_of"].is_not_null().to_numpy()
    rows = _grouped(truth.filter(twins)).with_columns(spared=1 - pl.Series(chance[twins]))
    groups = rows.group_by(pl.col("twin_of").cast(pl.String), "group").agg(stopped=1 - pl.col("spared").product())
    return groups.group_by("twin_of").agg(share=pl.col("stopped").mean()).sort("twin_of")


def typology_by_chance(truth: pl.DataFrame, chance: NDArray[np.float64]) -> pl.DataFrame:
    """Share of the persons of each pattern that looking at random people would find: expected, without interval."""
    rows = truth.with_columns(found=pl.Series(chance)).filter("is_positive")
    return rows.group_by(pl.col("typology").cast(pl.String)).agg(share=pl.col("found").mean()).sort("typology")


def _grouped(rows: pl.DataFrame) -> pl.DataFrame:
    """Name the group of each row; an application without group is a group of its own."""
    return rows.with_columns(group=pl.coalesce("ring_id", -1 - pl.col("application_id")))


def _by_group(rows: pl.DataFrame, by: str, chosen: NDArray[np.bool_]) -> pl.DataFrame:
    groups = (
        _grouped(rows)
        .with_columns(chosen=pl.Series(chosen, dtype=pl.Boolean))
        .group_by(by, "group")
        .agg(persons=pl.len(), seen=pl.col("chosen").sum())
    )
    return (
        groups.group_by(pl.col(by).cast(pl.String))
        .agg(
            n_groups=pl.len(),
            n_groups_stopped=(pl.col("seen") > 0).sum(),
            n_persons=pl.col("persons").sum(),
            n_persons_found=pl.col("seen").sum(),
        )
        .with_columns(pl.exclude(by).cast(pl.Int64))
        .sort(by)
    )


def _with_share(rows: pl.DataFrame, part: str, whole: str, *, by: str) -> pl.DataFrame:
    shares: Sequence[Estimate] = [wilson(k, n) for k, n in zip(rows[part], rows[whole], strict=True)]
    return rows.with_columns(
        share=pl.Series([e.value for e in shares], dtype=pl.Float64),
        low=pl.Series([e.low for e in shares], dtype=pl.Float64),
        high=pl.Series([e.high for e in shares], dtype=pl.Float64),
    )
