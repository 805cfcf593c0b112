"""The officers' judgement of each case: whom they doubt, how a doubt ends, and which label the office keeps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from simi_lab.scenario.model import Scenario
from simi_lab.schema import enum, polars_schema
from simi_lab.streams import Streams, transforms

HELD_AFTER_DOUBT = 0.82  # assumed: share of true cases that a clarification ends by postponing
REFUSED_AFTER_HIT = 0.75  # assumed: share of true second identities that a duplicate hit ends by refusing


@dataclass(frozen=True)
class Verdicts:
    """Per application: needs_clarification, duplicate_hit, final_decision and the label that would be recorded."""

    frame: pl.DataFrame


def verdicts(scenario: Scenario, applications: pl.DataFrame, documents: pl.DataFrame, truth: pl.DataFrame) -> Verdicts:
    """Doubts and their ends, drawn from the truth by the officers' skill; the office never sees the truth itself.

    Parameters
    ----------
    applications, documents, truth : of one office; `truth` is `truth_applications`

    Returns
    -------
    Verdicts
        One row per application in the order of `applications`.

    Randomness : decision keys, kinds doubt, hit, end; the same applicant meets the same judgement in every scenario.
    """
    plan = scenario.typologies
    odd = (
        documents.filter((pl.col("nik_check") != "ok") | (pl.col("name_check") == "different"))
        .select("application_id")
        .unique()
    )
    table = applications.select("application_id").join(truth, on="application_id", how="left", maintain_order="left")
    keys = table["application_id"].to_numpy()
    streams = Streams(scenario.seed)
    typology, twin = table["typology"].cast(pl.String), table["twin_of"].cast(pl.String).fill_null("none")
    positive = table["is_positive"].to_numpy()
    is_pmi, is_two = (positive & (typology == t).to_numpy() for t in ("pmi_group", "two_identities"))
    twin_pmi, twin_two = ((twin == t).to_numpy() for t in ("pmi_group", "two_identities"))
    mismatch = table["application_id"].is_in(odd["application_id"].implode()).to_numpy()

    doubt = np.full(keys.size, plan.doubt_background.value)
    doubt = np.where(mismatch, plan.doubt_mismatch.value, doubt)
    doubt = np.where(twin_pmi, plan.pmi_group.twin_found.value, np.where(is_pmi, plan.pmi_group.found.value, doubt))
    needs = transforms.bernoulli(streams.decision("doubt", keys), doubt)
    hit_share = np.where(
        is_two,
        plan.two_identities.found.value,
        np.where(twin_two, plan.two_identities.twin_found.value, plan.duplicate_benign.value),
    )
    hit = transforms.bernoulli(streams.decision("hit", keys), hit_share)

    u = transforms.uniform(streams.decision("end", keys))
    wrongly = u < plan.wrongly_held.value
    postponed = needs & np.where(is_pmi, u < HELD_AFTER_DOUBT, wrongly)
    refused = hit & is_two & (u < REFUSED_AFTER_HIT)
    final = np.where(refused, "refuse", np.where(postponed | (hit & wrongly), "postpone", "approve"))
    label = np.where(refused, "two_identities", np.where(postponed, "pmi_nonprocedural", "none"))
    return Verdicts(
        pl.DataFrame(
            {
                "application_id": keys,
                "needs_clarification": needs,
                "duplicate_hit": hit,
                "final_decision": final,
                "label": label,
            }
        )
    )


def recorded_labels(verdict: Verdicts, decisions: pl.DataFrame) -> pl.DataFrame:
    """Table `labels`: what the office has recorded, known from the last decision of each case.

    Cases without an ending decision have no row: nobody knows of them yet.
    """
    ends = decisions.filter(pl.col("decision").cast(pl.String).is_in(["approve", "postpone", "refuse"]))
    last = ends.group_by("application_id").agg(
        pl.col("decided_at").max().alias("known_at"),
        pl.col("decision").sort_by("decided_at", "decision_id").last().cast(pl.String),
    )
    rows = verdict.frame.join(last, on="application_id", how="inner")
    held = pl.col("decision") != "approve"
    return (
        rows.select(
            "application_id",
            pl.when(held).then("label").otherwise(pl.lit("none")).cast(enum("label")).alias("label"),
            "known_at",
        )
        .sort("application_id")
        .cast(polars_schema("labels"))
    )
