"""How far two records agree in each field: a level, or -1 where one of them says nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.risk.duplicates.fields import FIELD

Levels = NDArray[np.int8]
_Rate = Callable[[pl.Series, pl.Series], Levels]
CLOSE_NAME, SIMILAR_NAME, CLOSE_PLACE = 0.92, 0.82, 0.90  # Jaro-Winkler, as usual in record linkage (mark: known)
ONE_SIGN = 1  # signs that may differ in a number that is read from paper
NEAR_DAYS = 2


def levels(left: pl.DataFrame, right: pl.DataFrame, pairs: pl.DataFrame) -> dict[str, Levels]:
    """Level of agreement of each pair in each field that both tables have, shape (n_pairs,) each."""
    at_left, at_right = pairs["left"], pairs["right"]
    made: dict[str, Levels] = {}
    for name in FIELD:
        if name == "name":
            made[name] = _names(left[at_left], right[at_right])
        elif name in left.columns and name in right.columns:
            made[name] = _LEVELS[name](left[name].gather(at_left), right[name].gather(at_right))
    return made


def _texts(one: pl.Series, two: pl.Series, rate: _Rate) -> Levels:
    """Rate each different pair of texts once; -1 where one is absent, the highest level where both are equal."""
    both = pl.DataFrame({"one": one, "two": two})
    distinct = both.unique().filter(pl.col("one").is_not_null() & pl.col("two").is_not_null())
    rated = distinct.with_columns(pl.Series("level", rate(distinct["one"], distinct["two"]), dtype=pl.Int8))
    joined = both.join(rated, on=["one", "two"], how="left", maintain_order="left")
    return joined["level"].fill_null(-1).to_numpy()


def _names(one: pl.DataFrame, two: pl.DataFrame) -> Levels:
    """Same words; all words of one in the other; close; alike or one word in common; different."""
    both = pl.DataFrame({"a": one["spelled"], "b": two["spelled"], "c": one["written"], "d": two["written"]})
    distinct = both.unique().drop_nulls()
    in_order, as_written = (_alike(distinct[x], distinct[y]) for x, y in (("a", "b"), ("c", "d")))
    alike = pl.Series("alike", np.maximum(in_order, as_written))
    rated = distinct.select("a", "b", "c", "d", _name_level(alike).alias("level"))
    joined = both.join(rated, on=["a", "b", "c", "d"], how="left", maintain_order="left")
    return joined["level"].fill_null(-1).to_numpy()


def _name_level(alike: pl.Series) -> pl.Expr:
    a, b = (pl.col(name).str.split(" ") for name in "ab")
    shared, shorter = a.list.set_intersection(b).list.len(), pl.min_horizontal(a.list.len(), b.list.len())
    letters = [each.list.eval(pl.element().str.slice(0, 1)).list.join("") for each in (a, b)]
    shortened = [each.list.eval(pl.element().str.len_chars() == 1).list.any() for each in (a, b)]
    # a name may hold all words of the other, or letters in place of some; one word in common is not enough
    held = (shared == shorter) & (shorter > 1)
    initials = (shortened[0] | shortened[1]) & (letters[0] == letters[1]) & (shared >= 1) & (shared + 1 >= shorter)
    level = (
        pl.when(pl.col("a") == pl.col("b"))
        .then(4)
        .when(held | initials)
        .then(3)
        .when(pl.lit(alike) >= CLOSE_NAME)
        .then(2)
        .when((pl.lit(alike) >= SIMILAR_NAME) | ((shared == 1) & (shorter == 1)))
        .then(1)
        .otherwise(0)
    )
    return level.cast(pl.Int8)


def _alike(one: pl.Series, two: pl.Series) -> NDArray[np.float64]:
    from rapidfuzz.distance import JaroWinkler
    from rapidfuzz.process import cpdist

    return cpdist(one.to_list(), two.to_list(), scorer=JaroWinkler.similarity, dtype=np.float64)


def _dates(one: pl.Series, two: pl.Series) -> Levels:
    a, b = pl.col("a"), pl.col("b")
    y, m, d = a.dt.year() == b.dt.year(), a.dt.month() == b.dt.month(), a.dt.day() == b.dt.day()
    turned = y & (a.dt.day() == b.dt.month()) & (a.dt.month() == b.dt.day())
    near = (a - b).dt.total_days().abs() <= NEAR_DAYS
    parts = y.cast(pl.Int8) + m.cast(pl.Int8) + d.cast(pl.Int8)
    rated = (
        pl.when(a.is_null() | b.is_null())
        .then(-1)
        .when(a == b)
        .then(4)
        .when(turned)
        .then(3)
        .when(near)
        .then(2)
        .when(parts == 2)
        .then(1)
        .otherwise(0)
    )
    return pl.DataFrame({"a": one, "b": two}).select(rated.cast(pl.Int8)).to_series().to_numpy()


def _places(one: pl.Series, two: pl.Series) -> Levels:
    return _texts(one, two, lambda a, b: np.where(a == b, 2, (_alike(a, b) >= CLOSE_PLACE).astype(np.int8)))


def _phones(one: pl.Series, two: pl.Series) -> Levels:
    """Same, one digit away, or different."""
    return _texts(one, two, partial(_apart, replaced=True))


def _numbers(one: pl.Series, two: pl.Series) -> Levels:
    """Same, one sign lost, or different.

    Another digit, or two exchanged, are no slip here: an identity number holds region, birth date and a running
    number, so twins, and strangers born in one village on near days, differ by just that.
    """
    return _texts(one, two, partial(_apart, replaced=False))


def _apart(a: pl.Series, b: pl.Series, *, replaced: bool) -> Levels:
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cpdist

    ones, twos = a.to_list(), b.to_list()
    apart = cpdist(ones, twos, scorer=OSA.distance, score_cutoff=ONE_SIGN, dtype=np.int32)
    close = apart == ONE_SIGN
    if not replaced:
        close &= (a.str.len_chars() != b.str.len_chars()).to_numpy()
    return np.where(apart == 0, 2, np.where(close, 1, 0)).astype(np.int8)


def _equal(one: pl.Series, two: pl.Series) -> Levels:
    return (one == two).cast(pl.Int8).fill_null(-1).to_numpy()


_LEVELS = {
    "birth_date": _dates,
    "birth_place": _places,
    "document_number": _numbers,
    "phone": _phones,
    "address": _equal,
}
