"""Old passports: number, days of issue and expiry by the rule of the time, and the two machine-readable lines."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.reference import regulation
from simi_lab.reference.identity import mrz, passport
from simi_lab.scenario.model import Scenario
from simi_lab.schema import CODES
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
OLD_BOOK = CODES["document_kind"].index("old_passport")
RENEWED_EARLY, RENEWED_LATE = 180, 1460  # assumed: days before and after its end between which a book is renewed
IN_USE_DAYS = 1700  # assumed: most days since issue of a book that is full, damaged or to be changed, still in force
FIVE_YEARS = 1827  # days, leap days counted full: no book is older than its holder
COLUMNS = ("number", "issued_on", "expires_on", "mrz_line1", "mrz_line2")


def with_books(scenario: Scenario, papers: pl.DataFrame, is_expired: pl.Series) -> pl.DataFrame:
    """Add expires_on, mrz_line1 and mrz_line2 (null on other papers), and give old passports their number and day.

    Parameters
    ----------
    papers : as `printed` gives them
    is_expired : per paper, whether the application says that the old book has run out

    Randomness : table "documents", columns book_age and book_years, counter = document key.
    """
    kind = papers["document_kind"].to_physical().cast(pl.Int64).to_numpy()
    at = np.flatnonzero(kind == OLD_BOOK)
    old = _old_books(scenario, papers[at], is_expired.gather(at))
    empty = pl.Series([None], dtype=pl.String).new_from_index(0, papers.height)
    given = {
        "number": papers["number"],
        "issued_on": papers["issued_on"],
        "expires_on": pl.Series([None], dtype=pl.Date).new_from_index(0, papers.height),
        "mrz_line1": empty,
        "mrz_line2": empty.clone(),
    }
    return papers.with_columns(given[name].scatter(at, old[name]).alias(name) for name in COLUMNS)


def _old_books(scenario: Scenario, old: pl.DataFrame, is_expired: pl.Series) -> pl.DataFrame:
    streams, keys = Streams(scenario.seed), old["document_id"].to_numpy()
    u = transforms.uniform(streams.at("documents", "book_age", "", keys))
    wishes = transforms.bernoulli(streams.at("documents", "book_years", "", keys), scenario.filing.ten_year_share.value)
    filed = old["filed_at"].to_physical().to_numpy() // (clock.US_PER_SECOND * clock.SECONDS_PER_DAY)
    lived = filed - old["birth_date"].to_physical().cast(pl.Int64).to_numpy()
    span = np.clip(lived + RENEWED_EARLY - FIVE_YEARS, 1, RENEWED_EARLY + RENEWED_LATE)
    ends = filed + RENEWED_EARLY - np.floor(u * span).astype(np.int64)
    starts = filed - 1 - np.floor(u * np.clip(lived - 1, 1, IN_USE_DAYS)).astype(np.int64)
    books = old.select("spelled", "birth_date", "sex", "person_id").with_columns(
        pl.Series("ends", ends.astype(np.int32)).cast(pl.Date),
        pl.Series("starts", starts.astype(np.int32)).cast(pl.Date),
        is_expired.alias("is_expired"),
        pl.Series("wishes", wishes),
    )
    age = (pl.col("starts") - pl.col("birth_date")).dt.total_days() / 365.25
    longest = regulation.validity_years_expr(
        age, pl.lit(False), pl.col("starts")
    )  # null before the first rule: 5 years
    ten = (longest >= 10).fill_null(False) & pl.col("wishes")
    until = pl.when(ten).then(pl.col("starts").dt.offset_by("10y")).otherwise(pl.col("starts").dt.offset_by("5y"))
    dated = books.with_columns(
        passport.compose_expr(pl.col("person_id")).alias("number"),
        pl.when("is_expired").then(pl.col("ends").dt.offset_by("-5y")).otherwise("starts").alias("issued_on"),
        pl.when("is_expired").then("ends").otherwise(until).alias("expires_on"),
    )
    return dated.with_columns(
        mrz.line1_expr(pl.col("spelled")).alias("mrz_line1"),
        mrz.line2_expr(pl.col("number"), pl.col("birth_date"), pl.col("sex"), pl.col("expires_on")).alias("mrz_line2"),
    ).select(COLUMNS)
