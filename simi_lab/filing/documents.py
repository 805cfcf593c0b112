"""Papers shown with each application, read with honest mismatches and injected errors whose clean values are kept."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.reference.identity import nik as nik_rules
from simi_lab.reference.spelling import variant
from simi_lab.scenario.model import Scenario
from simi_lab.schema import CODES, enum, polars_schema
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
PER_APPLICATION = 16  # room for papers in a key
KINDS = CODES["document_kind"]
_NEEDED = (
    "application_id",
    "person_id",
    "name",
    "birth_date",
    "nik",
    "signal",
    "kk_number",
    "filed_at",
    "nik_fault",
    "mrz_fails",
)


def make_documents(scenario: Scenario, table: pl.DataFrame, sexes: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Table `documents` and the clean values of its injected errors.

    Parameters
    ----------
    table : applications with name, birth_date, nik, signal, age_years, kk_number, as `plant` leaves them
    sexes : person_id, sex

    Returns
    -------
    documents, clean_values
        One row per paper shown, in order of its key; one row per error, table `truth_clean_values`.

    Randomness : table "documents", counter = document key.
    """
    papers = (
        _shown(table)
        .join(
            table.select(*_NEEDED),
            on="application_id",
            how="left",
            maintain_order="left",
        )
        .join(sexes, on="person_id", how="left", maintain_order="left")
    )
    keys = papers["document_id"].to_numpy()
    streams, plan, errors = Streams(scenario.seed), scenario.papers, scenario.errors

    def flag(role: str, share: float) -> pl.Series:
        return pl.Series(transforms.bernoulli(streams.at("documents", role, "", keys), share))

    weak = (papers["signal"].cast(pl.String) != "good").to_numpy()
    scan = (
        plan.scan_mean.value
        + plan.scan_weak_signal.value * weak
        + plan.scan_sd.value * transforms.normal(streams.at("documents", "scan", "", keys))
    )
    age_days = 1 + transforms.integers(streams.at("documents", "issued", "", keys), 3650)
    position = transforms.integers(streams.at("documents", "letter", "", keys), 997)
    papers = papers.with_columns(
        pl.Series("scan_quality", np.clip(np.floor(scan + 0.5), 5, 100).astype(np.int16)),
        pl.Series("age_days", age_days.astype(np.int32)),
        pl.Series("position", position),
        flag("variant", plan.name_variant.value).alias("is_variant"),
        flag("typing", errors.typing.value).alias("is_typed"),
        flag("swapped", errors.swapped_date.value).alias("is_swapped"),
        (pl.col("nik_fault") == 1).alias("wrong_sex"),
        (pl.col("nik_fault") == 2).alias("wrong_day"),
        pl.col("mrz_fails").alias("mrz_slip"),
    )
    read = _read(papers)
    return read.select(polars_schema("documents").names()), _clean_values(read)


def _shown(table: pl.DataFrame) -> pl.DataFrame:
    """Which papers each application shows: what the rule asks, without the missing one."""
    kind, purpose = pl.col("kind").cast(pl.String), pl.col("purpose").cast(pl.String)
    minor = pl.col("is_minor")
    proof = (
        pl.when(minor | (pl.col("application_id") % 3 == 0))
        .then(pl.lit("birth_certificate"))
        .when(pl.col("application_id") % 3 == 1)
        .then(pl.lit("marriage_book"))
        .otherwise(pl.lit("diploma"))
    )
    renewed = kind.is_in(["expired", "full", "damaged", "data_change"])
    asked = table.select(
        "application_id",
        pl.col("missing_document").cast(pl.String),
        pl.concat_list(
            pl.when(~minor).then(pl.lit("ktp")),
            pl.when(~renewed | minor).then(pl.lit("kk")),
            pl.when(~renewed | minor).then(proof),
            pl.when(renewed).then(pl.lit("old_passport")),
            pl.when(kind == "lost").then(pl.lit("police_report")),
            pl.when(purpose == "work").then(pl.lit("recommendation")),
            pl.when(minor).then(pl.lit("parents_consent")),
        ).alias("document_kind"),
    )
    rows = asked.explode("document_kind").drop_nulls("document_kind")
    rows = rows.filter(pl.col("missing_document").is_null() | (pl.col("document_kind") != pl.col("missing_document")))
    number = pl.col("document_kind").cast(enum("document_kind")).to_physical().cast(pl.Int64)
    return rows.select(
        (pl.col("application_id") * PER_APPLICATION + number).alias("document_id"), "application_id", "document_kind"
    ).sort("document_id")


def _read(papers: pl.DataFrame) -> pl.DataFrame:
    """What the counter reads: numbers, names and dates with their mismatches and errors, and the checks on them."""
    kind = pl.col("document_kind")
    is_ktp, born = kind == "ktp", pl.col("birth_date")
    spelled = pl.when(pl.col("is_variant") & ~is_ktp).then(variant(pl.col("name"))).otherwise(pl.col("name"))
    at = pl.col("position") % pl.col("name").str.len_chars()
    typed = pl.concat_str(pl.col("spelled").str.slice(0, at), pl.col("spelled").str.slice(at + 1))
    is_typed = pl.col("is_typed") & (pl.col("spelled").str.len_chars() > 4)
    swaps = pl.col("is_swapped") & (born.dt.day() <= 12) & (born.dt.day() != born.dt.month())
    swapped = pl.date(born.dt.year(), born.dt.day(), born.dt.month())
    has_date = kind.is_in(["ktp", "birth_certificate", "diploma", "old_passport"])
    out = papers.with_columns(spelled.alias("spelled"), _number(is_ktp).alias("number")).with_columns(
        pl.when(is_typed).then(typed).otherwise("spelled").alias("name_on_document"),
        pl.when(has_date & swaps).then(swapped).when(has_date).then(born).alias("birth_date_on_document"),
        is_typed.alias("is_typed"),
        (has_date & swaps).alias("is_swapped"),
        (pl.col("filed_at").dt.date() - pl.duration(days=pl.col("age_days"))).alias("issued_on"),
    )
    check = nik_rules.check_expr(pl.col("number"), sex=pl.col("sex").cast(pl.String), birth_date=born)
    name_check = (
        pl.when(pl.col("name_on_document") == pl.col("name"))
        .then(pl.lit("same"))
        .when(pl.col("is_typed"))
        .then(pl.lit("different"))
        .otherwise(pl.lit("variant"))
    )
    mrz = pl.when(kind == "old_passport").then(pl.when("mrz_slip").then(pl.lit("failed")).otherwise(pl.lit("ok")))
    return out.with_columns(
        pl.when(is_ktp).then(check.cast(pl.String)).cast(enum("nik_check")).alias("nik_check"),
        name_check.cast(enum("name_check")).alias("name_check"),
        mrz.cast(enum("mrz_check")).alias("mrz_check"),
        kind.cast(enum("document_kind")).alias("document_kind"),
    )


def _number(is_ktp: pl.Expr) -> pl.Expr:
    """Number on the paper: the NIK (with the mismatch of the register, if any), family card, or a Z passport."""
    nik = pl.col("nik")
    day = nik.str.slice(6, 2).cast(pl.Int64)
    other_sex = pl.when(day > 40).then(day - 40).otherwise(day + 40)
    other_day = pl.when(day % 40 > 1).then(day - 1).otherwise(day + 1)
    new_day = pl.when(pl.col("wrong_sex")).then(other_sex).when(pl.col("wrong_day")).then(other_day).otherwise(day)
    ktp = pl.concat_str(nik.str.slice(0, 6), new_day.cast(pl.String).str.zfill(2), nik.str.slice(8))
    passport = pl.concat_str(pl.lit("Z"), pl.col("person_id").cast(pl.String).str.zfill(7))
    kind = pl.col("document_kind")
    return pl.when(is_ktp).then(ktp).when(kind == "kk").then("kk_number").when(kind == "old_passport").then(passport)


def _clean_values(read: pl.DataFrame) -> pl.DataFrame:
    schema = polars_schema("truth_clean_values")
    names = read.filter("is_typed").select(
        (pl.col("document_id") * 4).alias("clean_id"),
        pl.lit("documents").alias("table"),
        pl.col("document_id").alias("row_id"),
        pl.lit("name_on_document").alias("column"),
        pl.col("spelled").alias("clean_value"),
        pl.lit("typing").alias("error"),
    )
    dates = read.filter("is_swapped").select(
        (pl.col("document_id") * 4 + 1).alias("clean_id"),
        pl.lit("documents").alias("table"),
        pl.col("document_id").alias("row_id"),
        pl.lit("birth_date_on_document").alias("column"),
        pl.col("birth_date").cast(pl.String).alias("clean_value"),
        pl.lit("swapped_date").alias("error"),
    )
    return pl.concat([names, dates]).sort("clean_id").cast(schema)
