"""From records to pairs and clusters that may be one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from simi_lab.errors import BadRequest
from simi_lab.risk.duplicates.blocks import candidates
from simi_lab.risk.duplicates.compare import levels
from simi_lab.risk.duplicates.fields import FIELD, checked
from simi_lab.risk.duplicates.prepare import prepared
from simi_lab.risk.duplicates.weights import Floats, Learned, frequencies, judged, learn, sampled

SHOWN = 0.05  # pairs less likely than this are not worth a line


@dataclass(frozen=True)
class Duplicates:
    """What was found.

    Parameters
    ----------
    pairs : left, right (keys of the records), weight (bits against strangers, all fields), probability, is_duplicate,
        and per field `agree_FIELD` (level code, null where a record says nothing) and `weight_FIELD` (bits)
    clusters : side (left or right), record, cluster_id, size, weakest (lowest probability among its links)
    learned : field, level, same, contact, strangers, weight
    rates : share of all pairs by kind: same, contact, strangers
    skipped : key, n_blocks, n_records that were too many to compare under that key
    n_compared : pairs that were compared
    threshold : probability from which a pair counts
    """

    pairs: pl.DataFrame
    clusters: pl.DataFrame
    learned: pl.DataFrame
    rates: Mapping[str, float]
    skipped: pl.DataFrame
    n_compared: int
    threshold: float


def find_duplicates(
    frame: pl.DataFrame,
    other: pl.DataFrame | None = None,
    *,
    record: str | None = None,
    columns: Mapping[str, str] | None = None,
    threshold: float = 0.9,
    largest_block: int = 100,
    seed: int = 1,
) -> Duplicates:
    """Pairs of records that may be one person: within a frame, or between two frames.

    Only agreement of the columns of the frames is read, no history, no label, no protected column. A match is a
    question to people: twins, namesakes and clerical errors look like this too.

    Parameters
    ----------
    frame, other : one row per record
        Columns `name` and `birth_date`; used where present: `birth_place`, `document_number`, `phone`, `address`.
    record : column with the key of a record; the row number by default
    columns : field to column, where a frame uses other names
    threshold : probability, 0 to 1
        From which two records count as one person.
    largest_block : records, 2 and up
        Larger blocks are left to finer keys and told in `skipped`.
    seed : of the pairs of strangers that are drawn

    Raises
    ------
    BadRequest
        Not a polars frame, or a setting out of its range.
    TableError
        Missing columns, wrong types, repeated keys; all at once.

    Randomness : numpy generator of `seed`.   Source : see `weights.learn`.

    Examples
    --------
    >>> from datetime import date
    >>> names, number = ["Moh. Choirul Anam", "MUHAMMAD KHOIRUL ANAM"], "1804180305809001"
    >>> cards = pl.DataFrame({"name": names, "birth_date": [date(1980, 5, 3)] * 2, "document_number": [number] * 2})
    >>> find_duplicates(cards).pairs.select("left", "right", "agree_name", "is_duplicate").rows()
    [(0, 1, 'same', True)]
    """
    if not 0 < threshold < 1 or largest_block < 2:
        raise BadRequest(
            "A threshold of {threshold} with blocks of {largest} records cannot be.",
            threshold=threshold,
            largest=largest_block,
            cure="The threshold lies between 0 and 1; a block holds at least 2 records.",
        )
    left = prepared(checked(frame, columns or {}, record))
    right = None if other is None else prepared(checked(other, columns or {}, record))
    pairs, skipped = candidates(left, right, largest=largest_block)
    twos = left if right is None else right
    found = levels(left, twos, pairs)
    rarity = frequencies(left, right, pairs)
    n_pairs = left.height * (left.height - 1) / 2 if right is None else float(left.height) * twos.height
    if pairs.height:
        learned = learn(found, rarity, sampled(left, right, seed=seed), n_pairs)
    else:
        shares = {name: np.array([FIELD[name].same] * 3) for name in found}
        learned = Learned(shares, np.array([0.0, 0.0, 1.0]))
    table = _table(pairs, found, rarity, learned, threshold)
    keys = {"left": left["record"], "right": twos["record"]}
    clusters = _clusters(table.filter("is_duplicate"), keys, one_table=right is None)
    named = table.with_columns(keys[side].gather(table[side]).alias(side) for side in ("left", "right"))
    rates = dict(zip(("same", "contact", "strangers"), learned.rates.tolist(), strict=True))
    return Duplicates(named, clusters, learned.table(), rates, skipped, pairs.height, threshold)


def _table(
    pairs: pl.DataFrame, found: Mapping[str, np.ndarray], rarity: Floats, learned: Learned, threshold: float
) -> pl.DataFrame:
    """Rows of the pairs worth a line, the most likely first."""
    probability, bits = (
        judged(found, rarity, learned) if pairs.height else (np.zeros(0), {n: np.zeros(0) for n in found})
    )
    keep = np.flatnonzero(probability >= min(SHOWN, threshold))
    agree = {
        f"agree_{name}": pl.Series(
            [None if v < 0 else FIELD[name].levels[v] for v in found[name][keep]], dtype=pl.String
        )
        for name in found
    }
    weight = {f"weight_{name}": bits[name][keep] for name in found}
    whole = sum((bits[name][keep] for name in found), np.zeros(keep.size))
    made = pairs[keep].with_columns(
        weight=pl.Series(whole, dtype=pl.Float64),
        probability=pl.Series(probability[keep], dtype=pl.Float64),
        is_duplicate=pl.Series(probability[keep] >= threshold, dtype=pl.Boolean),
        **agree,
        **{name: pl.Series(values, dtype=pl.Float64) for name, values in weight.items()},
    )
    return made.sort("probability", "left", "right", descending=[True, False, False])


def _clusters(linked: pl.DataFrame, keys: Mapping[str, pl.Series], *, one_table: bool) -> pl.DataFrame:
    """Records that hang together through links, directly or through others; at least two records each."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = keys["left"].len()
    ones, twos = linked["left"].to_numpy().astype(np.int64), linked["right"].to_numpy().astype(np.int64)
    twos = twos if one_table else twos + n
    size = n if one_table else n + keys["right"].len()
    graph = coo_array((np.ones(ones.size, dtype=np.int8), (ones, twos)), shape=(size, size))
    label = connected_components(graph, directed=False)[1] if size else np.zeros(0, dtype=np.int64)
    nodes = np.unique(np.concatenate([ones, twos]))
    weakest = pl.DataFrame({"label": label[ones], "probability": linked["probability"]})
    weakest = weakest.group_by("label").agg(pl.col("probability").min().alias("weakest"))
    names = keys["left"] if one_table else pl.concat([keys["left"], keys["right"]])
    out = pl.DataFrame(
        {
            "side": pl.Series(np.where(nodes < n, "left", "right"), dtype=pl.String),
            "record": names.gather(nodes),
            "label": label[nodes],
        }
    )
    out = out.join(weakest, on="label", how="left", maintain_order="left")
    numbered = pl.col("label").rank("dense").cast(pl.Int64) - 1
    return out.select(
        "side", "record", cluster_id=numbered, size=pl.len().over("label").cast(pl.Int64), weakest="weakest"
    )
