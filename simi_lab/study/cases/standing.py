"""Where each applicant of the test months stands: what the person is in truth, and what the model advises."""

from __future__ import annotations

import polars as pl

from simi_lab.store import Run
from simi_lab.study.measure import scenario_of
from simi_lab.study.model import risk_model

MODEL = "glass_box"  # the one whose reasons are exact
VISIBLE_FROM = 0.02
"""Share at risk among all who look alike, from which a file shows something: one in fifty; assumed, for teaching."""
_SHOWN = 4  # digits of a score; the last ones differ between processors


def standings(run: Run) -> pl.DataFrame:
    """Everyone who applied in the test months, with truth and advice.

    The advice is the model's place in the line, as `simi-lab risk explain` tells it: among so many highest scores of an
    office and period it is "look", or "protect" where a sign of danger holds; otherwise "go on".

    Parameters
    ----------
    run : the run; its models are fitted if they are not there

    Returns
    -------
    pl.DataFrame
        One row per application: application_id, truth_class (one of `reliance.CLASSES`; null for the first papers of
        somebody with two identities, who is neither), typology (of a pattern, or the one that is only resembled),
        ring_id, posterior (of a perfect judge of the evidence), score, rank, n, n_slots (places for a look),
        advice (one of `reliance.ACTIONS`).

    Raises
    ------
    SimiError
        The run has too little to learn from.

    Randomness : none.
    """
    from simi_lab.decide import signs_of_danger
    from simi_lab.risk.judging.capacity import slots

    kept, scenario = risk_model(run), scenario_of(run)
    months = kept.evaluation.facts["test_months"]
    features = kept.features.filter(pl.col("month").dt.to_string("%Y-%m").is_in(months)).collect()
    plan, zone = scenario.risk, scenario.site.zone
    places = slots(features, capacity_per_day=plan.capacity_per_day.value, period=plan.capacity_period, zone=zone)
    scores = kept.scores.filter(pl.col("model").cast(pl.String) == MODEL).select("application_id", "score")
    rows = features.select("application_id", "filed_at").with_columns(
        *places.get_columns(), has_sign=signs_of_danger(features)
    )
    rows = rows.join(scores.collect(), on="application_id", how="left", maintain_order="left")
    rows = rows.join(_truth(run), on="application_id", how="left", maintain_order="left")
    return _advised(rows.with_columns(pl.col("score").round(_SHOWN)))


def _advised(rows: pl.DataFrame) -> pl.DataFrame:
    """Rank in office and period, equal scores first come, and what follows from it."""
    ranked = rows.sort("stratum", "score", "filed_at", "application_id", descending=[False, True, False, False])
    ranked = ranked.with_columns(
        rank=pl.int_range(1, pl.len() + 1).over("stratum"), n=pl.len().over("stratum").cast(pl.Int64)
    ).with_columns(n_slots=pl.min_horizontal("n_slots", "n"))
    aside = pl.col("rank") <= pl.col("n_slots")
    advice = pl.when(~aside).then(pl.lit("go_on")).when("has_sign").then(pl.lit("protect")).otherwise(pl.lit("look"))
    told = ("application_id", "truth_class", "typology", "ring_id", "posterior", "score", "rank", "n", "n_slots")
    return ranked.sort("application_id").select(*told, advice=advice)


def _truth(run: Run) -> pl.DataFrame:
    """application_id, truth_class, typology, ring_id of everybody."""
    papers = run.table("documents").select("document_id", "application_id")
    slips = run.truth("clean_values").filter(pl.col("table") == "documents").select(document_id="row_id")
    erred = papers.join(slips, on="document_id", how="semi").collect()["application_id"].unique()
    victim = pl.col("right_action").cast(pl.String) == "protect_and_refer"
    pattern = pl.col("typology").cast(pl.String)
    twin = pl.col("twin_of").cast(pl.String)
    is_class = (
        pl.when(pl.col("is_positive") & victim)
        .then(pl.lit("victim"))
        .when("is_positive")
        .then(pl.lit("deceiver"))
        .when(pattern != "none")
        .then(pl.lit(None, dtype=pl.String))
        .when(twin.is_not_null())
        .then(pl.lit("look_alike"))
        .when(pl.col("application_id").is_in(erred.implode()))
        .then(pl.lit("benign_error"))
        .otherwise(pl.lit("none"))
    )
    rows = run.truth("applications").select(
        "application_id",
        "ring_id",
        pl.col("posterior").round(_SHOWN),
        truth_class=is_class,
        typology=pl.when(pattern != "none").then(pattern).otherwise(twin.fill_null("none")),
    )
    return rows.collect()
