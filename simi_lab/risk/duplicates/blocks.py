"""Which pairs are compared at all: several keys, each block bounded, what is left out is told."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

_DAY = pl.col("birth_date")
_LOW, _HIGH = pl.min_horizontal(_DAY.dt.day(), _DAY.dt.month()), pl.max_horizontal(_DAY.dt.day(), _DAY.dt.month())
_WHEN = _DAY.dt.year() * 1024 + _LOW.cast(pl.Int32) * 32 + _HIGH.cast(pl.Int32)  # one for a date and its exchanged twin
_WORD = pl.col("spelled").str.split(" ").list.eval(pl.element().str.slice(0, 3)).list.unique()


def keys_of(columns: Sequence[str]) -> dict[str, tuple[pl.Expr, ...]]:
    """Blocking keys by name, each an alternative to the others; those whose columns are there.

    A date meets its exchanged twin; a name meets itself in any order; a word is known by its beginning. Where too
    many share a phone, a number or an address (a helper, a school), only those who share a word of the name meet.
    """
    keys: dict[str, tuple[pl.Expr, ...]] = {
        "date_word": (_WHEN, _WORD),
        "name": (pl.col("spelled"),),
        "name_year": (pl.col("spelled"), _DAY.dt.year()),
        "name_day": (pl.col("spelled"), _DAY.dt.month(), _DAY.dt.day()),
    }
    if "birth_place" in columns:
        keys["date_place"] = (_DAY, pl.col("birth_place"))
    for column in ("document_number", "phone", "address"):
        if column in columns:
            keys[column] = (pl.col(column),)
            keys[f"{column}_word"] = (pl.col(column), _WORD)
    return keys


def candidates(left: pl.DataFrame, right: pl.DataFrame | None, *, largest: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Pairs of rows that share a key, each once, and the blocks that were too large.

    Parameters
    ----------
    left, right : prepared records; without `right` a table is compared with itself
    largest : records of a block, both sides together; larger blocks are left to finer keys; a name
        alone, without a date, a fifth of it

    Returns
    -------
    pairs, skipped
        left, right (row numbers); and per key: key, n_blocks, n_records left out of it.
    """
    found, skipped = [], []
    for name, parts in keys_of(left.columns).items():
        ones = _keyed(left, parts)
        twos = ones if right is None else _keyed(right, parts)
        sizes = _sizes(ones, None if right is None else twos)
        most = max(largest // 5, 2) if name == "name" else largest
        large = sizes.filter(pl.col("n") > most)
        skipped.append({"key": name, "n_blocks": large.height, "n_records": int(large["n"].sum())})
        fit = sizes.filter(pl.col("n").is_between(2, most)).select("key")
        pairs = ones.join(fit, on="key").join(twos, on="key", suffix="_right")
        pairs = pairs.select(pl.col("row").alias("left"), pl.col("row_right").alias("right"))
        found.append(pairs.filter(pl.col("left") < pl.col("right")) if right is None else pairs)
    told = pl.DataFrame(skipped, schema={"key": pl.String, "n_blocks": pl.Int64, "n_records": pl.Int64})
    return pl.concat(found).unique().sort("left", "right"), told.filter(pl.col("n_blocks") > 0)


def _keyed(records: pl.DataFrame, parts: Sequence[pl.Expr]) -> pl.DataFrame:
    """Row number and hashed key; a row with a null part has no key."""
    named = [part.alias(f"part{i}") for i, part in enumerate(parts)]
    made = records.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"), *named)
    for part in (name for name, kind in made.schema.items() if kind == pl.List):
        made = made.explode(part)
    made = made.drop_nulls()
    return made.select("row", pl.struct(pl.exclude("row")).hash(seed=0).alias("key"))


def _sizes(ones: pl.DataFrame, twos: pl.DataFrame | None) -> pl.DataFrame:
    both = ones if twos is None else pl.concat([ones, twos])
    return both.group_by("key").agg(pl.len().alias("n"))
