"""What the checks of the papers found."""

from __future__ import annotations

import polars as pl

from simi_lab.risk.asof.declare import Family, Feature, Told, View

# An unknown region is not here: people registered before a regency was divided keep a dead code for life.
_NIK_FAULTS = ("format", "date", "sex_mismatch", "dob_mismatch", "serial_zero")


def _from_the_papers(view: View) -> pl.DataFrame:
    papers = (
        view["documents"]
        .group_by("application_id")
        .agg(
            nik_check_failed=pl.col("nik_check").cast(pl.String).is_in(_NIK_FAULTS).any(),
            name_differs=(pl.col("name_check").cast(pl.String) == "different").any(),
            mrz_check_failed=(pl.col("mrz_check").cast(pl.String) == "failed").any(),
            scan_quality_min=pl.col("scan_quality").min().cast(pl.Float64),
            recommended=(pl.col("document_kind").cast(pl.String) == "recommendation").any(),
        )
    )
    work = pl.col("purpose").cast(pl.String) == "work"
    form = view["applications"].select("application_id", "purpose")
    return form.join(papers, on="application_id", how="left").select(
        "application_id",
        pl.col("nik_check_failed", "name_differs", "mrz_check_failed").fill_null(False),
        "scan_quality_min",
        work_without_recommendation=work & ~pl.col("recommended").fill_null(False),
    )


FAMILY = Family(
    "papers",
    (
        Feature(
            "nik_check_failed",
            "flag",
            ("documents.nik_check",),
            "The identity number does not agree with the card; an unknown region does not count.",
            "A check of the paper itself; clerical errors are common, so it asks for a look, never for a refusal.",
            told=Told(
                "The identity number does not agree with the card.",
                "The identity number agrees with the card.",
                "nik",
            ),
        ),
        Feature(
            "name_differs",
            "flag",
            ("documents.name_check",),
            "A name on the papers is a different one, not a spelling variant.",
            "A check of the paper itself; spelling variants are benign and are left out.",
            told=Told(
                "A name on the papers is a different one.",
                "The names on the papers agree.",
                "name",
            ),
        ),
        Feature(
            "mrz_check_failed",
            "flag",
            ("documents.mrz_check",),
            "The check digits of the old passport do not fit.",
            "A check of the paper itself; often a slip of the reader.",
            told=Told(
                "The check digits of the old passport do not fit.",
                "The check digits of the old passport fit, or there is none.",
                "mrz",
            ),
        ),
        Feature(
            "scan_quality_min",
            "amount",
            ("documents.scan_quality",),
            "Quality of the poorest scan.",
            "Explains failed checks: a poor scan is the benign reason.",
            unit="0-100",
            told=Told(
                "The poorest scan has a quality of {value} out of 100.",
                "The quality of the scans is not known.",
                "scan",
            ),
        ),
        Feature(
            "work_without_recommendation",
            "flag",
            ("applications.purpose", "documents.document_kind"),
            "Work abroad is stated and the letter of recommendation is not among the papers.",
            "The letter is required of migrant workers; its absence leads to help in getting it.",
            told=Told(
                "Work abroad is stated without the letter of recommendation.",
                "No letter of recommendation is missing.",
                "work",
            ),
        ),
    ),
    _from_the_papers,
)
