"""Tables `guarantors` and `truth_guarantors`: companies with their evidence, institutions, and spouses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.foreign import words as names
from simi_lab.foreign.companies import ALONE, STRIDE, Companies
from simi_lab.foreign.laws import KINDS, RING
from simi_lab.reference.identity import stay as numbers
from simi_lab.scenario.foreign import BONDS, COMPANY_AGES, EVIDENCE
from simi_lab.schema import CODES, polars_schema
from simi_lab.schema.enums import coded, enum
from simi_lab.streams import Streams, transforms
from simi_lab.streams.words import Words

Ints = NDArray[np.int64]
NEW_DAYS, SETTLED_DAYS = (30, 335), (400, 5000)  # assumed: age of a company when its first foreigner arrives
CHECKED_AFTER = (30, 90)  # assumed: days from then to the day on which the office recorded the facts


@dataclass(frozen=True)
class Land:
    """Districts and villages of the office's area: cumulative weights, and where a district's villages begin."""

    district_id: pl.Series
    weights: Words
    village: pl.Series
    first_village: Ints
    n_villages: Ints

    def draw(self, district: Words, village: Words) -> tuple[Ints, Ints]:
        """District and village of each pair of words."""
        place = transforms.category(district, self.weights)
        return place, self.first_village[place] + transforms.integers(village, self.n_villages[place])


@dataclass(frozen=True)
class Others:
    """Guarantors who are no companies: holders of each, day of the first arrival; institutions first, then spouses."""

    n_institutions: int
    n_holders: Ints
    start: Ints


def guarantor_table(
    companies: Companies, others: Others, land: Land, streams: Streams, last: int, *, office_id: int
) -> pl.DataFrame:
    """Table `guarantors` of one office, companies first.

    Randomness : table "guarantors", counter = number of the guarantor; addresses and directors that are shared come
    from the smallest number among those who share.
    """
    n_companies, n = companies.kind.size, companies.kind.size + others.start.size
    own, at = np.arange(n), office_id * STRIDE
    home, director = own.copy(), own.copy()
    bond = np.concatenate([companies.bond, np.full(others.start.size, ALONE)])
    tie = np.concatenate([companies.tie, own[n_companies:]])
    for column, bonds in ((home, ("address", "both")), (director, ("director", "both"))):
        tied = np.isin(bond, [BONDS.index(each) for each in bonds])
        column[tied] = tie[tied]
    is_spouse = own >= n_companies + others.n_institutions
    kind = np.where(own < n_companies, 0, np.where(is_spouse, 2, 1))
    start = np.concatenate([companies.start, others.start])

    def words(column: str, number: Ints = own) -> Words:
        return streams.at("guarantors", column, "", at + number)

    checked = start + CHECKED_AFTER[0] + transforms.integers(words("checked"), CHECKED_AFTER[1])
    district, address = _addresses(land, words, home, office_id)
    person = names.person_names(
        words("first", director), words("last", director), [names.LOCAL] * n,
        transforms.bernoulli(words("sex", director), 0.3),
    )  # fmt: skip
    frame = pl.DataFrame(
        {
            "guarantor_id": at + own,
            "office_id": np.full(n, office_id),
            "kind": coded("guarantor_kind", kind),
            "name": _names(words, n_companies, others.n_institutions, person),
            "district_id": land.district_id.gather(district),
            "address": address,
            "director_id": pl.Series(at + director).set(pl.Series(is_spouse), None),
            "director": pl.Series(person).set(pl.Series(is_spouse), None),
            "n_holders": np.concatenate([companies.evidence["n_holders"] + 1, others.n_holders]).astype(np.int16),
            "shares_address": np.isin(bond, [BONDS.index("address"), BONDS.index("both")]),
            "shares_director": np.isin(bond, [BONDS.index("director"), BONDS.index("both")]),
            "checked_on": _days(np.minimum(checked, last)),
        }
    )
    firm = _company_columns(companies, words("founded", own[:n_companies]), at)
    frame = frame.join(firm, on="guarantor_id", how="left", maintain_order="left")
    return frame.select(polars_schema("guarantors").names()).cast(polars_schema("guarantors"))


def guarantor_truth(
    companies: Companies, posterior: NDArray[np.float64], n_others: int, *, office_id: int
) -> pl.DataFrame:
    """Table `truth_guarantors`: kind, group and exact posterior; institutions and spouses are ordinary."""
    n, at = companies.kind.size + n_others, office_id * STRIDE
    background = np.full(n_others, KINDS.index("background"))
    kind = np.concatenate([companies.kind, background])
    group = pl.Series(np.concatenate([at + companies.group, background]))
    alone = np.concatenate([~companies.in_group, np.ones(n_others, dtype=bool)])
    positive = kind == RING
    frame = pl.DataFrame(
        {
            "guarantor_id": at + np.arange(n),
            "guarantor_class": coded("guarantor_class", kind),
            "is_positive": positive,
            "group_id": group.set(pl.Series(alone), None),
            "posterior": np.concatenate([posterior, np.zeros(n_others)]),
            "right_action": coded("right_action", np.where(positive, CODES["right_action"].index("investigate"), 0)),
        }
    )
    return frame.cast(polars_schema("truth_guarantors"))


def _company_columns(companies: Companies, founded: Words, at: int) -> pl.DataFrame:
    """The columns that only companies have, by `guarantor_id`."""
    shown = companies.evidence
    is_new = shown["company_age"] == COMPANY_AGES.index("new")
    low, room = (np.where(is_new, *pair) for pair in zip(NEW_DAYS, SETTLED_DAYS, strict=True))
    number = at + np.arange(companies.kind.size)
    frame = pl.DataFrame({"guarantor_id": number})
    coded_columns = [
        coded(name, shown[name]).alias(name) for name in ("nib_status", "premises", "tax_report", "describes_business")
    ]
    index = pl.Series("main_index", [EVIDENCE["main_index"][i] for i in shown["main_index"].tolist()])
    return frame.with_columns(
        numbers.compose_expr("nib_number", pl.col("guarantor_id")).alias("nib_number"),
        *coded_columns,
        _days(companies.start - low - transforms.integers(founded, room)).alias("founded_on"),
        index.cast(enum("index_code")),
    )


def _addresses(land: Land, words: names.Draw, home: Ints, office_id: int) -> tuple[Ints, pl.Series]:
    """District and text of each registered address; the number of the plot is unique, so none is shared by chance."""
    district, village = land.draw(words("district", home), words("village", home))
    frame = pl.DataFrame(
        {"street": names.streets(words("street", home)), "plot": home + 1, "village": land.village.gather(village)}
    )
    text = pl.format(f"Jl. {{}} Kav. {office_id + 1}-{{}}, {{}}", "street", "plot", "village")
    return district, frame.select(text.alias("address")).to_series()


def _names(words: names.Draw, n_companies: int, n_institutions: int, person: list[str]) -> list[str]:
    head, middle, tail = (words(f"name_{part}") for part in ("head", "middle", "tail"))
    a, b = n_companies, n_companies + n_institutions
    firms = names.company_names(head[:a], middle[:a], tail[:a])
    return [*firms, *names.institution_names(head[a:b], tail[a:b]), *person[b:]]


def _days(day: Ints) -> pl.Series:
    return pl.Series(day.astype(np.int32)).cast(pl.Date)
