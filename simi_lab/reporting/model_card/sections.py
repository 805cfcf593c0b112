"""The sections of a model card: people first, then use, figures beside the ceiling, whom it troubles, limits, gate."""

from __future__ import annotations

import math
from html import escape

from simi_lab.i18n import month, t
from simi_lab.privacy import SMALLEST_GROUP
from simi_lab.reporting.model_card import tables
from simi_lab.reporting.model_card.charts import calibration_chart, ladder_chart
from simi_lab.reporting.model_card.read import ORACLE, RANDOM, RULE, Card
from simi_lab.reporting.parts import Block, bullets, paragraph, section, tiles
from simi_lab.risk.signals import FEATURES
from simi_lab.risk.telling.apart import calibration_line, refused
from simi_lab.risk.telling.card import BAND, EARLY, LIMITS, USE
from simi_lab.risk.telling.ladder import MODEL_WORDS
from simi_lab.risk.telling.people import marked
from simi_lab.risk.telling.points import points_intro
from simi_lab.risk.telling.sentences import MODEL_NAMES, against_rule, few, origin_lines, other_notes, situation


def opening(card: Card) -> Block:
    """Title, the answer in people, the figures to take away."""
    lang, facts = card.lang, card.evaluation.facts
    title = t("Model card: {model}", lang, model=t(MODEL_NAMES[card.model], lang))
    site = card.run.manifest["origin"]["scenario"]["site"]["name"]
    first, last = (month(facts["test_months"][i], lang) for i in (0, -1))
    place = t("{site}, judged on {first} to {last}", lang, site=site, first=first, last=last)
    precision = card.figure("precision_at_capacity")
    said = "" if precision is None or math.isnan(precision.value) else marked(precision.value, lang)
    shown = [
        (t(title_of, lang), *card.apart("recall_at_capacity", model=model))
        for model, title_of in (
            (card.model, "This model"), (RULE, "Rule of thumb"), (ORACLE, "Perfect judge"), (RANDOM, "Random choice"),
        )
    ]  # fmt: skip
    over = paragraph(t("Found, of those to be found, at the interviewers' capacity:", lang))
    body = paragraph(said, "answer") + paragraph(situation(card.evaluation, lang)) + over + tiles(shown)
    html = f'<header class="opening"><h1>{escape(title)}</h1><p class="place">{escape(place)}</p>{body}</header>'
    return Block(html, _headline(card))


def _headline(card: Card) -> dict[str, float | int | bool]:
    """Raw figures for the record of the report."""
    facts = card.evaluation.facts
    found: dict[str, float | int | bool] = {"n_test": facts["n_test"], "n_positive": facts["n_positive"][card.target]}
    for name in ("precision_at_capacity", "recall_at_capacity", "recall_at_5pct_fpr", "shortfall_to_oracle"):
        for model in card.beside:
            estimate = card.figure(name, model=model)
            if estimate is not None and not math.isnan(estimate.value):
                found[f"{name}_{model}"] = estimate.value
    return found | {"gate_is_open": card.door.is_open}


def use(card: Card) -> Block:
    """What the model is, what it is for and not for."""
    lang = card.lang
    return section("use", t("What it is for", lang), paragraph(t(MODEL_WORDS[card.model], lang)),
                   bullets([t(sentence, lang) for sentence in USE]))  # fmt: skip


def data(card: Card) -> Block:
    """Months that trained and tested, and what the model may look at."""
    lang = card.lang
    lines = [
        *origin_lines(card.evaluation, lang),
        *few(card.evaluation, lang),
    ]
    looks = [f"{t(feature.meaning, lang)} {t(feature.ground, lang)}" for feature in FEATURES]
    heading = f"<h3>{escape(t('What it looks at', lang))}</h3>"
    return section("data", t("Data and months", lang), bullets(lines), heading, bullets(looks))


def figures(card: Card) -> Block:
    """How well it does, beside rule, judge and chance."""
    lang = card.lang
    said = "" if card.model == RULE else against_rule(card.evaluation, card.model, lang, target=card.target)
    note = t(
        "In brackets: the range that holds the true value 95 times in 100, wider where people come in groups.", lang
    )
    told = [tables.figures_table(card, target) for target in card.evaluation.targets]
    return section("figures", t("What it finds", lang), paragraph(said), ladder_chart(card), *told,
                   paragraph(note, "note"))  # fmt: skip


def calibration(card: Card) -> Block:
    """Whether its probabilities hold."""
    lang = card.lang
    told = []
    for target in card.evaluation.targets:
        said = calibration_line(card.evaluation, card.model, lang, target=target)
        told += [calibration_chart(card, target), paragraph(said)]
    learned = t(
        "The models learn from records; against the truth they expect too few where the office did not look.", lang
    )
    return section("calibration", t("Do the probabilities hold", lang), paragraph(learned), *told,
                   paragraph(t(BAND, lang), "note"))  # fmt: skip


def duties(card: Card) -> Block:
    """Victims and deceivers apart."""
    if not card.evaluation.kinds:
        return Block("")
    lang = card.lang
    return section("duties", t("Victims and deceivers apart", lang), paragraph(refused(card.evaluation, lang)),
                   tables.kinds_table(card))  # fmt: skip


def patterns(card: Card) -> Block:
    """What is found by pattern, rings found in time, and whom the model stops without cause."""
    if card.evaluation.typologies.is_empty():
        return Block("")
    lang = card.lang
    small = t("A dash: fewer than {k} found or missed, or a figure that would give such a one away.",
              lang, k=SMALLEST_GROUP)  # fmt: skip
    alike = t(
        "Groups that only look like a pattern: a village helper's phone, pilgrims, twins, a slip at the registry.", lang
    )
    rings = "" if card.evaluation.rings.is_empty() else tables.rings_table(card)
    return section("patterns", t("Patterns, rings, and those who only look alike", lang), tables.patterns_table(card),
                   paragraph(small, "note"), rings, paragraph(t(EARLY, lang), "note") if rings else "",
                   tables.benign_table(card), paragraph(alike, "note"))  # fmt: skip


def points(card: Card) -> Block:
    """Points to add up on paper, where the model has them."""
    told = tables.points(card)
    if not told:
        return Block("")
    lang = card.lang
    intro = points_intro(card.evaluation, lang) if card.model == "scorecard" else ""
    return section("points", t("Points to add up", lang), paragraph(intro), told)


def limits(card: Card) -> Block:
    """The state of the impact assessment, and what this card cannot say."""
    lang, door = card.lang, card.door
    state = t("Scores of single cases may be shown." if door.is_open else
              "Scores of single cases are not shown.", lang)  # fmt: skip
    sign = f'<p class="verdict {"yes" if door.is_open else "no"}">{"✓" if door.is_open else "✗"} {escape(state)}</p>'
    command = t("Next: {command}", lang, command=door.command) if door.command else ""
    notes = [*other_notes(card.evaluation, lang), *(t(limit, lang) for limit in LIMITS)]
    gate = (f"<h3>{escape(t('Impact assessment', lang))}</h3>", sign, paragraph(door.words(lang)), paragraph(command))
    return section("limits", t("What this cannot say", lang), bullets(notes), *gate)
