"""Metrics of papers: completeness, scans, honest mismatches, dossiers, and errors put in last."""

from __future__ import annotations

import polars as pl

from simi_lab.measures.targets.measure import Metric, mean, ready, share, share_of
from simi_lab.measures.targets.world import World
from simi_lab.scenario.filing import PROOFS

CARDS = ("ktp", "parent_ktp")  # the name on a card is what other papers are held against


def _incomplete(world: World) -> pl.DataFrame:
    return world.ordinary.select("regime", hit=~pl.col("is_complete"))


def _documents(world: World) -> pl.DataFrame:
    """Papers of ordinary applications with the regime, signal and birth date of their owner."""
    mine = world.ordinary.lazy().select("application_id", "regime", "signal", "birth_date", "is_minor")
    return world.table("documents").join(mine, on="application_id", how="inner").collect()


def _missing(world: World) -> pl.DataFrame:
    """Weight with which a paper is missed, from how often it is missed where the rule asks for it.

    What the rule asked for is what was shown and what was missing. Per paper: its weight times the count found over
    the count that the weights of all papers asked for lead one to expect.
    """
    weights = world.scenario.papers.missing.values
    rows = world.ordinary.filter(~pl.col("is_complete") & pl.col("missing_document").is_not_null())
    lost = rows.select("application_id", document_kind=pl.col("missing_document").cast(pl.String), hit=pl.lit(1))
    shown = (
        world.table("documents")
        .select("application_id", pl.col("document_kind").cast(pl.String))
        .unique()
        .join(lost.lazy().select("application_id"), on="application_id", how="semi")
        .with_columns(hit=pl.lit(0))
        .collect()
    )
    asked = pl.concat([lost, shown]).with_columns(
        pl.col("document_kind").replace_strict(weights, default=0.0, return_dtype=pl.Float64).alias("weight")
    )
    chance = pl.col("weight") / pl.col("weight").sum().over("application_id")
    sums = (
        asked.with_columns(chance.alias("chance"))
        .group_by("document_kind")
        .agg(
            pl.col("hit").sum(),
            pl.col("chance").sum(),
            (pl.col("chance") * (1 - pl.col("chance"))).sum().alias("spread"),
            pl.col("weight").first(),
        )
        .filter(pl.col("chance") > 0)
    )
    scale = pl.col("weight") / pl.col("chance")
    return sums.select(
        "document_kind",
        value=scale * pl.col("hit"),
        n=pl.col("chance").round().cast(pl.Int64),
        standard_error=scale * pl.col("spread").sqrt(),
    )


def _proofs(world: World) -> pl.DataFrame:
    """The proof of birth that adults show, or miss, for a first book: there any of the three will do."""
    adults = world.ordinary.filter(~pl.col("is_minor") & (pl.col("kind").cast(pl.String) == "new"))
    shown = (
        world.table("documents")
        .select("application_id", proof=pl.col("document_kind").cast(pl.String))
        .join(adults.lazy().select("application_id"), on="application_id", how="semi")
        .collect()
    )
    missed = adults.select("application_id", proof=pl.col("missing_document").cast(pl.String))
    return pl.concat([shown, missed]).filter(pl.col("proof").is_in(list(PROOFS))).select("proof")


def _scan(world: World) -> pl.DataFrame:
    return _documents(world).select(_line(), value="scan_quality")


def _line() -> pl.Expr:
    return (
        pl.when(pl.col("signal").cast(pl.String) == "good")
        .then(pl.lit("good"))
        .otherwise(pl.lit("weak"))
        .alias("signal")
    )


def _scan_sd(world: World) -> pl.DataFrame:
    rows = _documents(world).filter(_line() == "good")["scan_quality"].drop_nulls()
    n, sd = len(rows), rows.std()
    return pl.DataFrame(
        {"value": [sd], "n": [n], "standard_error": [float(sd) / (2 * n) ** 0.5 if sd is not None else None]},  # type: ignore[arg-type]
        schema={"value": pl.Float64, "n": pl.Int64, "standard_error": pl.Float64},
    )


def _variant(world: World) -> pl.DataFrame:
    check = pl.col("name_check").cast(pl.String)
    other = ~pl.col("document_kind").cast(pl.String).is_in(CARDS)
    rows = _documents(world).filter(other & (check != "different"))
    return rows.select(hit=check == "variant")


def _nik(world: World) -> pl.DataFrame:
    """Identity cards whose number can be read; one row per card and kind of mismatch."""
    check = pl.col("nik_check").cast(pl.String)
    own = pl.col("document_kind").cast(pl.String) == "ktp"
    rows = _documents(world).filter(own & check.is_in(["ok", "sex_mismatch", "dob_mismatch"]))
    return pl.concat(
        [rows.select(nik_check=pl.lit(name), hit=check == name) for name in ("sex_mismatch", "dob_mismatch")]
    )


def _dossiers(world: World) -> pl.DataFrame:
    return world.ordinary.filter(pl.col("dossier").is_not_null()).select("dossier")


def _dossier_days(world: World) -> pl.DataFrame:
    rows = world.ordinary.filter(pl.col("dossier").cast(pl.String).is_in(["sought", "lost"]))
    return rows.select("dossier", value="dossier_days")


METRICS: tuple[Metric, ...] = (
    share("incomplete_share", _incomplete, "regime"),
    ready("missing_weight", _missing, "document_kind"),
    share_of("proof", _proofs),
    mean("scan_quality_mean", _scan, "signal"),
    ready("scan_quality_sd", _scan_sd),
    share("name_variant_share", _variant),
    share("nik_mismatch_share", _nik, "nik_check"),
    share_of("dossier", _dossiers),
    mean("dossier_days", _dossier_days, "dossier"),
)
