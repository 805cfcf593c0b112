"""Records with planted copies, to try a matching on: the truth is known, and so are the ordinary errors."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.reference.spelling import variant
from simi_lab.streams import Streams, transforms

# Shares of what happens to an entry on the way to a second record. No figures are published for Indonesia (mark:
# assumed; the kinds are the known reasons why papers of one person differ).
NAME = {"as_is": 0.40, "spelled": 0.22, "turned": 0.08, "of_father": 0.05, "short": 0.10, "typed": 0.15}
DATE = {"as_is": 0.84, "exchanged": 0.06, "day_after": 0.04, "year_after": 0.04, "absent": 0.02}
PLACE = {"as_is": 0.88, "absent": 0.05, "other": 0.07}
CONTACTS: Mapping[str, Mapping[str, Mapping[str, float]]] = {
    # the most frequent duplicate is a book that was mislaid and asked for anew: same number, mostly same contacts
    "ordinary": {
        "phone": {"as_is": 0.60, "other": 0.40},
        "number": {"as_is": 0.60, "misread": 0.08, "other": 0.32},
        "address": {"as_is": 0.75, "other": 0.25},
    },
    # one who takes a second identity changes what he can
    "hidden": {
        "phone": {"as_is": 0.45, "other": 0.55},
        "number": {"as_is": 0.30, "misread": 0.08, "other": 0.62},
        "address": {"as_is": 0.50, "other": 0.50},
    },
}
_ABBREVIATED = (("Muhammad", "Moh."), ("Mohamad", "Muh."), ("Abdul", "Abd."), ("Siti", "St."))
_OTHERS = {"phone": 104_729, "address": 7_919, "birth_place": 3_571}  # rows away whose entry stands in: primes


def with_copies(
    records: pl.DataFrame, *, share: float, seed: int, kind: str = "ordinary"
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Append copies of some records, each entry as it might stand on other papers.

    Parameters
    ----------
    records : name, birth_date, birth_place, document_number (a NIK), phone, address; one row per person
    share : share of the records that get one copy

    kind : ordinary (same number and contacts mostly) or hidden (mostly other ones)

    Returns
    -------
    records, truth
        The records with `record` (row number); and record, person (row number of the original).

    Randomness : streams of `seed`, table "copies".
    """
    streams, every = Streams(seed), np.arange(records.height, dtype=np.int64)
    chosen = every[transforms.bernoulli(streams.at("copies", "chosen", "", every), share)]

    def draw(role: str, table: Mapping[str, float]) -> pl.Series:
        at = transforms.category(streams.at("copies", role, "", chosen), transforms.cumulative(list(table.values())))
        return pl.Series(role, list(table)).gather(at)

    word = streams.at("copies", "letter", "", chosen)
    other = {name: records[name].gather((chosen + step) % records.height) for name, step in _OTHERS.items()}
    copies = records[chosen].with_columns(
        draw("how_name", NAME),
        draw("how_date", DATE),
        draw("how_place", PLACE),
        draw("how_phone", CONTACTS[kind]["phone"]),
        draw("how_number", CONTACTS[kind]["number"]),
        draw("how_address", CONTACTS[kind]["address"]),
        pl.Series("at", (word % np.uint64(12)).astype(np.int64)),
        pl.Series("serial", 9000 + transforms.integers(word, 1000)),
        *(values.alias(f"other_{name}") for name, values in other.items()),
    )
    made = copies.with_columns(_name(), _date(), _place(), _number(), *map(_or_other, ("phone", "address")))
    made = made.select(records.columns)
    whole = pl.concat([records, made]).with_row_index("record").with_columns(pl.col("record").cast(pl.Int64))
    person: NDArray[np.int64] = np.concatenate([every, chosen])
    return whole, whole.select("record", person=pl.Series(person))


def _name() -> pl.Expr:
    name, how = pl.col("name"), pl.col("how_name")
    words = name.str.split(" ")
    short = name
    for long, abbreviated in _ABBREVIATED:
        short = short.str.replace(long, abbreviated, literal=True)
    # a middle or last word to its letter, where nothing else can be shortened
    tail = pl.concat_str(name.str.replace(r" [^ ]+$", ""), pl.lit(" "), words.list.last().str.slice(0, 1))
    short = pl.when(short != name).then(short).when(words.list.len() > 1).then(tail).otherwise(name)
    typed = pl.concat_str(name.str.slice(0, pl.col("at")), name.str.slice(pl.col("at") + 1))
    return (
        pl.when(how == "spelled")
        .then(variant(name))
        .when(how == "turned")
        .then(words.list.reverse().list.join(" "))
        .when(how == "of_father")
        .then(pl.concat_str(name, pl.lit(" bin Sulaiman")))
        .when(how == "short")
        .then(short)
        .when((how == "typed") & (name.str.len_chars() > 4))
        .then(typed)
        .otherwise(name)
        .alias("name")
    )


def _date() -> pl.Expr:
    day, how = pl.col("birth_date"), pl.col("how_date")
    able = day.dt.day() <= 12
    turned = pl.date(day.dt.year(), pl.when(able).then(day.dt.day()).otherwise(1), day.dt.month())
    return (
        pl.when((how == "exchanged") & able)
        .then(turned)
        .when(how == "day_after")
        .then(day.dt.offset_by("1d"))
        .when(how == "year_after")
        .then(day.dt.offset_by("1y"))
        .when(how != "absent")
        .then(day)
        .alias("birth_date")
    )


def _place() -> pl.Expr:
    how = pl.col("how_place")
    kept = pl.when(how == "other").then("other_birth_place").when(how == "as_is").then("birth_place")
    return kept.alias("birth_place")


def _number() -> pl.Expr:
    number, how = pl.col("document_number"), pl.col("how_number")
    misread = pl.concat_str(number.str.slice(0, 15), ((number.str.slice(15).cast(pl.Int64) + 3) % 10).cast(pl.String))
    new = pl.concat_str(number.str.slice(0, 12), pl.col("serial").cast(pl.String))
    return (
        pl.when(how == "other")
        .then(new)
        .when(how == "misread")
        .then(misread)
        .otherwise(number)
        .alias("document_number")
    )


def _or_other(name: str) -> pl.Expr:
    return pl.when(pl.col(f"how_{name}") == "as_is").then(name).otherwise(f"other_{name}").alias(name)
