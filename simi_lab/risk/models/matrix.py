"""From the feature frame to the numbers a model sees, refusing any frame that is not the registry's."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.errors import Fault, TableError
from simi_lab.risk.asof.declare import Feature
from simi_lab.risk.signals import FEATURES, ROW_COLUMNS
from simi_lab.schema import CODES

FOREIGN = "{n} faults in the table of features."
_WRONG_KIND = "the values are not of the declared kind."
_MAKE = "Make the table with `risk.features`."


def check_frame(frame: pl.DataFrame) -> None:
    """Stop unless the frame holds exactly the registry's columns, with values a model has a place for.

    Raises
    ------
    TableError
        Missing columns, columns declared nowhere, values of the wrong kind, categories of no code list; all at once.
    """
    known = {*ROW_COLUMNS, *(feature.name for feature in FEATURES)}
    faults = [Fault(name, "the column is missing.", _MAKE) for name in _missing(frame)]
    faults += [
        Fault(name, "is not a declared feature.", "A model sees only what the registry declares.")
        for name in frame.columns
        if name not in known
    ]
    for feature in FEATURES:
        if feature.name in frame.columns:
            faults += _value_faults(frame[feature.name], feature)
    if faults:
        raise TableError(faults, what=FOREIGN)


def to_matrix(frame: pl.DataFrame, columns: tuple[str, ...]) -> NDArray[np.float64]:
    """Numbers of the named features: counts as log(1 + n), categories as places in their code list, gaps as NaN.

    Parameters
    ----------
    frame : table of features, checked by `check_frame`
    columns : names of the features, in the order of the matrix

    Returns
    -------
    array of float64, shape (n_applications, n_columns)
    """
    numbers = [_number(feature) for feature in chosen(columns)]
    return frame.select(numbers).to_numpy().astype(np.float64)


def chosen(columns: tuple[str, ...]) -> list[Feature]:
    """Declarations of the named features, in that order."""
    by_name = {feature.name: feature for feature in FEATURES}
    return [by_name[name] for name in columns]


def constant_features(frame: pl.DataFrame) -> tuple[str, ...]:
    """Features with a single value (or none) in the frame: nothing can be learned from them."""
    return tuple(feature.name for feature in FEATURES if frame[feature.name].drop_nulls().n_unique() < 2)


def _missing(frame: pl.DataFrame) -> list[str]:
    return [name for name in (*ROW_COLUMNS, *(feature.name for feature in FEATURES)) if name not in frame.columns]


def _value_faults(values: pl.Series, feature: Feature) -> list[Fault]:
    if feature.kind == "category":
        codes = CODES[feature.codes]
        unseen = sorted(set(values.cast(pl.String).unique().drop_nulls()) - set(codes))
        place = f"{feature.name}: {', '.join(unseen)}"
        return [Fault(place, "no code list knows this category.", "Use the codes of the catalog.")] if unseen else []
    right = values.dtype == pl.Boolean if feature.kind == "flag" else values.dtype.is_numeric()
    return [] if right else [Fault(f"{feature.name} ({values.dtype})", _WRONG_KIND, _MAKE)]


def _number(feature: Feature) -> pl.Expr:
    value = pl.col(feature.name)
    if feature.kind == "category":
        places = {code: place for place, code in enumerate(CODES[feature.codes])}
        return value.cast(pl.String).replace_strict(places, return_dtype=pl.Float64)
    if feature.kind == "count":
        return value.cast(pl.Float64).log1p()
    return value.cast(pl.Float64)
