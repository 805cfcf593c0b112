"""Ordinary other spellings of Indonesian names: the usual reason why two papers of one person differ.

Rules are general knowledge (mark: known): old and new spelling (oe/u, dj/j, tj/c), and letters that are heard alike.
"""

from __future__ import annotations

import polars as pl

_SWAPS = (
    ("Muhammad", "Mohamad"),
    ("Ahmad", "Achmad"),
    ("Siti", "Sitti"),
    ("Sri", "Srie"),
    ("Khoirun", "Choirun"),
    ("Yusuf", "Jusuf"),
    ("Abdul", "Abd."),
    ("Nur", "Noer"),
    ("Su", "Soe"),
    ("dj", "j"),
    ("ie", "i"),
    ("oe", "u"),
    ("Dj", "J"),
    ("Tj", "C"),
    ("sy", "s"),
    ("kh", "h"),
    ("f", "p"),
    ("z", "j"),
    ("v", "p"),
    ("di", "dy"),
)


def variant(name: pl.Expr) -> pl.Expr:
    """An ordinary other spelling of a name: the first rule that fits, else the last letter doubled."""
    out = pl.concat_str(name, name.str.slice(-1, 1))
    for old, new in reversed(_SWAPS):
        out = (
            pl.when(name.str.contains(old, literal=True)).then(name.str.replace(old, new, literal=True)).otherwise(out)
        )
    return out
