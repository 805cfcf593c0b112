"""What is true about each application of an office, and about each planted ring."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.filing.typologies.members import Rings
from simi_lab.schema import CODES, polars_schema
from simi_lab.schema.enums import coded
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
ROLES = {"two_identities": "second_identity", "queue_broker": "client"}  # other patterns have plain members


def truth_table(
    keys: Ints,
    planted: Sequence[Rings],
    firsts: tuple[Ints, Ints, NDArray[np.bool_]],
    posterior: NDArray[np.float64],
    protect: NDArray[np.float64],
) -> pl.DataFrame:
    """Table `truth_applications`: every application of the office, shape (n,).

    Parameters
    ----------
    firsts : rows of first identities, their ring keys, and whether the ring is a benign twin
    """
    n = keys.size
    typology, twin = np.zeros(n, dtype=np.int64), np.full(n, -1, dtype=np.int64)
    ring, action, role = np.full(n, -1, dtype=np.int64), np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    linked, positive = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    for rings in planted:
        code = CODES["typology"].index(rings.kind.name)
        rows = rings.row
        if rings.kind.benign:
            twin[rows] = code
        else:
            typology[rows], positive[rows] = code, True
            action[rows] = CODES["right_action"].index(rings.kind.pattern.action)
        ring[rows], linked[rows] = rings.ring_id[rings.ring], rings.linked
        role[rows] = CODES["ring_role"].index(ROLES.get(rings.kind.name, "member"))
    rows, ids, benign = firsts
    code = CODES["typology"].index("two_identities")
    ring[rows], role[rows] = ids, CODES["ring_role"].index("first_identity")
    twin[rows[benign]], typology[rows[~benign]] = code, code
    nulls = {name: pl.Series(values >= 0) for name, values in (("twin_of", twin), ("ring_id", ring))}
    frame = pl.DataFrame(
        {
            "application_id": keys,
            "typology": coded("typology", typology),
            "is_positive": positive,
            "twin_of": coded("typology", np.maximum(twin, 0)),
            "ring_id": ring,
            "right_action": coded("right_action", action),
            "ring_role": coded("ring_role", role),
            "is_linked": linked,
            "posterior": posterior,
            "posterior_protect": protect,
        }
    )
    hidden = [pl.when(pl.lit(has)).then(pl.col(name)).alias(name) for name, has in nulls.items()]
    return frame.with_columns(hidden).select(polars_schema("truth_applications").names())


def ring_table(days: Ints, planted: Sequence[Rings], contacts: Sequence[pl.Series], streams: Streams) -> pl.DataFrame:
    """Table `truth_rings`, by key: one row per planted group.

    Parameters
    ----------
    days : local day of each application, shape (n,)
    contacts : per kind, the contact of each ring (null: none), shape (n_rings,)

    Randomness : streams of the kind, column insider, counter = application that began the ring.
    """
    parts = []
    schema = polars_schema("truth_rings")
    for rings, contact in zip(planted, contacts, strict=True):
        kind, n = rings.kind, rings.ring_id.size
        if n == 0:
            continue
        share = kind.pattern.insider_share
        inside = np.zeros(n, dtype=bool)
        if share is not None and not kind.benign:
            inside = transforms.bernoulli(streams.at(kind.stream, "insider", "", rings.ring_id // 32), share.value)
        started = np.full(n, np.iinfo(np.int64).max)
        np.minimum.at(started, rings.ring, days[rings.row])
        parts.append(
            pl.DataFrame(
                {
                    "ring_id": rings.ring_id,
                    "typology": [kind.name] * n,
                    "is_benign": [kind.benign] * n,
                    "n_members": np.bincount(rings.ring, minlength=n),
                    "started_on": pl.Series(started.astype(np.int32)).cast(pl.Date),
                    "link": [kind.pattern.link.by] * n,
                    "n_linked": np.bincount(rings.ring[rings.linked], minlength=n),
                    "shared_contact": contact,
                    "has_insider": inside,
                }
            )
        )
    if not parts:
        return pl.DataFrame(schema=schema)
    return pl.concat(parts).select(schema.names()).cast(schema).sort("ring_id")
