"""Does every planted ring satisfy its own definition, as far as the record shows it."""

from __future__ import annotations

import polars as pl

from simi_lab.scenario.model import Scenario

MOVED_ON_DAYS = 14  # closed days after the window before the next open one


def definition_faults(
    scenario: Scenario, applications: pl.DataFrame, truth: pl.DataFrame, rings: pl.DataFrame
) -> list[str]:
    """Faults of planted rings against their declarations, empty when all fit.

    Parameters
    ----------
    applications, truth, rings : tables `applications`, `truth_applications` and `truth_rings` of a run
    """
    members = truth.filter(pl.col("ring_id").is_not_null() & (pl.col("ring_role") != "first_identity"))
    table = members.join(applications, on="application_id", how="inner").join(
        rings.select("ring_id", "link", "n_members", "n_linked", "shared_contact", "is_benign", harm="typology"),
        on="ring_id",
        how="left",
    )
    faults = [
        f"application {key}: its ring is not known" for key in table.filter(pl.col("link").is_null())["application_id"]
    ]
    seen = table.group_by("ring_id").agg(
        pl.len().alias("n"),
        pl.col("is_linked").sum().alias("linked"),
        pl.col("n_members").first(),
        pl.col("n_linked").first(),
        pl.col("link").first().cast(pl.String),
        pl.col("harm").first().cast(pl.String),
        (pl.col("is_positive") == pl.col("is_benign")).any().alias("wrong_side"),
        (_contact() != pl.col("shared_contact")).filter("is_linked").any().alias("wrong_contact"),
        (_contact() == pl.col("shared_contact")).filter(~pl.col("is_linked")).any().alias("tied_unlinked"),
        (_span()).alias("days"),
        pl.col("is_minor").any().alias("minor"),
        pl.col("is_group").any().alias("party"),
    )
    for ring in seen.sort("ring_id").iter_rows(named=True):
        pattern = scenario.typologies[ring["harm"]]
        tied = ring["link"] in ("phone", "email")
        sizes = {int(k) for s in (pattern.size, pattern.twin_size) for k in s.values}
        checks = {
            "members are counted wrongly": ring["n"] != ring["n_members"] or ring["linked"] != ring["n_linked"],
            "it is larger than declared": ring["n"] > max(sizes),
            "harm and benign twin are mixed": ring["wrong_side"],
            "a linked member names another contact": tied and ring["wrong_contact"],
            "an unlinked member names the shared contact": tied and ring["tied_unlinked"],
            "a single member is tied": tied and ring["linked"] == 1,
            "linked members file too far apart": tied
            and ring["linked"] > 1
            and ring["days"] > pattern.window_days.value + MOVED_ON_DAYS,
            "a member can not be one": ring["minor"] or ring["party"],
        }
        faults += [f"ring {ring['ring_id']} ({ring['harm']}): {what}" for what, wrong in checks.items() if wrong]
    return faults


def _contact() -> pl.Expr:
    return pl.when(pl.col("link") == "phone").then("phone").when(pl.col("link") == "email").then("email")


def _span() -> pl.Expr:
    days = pl.col("filed_at").dt.date().filter("is_linked")
    return (days.max() - days.min()).dt.total_days()
