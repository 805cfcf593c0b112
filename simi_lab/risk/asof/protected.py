"""Columns that no model may see, refused by what is declared and again by what is in the values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import polars as pl

from simi_lab.errors import Fault, TableError
from simi_lab.risk.asof.declare import Family, Feature
from simi_lab.schema import all_tables, forbidden_for_models

_MIN_ROWS = 20  # a level of a protected column with fewer rows says nothing about whether a feature repeats it
_MAX_LEVELS = 500  # above this a column is compared by order only
_SAME_ORDER = 0.95  # rank correlation from which a number is taken for the protected one in other clothes

PROTECTED = "{n} features use what no model may use."
_BARRED = "the source is protected."
_REPEATS = "the values repeat those of a protected column."
_UNKNOWN = "the source is not in the catalog."
_NAME_ONE = "Name a column of the catalog."
_CURE = "Protected columns serve fairness audits only; leave the feature out."


class ProtectedColumnError(TableError):
    """A feature draws on sex, age, district, schooling or another column that serves audits only."""


def refuse_declared(families: Iterable[Family]) -> None:
    """Stop if a declared source is protected, is hidden truth, or is not a column of the catalog.

    Raises
    ------
    ProtectedColumnError
        Every such source, at once.
    """
    barred, tables = forbidden_for_models(), all_tables()
    faults = []
    for feature in (feature for family in families for feature in family.features):
        for table, column in feature.pairs:
            if table not in tables or column not in {c.name for c in tables[table].columns}:
                faults.append(Fault(f"{feature.name} <- {table}.{column}", _UNKNOWN, _NAME_ONE))
            elif (table, column) in barred:
                faults.append(Fault(f"{feature.name} <- {table}.{column}", _BARRED, _CURE))
    if faults:
        raise ProtectedColumnError(faults, what=PROTECTED)


def refuse_disguised(frame: pl.DataFrame, features: Sequence[Feature], holders: Mapping[str, pl.DataFrame]) -> None:
    """Stop if the values of a feature repeat those of a protected column, whatever the feature is called.

    A feature that takes one value per level of a protected column (a recoding, a grouping of it), or that puts people
    in the same order, is refused. What merely correlates is for the fairness audit to show.

    Parameters
    ----------
    frame : table of features, one row per application
    features : declarations of the columns to look at
    holders : table name to a frame in the row order of `frame` with that table's protected columns

    Raises
    ------
    ProtectedColumnError
        Every feature that repeats a protected column, at once.
    """
    numbers = _as_numbers(frame, features)
    faults = []
    for table, holder in holders.items():
        for column in (c for t, c in sorted(forbidden_for_models()) if t == table and c in holder.columns):
            levels = pl.Series("level", holder[column])
            same = _repeats_levels(numbers, levels) | _repeats_order(numbers, levels)
            faults += [Fault(f"{name} = {table}.{column}", _REPEATS, _CURE) for name in sorted(same)]
    if faults:
        raise ProtectedColumnError(faults, what=PROTECTED)


def _as_numbers(frame: pl.DataFrame, features: Sequence[Feature]) -> pl.DataFrame:
    return frame.select(
        (pl.col(f.name).rank("dense") if f.kind == "category" else pl.col(f.name)).cast(pl.Float64).fill_nan(None)
        for f in features
    )


def _repeats_levels(numbers: pl.DataFrame, levels: pl.Series) -> set[str]:
    """Features with one value within each well-filled level, and different values between levels."""
    if levels.n_unique() > _MAX_LEVELS:
        return set()
    filled = numbers.fill_null(-1.0).with_columns(levels)
    by_level = filled.group_by("level").agg(
        pl.len().alias("rows"),
        pl.exclude("level").min().name.prefix("min:"),
        pl.exclude("level").max().name.prefix("max:"),
    )
    by_level = by_level.filter(pl.col("rows") >= _MIN_ROWS)
    if by_level.height < 2:
        return set()
    return {
        name
        for name in numbers.columns
        if (by_level[f"min:{name}"] == by_level[f"max:{name}"]).all() and by_level[f"min:{name}"].n_unique() > 1
    }


def _repeats_order(numbers: pl.DataFrame, levels: pl.Series) -> set[str]:
    """Features that order people as an ordered protected column (a date, a number) does."""
    if not (levels.dtype.is_numeric() or levels.dtype.is_temporal()) or numbers.height < _MIN_ROWS:
        return set()
    order = levels.to_physical().rank().cast(pl.Float64).to_numpy()
    found = set()
    for name in numbers.columns:
        values = numbers[name].rank().cast(pl.Float64).to_numpy()
        both = ~(np.isnan(values) | np.isnan(order))
        if both.sum() < _MIN_ROWS or np.ptp(values[both]) == 0 or np.ptp(order[both]) == 0:
            continue
        if abs(np.corrcoef(values[both], order[both])[0, 1]) > _SAME_ORDER:
            found.add(name)
    return found
