"""People in harm's way apart from deceivers, and rings found at all and in time: in sentences."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simi_lab.i18n import number, percent, t
from simi_lab.risk.judging import Evaluation
from simi_lab.risk.telling.sentences import MODEL_NAMES, figure_cell, told_of
from simi_lab.vocabulary import label

KIND_NAMES = {
    "protect": "People in harm's way, to be protected and referred",
    "investigate": "Deceivers, to be investigated",
}


def kind_rows(evaluation: Evaluation, lang: str, *, kind: str) -> list[list[str]]:
    """Header and one row per model: what it finds of one part of the truth, beside the perfect judge of that part."""
    titles = ("Found at capacity", "Found at 5% false alarms", "Lost against the perfect judge")
    rows = [[t("Model", lang), *(t(title, lang) for title in titles)]]
    for model in told_of(evaluation, evaluation.targets[0]):
        names = ("recall_at_capacity", "recall_at_5pct_fpr", "shortfall_to_oracle")
        rows.append(
            [t(MODEL_NAMES[model], lang), *(figure_cell(evaluation, model, name, kind, lang) for name in names)]
        )
    return rows


def kind_title(evaluation: Evaluation, kind: str, lang: str) -> str:
    """Who they are and how many there are in the test months."""
    n = number(evaluation.facts["n_kind"][kind], lang)
    return t("{who}: {n} persons", lang, who=t(KIND_NAMES[kind], lang), n=n)


def refused(evaluation: Evaluation, lang: str) -> str:
    """How many people in harm's way the office refused: each one an error, however right the suspicion was."""
    n = evaluation.facts["n_protect_refused"]
    if n is None:
        return t("A person in harm's way who is refused is an error: the right act is to protect and refer.", lang)
    return t(
        "The office refused {n} of {all} persons in harm's way. Each refusal of a victim is an error: the right act is "
        "to protect and refer.",
        lang,
        n=number(n, lang),
        all=number(evaluation.facts["n_kind"]["protect"], lang),
    )


def ring_lines(evaluation: Evaluation, lang: str) -> Iterator[str]:
    """Per model and pattern: rings found at all, found early, and how many members came after the first find."""
    for row in evaluation.rings.iter_rows(named=True):
        yield t(
            "{model}, {pattern}: {found} of {rings} rings found at all ({found_low} to {found_high}), {early} found "
            "early ({early_low} to {early_high}); {after} of {members} members filed after the first find.",
            lang,
            model=t(MODEL_NAMES[row["model"]], lang),
            pattern=label("typology", row["typology"], lang),
            found=number(row["n_found"], lang),
            rings=number(row["n_rings"], lang),
            early=number(row["n_early"], lang),
            after=number(row["n_members_after"] or 0, lang),
            members=number(row["n_members"], lang),
            **{name: percent(row[name], lang, 0) for name in ("found_low", "found_high", "early_low", "early_high")},
        )


def calibration_line(evaluation: Evaluation, model: str, lang: str, *, target: str) -> str:
    """Expected against observed, and how many of the ten steps lie in the band of a perfectly calibrated model."""
    bins = evaluation.calibration.filter((pl.col("model") == model) & (pl.col("target") == target))
    return t(
        "{model}: {expected} expected, {observed} found; {inside} of {bins} steps of the score lie inside the band.",
        lang,
        model=t(MODEL_NAMES[model], lang),
        expected=number(float(bins["expected"].sum()), lang),
        observed=number(int(bins["observed"].sum()), lang),
        inside=int(bins["is_inside"].sum()),
        bins=bins.height,
    )
