"""What is printed on the papers: names, numbers with reserved serials, days of issue; honest mismatches, no error."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.filing.papers.shown import PER_APPLICATION
from simi_lab.reference.spelling import variant
from simi_lab.scenario.model import Scenario
from simi_lab.schema import CODES
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
KINDS = CODES["document_kind"]
KTP, KK, BIRTH = (KINDS.index(name) for name in ("ktp", "kk", "birth_certificate"))
YEAR = 365.25
CARDS_SINCE = clock.day_index(date(2012, 1, 1))  # electronic identity cards, valid for life
ADULT_AT, WED_AT, SCHOOLED = 17, 19, (12, 19)  # years of age: card, earliest marriage, school certificates
IN_TIME_DAYS = 60  # days after birth in which a birth is registered in the general register (LU), later it is LT
IN_TIME_SHARE = 0.1, 0.7  # assumed: births registered in time, of adults and of minors
LASTING = ("ktp", "parent_ktp", "birth_certificate", "marriage_book", "diploma")
NEW_DAYS = 90  # assumed: a lasting paper that falls due while the world runs is got within so many days
FRESH = {"police_report": 30, "recommendation": 60, "parents_consent": 7}  # assumed: at most so many days old
SLIPS = {"marriage_book": "", "diploma": "IJ/", "police_report": "LP/", "recommendation": "REK/"}
"""Papers numbered serial/month/year: local formats differ, so the lab has one of its own."""


def printed(scenario: Scenario, papers: pl.DataFrame) -> pl.DataFrame:
    """Add spelled (the name as the paper spells it), number and issued_on; old passports get theirs in `books`.

    Parameters
    ----------
    papers : as `shown` gives them

    Randomness : table "documents", columns variant, issued, serial, counter = document key; table "lasting_papers" for
    papers that a person keeps: the same paper shown twice says the same.
    """
    streams, keys = Streams(scenario.seed), papers["document_id"].to_numpy()
    kind = papers["document_kind"].to_physical().cast(pl.Int64).to_numpy()
    other = transforms.bernoulli(streams.at("documents", "variant", "", keys), scenario.papers.name_variant.value)
    other &= (kind != KTP) & (kind != KINDS.index("parent_ktp"))
    at = np.flatnonzero(other)
    name = papers["name"]
    spelled = name.scatter(at, name.gather(at).to_frame().select(variant(pl.col("name"))).to_series())
    lasts = np.isin(kind, [KINDS.index(each) for each in LASTING])
    own = np.where(kind == KINDS.index("parent_ktp"), KTP, kind) + PER_APPLICATION * papers["person_id"].to_numpy()

    def word(column: str) -> NDArray[np.uint64]:
        words = np.empty(keys.size, dtype=np.uint64)
        words[lasts] = streams.at("lasting_papers", column, "", own[lasts])
        words[~lasts] = streams.at("documents", column, "", keys[~lasts])
        return words

    in_time = _in_time(papers, np.flatnonzero(kind == BIRTH), streams, own)
    made_by = np.where(lasts, clock.day_index(scenario.period.first), np.iinfo(np.int64).max)
    issued = _issued(papers, kind, transforms.uniform(word("issued")), in_time, made_by)
    serial = 9000 + transforms.integers(word("serial"), 1000)
    day = pl.Series(issued.astype(np.int32)).cast(pl.Date)
    return papers.with_columns(
        spelled.alias("spelled"), day.alias("issued_on"), _numbers(papers, kind, day, serial, in_time).alias("number")
    )


def _in_time(papers: pl.DataFrame, births: Ints, streams: Streams, own: Ints) -> NDArray[np.bool_]:
    """Which births were registered in time; a newborn's can only have been."""
    mine = papers.select("is_minor", "birth_date", "filed_at")[births]
    share = np.array(IN_TIME_SHARE)[mine["is_minor"].cast(pl.Int64).to_numpy()]
    newborn = (mine["filed_at"].dt.date() - mine["birth_date"]).dt.total_days().to_numpy() <= IN_TIME_DAYS
    in_time = np.zeros(papers.height, dtype=bool)
    in_time[births] = newborn | transforms.bernoulli(streams.at("lasting_papers", "in_time", "", own[births]), share)
    return in_time


def _issued(
    papers: pl.DataFrame, kind: Ints, u: NDArray[np.float64], in_time: NDArray[np.bool_], made_by: Ints
) -> Ints:
    """Day of issue: evenly over the days on which such a paper can have been given out, never after filing.

    Who could have a lasting paper before the day `made_by` (the first of the world) has had it since then.
    """
    filed = papers["filed_at"].to_physical().to_numpy() // (clock.US_PER_SECOND * clock.SECONDS_PER_DAY)
    born = papers["birth_date"].to_physical().cast(pl.Int64).to_numpy()
    years = np.zeros(len(KINDS))
    years[[KTP, KINDS.index("parent_ktp")]] = ADULT_AT
    years[KINDS.index("marriage_book")], years[KINDS.index("diploma")] = WED_AT, SCHOOLED[0]
    start, end = born + np.floor(years[kind] * YEAR).astype(np.int64), filed.copy()
    card = (kind == KTP) | (kind == KINDS.index("parent_ktp"))
    start = np.where(card, np.maximum(start, CARDS_SINCE), start)
    for name, days in FRESH.items():
        start = np.where(kind == KINDS.index(name), filed - days, start)
    start = np.where((kind == BIRTH) & ~in_time, born + IN_TIME_DAYS + 1, start)
    end = np.where(in_time, np.minimum(born + IN_TIME_DAYS, filed), end)
    end = np.where(kind == KINDS.index("diploma"), np.minimum(born + int(SCHOOLED[1] * YEAR), filed), end)
    end = np.minimum(end, np.maximum(made_by, start + NEW_DAYS))
    start = np.minimum(start, end)
    day = start + np.floor(u * (end - start + 1)).astype(np.int64)
    cards = np.flatnonzero(kind == KK)
    day[cards] = _card_days(papers["kk_number"].gather(cards))
    return np.minimum(day, filed)


def _card_days(kk_number: pl.Series) -> Ints:
    """Day of issue that stands in the number of a family card."""
    digits = kk_number.str.slice(6, 6).cast(pl.Int64).to_frame("n")
    n = pl.col("n")
    day = pl.date(2000 + n % 100, n // 100 % 100, n // 10_000)
    return digits.select(day.to_physical().cast(pl.Int64)).to_series().to_numpy()


def _numbers(papers: pl.DataFrame, kind: Ints, day: pl.Series, serial: Ints, in_time: NDArray[np.bool_]) -> pl.Series:
    """Identity number (with the fault of the register, if any), family card, certificate, or the lab's own slip."""
    number = papers["nik"]
    cards = np.flatnonzero(kind == KK)
    number = number.scatter(cards, papers["kk_number"].gather(cards))
    faulty = np.flatnonzero((kind == KTP) & (papers["nik_fault"].to_numpy() > 0))
    number = number.scatter(faulty, _faulty_nik(papers[faulty]))
    births = np.flatnonzero(kind == BIRTH)
    parts = pl.DataFrame(
        {
            "region": papers["nik"].gather(births).str.slice(0, 4),
            "register": np.where(in_time[births], "-LU-", "-LT-").tolist(),
            "day": _digits(day.gather(births)),
            "serial": serial[births],
        },
        schema_overrides={"register": pl.String},
    )
    number = number.scatter(
        births, parts.select(pl.concat_str("region", "register", "day", pl.lit("-"), "serial")).to_series()
    )
    for name, prefix in SLIPS.items():
        mine = np.flatnonzero(kind == KINDS.index(name))
        slip = pl.DataFrame({"serial": serial[mine], "my": _digits(day.gather(mine)).str.slice(2)})
        text = pl.concat_str(
            pl.lit(prefix), "serial", pl.lit("/"), pl.col("my").str.slice(0, 2), pl.lit("/"), pl.col("my").str.slice(2)
        )
        number = number.scatter(mine, slip.select(text).to_series())
    return number.scatter(np.flatnonzero(kind == KINDS.index("parents_consent")), None)


def _digits(day: pl.Series) -> pl.Series:
    """DDMMYYYY."""
    whole = day.dt.day().cast(pl.Int64) * 1_000_000 + day.dt.month().cast(pl.Int64) * 10_000 + day.dt.year()
    return whole.cast(pl.String).str.zfill(8)


def _faulty_nik(papers: pl.DataFrame) -> pl.Series:
    """Numbers of those whose sex (1) or birth day (2) stands wrongly in the register."""
    nik, day = pl.col("nik"), pl.col("nik").str.slice(6, 2).cast(pl.Int64)
    other_sex = pl.when(day > 40).then(day - 40).otherwise(day + 40)
    other_day = pl.when(day % 40 > 1).then(day - 1).otherwise(day + 1)
    wrong = pl.when(pl.col("nik_fault") == 1).then(other_sex).otherwise(other_day)
    text = pl.concat_str(nik.str.slice(0, 6), wrong.cast(pl.String).str.zfill(2), nik.str.slice(8))
    return papers.select(text.alias("nik")).to_series()
