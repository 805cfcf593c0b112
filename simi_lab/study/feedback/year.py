"""A year of a model in use: whom it lists, what officers record, what it learns, what is believed and what is true."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from simi_lab.scenario.feedback import FeedbackPlan
from simi_lab.scenario.model import Scenario
from simi_lab.store import Run, derived
from simi_lab.streams import Streams, transforms
from simi_lab.study.feedback.case import FEWEST_BEFORE, FeedbackCase, prepare_feedback
from simi_lab.study.feedback.figures import difference, errors_of, figures_of, month_rows, nearer, tallies
from simi_lab.study.feedback.holdout import held_out_rows, match
from simi_lab.study.feedback.loop import Course, Policy, play
from simi_lab.study.feedback.office import Judgement, case_files, judge
from simi_lab.study.measure import scenario_of

Progress = Callable[[str, int, int], None]
CLOSED, OPEN = "closed", "open"
YEAR = 12
_FORMAT = 2  # of what is kept beside a run


@dataclass(frozen=True)
class Feedback:
    """A year of feedback, played and judged.

    Parameters
    ----------
    facts : sizes, months, assumptions, errors of belief, champion against challenger; plain values
    by_month : see `feedback_figures.month_rows`, both variants
    held_out : see `feedback_holdout.held_out_rows`, both variants
    """

    facts: dict[str, Any]
    by_month: pl.DataFrame
    held_out: pl.DataFrame

    def last(self, variant: str) -> dict[str, Any]:
        """Everything since the first month played, of one variant."""
        return self.by_month.filter(pl.col("variant") == variant).sort("month").row(-1, named=True)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        tables = {name: getattr(self, name).to_dicts() for name in ("by_month", "held_out")}
        return told_plainly({**self.facts, **tables})


def told_plainly(value: Any) -> Any:
    """The same for JSON: days as text, and nothing (null) where a figure is unknown or has no limit."""
    if isinstance(value, dict):
        return {name: told_plainly(each) for name, each in value.items()}
    if isinstance(value, list):
        return [told_plainly(each) for each in value]
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    return value if value is None or isinstance(value, int | str) else str(value)


def feedback(run: Run, *, plan: FeedbackPlan | None = None, progress: Progress | None = None) -> Feedback:
    """Play a year of deploying, deciding, recording and learning again, with and without lots; once, then read.

    Only the weights of the glass box learn anew each month (see `feedback_case`): the whole ladder would take minutes.

    Parameters
    ----------
    plan : assumptions; by default the year that ends the run, or half of a run shorter than that allows
    progress : called with a label, what is done and how much there is

    Raises
    ------
    SimiError
        The run is too short, or its first months hold findings of one kind only.

    Randomness : decision keys of the run's scenario for officers, of the plan for lots and hold-out; the bootstrap by
        the plan's seed.
    """
    from simi_lab.risk.signals import feature_hash

    plan = plan or default_plan(run)
    told_by = {"format": _FORMAT, "features": feature_hash(), **json.loads(plan.model_dump_json())}
    thing = derived(run, "feedback", told_by)
    if not thing.exists:
        made = play_all(run, scenario_of(run), plan, progress=progress)
        thing.write({"by_month": made.by_month, "held_out": made.held_out}, {"facts": made.facts})
    return Feedback(thing.meta["facts"], thing.frame("by_month").collect(), thing.frame("held_out").collect())


def default_plan(run: Run) -> FeedbackPlan:
    """A year where the run has months enough before it, else half of its months."""
    period = scenario_of(run).period
    have = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
    fit = YEAR if have >= YEAR + FEWEST_BEFORE else max(1, have // 2)
    return FeedbackPlan(months=fit)


def play_all(run: Run, scenario: Scenario, plan: FeedbackPlan, *, progress: Progress | None = None) -> Feedback:
    """Play every replication of both variants, without keeping anything."""
    say = progress or (lambda *_: None)
    steps = plan.replications + 1
    say("the applicants and what is known of them", 0, steps)
    case, _ = prepare_feedback(run, scenario, plan)
    files = case_files(run, scenario)
    policies = (
        Policy(CLOSED, every=plan.every),
        Policy(OPEN, explore_share=plan.explore_share.value, every=plan.every),
    )
    courses: dict[str, list[Course]] = {policy.name: [] for policy in policies}
    judged: list[Judgement] = []
    for replication in range(plan.replications):
        say("a year of the model", replication + 1, steps)
        luck = judge(files, scenario, short_share=plan.short_share.value, replication=replication)
        judged.append(luck)
        lots = transforms.uniform(Streams(plan.seed).decision("lot", case.keys, replication))
        for policy in policies:
            courses[policy.name].append(play(case, luck, policy, lots))
    return told(case, policies, courses, judged, plan)


def told(
    case: FeedbackCase,
    policies: Sequence[Policy],
    courses: dict[str, list[Course]],
    judged: Sequence[Judgement],
    plan: FeedbackPlan,
) -> Feedback:
    """Figures of what was played: the first policy is the one without lots, the last the one with them."""
    weights, place = _resampled(case, plan)
    tallied = {name: [tallies(case, one, weights, place) for one in each] for name, each in courses.items()}
    rows = {policy.name: month_rows(case, policy, tallied[policy.name]) for policy in policies}
    final = {name: [one[-1] for one in each] for name, each in tallied.items()}
    share = float(figures_of(rows)["looked"][0]) / max(1, int(case.played.sum()))
    closed, opened = policies[0].name, policies[-1].name
    facts = {
        "months": [f"{case.months[case.first]:%Y-%m}", f"{case.months[-1]:%Y-%m}"],
        "is_year": len(case.months) - case.first >= YEAR,
        "n_applicants": int(case.played.sum()),
        "needed": int((case.played & case.positive).sum()),
        "n_before": int(((case.month < case.first) & ~case.held_out).sum()),
        "findings_before": float(np.mean([courses[closed][k].n_positive[0] for k in range(len(judged))])),
        "explore_share": policies[-1].explore_share,
        "short_share": plan.short_share.value,
        "replications": plan.replications,
        "kept_old": {name: sum(len(one.kept) for one in each) for name, each in courses.items()},
        "errors": {policy.name: errors_of(policy, final[policy.name]) for policy in policies},
        "price": difference(final[opened], final[closed], "reached"),
        "nearer": nearer(final[opened], final[closed], policies[-1].explore_share),
        "held_out_from": f"{case.months[0]:%Y-%m}",
        "match": {policy.name: match(case, courses[policy.name], judged, share, weights, place) for policy in policies},
    }
    held = [held_out_rows(case, policy.name, courses[policy.name], share) for policy in policies]
    return Feedback(told_plainly(facts), pl.concat(rows.values()), pl.concat(held))


def _resampled(case: FeedbackCase, plan: FeedbackPlan) -> tuple[Any, Any]:
    from simi_lab.risk.judging.intervals import Resampling

    rng = np.random.default_rng(plan.seed)
    rows = case.month >= case.first
    rows |= case.held_out
    names, place = np.unique(np.where(rows, case.group, -1), return_inverse=True)
    drawn = Resampling.of(np.arange(names.size), resamples=plan.resamples, rng=rng)
    return drawn.counts, place.astype(np.int64)
