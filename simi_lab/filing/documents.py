"""Papers shown with each application, read with honest mismatches and injected errors whose clean values are kept."""

from __future__ import annotations

import numpy as np
import polars as pl

from simi_lab.filing.papers.books import with_books
from simi_lab.filing.papers.errors import with_errors
from simi_lab.filing.papers.shown import PER_APPLICATION, shown
from simi_lab.filing.papers.texts import printed
from simi_lab.reference.identity import mrz, nik
from simi_lab.scenario.model import Scenario
from simi_lab.schema import CODES, enum, polars_schema
from simi_lab.streams import Streams, transforms

__all__ = ["PER_APPLICATION", "make_documents"]

CARD_NAMES = ("ktp", "parent_ktp")
CARDS = [CODES["document_kind"].index(name) for name in CARD_NAMES]


def make_documents(scenario: Scenario, table: pl.DataFrame, people: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Table `documents` and the clean values of its injected errors.

    Papers are those that the rule in force asks for, with what is printed on them; then they are scanned and read, and
    errors come last. The checks are of the values as read, so an error shows in them too.

    Parameters
    ----------
    table : applications as `plant` leaves them
    people : person_id, sex, and household_id, role, name, nik, birth_date for the papers of a child's parents (without
        these no card of a parent is shown)

    Returns
    -------
    documents, clean_values
        One row per paper shown, in order of its key; one row per error, table `truth_clean_values`.

    Randomness : table "documents", counter = document key.
    """
    papers = shown(table, people)
    application = (papers["document_id"].to_numpy() // PER_APPLICATION).astype(np.int64)
    kind = table["kind"].gather(np.searchsorted(table["application_id"].to_numpy(), application))
    papers = with_books(scenario, printed(scenario, papers), kind == "expired")
    read, clean_values = with_errors(scenario, _scanned(scenario, papers))
    return _checked(read, clean_values).select(polars_schema("documents").names()), clean_values


def _scanned(scenario: Scenario, papers: pl.DataFrame) -> pl.DataFrame:
    """Add scan_quality: poorer where the signal is."""
    plan, keys = scenario.papers, papers["document_id"].to_numpy()
    weak = (papers["signal"].cast(pl.String) != "good").to_numpy()
    chance = transforms.normal(Streams(scenario.seed).at("documents", "scan", "", keys))
    scan = plan.scan_mean.value + plan.scan_weak_signal.value * weak + plan.scan_sd.value * chance
    return papers.with_columns(pl.Series("scan_quality", np.clip(np.floor(scan + 0.5), 5, 100).astype(np.int16)))


def _checked(read: pl.DataFrame, clean_values: pl.DataFrame) -> pl.DataFrame:
    """Add nik_check of identity cards, name_check against the holder, mrz_check of old passports.

    Numbers and lines that are as they were made agree with themselves; only the others are checked sign for sign.
    """
    kind = read["document_kind"].to_physical().cast(pl.Int64).to_numpy()
    wrong_lines = clean_values.filter(pl.col("column") == "mrz_line2")["row_id"].to_numpy()
    lines_at = np.searchsorted(read["document_id"].to_numpy(), wrong_lines)
    changed = np.flatnonzero((read["number"] != read["nik"]).fill_null(False).to_numpy() & np.isin(kind, CARDS))
    known = read["nik"].str.slice(0, 6).is_in(_known_regions(read["nik"]).to_list())
    number = pl.when(pl.lit(known)).then(pl.lit("ok")).otherwise(pl.lit("region_unknown"))
    is_card, is_book = pl.col("document_kind").is_in(CARD_NAMES), pl.col("mrz_line1").is_not_null()
    found = read.select(
        pl.when(is_card).then(number).alias("nik_check"), pl.when(is_book).then(pl.lit("ok")).alias("mrz_check")
    )
    exact = nik.check_expr(pl.col("number"), sex=pl.col("sex").cast(pl.String), birth_date=pl.col("birth_date"))
    lines = mrz.check_expr(pl.col("mrz_line1"), pl.col("mrz_line2"))
    checks = [
        found[name].scatter(at, read[at].select(check.cast(pl.String)).to_series()).cast(enum(name)).alias(name)
        for name, at, check in (("nik_check", changed, exact), ("mrz_check", lines_at, lines))
    ]
    name_check = (
        pl.when(pl.col("name_on_document") == pl.col("name"))
        .then(pl.lit("same"))
        .when(pl.col("name_on_document") == pl.col("spelled"))
        .then(pl.lit("variant"))
        .otherwise(pl.lit("different"))
    )
    return read.with_columns(*checks, name_check.cast(enum("name_check")).alias("name_check"))


def _known_regions(numbers: pl.Series) -> pl.Series:
    """First six digits of the numbers whose region is known."""
    regions = numbers.str.slice(0, 6).unique()
    checked = nik.check_expr(pl.col("region") + "010190" + "9000").cast(pl.String)
    return regions.to_frame("region").filter(checked == "ok")["region"]
