"""Invented names that fit sex, age and origin; the origin lives only in here and in no table."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.scenario.world import Households
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
ORIGINS = ("java", "lampung", "sunda", "semendo")
POOL = Path(__file__).parent / "tables" / "names.csv"
RELIGIOUS_FIRST = {"java": 0.10, "lampung": 0.22, "sunda": 0.14, "semendo": 0.22}  # assumed
THIRD_WORD = 0.22  # assumed: share of names with a word in the middle
NO_WORD = -1
FROM_ANYWHERE = 0.45  # assumed: share of those under 35 whose first name is not regional


@cache
def _pool() -> tuple[pl.Series, dict[tuple[str, str, str], tuple[int, int]]]:
    """All words in one series, and for (origin, sex, place) the first row and the number of words."""
    frame = pl.read_csv(POOL).with_row_index()
    spans = frame.group_by("origin", "sex", "place", maintain_order=True).agg(
        pl.col("index").min().alias("first"), pl.len().alias("n")
    )
    found = {(r["origin"], r["sex"], r["place"]): (int(r["first"]), int(r["n"])) for r in spans.iter_rows(named=True)}
    return frame["word"], found


@cache
def _spaced() -> pl.Series:
    """All words after a space, and as the last row (`NO_WORD`) the empty text."""
    return pl.concat([" " + _pool()[0], pl.Series([""])])


def _pick(words: NDArray[np.uint64], origin: Ints, is_woman: Flags, place: Ints | int, places: tuple[str, ...]) -> Ints:
    """Row of the pool for each person, by origin, sex and place in the name."""
    _, spans = _pool()
    table = np.array([[[spans[(o, s, p)] for p in places] for s in ("M", "F")] for o in ORIGINS])
    chosen = table[origin, is_woman.astype(np.int64), place]
    return chosen[:, 0] + transforms.integers(words, chosen[:, 1])


def names(
    plan: Households, streams: Streams, person_id: Ints, household_id: Ints, is_woman: Flags, age: NDArray[np.float64]
) -> tuple[pl.Series, Flags]:
    """Names and whether each is a single word.

    Parameters
    ----------
    person_id, household_id, is_woman, age : shape (n_people,); the origin is one per household

    Randomness : tables "households" (origin) and "people" (words of the name).
    """
    first_house = int(household_id.min()) if household_id.size else 0
    n_houses = int(household_id.max()) - first_house + 1 if household_id.size else 0
    shares = transforms.cumulative(plan.origins.of(ORIGINS))
    by_house = transforms.category(streams.words("households", "origin", start=first_house, n=n_houses), shares)
    origin = by_house[household_id - first_house]

    def words(role: str) -> NDArray[np.uint64]:
        return streams.at("people", "name", role, person_id)

    u = transforms.uniform(words("shape"))
    young = transforms.uniform(words("cohort")) > (age - 15.0) / 45.0
    anywhere = transforms.bernoulli(words("anywhere"), FROM_ANYWHERE) & (age < 35)
    regional = _pick(words("first"), origin, is_woman, young.astype(np.int64), ("old", "young"))
    _, spans = _pool()
    general = _from(spans, "faker", "young", words("first"), is_woman)
    first = np.where(anywhere, general, regional)
    last = np.where(
        transforms.bernoulli(words("last_pool"), 0.3),
        _from(spans, "faker", "last", words("last"), is_woman),
        _pick(words("last"), origin, is_woman, 0, ("last",)),
    )
    religious = _from(spans, "any", "first", words("religious"), is_woman)
    with_religious = transforms.bernoulli(words("with_religious"), np.array(list(RELIGIOUS_FIRST.values()))[origin])

    slope = np.clip((age - 25.0) / 25.0, 0.0, 1.0)
    share = plan.mononym_under_25.value + slope * (plan.mononym_from_50.value - plan.mononym_under_25.value)
    single = (u < share * np.where(origin == 0, 1.6, 0.4)) & ~with_religious
    return _compose(
        first, last, religious, with_religious, single, transforms.bernoulli(words("third"), THIRD_WORD)
    ), single


def _from(
    spans: dict[tuple[str, str, str], tuple[int, int]], origin: str, place: str, words: NDArray[np.uint64], woman: Flags
) -> Ints:
    first = np.array([spans[(origin, "M", place)][0], spans[(origin, "F", place)][0]])[woman.astype(np.int64)]
    count = np.array([spans[(origin, "M", place)][1], spans[(origin, "F", place)][1]])[woman.astype(np.int64)]
    return first + transforms.integers(words, count)


def _compose(first: Ints, last: Ints, religious: Ints, with_religious: Flags, single: Flags, third: Flags) -> pl.Series:
    """Join the words: [religious] first [last]; `third` keeps the last word after a religious one."""
    pool, _ = _pool()
    front = np.where(with_religious, religious, first)
    middle = np.where(single, NO_WORD, np.where(with_religious, first, last))
    end = np.where(with_religious & third & (last != first) & ~single, last, NO_WORD)
    words = {name: _spaced().gather(rows) for name, rows in (("middle", middle), ("end", end))}
    return pl.DataFrame({"name": pool.gather(front), **words}).select(pl.concat_str("name", "middle", "end")).to_series()


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
