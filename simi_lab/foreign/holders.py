"""Tables `foreigners`, `permits` and `truth_permits`: who they are, what they may stay for, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.foreign import words as names
from simi_lab.foreign.companies import STRIDE
from simi_lab.foreign.guarantors import Land
from simi_lab.foreign.stays import MOST_EXTENSIONS, NEVER, Ends, Stays
from simi_lab.reference.identity import stay as numbers
from simi_lab.reference.stay import stay_fee_expr, visa_index
from simi_lab.scenario.foreign import Foreign
from simi_lab.schema import CODES, polars_schema
from simi_lab.schema.enums import coded, enum
from simi_lab.streams import Streams, transforms
from simi_lab.streams.words import Words

Ints = NDArray[np.int64]
AGES = {"E30A": (12, 18), "E30B": (18, 28), "E33F": (60, 78)}  # assumed; everybody else is 22 to 60
USUAL_AGES = (22, 60)
YEAR = 365.25
PASSPORTS = 1 << 16  # foreign passports of one office before numbers may repeat those of another


@dataclass(frozen=True)
class Holders:
    """Foreigners of an office: number of the guarantor (`NEVER` for none), index, arrival; shape (n_foreigners,)."""

    guarantor: Ints
    index: Ints
    entered: Ints


def foreigner_table(
    plan: Foreign, holders: Holders, ends: Ends, land: Land, streams: Streams, *, office_id: int
) -> pl.DataFrame:
    """Table `foreigners`. Nationality, sex and age say nothing about anything else.

    Randomness : table "foreigners", counter = number of the foreigner.
    """
    n, at = holders.index.size, office_id * STRIDE

    def words(column: str) -> Words:
        return streams.words("foreigners", column, start=at, n=n)

    codes = CODES["nationality"]
    nation = transforms.category(words("nationality"), transforms.cumulative(plan.nationalities.of(codes)))
    is_woman = transforms.bernoulli(words("sex"), plan.women.value)
    span = np.array([AGES.get(code, USUAL_AGES) for code in CODES["index_code"]])[holders.index]
    age_days = transforms.uniform(words("age")) * ((span[:, 1] - span[:, 0]) * YEAR) + span[:, 0] * YEAR
    district, _ = land.draw(words("district"), words("village"))
    region = [names.REGION_OF[codes[i]] for i in nation.tolist()]
    frame = pl.DataFrame(
        {
            "foreigner_id": at + np.arange(n),
            "office_id": np.full(n, office_id),
            "district_id": land.district_id.gather(district),
            "name": names.person_names(words("first"), words("last"), region, is_woman),
            "sex": coded("sex", (~is_woman).astype(np.int64)),
            "birth_date": pl.Series((holders.entered - age_days.astype(np.int64)).astype(np.int32)).cast(pl.Date),
            "nationality": coded("nationality", nation),
            "passport": np.arange(n) + office_id * PASSPORTS,
            "entered_on": _days(holders.entered),
            "exit_recorded_on": _days(ends.recorded),
            "is_synthetic": pl.repeat(True, n, eager=True),
        },
        schema_overrides={"name": pl.String},
    ).with_columns(
        numbers.passport_expr(pl.col("passport")).alias("passport_number"),
        numbers.compose_expr("niora", pl.col("foreigner_id")).alias("niora"),
    )
    return frame.select(polars_schema("foreigners").names()).cast(polars_schema("foreigners"))


def permit_table(holders: Holders, stay: Stays, issued: pl.DataFrame, *, office_id: int) -> pl.DataFrame:
    """Table `permits`, fees by the rule of the day of issue.

    Parameters
    ----------
    issued : as `stays.permit_days` gives it
    """
    at, row = office_id * STRIDE, issued["stay"].to_numpy()
    guarantor = pl.Series(at + holders.guarantor[row]).set(pl.Series(holders.guarantor[row] == NEVER), None)
    items = visa_index().select("index_code", "term_item", "extension_item")
    frame = issued.select(
        (pl.col("stay") + at).alias("foreigner_id"),
        pl.col("extension_no"),
        issued_on=pl.col("issued").cast(pl.Int32).cast(pl.Date),
        valid_from=pl.col("start").cast(pl.Int32).cast(pl.Date),
        valid_until=pl.col("until").cast(pl.Int32).cast(pl.Date),
    ).with_columns(
        permit_id(at, row, issued["extension_no"].to_numpy()),
        pl.lit(office_id, dtype=pl.Int64).alias("office_id"),
        guarantor.alias("guarantor_id"),
        coded("index_code", holders.index[row]).cast(pl.String).alias("index_code"),
        coded("stay_kind", stay.is_itas[row].astype(np.int64)).alias("stay_kind"),
    )
    frame = frame.join(items, on="index_code", how="left", maintain_order="left")
    item = pl.when(pl.col("extension_no") == 0).then("term_item").otherwise("extension_item")
    frame = frame.with_columns(
        numbers.compose_expr("permit_number", pl.col("permit_id")).alias("permit_number"),
        stay_fee_expr(item, pl.col("issued_on")).alias("fee_idr"),
        pl.col("index_code").cast(enum("index_code")),
    )
    return frame.select(polars_schema("permits").names()).cast(polars_schema("permits"))


def permit_truth(issued: pl.DataFrame, ends: Ends, *, office_id: int) -> pl.DataFrame:
    """Table `truth_permits`: a permit was extended, or it is the last one and ended as drawn."""
    row = issued["stay"].to_numpy()
    is_last = issued.select((pl.col("stay") != pl.col("stay").shift(-1)).fill_null(True)).to_series().to_numpy()
    end = np.where(is_last, ends.end[row], CODES["stay_end"].index("extended"))
    gap = pl.Series(np.where(is_last, ends.gap[row], NEVER))
    posterior = pl.Series(np.where(is_last, ends.posterior[row], 0.0)).fill_nan(None)
    frame = pl.DataFrame(
        {
            "permit_id": permit_id(office_id * STRIDE, row, issued["extension_no"].to_numpy()),
            "stay_end": coded("stay_end", end),
            "exited_on": _days(np.where(is_last, ends.left[row], NEVER)),
            "overstay_days": gap.set(gap == NEVER, None),
            "posterior": posterior,
        }
    )
    return frame.cast(polars_schema("truth_permits"))


def permit_id(at: int, row: Ints, extension_no: Ints) -> pl.Series:
    """Key of a permit: four to a foreigner."""
    return pl.Series("permit_id", (at + row) * (MOST_EXTENSIONS + 1) + extension_no)


def _days(day: Ints) -> pl.Series:
    """Days as dates, null for `NEVER`."""
    series = pl.Series(day.astype(np.int32))
    return series.set(series == NEVER, None).cast(pl.Date)
