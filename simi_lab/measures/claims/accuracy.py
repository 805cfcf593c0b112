"""Values of papers as recorded against their clean values, and which errors a check would notice."""

from __future__ import annotations

import polars as pl

from simi_lab.reference.identity import nik

FIELDS = ("name_on_document", "birth_date_on_document", "number", "mrz_line2")
"""Columns of a paper that can hold an error; each is one value."""


def right_values(documents: pl.DataFrame, clean_values: pl.DataFrame) -> pl.DataFrame:
    """How many values were recorded of each application's papers, and how many differ from their clean value.

    Parameters
    ----------
    documents : table `documents`, rows of whole applications
    clean_values : table `truth_clean_values` (those of other tables and papers change nothing)

    Returns
    -------
    DataFrame
        application_id, n_values, n_wrong (Int64), in order of application_id; a value that is not there is none.

    Randomness : none.
    """
    wrong = _wrong(documents, clean_values).group_by("application_id").agg(pl.len().cast(pl.Int64).alias("n_wrong"))
    n_values = pl.sum_horizontal(pl.col(name).is_not_null().cast(pl.Int64) for name in FIELDS)
    return (
        documents.group_by("application_id")
        .agg(n_values.sum().alias("n_values"))
        .join(wrong, on="application_id", how="left")
        .with_columns(pl.col("n_wrong").fill_null(0))
        .sort("application_id")
    )


def noticed_errors(documents: pl.DataFrame, clean_values: pl.DataFrame) -> pl.DataFrame:
    """Which wrong values the checks notice that an online form can make before a paper is sent.

    The checks are those of the lab: the shape and birth date of a NIK, the check digits of the machine-readable line,
    the name against the applicant's, and a birth date against the NIK of the applicant's own card. A wrong digit in
    another number is noticed by none of them.

    Parameters
    ----------
    documents, clean_values : as for `right_values`

    Returns
    -------
    DataFrame
        clean_id, application_id, column, error, is_noticed; one row per wrong value, in order of clean_id.

    Randomness : none.
    """
    own = documents.filter(pl.col("document_kind") == "ktp").select("application_id", pl.col("number").alias("own_nik"))
    rows = _wrong(documents, clean_values).join(own.unique("application_id"), on="application_id", how="left")
    on_card = pl.col("document_kind").cast(pl.String).is_in(("ktp", "parent_ktp"))
    theirs = pl.when(on_card).then("number").when(pl.col("holder") == "applicant").then("own_nik")
    by_date = nik.check_expr(theirs, birth_date=pl.col("birth_date_on_document")).cast(pl.String)
    column = pl.col("column").cast(pl.String)
    is_noticed = (
        pl.when(column == "name_on_document")
        .then(pl.col("name_check") == "different")
        .when(column == "birth_date_on_document")
        .then(by_date == "dob_mismatch")
        .when(column == "mrz_line2")
        .then(pl.col("mrz_check") == "failed")
        .when(on_card)
        .then(~pl.col("nik_check").cast(pl.String).is_in(("ok", "region_unknown")))
    )
    return rows.select(
        "clean_id", "application_id", "column", "error", is_noticed.fill_null(False).alias("is_noticed")
    ).sort("clean_id")


def _wrong(documents: pl.DataFrame, clean_values: pl.DataFrame) -> pl.DataFrame:
    """Wrong values of these papers, with what stands on the paper."""
    mine = clean_values.filter(pl.col("table").cast(pl.String) == "documents")
    return mine.join(documents, left_on="row_id", right_on="document_id", how="inner")
