"""The officers' judgement of each case: whom they doubt, how a doubt ends, and which label the office keeps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from simi_lab.decide.conversation import doubts_in_lanes
from simi_lab.scenario.model import Scenario
from simi_lab.schema import enum, polars_schema
from simi_lab.streams import Streams, transforms

HELD_AFTER_DOUBT = 0.82  # assumed: share of true cases that a clarification ends by postponing


@dataclass(frozen=True)
class Verdicts:
    """Per application: needs_clarification, duplicate_hit, final_decision and the label that would be recorded."""

    frame: pl.DataFrame


def verdicts(
    scenario: Scenario,
    applications: pl.DataFrame,
    documents: pl.DataFrame,
    truth: pl.DataFrame,
    *,
    lanes: pl.Series | None = None,
) -> Verdicts:
    """Doubts and their ends, drawn from the truth by the officers' skill; the office never sees the truth itself.

    Parameters
    ----------
    applications : of one office, with duplicate_hit and in_group (whom a dial of the scenario has checked more often)
    documents, truth : of the same office; `truth` is `truth_applications`
    lanes : lane of each application in the order of `applications`, null where none; without, nobody is triaged

    Returns
    -------
    Verdicts
        One row per application in the order of `applications`.

    Randomness : decision keys, kinds doubt, end; the same applicant meets the same judgement in every scenario.
    """
    plan, doubts = scenario.typologies, scenario.doubts
    odd = (
        documents.filter((pl.col("nik_check") != "ok") | (pl.col("name_check") == "different"))
        .select("application_id")
        .unique()
    )
    table = applications.select("application_id", "duplicate_hit", "in_group").join(
        truth, on="application_id", how="left", maintain_order="left"
    )
    keys = table["application_id"].to_numpy()
    streams = Streams(scenario.seed)
    positive = table["is_positive"].to_numpy()
    harm, twin = (table[c].cast(pl.String).fill_null("none") for c in ("typology", "twin_of"))
    role = table["ring_role"].cast(pl.String)

    mismatch = table["application_id"].is_in(odd["application_id"].implode()).to_numpy()
    doubt = np.where(mismatch, doubts.mismatch.value, doubts.background.value)
    found, label = np.zeros(keys.size), np.full(keys.size, "pmi_nonprocedural", dtype=object)
    by_match = np.zeros(keys.size, dtype=bool)
    for name, pattern in plan.items():
        mine = (harm == name).to_numpy() & positive
        like = ((twin == name) & (role != "first_identity")).to_numpy()
        found = np.where(mine, pattern.found.value, np.where(like, pattern.twin_found.value, found))
        label[mine | like] = pattern.label
        if pattern.link.by == "match":
            by_match |= mine | like
        else:
            doubt = np.where(mine | like, np.where(mine, pattern.found.value, pattern.twin_found.value), doubt)
    factor = np.where(table["in_group"].to_numpy(), scenario.dials.checked, 1.0)
    doubt, is_asked = np.minimum(doubt * factor, 1.0), positive & ~by_match
    if lanes is not None:
        doubt = doubts_in_lanes(doubt, lanes, positive, scenario.triage)
        is_asked = positive & (~by_match | lanes.is_in(["look", "clarify", "protect"]).fill_null(False).to_numpy())
    needs = transforms.bernoulli(streams.decision("doubt", keys), doubt)
    hit = table["duplicate_hit"].to_numpy()

    u = transforms.uniform(streams.decision("end", keys))
    wrongly = u < doubts.wrongly_held.value
    proven = hit & by_match & positive & (u < found)
    postponed = needs & np.where(is_asked, u < HELD_AFTER_DOUBT, wrongly)
    final = np.where(proven, "refuse", np.where(postponed | (hit & wrongly), "postpone", "approve"))
    recorded = np.where(proven | postponed, label, "none")
    return Verdicts(
        pl.DataFrame(
            {
                "application_id": keys,
                "needs_clarification": needs,
                "duplicate_hit": hit,
                "final_decision": final,
                "label": pl.Series(recorded.tolist(), dtype=pl.String),
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
