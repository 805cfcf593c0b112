"""Names brought to one spelling, so that Moh. Khoirul and MUHAMMAD CHOIRUL meet."""

from __future__ import annotations

import polars as pl

# Ordinary Indonesian spelling variants (old and new orthography, transliteration from Arabic): never a sign of fraud.
_WHOLE_WORDS: tuple[tuple[str, str], ...] = (
    (r"\b(MU(CH|H|KH)AM+[AE]D|MO(CH|H|KH)AM+[AE]D|MOH|MUH|MOCH|MUCH|MHD|M)\b", "MUHAMAD"),
    (r"\b(ABD|ABDUL|ABDOEL)\b", "ABDUL"),
    (r"\b(ST|SITI|SITTI)\b", "SITI"),
    (r"\b(SRI|SRIE)\b", "SRI"),
)
_SOUNDS: tuple[tuple[str, str], ...] = (
    ("OE", "U"),
    ("DJ", "J"),
    ("TJ", "C"),
    ("CH", "K"),
    ("KH", "K"),
    ("SJ", "SY"),
    ("Y", "I"),
    ("DZ", "Z"),
    ("PH", "F"),
    ("V", "F"),
    ("Q", "K"),
)


def name_key(name: pl.Expr) -> pl.Expr:
    """One spelling of a name: capitals, common variants and old orthography merged, doubled letters single.

    Examples
    --------
    >>> names = pl.DataFrame({"name": ["Moh. Khoirul Anam", "MUHAMMAD CHOIRUL ANAM"]})
    >>> names.select(name_key(pl.col("name"))).to_series().to_list()
    ['MUHAMAD KOIRUL ANAM', 'MUHAMAD KOIRUL ANAM']
    """
    key = name.str.to_uppercase().str.replace_all(r"[^A-Z ]+", " ")
    for pattern, word in _WHOLE_WORDS:
        key = key.str.replace_all(pattern, word)
    for sound, letter in _SOUNDS:
        key = key.str.replace_all(sound, letter, literal=True)
    for letter in "ABCDEFGHIJKLMNOPRSTUWZ":
        key = key.str.replace_all(f"{letter}{letter}", letter, literal=True)
    return key.str.replace_all(" +", " ").str.strip_chars()
