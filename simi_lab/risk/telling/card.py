"""The model card: what the models are for, how well they do, whom they trouble, what they look at."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simi_lab.i18n import number, percent, t
from simi_lab.risk.judging import Evaluation
from simi_lab.risk.models import MODELS
from simi_lab.risk.models.rules import RULES
from simi_lab.risk.signals import FEATURES, feature_hash
from simi_lab.risk.telling.apart import calibration_line, kind_rows, kind_title, refused, ring_lines
from simi_lab.risk.telling.ladder import MODEL_WORDS
from simi_lab.risk.telling.markdown import bullets
from simi_lab.risk.telling.markdown import table as markdown_table
from simi_lab.risk.telling.points import point_table, points_intro
from simi_lab.risk.telling.sentences import (
    MODEL_NAMES,
    SYNTHETIC,
    TARGET_NAMES,
    against_rule,
    few,
    figure_rows,
    origin_lines,
    other_notes,
    outcome,
    situation,
    told_of,
)
from simi_lab.vocabulary import label

USE = (
    "The score is one line of information before the interview. A named officer decides, with a written reason for "
    "following and for not following it (articles 10 and 34 of UU 27/2022).",
    "A high score asks for a look and help, never for a refusal: people in harm's way are protected and referred.",
    "Not for use on real applicants: every person here is invented, and no impact assessment has been signed.",
)
LIMITS = (
    "The models learn from what an office recorded, not from what is true: where it did not look, nothing was found.",
    "Sex, age, district, schooling, livelihood and nationality are not used. What still stands in for them is a matter "
    "for the fairness audit, not for this card.",
    "The patterns were planted by us. A real office meets others, and they change.",
)

BAND = (
    "The score is cut into ten steps of equal expected finds. The band holds 95 of 100 counts that a perfectly "
    "calibrated score of that size would give."
)
EARLY = (
    "A ring is found early when a member was looked at while at least as many members were still to come as had filed."
)


def card(evaluation: Evaluation, lang: str) -> str:
    """The model card as Markdown.

    Parameters
    ----------
    evaluation : from `evaluate`
    lang : "id" or "en"
    """
    parts = [
        f"# {t('Model card: who should be looked at longer', lang)}",
        f"**{t(SYNTHETIC, lang)}**",
        *_sections(evaluation, lang),
    ]
    return "\n\n".join(parts) + "\n"


def _sections(evaluation: Evaluation, lang: str) -> Iterator[str]:
    yield _heading("What it is for", lang)
    yield bullets([t(sentence, lang) for sentence in USE])
    yield _heading("What each model is", lang)
    yield bullets([f"**{t(MODEL_NAMES[name], lang)}**: {t(MODEL_WORDS[name], lang)}" for name in MODELS])
    yield _heading("What it finds", lang)
    yield situation(evaluation, lang)
    yield from (f"**{warning}**" for warning in few(evaluation, lang))
    for target in evaluation.targets:
        yield f"### {t(TARGET_NAMES[target], lang)}"
        yield bullets([outcome(evaluation, model, lang, target=target) for model in told_of(evaluation, target)])
        yield markdown_table(figure_rows(evaluation, lang, target=target))
    target = evaluation.targets[0]
    yield bullets([against_rule(evaluation, model, lang, target=target) for model in MODELS[1:]])
    yield t(
        "In brackets: the range that holds the true value 95 times in 100, wider where people come in groups.", lang
    )
    yield from _apart(evaluation, lang)
    yield from _patterns(evaluation, lang)
    yield _heading("Do the probabilities hold", lang)
    yield t(BAND, lang)
    for target in evaluation.targets:
        yield f"### {t(TARGET_NAMES[target], lang)}"
        models = told_of(evaluation, target)
        yield bullets([calibration_line(evaluation, model, lang, target=target) for model in models])
    yield from _looks_at(evaluation, lang)
    yield _heading("What this cannot say", lang)
    yield bullets([*other_notes(evaluation, lang), *(t(limit, lang) for limit in LIMITS)])
    yield from _origin(evaluation, lang)


def _apart(evaluation: Evaluation, lang: str) -> Iterator[str]:
    if not evaluation.kinds:
        return
    yield _heading("Victims and deceivers apart", lang)
    yield refused(evaluation, lang)
    for kind in evaluation.kinds:
        yield f"### {kind_title(evaluation, kind, lang)}"
        yield markdown_table(kind_rows(evaluation, lang, kind=kind))
    yield _heading("Rings found at all, and found early", lang)
    yield t(EARLY, lang)
    yield bullets(list(ring_lines(evaluation, lang)))


def _patterns(evaluation: Evaluation, lang: str) -> Iterator[str]:
    if evaluation.benign.is_empty() and evaluation.typologies.is_empty():
        return
    yield _heading("Who was stopped without cause", lang)
    yield t(
        "Groups that only look like a pattern: a village helper's phone, pilgrims, twins, a slip at the registry.", lang
    )
    yield _patternmarkdown_table(
        evaluation.benign, "twin_of", ("n_groups", "n_groups_stopped"), "Share of groups stopped", lang
    )
    yield _heading("What was found, by pattern", lang)
    yield _patternmarkdown_table(
        evaluation.typologies, "typology", ("n_persons", "n_persons_found"), "Share of persons found", lang
    )


def _patternmarkdown_table(table: pl.DataFrame, by: str, counts: tuple[str, str], share: str, lang: str) -> str:
    titles = {
        "n_groups": "Groups",
        "n_groups_stopped": "Groups stopped",
        "n_persons": "Persons",
        "n_persons_found": "Persons found",
    }
    header = [t("Model", lang), t("Pattern", lang), *(t(titles[name], lang) for name in counts), t(share, lang)]
    rows = [header]
    for row in table.iter_rows(named=True):
        value = percent(row["share"], lang, 0)
        if row["low"] is not None:
            value += f" ({percent(row['low'], lang, 0)}\N{EN DASH}{percent(row['high'], lang, 0)})"
        names = [t(MODEL_NAMES[row["model"]], lang), label("typology", row[by], lang)]
        rows.append([*names, *(number(row[name], lang) for name in counts), value])
    return markdown_table(rows)


def _looks_at(evaluation: Evaluation, lang: str) -> Iterator[str]:
    yield _heading("What it looks at", lang)
    header = [t("Feature", lang), t("Meaning", lang), t("Why it may be used", lang)]
    yield markdown_table([header, *([f"`{f.name}`", t(f.meaning, lang), t(f.ground, lang)] for f in FEATURES)])
    yield _heading("The scorecard, to be added up on paper", lang)
    yield points_intro(evaluation, lang)
    yield markdown_table(point_table(evaluation, lang))
    yield _heading("The rule of thumb", lang)
    points = t("Points", lang)
    yield markdown_table([[t("Rule", lang), points], *([t(rule.sentence, lang), str(rule.points)] for rule in RULES)])


def _origin(evaluation: Evaluation, lang: str) -> Iterator[str]:
    facts = evaluation.facts
    yield _heading("Where it comes from", lang)
    yield bullets(
        [
            *origin_lines(evaluation, lang),
            t("Run {run}, features {features}.", lang, run=facts["run_hash"][:12] or "-", features=feature_hash()[:12]),
        ]
    )


def _heading(words: str, lang: str) -> str:
    return f"## {t(words, lang)}"
