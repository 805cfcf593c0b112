"""Cases of high scores that somebody must decide: what they are, what of them can be seen, and a practice set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from simi_lab.clock import to_local
from simi_lab.errors import BadRequest
from simi_lab.study.lanes.bench import Bench

VISIBLE = ("sign", "papers", "plain")
"""What an officer sees of a case before deciding: a sign of trafficking, papers that disagree, or neither."""


@dataclass(frozen=True)
class Alerts:
    """The highest scores of each month, in the order in which they were filed.

    Parameters
    ----------
    practice, test : cases of the earlier months, with which officers are measured, and of the later ones
        application_id, month (number), day (number), p (chance of a true risk by the score, rescaled on the practice
        set), visible, and the columns of `decide.analysts.CASE_COLUMNS`
    scale : factor on the scores
    """

    practice: pl.DataFrame
    test: pl.DataFrame
    scale: float


def alerts(stand: Bench, model: str) -> Alerts:
    """Pick and describe the cases of a bench.

    Raises
    ------
    BadRequest
        Fewer than two months, or nobody at risk among the practice cases: officers could not be measured.
    """
    plan = stand.scenario.officers
    table = _described(stand, model).sort("filed_at", "application_id")
    rank = pl.col("score").rank("ordinal", descending=True).over("month")
    most = (pl.len().over("month") * plan.alert_share.value).ceil()
    chosen = table.filter(rank <= most)
    months = chosen["month"].unique().sort()
    middle = months[len(months) // 2]
    practice, test = chosen.filter(pl.col("month") < middle), chosen.filter(pl.col("month") >= middle)
    if practice.is_empty() or not practice["is_positive"].any():
        raise BadRequest(
            "Nobody at risk is among the practice cases, so that no officer can be measured.",
            cure="Take a larger world, or one with more months.",
        )
    scale = float(practice["is_positive"].sum()) / max(float(practice["score"].sum()), 1e-12)
    cost = plan.cost_stopped.value, plan.cost_missed.value
    p = (pl.col("score") * scale).clip(0.0, 1.0)
    stops = (1 - p) * cost[0] < p * cost[1]
    done = [part.with_columns(p=p, model_stops=stops).drop("score", "filed_at") for part in (practice, test)]
    return Alerts(done[0], done[1], scale)


def _described(stand: Bench, model: str) -> pl.DataFrame:
    """Everyone of the window with truth and what can be seen."""
    scenario = stand.scenario
    odd = stand.documents.filter((pl.col("nik_check") != "ok") | (pl.col("name_check") == "different"))
    truth = stand.truth
    pattern, twin = (truth[name].cast(pl.String).fill_null("none") for name in ("typology", "twin_of"))
    positive = truth["is_positive"]
    mismatch = stand.table["application_id"].is_in(odd["application_id"].unique().implode())
    doubts = scenario.doubts
    error = np.where(mismatch.to_numpy(), doubts.mismatch.value, doubts.background.value)
    for name, plan in scenario.typologies.items():
        error = np.where((twin == name).to_numpy(), plan.twin_found.value, error)
        error = np.where((pattern == name).to_numpy() & positive.to_numpy(), 1.0 - plan.found.value, error)
    filed_on = to_local(pl.col("filed_at"), scenario.site.zone).dt.date()
    seen = pl.when("has_sign").then(pl.lit("sign")).when("mismatch").then(pl.lit("papers")).otherwise(pl.lit("plain"))
    frame = stand.table.select("application_id", "filed_at").with_columns(
        month=filed_on.dt.truncate("1mo").dt.epoch("d").cast(pl.Int64),
        day=filed_on.dt.epoch("d").cast(pl.Int64),
        score=stand.score[model],
        has_sign=stand.has_sign,
        mismatch=mismatch,
        is_positive=positive,
        pattern=pl.when(positive).then(pattern).otherwise(pl.lit("none")),
        error=pl.Series(error),
        is_far=stand.traits["hours_to_office"].cast(pl.Float64) > scenario.officers.far_hours.value,
    )
    return frame.with_columns(visible=seen).drop("has_sign", "mismatch").filter(pl.Series(stand.in_window))
