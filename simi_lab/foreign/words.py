"""Invented names of foreigners, directors, companies and streets, from a small committed pool."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.streams import transforms
from simi_lab.streams.words import Words

Ints = NDArray[np.int64]
Draw = Callable[..., Words]
"""Gives the words of a column, of every row or of the rows that are named."""
POOL = Path(__file__).parent / "tables" / "words.csv"
REGION_OF = {
    "MYS": "malay", "CHN": "china", "IND": "south", "KOR": "korea", "JPN": "japan", "AUS": "west", "NLD": "west",
    "DEU": "west", "GBR": "west", "USA": "west", "PAK": "south", "EGY": "south", "TUR": "west", "PHL": "malay",
}  # fmt: skip
LOCAL = "local"


@cache
def _pool() -> dict[tuple[str, str, str], list[str]]:
    frame = pl.read_csv(POOL)
    words: dict[tuple[str, str, str], list[str]] = {}
    for place, region, sex, word in frame.iter_rows():
        words.setdefault((place, region, sex), []).append(word)
    return words


def person_names(first: Words, last: Words, region: Sequence[str], is_woman: NDArray[np.bool_]) -> list[str]:
    """Two-word names by region of the name and sex, one per word."""
    pool = _pool()
    names = []
    for a, b, where, woman in zip(_halves(first), _halves(last), region, is_woman.tolist(), strict=True):
        sex = "F" if woman else "M"
        names.append(f"{_take(pool['first', where, sex], a)} {_take(pool['last', where, sex], b)}")
    return names


def company_names(head: Words, middle: Words, tail: Words) -> list[str]:
    """Names such as "PT Bumi Kopi Mandiri", one per word."""
    return [f"PT {text}" for text in _joined([("company", "head", head), ("company", "middle", middle),
                                              ("company", "tail", tail)])]  # fmt: skip


def institution_names(head: Words, tail: Words) -> list[str]:
    """Names such as "Yayasan Harapan", one per word."""
    return _joined([("institution", "head", head), ("institution", "tail", tail)])


def streets(words: Words) -> list[str]:
    """One street per word."""
    return _joined([("street", "any", words)])


def _joined(parts: Sequence[tuple[str, str, Words]]) -> list[str]:
    pool = _pool()
    columns = []
    for place, region, words in parts:
        choices = pool[place, region, "any"]
        columns.append([choices[i] for i in transforms.integers(words, len(choices)).tolist()])
    return [" ".join(row) for row in zip(*columns, strict=True)]


def _halves(words: Words) -> list[int]:
    return transforms.integers(words, 1 << 30).tolist()


def _take(choices: list[str], number: int) -> str:
    return choices[number * len(choices) >> 30]
