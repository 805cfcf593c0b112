"""The applicants of the test months, with their scores and their truth, to be sent through lanes again and again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.clock import offset_seconds, to_local
from simi_lab.decide import assign_lanes, signs_of_danger, verdicts
from simi_lab.errors import BadRequest
from simi_lab.office.arrivals import Intake, read_intake
from simi_lab.scenario.model import Scenario
from simi_lab.store import Run
from simi_lab.study.block import prepare
from simi_lab.study.eras import base_era
from simi_lab.study.model import RiskModel, risk_model
from simi_lab.study.whatif import WARM_UP_DAYS

MODELS = ("glass_box", "scorecard", "boosting", "rule_of_thumb", "isolation")
"""Models that a triage can go by; the first one where nothing is asked for."""


@dataclass(frozen=True)
class Bench:
    """Applicants of one office who filed in the test months, and in the two weeks before, in order of their number.

    Parameters
    ----------
    scenario, first, last : the world, first and last day of the window that figures are of
    table, traits, documents, truth : rows of these applicants only
    score : of the model, by name; and of the perfect judge of the evidence ("oracle"); shape (n,)
    has_sign : of trafficking; shape (n,)
    in_window : filed in the window; shape (n,)
    """

    scenario: Scenario
    first: date
    last: date
    table: pl.DataFrame
    traits: pl.DataFrame
    documents: pl.DataFrame
    truth: pl.DataFrame
    score: Mapping[str, pl.Series]
    has_sign: pl.Series
    in_window: NDArray[np.bool_]

    def lanes(self, capacity: float, judge: str) -> pl.DataFrame:
        """Lanes at so many conversations a working day, spent day by day; columns of `decide.assign_lanes`.

        Raises
        ------
        BadRequest
            The capacity is negative or no number.
        """
        cases = self.table.select("application_id").with_columns(
            score=self.score[judge], has_sign=self.has_sign, **self.places(capacity)
        )
        return assign_lanes(cases, self.scenario.triage, seed=self.scenario.seed)

    def judged(self, lanes: pl.DataFrame | None, *, hurried: bool = False) -> pl.DataFrame:
        """The applications as the officers judge them in their lanes; without lanes, as they are judged today.

        Where nobody is hurried, a direct conversation finds what one of today finds.
        """
        if lanes is None:
            return self.table
        plan, triage = self.scenario, self.scenario.triage
        if not hurried:
            as_today = triage.direct_found.model_copy(update={"value": 1.0})
            plan = plan.model_copy(update={"triage": triage.model_copy(update={"direct_found": as_today})})
        found = verdicts(plan, self.table, self.documents, self.truth, lanes=lanes["lane"]).frame
        again = found.select("needs_clarification", "final_decision")
        return self.table.with_columns(**{name: again[name] for name in again.columns}, lane=lanes["lane"])

    def intake(self, judged: pl.DataFrame) -> Intake:
        """What the office is given."""
        seeks = not self.scenario.office.simi_parts.dossiers
        offset = offset_seconds(self.first, self.scenario.site.zone)
        return read_intake(judged, self.traits, offset=offset, regime_override=None, simi_seeks=seeks)

    def places(self, capacity: float) -> dict[str, pl.Series]:
        """Office and day of each applicant (stratum), and how many can be taken aside there (n_slots)."""
        from simi_lab.risk.judging.capacity import slots

        if not capacity >= 0 or not np.isfinite(capacity):
            raise BadRequest(
                "{n} conversations a day are no capacity.", cure="Give 0 or more.", where="--capacity", n=capacity
            )
        zone = self.scenario.site.zone
        places = slots(self.table, capacity_per_day=capacity or 1.0, period="day", zone=zone)
        n_slots = places["n_slots"] if capacity else pl.zeros(places.height, dtype=pl.Int64, eager=True)
        return {"stratum": places["stratum"], "n_slots": n_slots}


def bench(run: Run, model: str = MODELS[0]) -> Bench:
    """Prepare the test months of a run: its first office, without months that were added later.

    Raises
    ------
    BadRequest
        Nobody, or no test month, is there to send through lanes.
    """
    fitted = risk_model(run)
    base = base_era(run.manifest["origin"])
    scenario = base.plan
    desk = prepare(scenario, base.extent, 0)
    first, last = _window(fitted, scenario)
    day = to_local(pl.col("filed_at"), scenario.site.zone).dt.date()
    table = desk.intake.with_columns(day=day).filter(pl.col("day").is_between(first - timedelta(WARM_UP_DAYS), last))
    table = table.sort("application_id")
    in_window = (table["day"] >= first).to_numpy()
    if not in_window.any():
        raise BadRequest("Nobody applied in the test months, so there is nobody to send through lanes.")
    truth = _same_rows(table, desk.truth)
    return Bench(
        scenario=scenario,
        first=first,
        last=last,
        table=table.drop("day"),
        traits=_same_rows(table, desk.traits),
        documents=desk.documents.join(table.select("application_id"), on="application_id", how="semi"),
        truth=truth,
        score=_scores(fitted, table, model) | {"oracle": truth["posterior"]},
        has_sign=_signs(fitted, table),
        in_window=in_window,
    )


def _window(fitted: RiskModel, scenario: Scenario) -> tuple[date, date]:
    """First and last day of the test months that the scenario itself has."""
    months = [date.fromisoformat(f"{month}-01") for month in fitted.evaluation.facts["test_months"]]
    mine = [month for month in months if month <= scenario.period.last]
    if not mine:
        raise BadRequest("All test months were added to this world later.", cure="Take a world that was made whole.")
    return max(mine[0], scenario.period.first), min(_end_of(mine[-1]), scenario.period.last)


def _end_of(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _same_rows(table: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    return table.select("application_id").join(other, on="application_id", how="left", maintain_order="left")


def _scores(fitted: RiskModel, table: pl.DataFrame, model: str) -> dict[str, pl.Series]:
    mine = fitted.scores.filter(pl.col("model").cast(pl.String) == model).select("application_id", "score").collect()
    return {model: _same_rows(table, mine)["score"]}


def _signs(fitted: RiskModel, table: pl.DataFrame) -> pl.Series:
    frame = fitted.features.collect()
    signs = frame.select("application_id").with_columns(has_sign=signs_of_danger(frame))
    return _same_rows(table, signs)["has_sign"].fill_null(False)
