"""An evaluation in sentences about persons, in the reader's language."""

from __future__ import annotations

import math

import polars as pl

from simi_lab.estimate import Estimate
from simi_lab.i18n import number, percent, t
from simi_lab.risk.judging import Evaluation
from simi_lab.risk.judging.width import FEW
from simi_lab.risk.models import MODELS, Note

MODEL_NAMES = {
    "rule_of_thumb": "Rule of thumb",
    "scorecard": "Scorecard",
    "glass_box": "Glass box",
    "boosting": "Gradient boosting",
    "isolation": "Isolation forest (foil)",
    "oracle": "Perfect judge of the evidence",
    "random": "Random choice",
}
TARGET_NAMES = {"truth": "Against the truth", "recorded": "Against the office's records"}
SYNTHETIC = "SYNTHETIC DATA"

FIGURE_WORDS = (
    ("precision_at_capacity", "Of those looked at, rightly"),
    ("recall_at_capacity", "Of those to be found, found"),
    ("recall_at_5pct_fpr", "Found at 5% false alarms"),
    ("shortfall_to_oracle", "Lost against the perfect judge"),
    ("pr_auc", "Area under precision and recall"),
    ("found_per_month", "Found a month"),
    ("missed_per_month", "Missed a month"),
    ("false_alarms_per_month", "In vain a month"),
)


def situation(evaluation: Evaluation, lang: str) -> str:
    """Who applied, how many can be looked at, how many there are to find."""
    facts = evaluation.facts
    target = evaluation.targets[0]
    return t(
        "In {months} test months {n} people applied. Interviewers can look longer at {k} of them: {capacity} per "
        "working day and office. To be found were {positives} persons in {groups} groups of contacts.",
        lang,
        months=len(facts["test_months"]),
        n=number(facts["n_test"], lang),
        k=number(facts["n_looked_at"], lang),
        capacity=number(facts["capacity_per_day"], lang),
        positives=number(facts["n_positive"][target], lang),
        groups=number(facts["n_positive_groups"][target], lang),
    )


def outcome(evaluation: Evaluation, model: str, lang: str, *, target: str) -> str:
    """What a model found, missed, and whom it troubled in vain, in persons."""
    months = evaluation.months.filter((pl.col("model") == model) & (pl.col("target") == target))
    found, missed, alarms = (int(months[column].sum()) for column in ("found", "missed", "false_alarms"))
    return t(
        "{model}: {found} found, {missed} missed, {alarms} people looked at in vain.",
        lang,
        model=t(MODEL_NAMES[model], lang),
        found=number(found, lang),
        missed=number(missed, lang),
        alarms=number(alarms, lang),
    )


def against_rule(evaluation: Evaluation, model: str, lang: str, *, target: str) -> str:
    """Whether a learned model finds more than the rule of thumb, or cannot be told from it."""
    gain = evaluation.figure(model, "recall_over_rule", target=target)
    if not gain.excludes(0.0):
        verdict = "{model} cannot be told from the rule of thumb: {gain} of what there is to find ({low} to {high})."
    elif gain.value > 0:
        verdict = "{model} finds more than the rule of thumb: {gain} of what there is to find ({low} to {high})."
    else:
        verdict = "{model} finds less than the rule of thumb: {gain} of what there is to find ({low} to {high})."
    signed = {
        name: _signed(value, lang) for name, value in (("gain", gain.value), ("low", gain.low), ("high", gain.high))
    }
    return t(verdict, lang, model=t(MODEL_NAMES[model], lang), **signed)


def said(note: Note, lang: str) -> str:
    """A note in the reader's language, its numbers too."""
    values = {
        key: number(value, lang) if isinstance(value, (int, float)) else value for key, value in note.values.items()
    }
    return t(note.message, lang, **values)


def few(evaluation: Evaluation, lang: str) -> list[str]:
    """Warnings that too few are there to be found: they belong beside every figure, not at the end of a page."""
    return [said(note, lang) for note in evaluation.notes if note.message in FEW.values()]


def other_notes(evaluation: Evaluation, lang: str) -> list[str]:
    """The notes without those warnings."""
    return [said(note, lang) for note in evaluation.notes if note.message not in FEW.values()]


def told_of(evaluation: Evaluation, target: str) -> list[str]:
    """The models, and against the truth the perfect judge, whom none can pass but by luck."""
    judged = {figure.model for figure in evaluation.figures if figure.target == target}
    return [model for model in (*MODELS, "oracle") if model in judged]


def with_interval(estimate: Estimate, lang: str) -> str:
    """A figure with its interval: "31% (20–44%)"; a dash where there is nothing to divide by."""
    if math.isnan(estimate.value):
        return number(None, lang)
    if estimate.unit == "share":
        low, high = (percent(x, lang, 1) for x in (estimate.low, estimate.high))
        return f"{percent(estimate.value, lang, 1)} ({low}\N{EN DASH}{high})"
    low, high = (number(x, lang, 1) for x in (estimate.low, estimate.high))
    return f"{number(estimate.value, lang, 1)} ({low}\N{EN DASH}{high})"


def figure_rows(evaluation: Evaluation, lang: str, *, target: str) -> list[list[str]]:
    """Header and one row per model: precision, recall and area, and persons a month, each with its interval."""
    rows = [[t("Model", lang), *(t(title, lang) for _, title in FIGURE_WORDS)]]
    judged = {figure.model for figure in evaluation.figures if figure.target == target}
    for model in (m for m in (*MODELS, "oracle", "random") if m in judged):
        cells = [figure_cell(evaluation, model, name, target, lang) for name, _ in FIGURE_WORDS]
        rows.append([t(MODEL_NAMES[model], lang), *cells])
    return rows


def figure_cell(evaluation: Evaluation, model: str, name: str, target: str, lang: str) -> str:
    """A figure with its interval; a dash where there is none."""
    try:
        return with_interval(evaluation.figure(model, name, target=target), lang)
    except KeyError:
        return number(None, lang)


def _signed(share: float, lang: str) -> str:
    return ("+" if share > 0 else "") + percent(share, lang, 1)


def spared(evaluation: Evaluation, model: str, lang: str) -> str:
    """How many groups that only look like a pattern a model stopped."""
    rows = evaluation.benign.filter(pl.col("model") == model)
    return t(
        "{model}: {stopped} of {groups} groups that only look like a pattern were stopped, {persons} persons.",
        lang,
        model=t(MODEL_NAMES[model], lang),
        stopped=number(int(rows["n_groups_stopped"].sum()), lang),
        groups=number(int(rows["n_groups"].sum()), lang),
        persons=number(int(rows["n_persons_stopped"].sum()), lang),
    )


def origin_lines(evaluation: Evaluation, lang: str) -> list[str]:
    """Which months trained the models, and which tested them."""
    facts = evaluation.facts
    trained = t(
        "Trained on {first} to {last}: {n} applications with a recorded outcome, {positives} of them findings; "
        "{shared} left out because their contacts come again in the test.",
        lang,
        first=facts["train_months"][0],
        last=facts["train_months"][-1],
        n=number(facts["n_train"], lang),
        positives=number(facts["n_train_positive"], lang),
        shared=number(facts["n_train_shared"], lang),
    )
    first, last = facts["test_months"][0], facts["test_months"][-1]
    return [trained, t("Tested on {first} to {last}.", lang, first=first, last=last)]
