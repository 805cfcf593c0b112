"""The tables of a model card: figures beside rule, judge and chance; victims and deceivers; patterns, rings, twins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from simi_lab.i18n import NO_VALUE, number, percent, t
from simi_lab.privacy import SMALLEST_GROUP, suppress
from simi_lab.reporting.model_card.read import ORACLE, RANDOM, Card
from simi_lab.reporting.parts import table
from simi_lab.risk.models.rules import RULES
from simi_lab.risk.telling.apart import KIND_NAMES
from simi_lab.risk.telling.points import point_table
from simi_lab.risk.telling.sentences import FIGURE_WORDS, MODEL_NAMES, TARGET_NAMES
from simi_lab.vocabulary import label

_KIND_FIGURES = ("recall_at_capacity", "recall_at_5pct_fpr", "shortfall_to_oracle")


def figures_table(card: Card, target: str) -> str:
    """One row per figure, one column per judge."""
    judges = [model for model in card.beside if target != "recorded" or model != ORACLE]
    rows = [
        [t(title, card.lang), *(card.said(name, model=model, target=target) for model in judges)]
        for name, title in FIGURE_WORDS
    ]
    head = [t("Figure", card.lang), *(t(MODEL_NAMES[model], card.lang) for model in judges)]
    return table(f"table-{target}", t(TARGET_NAMES[target], card.lang), head, rows)


def kinds_table(card: Card) -> str:
    """Victims and deceivers apart."""
    lang, titles = card.lang, dict(FIGURE_WORDS)
    judges = [model for model in card.beside if model != RANDOM]
    rows, kinds = [], ""
    for kind in card.evaluation.kinds:
        rows.append([t(KIND_NAMES[kind], lang), *([""] * len(judges))])
        kinds += "g"
        for name in _KIND_FIGURES:
            rows.append([t(titles[name], lang), *(card.said(name, model=model, target=kind) for model in judges)])
            kinds += "-"
    head = [t("Figure", lang), *(t(MODEL_NAMES[model], lang) for model in judges)]
    return table("table-kinds", t("Victims and deceivers apart", lang), head, rows, kinds=kinds)


def patterns_table(card: Card) -> str:
    """Persons found by planted pattern; small cells and their partners withheld."""
    found = card.evaluation.typologies
    return _pattern_table(
        card,
        found,
        by="typology",
        counts=("n_persons", "n_persons_found"),
        name="table-patterns",
        words=("What was found, by pattern", "Persons", "Share of persons found"),
    )


def benign_table(card: Card) -> str:
    """Groups that only look like a pattern, stopped without cause."""
    return _pattern_table(
        card,
        card.evaluation.benign,
        by="twin_of",
        counts=("n_groups", "n_groups_stopped"),
        name="table-benign",
        words=("Who was stopped without cause", "Groups", "Share of groups stopped"),
    )


def _pattern_table(
    card: Card, rows: pl.DataFrame, *, by: str, counts: tuple[str, str], name: str, words: tuple[str, str, str]
) -> str:
    """A row per pattern: how many there are, and the share that model, judge and chance reach."""
    lang, (caption, many, share) = card.lang, words
    judges, lines, kinds = (card.model, ORACLE, RANDOM), [], ""
    told: dict[tuple[str, str], Mapping[str, Any]] = {(row["model"], row[by]): row for row in rows.rows(named=True)}
    small = {model: _small(rows.filter(pl.col("model") == model), by, counts) for model in judges[:2]}
    for row in rows.filter(pl.col("model") == card.model).rows(named=True):
        hidden = {model for model in judges if row[by] in small.get(model, ())}
        cells = [_share(None if model in hidden else told.get((model, row[by])), lang) for model in judges]
        n = row[counts[0]]
        everyone = NO_VALUE if 0 < n < SMALLEST_GROUP else number(n, lang)
        lines.append([label("typology", row[by], lang), everyone, *cells])
        kinds += "h" if card.model in hidden else "-"
    head = [t("Pattern", lang), t(many, lang), *(f"{t(MODEL_NAMES[model], lang)}" for model in judges)]
    return table(name, f"{t(caption, lang)}: {t(share, lang)}", head, lines, kinds=kinds)


def _small(rows: pl.DataFrame, by: str, counts: tuple[str, str]) -> frozenset[str]:
    """Patterns whose counts would show fewer than five, or give such a count away."""
    if rows.is_empty():
        return frozenset()
    everyone, some = counts
    cells = pl.concat(
        [
            rows.select(by, outcome=pl.lit("found"), n=pl.col(some)),
            rows.select(by, outcome=pl.lit("missed"), n=pl.col(everyone) - pl.col(some)),
        ]
    )
    return frozenset(suppress(cells, count="n", by=[by, "outcome"]).filter("suppressed")[by])


def _share(row: Mapping[str, Any] | None, lang: str) -> str:
    if row is None:
        return NO_VALUE
    if row["low"] is None:
        return percent(row["share"], lang)
    return f"{percent(row['share'], lang)} ({percent(row['low'], lang)}\N{EN DASH}{percent(row['high'], lang)})"


def rings_table(card: Card) -> str:
    """Rings found at all, and found while most of their members were still to come."""
    lang, rows, kinds = card.lang, [], ""
    for model in (card.model, ORACLE):
        for row in card.evaluation.rings.filter(pl.col("model") == model).rows(named=True):
            is_hidden = row["n_members"] < SMALLEST_GROUP
            cells = [NO_VALUE if is_hidden else _of(row, part, lang) for part in ("found", "early")]
            many = NO_VALUE if is_hidden else number(row["n_rings"], lang)
            pattern = label("typology", row["typology"], lang)
            rows.append([f"{pattern}, {t(MODEL_NAMES[model], lang)}", many, *cells])
            kinds += "h" if is_hidden else "-"
    head = [t("Pattern", lang), t("Rings", lang), t("Found at all", lang), t("Found early", lang)]
    return table("table-rings", t("Rings found at all, and found early", lang), head, rows, kinds=kinds)


def _of(row: Mapping[str, Any], part: str, lang: str) -> str:
    low, high = (percent(row[f"{part}_{end}"], lang) for end in ("low", "high"))
    return f"{number(row[f'n_{part}'], lang)} ({low}\N{EN DASH}{high})"


def points(card: Card) -> str:
    """Points that a clerk can add up, where the model has them."""
    lang = card.lang
    if card.model == "rule_of_thumb":
        rows = [[t(rule.sentence, lang), str(rule.points)] for rule in RULES]
        return table("table-points", t("The rule of thumb", lang), [t("Rule", lang), t("Points", lang)], rows)
    if card.model == "scorecard":
        head, *rows = point_table(card.evaluation, lang)
        return table("table-points", t("Points of the scorecard", lang), head, rows)
    return ""
