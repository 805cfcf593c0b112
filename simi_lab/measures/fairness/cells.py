"""The four cells of label and decision in each group: everything that fairness measures need of the rows."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simi_lab.errors import Fault, FaultsError

MOST_GROUPS = 200
"""A column with more values is a number or a name, and no group of people that could be compared."""
KEYS = ("group", "label", "decision")


def cells(
    frame: pl.DataFrame | pl.LazyFrame, *, label: str, decision: str, group: str, weight: str | None = None
) -> pl.DataFrame:
    """Count and weigh the rows of each group by label and decision.

    Parameters
    ----------
    frame : one row per decided case
    label, decision : Boolean columns, or numbers 0 and 1
    group : a column of few values; empty is a group of its own
    weight : a column of numbers of at least 0; None weighs every row 1

    Returns
    -------
    DataFrame
        group (String, null where empty), label, decision (Boolean), n, w, w2 (sum of squared weights); only cells with
        rows.

    Raises
    ------
    FaultsError
        A column is missing, empty in a row, no flag, negative, or has more than `MOST_GROUPS` groups.

    Randomness : none.
    """
    table = frame.lazy()
    columns = [label, decision, group, *([weight] if weight else [])]
    known = table.collect_schema()
    missing = [Fault(name, "is no column of the table.") for name in columns if name not in known]
    if missing:
        raise FaultsError(missing)
    w = pl.lit(1.0) if weight is None else pl.col(weight).cast(pl.Float64)
    counted = (
        table.select(
            pl.col(group).alias("group"),
            pl.col(label).cast(pl.Float64).alias("label"),
            pl.col(decision).cast(pl.Float64).alias("decision"),
            w.alias("w"),
        )
        .group_by(KEYS)
        .agg(
            pl.len().cast(pl.Int64).alias("n"),
            pl.col("w").sum(),
            (pl.col("w") * pl.col("w")).sum().alias("w2"),
            pl.col("w").min().alias("least"),
            pl.col("w").is_null().any().alias("no_weight"),
        )
        .collect()
    )
    faults = [*_faults(counted, {"label": label, "decision": decision}, group, weight)]
    if faults:
        raise FaultsError(faults)
    kept = counted.with_columns(pl.col("group").cast(pl.String), pl.col("label", "decision").cast(pl.Boolean))
    return kept.select(*KEYS, "n", "w", "w2").sort(KEYS, nulls_last=True)


def _faults(counted: pl.DataFrame, flags: dict[str, str], group: str, weight: str | None) -> Iterator[Fault]:
    for name, column in flags.items():
        empty = int(counted.filter(pl.col(name).is_null() | pl.col(name).is_nan())["n"].sum())
        if empty:
            yield Fault(column, f"is empty in {empty} rows.", "Leave out cases that are not decided yet.")
        elif not counted[name].is_in([0.0, 1.0]).all():
            yield Fault(column, "holds something besides 0 and 1.", "Give a flag, or compare with a threshold first.")
    n_groups = counted["group"].n_unique()
    if n_groups > MOST_GROUPS:
        cure = "Make bands of a number, or name a column of few values."
        yield Fault(group, f"has {n_groups} values; at most {MOST_GROUPS} groups can be compared.", cure)
    if weight and counted.height:
        if counted["no_weight"].any() or counted["w"].is_nan().any():
            yield Fault(weight, "is empty in a row.", "Give every row a weight.")
        elif (counted["least"] < 0).any():
            yield Fault(weight, "is negative in a row.", "Give weights of at least 0.")
