"""Rates of a decision per group, beside those of everyone else, and the usual differences and ratios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.measures.fairness.cells import cells
from simi_lab.measures.fairness.proportions import holm, newcombe, pooled_p, wilson_bounds

Floats = NDArray[np.float64]
LEAST_CASES = 30
"""With fewer cases on either side nothing is said: the interval would be wider than any difference that matters."""
LEVEL = 0.95


class Rate(NamedTuple):
    """A share: among which cells (label, decision), and which of them count; None is either."""

    label: bool | None
    decision: bool | None
    counts: str


RATES: Mapping[str, Rate] = {
    "selection_rate": Rate(None, None, "decision"),
    "tpr": Rate(True, None, "decision"),
    "fpr": Rate(False, None, "decision"),
    "fnr": Rate(True, None, "no_decision"),
    "ppv": Rate(None, True, "label"),
}
SPREADS: Mapping[str, tuple[str, ...]] = {
    "demographic_parity": ("selection_rate",),
    "equal_opportunity": ("tpr",),
    "predictive_equality": ("fpr",),
    "equalised_odds": ("tpr", "fpr"),
    "predictive_parity": ("ppv",),
}
"""Criteria by the rates whose spread they judge; where there are two, the worse one counts."""


@dataclass(frozen=True)
class GroupMetrics:
    """Rates per group and their spread.

    Parameters
    ----------
    groups : one row per group and rate: group, metric, n (cases behind the rate), n_effective (fewer where weights
        differ), value, low, high (Wilson, 95 %), difference (from everyone else), difference_low, difference_high
        (Newcombe), p (adjusted by Holm over all rows with enough cases), verdict ("higher", "lower", "none_shown",
        "too_few")
    spread : one row per criterion of `SPREADS`: criterion, difference (largest less smallest rate), ratio (smallest by
        largest), lowest, highest (group names); null with fewer than two groups that have the rate
    """

    groups: pl.DataFrame
    spread: pl.DataFrame


def group_metrics(
    frame: pl.DataFrame | pl.LazyFrame, *, label: str, decision: str, group: str, weight: str | None = None
) -> GroupMetrics:
    """Compare how a decision treats groups.

    Parameters
    ----------
    frame : one row per decided case
    label : the truth, a flag
    decision : what was decided, a flag
    group : a column of at most 200 values
    weight : a column of weights

    Returns
    -------
    GroupMetrics
        The largest difference between many groups is large by chance alone: judge groups by their verdict, and the
        spread beside a placebo (`funnel`).

    Raises
    ------
    FaultsError
        See `cells`.

    Randomness : none.   Source : Wilson 1927, Newcombe 1998 method 10, Holm 1979; effective n by Kish.

    Examples
    --------
    >>> rows = pl.DataFrame({"y": [1, 0, 1, 0], "d": [1, 0, 0, 0], "g": ["a", "a", "b", "b"]})
    >>> told = group_metrics(rows, label="y", decision="d", group="g")
    >>> told.groups.filter(metric="tpr").select("group", "value").rows()
    [('a', 1.0), ('b', 0.0)]
    """
    table = cells(frame, label=label, decision=decision, group=group, weight=weight)
    names = table["group"].unique(maintain_order=True).to_list()
    parts = [_rate(table, names, metric, rate) for metric, rate in RATES.items()]
    groups = pl.concat(parts) if parts else pl.DataFrame()
    enough = groups["enough"].to_numpy()
    p = np.full(groups.height, np.nan)
    p[enough] = holm(groups["p"].to_numpy()[enough])
    groups = groups.with_columns(pl.Series("p", p).fill_nan(None), _verdict(groups, p))
    return GroupMetrics(groups.drop("enough"), _spread(groups))


def _sums(table: pl.DataFrame, names: Sequence[str | None], column: str, rows: pl.Expr) -> Floats:
    """A column's sum per group over some cells."""
    found = dict(table.filter(rows).group_by("group").agg(pl.col(column).sum()).iter_rows())
    return np.array([float(found.get(name, 0.0)) for name in names])


def _rate(table: pl.DataFrame, names: Sequence[str | None], metric: str, rate: Rate) -> pl.DataFrame:
    among = pl.lit(True)
    for column, wanted in (("label", rate.label), ("decision", rate.decision)):
        if wanted is not None:
            among = among & (pl.col(column) == wanted)
    counted = {"decision": pl.col("decision"), "no_decision": ~pl.col("decision"), "label": pl.col("label")}
    n, w, w2 = (_sums(table, names, column, among) for column in ("n", "w", "w2"))
    k = _sums(table, names, "w", among & counted[rate.counts])
    value, effective = _share(k, w), _effective(w, w2)
    rest_value, rest_effective = _share(k.sum() - k, w.sum() - w), _effective(w.sum() - w, w2.sum() - w2)
    low, high = wilson_bounds(value, effective, LEVEL)
    gap_low, gap_high = newcombe(value, effective, rest_value, rest_effective, LEVEL)
    rest_n = n.sum() - n
    return pl.DataFrame(
        {
            "group": pl.Series(names, dtype=pl.String),
            "metric": [metric] * len(names),
            "n": n.astype(np.int64),
            "n_effective": effective,
            "value": value,
            "low": low,
            "high": high,
            "difference": value - rest_value,
            "difference_low": gap_low,
            "difference_high": gap_high,
            "p": pooled_p(value, effective, rest_value, rest_effective),
            "enough": (np.minimum(n, rest_n) >= LEAST_CASES) & (np.minimum(effective, rest_effective) >= LEAST_CASES),
        }
    ).with_columns(pl.col("value", "low", "high", "difference", "difference_low", "difference_high").fill_nan(None))


def _share(k: Floats, w: Floats) -> Floats:
    return np.where(w > 0, k / np.where(w > 0, w, 1.0), np.nan)


def _effective(w: Floats, w2: Floats) -> Floats:
    """Cases of equal weight that would tell as much (Kish)."""
    return np.where(w2 > 0, w * w / np.where(w2 > 0, w2, 1.0), 0.0)


def _verdict(groups: pl.DataFrame, p: Floats) -> pl.Series:
    gap = groups["difference"].fill_null(0.0).to_numpy()
    shown = np.where(p < 1 - LEVEL, np.where(gap > 0, "higher", "lower"), "none_shown")
    return pl.Series("verdict", np.where(groups["enough"].to_numpy(), shown, "too_few"))


def _spread(groups: pl.DataFrame) -> pl.DataFrame:
    rows = []
    for criterion, metrics in SPREADS.items():
        found = [spread_of(groups, metric) for metric in metrics]
        known = [each for each in found if each is not None]
        empty = {"difference": None, "ratio": None, "lowest": None, "highest": None}
        row: dict[str, object] = {"criterion": criterion, **empty}
        if len(known) == len(found):
            worst = max(known, key=lambda each: each["difference"])
            row |= worst | {"ratio": min(each["ratio"] for each in known)}
        rows.append(row)
    kinds = {"criterion": pl.String, "difference": pl.Float64, "ratio": pl.Float64}
    return pl.DataFrame(rows, schema={**kinds, "lowest": pl.String, "highest": pl.String})


def spread_of(groups: pl.DataFrame, metric: str) -> dict[str, Any] | None:
    """Largest less smallest and smallest by largest of one rate; None with fewer than two groups that have it."""
    mine = groups.filter((pl.col("metric") == metric) & pl.col("value").is_not_null()).sort("value", "group")
    if mine.height < 2:
        return None
    low, high = mine.row(0, named=True), mine.row(-1, named=True)
    ratio = low["value"] / high["value"] if high["value"] > 0 else 1.0
    ends = {"lowest": low["group"], "highest": high["group"]}
    return {"difference": high["value"] - low["value"], "ratio": ratio, **ends}
