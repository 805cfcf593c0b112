"""Invented names that fit sex, age and origin; the origin lives only in here and in no table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.people.births import Members
from simi_lab.people.layout import PersonWords, select
from simi_lab.people.spelling import Spellings
from simi_lab.scenario.world import Households
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
ORIGINS = ("java", "lampung", "sunda", "semendo")
POOL = Path(__file__).parent / "tables" / "names.csv"
RELIGIOUS_FIRST = {"java": 0.10, "lampung": 0.22, "sunda": 0.14, "semendo": 0.22}  # assumed
THIRD_WORD = 0.22  # assumed: share of names with a word in the middle
NO_WORD = -1
MONONYM_ODDS = {"java": 1.6, "lampung": 0.4, "sunda": 0.4, "semendo": 0.4}  # assumed
REFORM_DAY = clock.day_index(date(1972, 8, 17))  # the spelling reform; names given before it keep their letters
OLD_SPELLERS, OLD_ELSEWHERE = ("java", "sunda"), 1 / 3  # assumed: where oe, dj and tj were common, and the rest
FROM_ANYWHERE = 0.45  # assumed: share of those under 35 whose first name is not regional


@dataclass(frozen=True)
class Names:
    """Names as rows of the pool, arrays of shape (n_people,); `NO_WORD` where there is no second or third word."""

    front: Ints
    middle: Ints
    end: Ints

    @property
    def is_single(self) -> Flags:
        """Whether the name is one word."""
        return self.middle == NO_WORD

    def of(self, rows: Flags) -> Names:
        """Names of some people."""
        return Names(self.front[rows], self.middle[rows], self.end[rows])

    def text(self, *tail: pl.Series | str, glue: str = " ") -> pl.Series:
        """Names as they are written, followed by the tail; with another glue than the space in small letters."""
        words, behind = _words(glue)
        parts = {
            "front": words.gather(self.front),
            "middle": behind.gather(self.middle),
            "end": behind.gather(self.end),
        }
        joined = pl.concat_str("front", "middle", "end", *(pl.lit(each) for each in tail))
        return pl.DataFrame(parts).select(joined.alias("name")).to_series()


@cache
def _pool() -> tuple[Spellings, dict[tuple[str, str, str], tuple[int, int]]]:
    """All words with their other forms, and for (origin, sex, place) the first row and the number of words."""
    frame = pl.read_csv(POOL).with_row_index()
    spans = frame.group_by("origin", "sex", "place", maintain_order=True).agg(
        pl.col("index").min().alias("first"), pl.len().alias("n")
    )
    found = {(r["origin"], r["sex"], r["place"]): (int(r["first"]), int(r["n"])) for r in spans.iter_rows(named=True)}
    return Spellings(frame["word"].to_list()), found


@cache
def _words(glue: str) -> tuple[pl.Series, pl.Series]:
    """All words, and the same behind the glue with the empty text as the last row, which `NO_WORD` points at."""
    words = pl.Series(_pool()[0].words)
    if glue != " ":
        words = words.str.replace_all(".", "", literal=True).str.replace_all(" ", glue, literal=True).str.to_lowercase()
    return words, pl.concat([glue + words, pl.Series([""])], rechunk=True)


def names(plan: Households, streams: Streams, rows: Members, household_id: Ints, age: NDArray[np.float64]) -> Names:
    """Names of people.

    Parameters
    ----------
    household_id, age : shape (n_people,), as `rows`; the origin is one per household

    Randomness : tables "households" (origin) and "people" (words of the name).
    """
    first_house = int(household_id.min()) if household_id.size else 0
    n_houses = int(household_id.max()) - first_house + 1 if household_id.size else 0
    shares = transforms.cumulative(plan.origins.of(ORIGINS))
    by_house = transforms.category(streams.words("households", "origin", start=first_house, n=n_houses), shares)
    origin = by_house[household_id - first_house]

    words, is_woman = partial(PersonWords(streams, rows.person_id), "name"), rows.is_woman
    young = transforms.uniform(words("cohort")) > (age - 15.0) / 45.0
    anywhere = transforms.bernoulli(words("anywhere"), FROM_ANYWHERE) & (age < 35)
    cohort = [(origin, place) for place in ("old", "young") for origin in ORIGINS]
    group = select(anywhere, len(cohort), origin + len(ORIGINS) * young)
    first = _pick(words("first"), group, is_woman, [*cohort, ("faker", "young")])
    group = select(transforms.bernoulli(words("last_pool"), 0.3), len(ORIGINS), origin)
    last = _pick(words("last"), group, is_woman, [*((origin, "last") for origin in ORIGINS), ("faker", "last")])
    religious = _pick(words("religious"), np.zeros_like(origin), is_woman, [("any", "first")])
    with_religious = transforms.bernoulli(words("with_religious"), np.array(list(RELIGIOUS_FIRST.values()))[origin])

    single = (transforms.uniform(words("shape")) < _mononym_share(plan, age, origin)) & ~with_religious
    has_end = with_religious & (last != first) & transforms.bernoulli(words("third"), THIRD_WORD)
    named = Names(
        select(with_religious, religious, first),
        select(with_religious, first, select(single, NO_WORD, last)),
        select(has_end, last, NO_WORD),
    )
    return _spelled(plan, streams, rows, origin, named)


def _mononym_share(plan: Households, age: NDArray[np.float64], origin: Ints) -> NDArray[np.float64]:
    """Chance of a single word for those without a religious first name, so that the plan's shares come out overall."""
    odds = np.array([MONONYM_ODDS[name] for name in ORIGINS])
    religious = np.array([RELIGIOUS_FIRST[name] for name in ORIGINS])
    shares = plan.origins.of(ORIGINS)
    mean = sum(share * odd * (1.0 - r) for share, odd, r in zip(shares, odds.tolist(), religious.tolist(), strict=True))
    slope = np.clip((age - 25.0) / 25.0, 0.0, 1.0)
    share = plan.mononym_under_25.value + slope * (plan.mononym_from_50.value - plan.mononym_under_25.value)
    chance: NDArray[np.float64] = share * (odds / mean)[origin]
    return chance


def _spelled(plan: Households, streams: Streams, rows: Members, origin: Ints, named: Names) -> Names:
    """The same names as they were written down: as before the reform, as heard, or in another religious form."""
    table, front, middle = _pool()[0], named.front, named.middle
    share = plan.other_spelling_share.value

    def some(among: Ints, role: str, share: float | NDArray[np.float64]) -> Ints:
        return among[transforms.bernoulli(streams.at("people", "name", role, rows.person_id[among]), share)]

    old = plan.old_spelling_share.value * np.where(np.isin(ORIGINS, OLD_SPELLERS), 1.0, OLD_ELSEWHERE)
    born = np.flatnonzero(rows.birth_day < REFORM_DAY)
    born = some(born, "old_spelling", old[origin[born]])
    front[born] = table.old[front[born]]
    several = born[middle[born] != NO_WORD]
    middle[several] = table.old[middle[several]]

    sunda = np.flatnonzero(origin == ORIGINS.index("sunda"))
    sunda = some(sunda[table.is_heard[front[sunda]]], "heard", share)
    front[sunda] = table.heard[front[sunda]]

    known = some(np.flatnonzero(table.has_forms[front]), "other_spelling", share)
    words = streams.at("people", "name", "form", rows.person_id[known])
    form = table.first[front[known]] + transforms.integers(words, table.count[front[known]])
    front[known] = np.where(table.is_short[form] & (middle[known] == NO_WORD), front[known], form)
    return Names(front, middle, named.end)


def _pick(words: NDArray[np.uint64], group: Ints, is_woman: Flags, groups: Sequence[tuple[str, str]]) -> Ints:
    """Row of the pool for each person, from the words of the group (origin, place in the name) and the sex."""
    _, spans = _pool()
    table = [spans[(origin, sex, place)] for origin, place in groups for sex in ("M", "F")]
    first, count = np.array(list(zip(*table, strict=True)))
    chosen = 2 * group + is_woman
    return first[chosen] + transforms.integers(words, count[chosen])
