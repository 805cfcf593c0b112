"""What an ordinary application shows: the answer to which a reason is set when someone asks what would change it."""

from __future__ import annotations

import polars as pl

from simi_lab.risk.signals import FEATURES

Value = bool | int | float | str | None


def ordinary_values(train: pl.DataFrame) -> dict[str, Value]:
    """Per feature its ordinary value among the training rows.

    The commonest answer of a flag, a count and a category (the smallest of equally common ones), the median of an
    amount and a share; None where no value is known.
    """
    found: dict[str, Value] = {}
    for feature in FEATURES:
        known = train[feature.name].drop_nulls()
        if known.is_empty():
            found[feature.name] = None
        elif feature.kind in ("amount", "share"):
            found[feature.name] = float(known.median())  # type: ignore[arg-type]
        else:
            found[feature.name] = known.mode().sort().to_list()[0]
    return found
