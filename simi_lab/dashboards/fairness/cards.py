"""The charts of the page with their words, tables and sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from simi_lab.charts import Look
from simi_lab.charts.baserates import on_the_curve
from simi_lab.charts.groups import group_intervals
from simi_lab.charts.intervals import intervals_and_truth
from simi_lab.charts.tradeoff import tradeoff
from simi_lab.dashboards.fairness.choosing import stage_of
from simi_lab.estimate import wilson
from simi_lab.i18n import number, percent, t
from simi_lab.measures.fairness.choices import GOAL_EQUALITY, GOAL_LOSS, equally_right, equally_wrong
from simi_lab.shell.cards import Chart, Column
from simi_lab.study.fairness import choices_told as price
from simi_lab.study.fairness import told

MOST_ROWS = 20  # groups drawn; the table has all


@dataclass(frozen=True)
class Scene:
    """What the cards are drawn from: audit and choices (None until they are there), the reader's choice, the look."""

    audit: Any
    choices: Any
    group: str
    stage: str
    at: str
    values: dict[str, int]
    look: Look
    run_name: str

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.look.lang

    @property
    def here(self) -> str:
        """The stage that is shown."""
        return stage_of(self.stage, self.audit.stages)

    @property
    def source(self) -> str:
        """Where the figures come from."""
        months = told.months_words(self.audit.facts["months"], self.lang)
        return t("Source: simulated world {name}, {months}.", self.lang, name=self.run_name, months=months)


def reached(scene: Scene) -> Chart:
    """How often each group reaches the stage."""
    lang, stage = scene.lang, scene.here
    title = told.apart(scene.audit, scene.group, stage, lang)
    return _funnel(scene, "reached", title[:1].upper() + title[1:].rstrip("."))


def unfounded(scene: Scene) -> Chart:
    """How often those reached are innocent, by group."""
    lang, stage = scene.lang, scene.here
    n, right = scene.audit.facts["reached"][stage], scene.audit.facts["founded"][stage]
    title = t(
        "Without ground: {wrong} of {n} people at this stage", lang, wrong=number(n - right, lang), n=number(n, lang)
    )
    return _funnel(scene, "unfounded", title)


def _funnel(scene: Scene, kind: str, title: str) -> Chart:
    lang, stage, facts = scene.lang, scene.here, scene.audit.facts
    rows = scene.audit.rows(scene.group, stage, kind)
    rows = rows.with_columns(name=pl.Series([told.group_word(scene.group, g, lang) for g in rows["group"]]))
    rows = rows.join(scene.audit.rates.filter(column=scene.group).select("group", "prevalence"), on="group", how="left",
                     nulls_equal=True, maintain_order="left")  # fmt: skip
    drawn = _drawn(rows) if scene.group == "district" else rows
    n, right = facts["reached"][stage], facts["founded"][stage]
    whole = n / facts["n"] if kind == "reached" else (n - right) / n if n else None
    plot = group_intervals(
        drawn.select(
            "name", "value", "low", "high",
            is_shown=pl.col("verdict").is_in(["higher", "lower"]) & pl.col("noticed"),
            word=pl.Series([_end(row, scene.look) for row in drawn.iter_rows(named=True)], dtype=pl.String),
        ),
        look=scene.look, everyone=whole, everyone_word=t("everyone", lang),
        hidden_word=t("hidden, too few people", lang),
    )  # fmt: skip
    notes = [told.placebo_words(scene.audit, scene.group, stage, kind, lang)]
    if drawn.height < rows.height:
        notes.append(
            t(
                "Drawn are the {n} districts furthest from the rest; the table has all {all}.",
                lang,
                n=drawn.height,
                all=rows.height,
            )
        )
    heading = t("of 1,000 in the group" if kind == "reached" else "of 1,000 at this stage", lang)
    words = {verdict: told.verdict_word(verdict, lang) for verdict in told.VERDICT_WORDS}
    table = rows.with_columns(pl.col("value", "low", "high", "prevalence") * 1000).with_columns(
        total_unsafe=pl.lit(False)
    )
    columns = [
        Column("name", told.column_word(scene.group, lang)),
        Column("n", t("people", lang), "number"),
        Column("value", heading, "number", 1),
        Column("low", t("from", lang), "number", 1),
        Column("high", t("to", lang), "number", 1),
        Column("verdict", t("beside everyone else", lang), labels=words),
        Column("prevalence", t("truly to be found, of 1,000", lang), "number", 1),
    ]
    return Chart(title, _spoken(scene, rows, kind, lang), plot, table, columns, scene.source, " ".join(notes))


def _drawn(rows: pl.DataFrame) -> pl.DataFrame:
    """The districts furthest from the rest; hidden ones are named in the table."""
    known = rows.drop_nulls("value").sort(-pl.col("difference").abs(), "name").head(MOST_ROWS)
    return known.sort("value", "name", descending=[True, False]) if known.height else rows.head(1)


def _end(row: dict[str, Any], look: Look) -> str:
    """Figure and verdict; on a phone a verdict that says nothing stays in the table."""
    if row["value"] is None:
        return ""
    figure = told.per_thousand(row["value"], look.lang)
    if look.narrow and row["verdict"] == "none_shown":
        return figure
    return f"{figure} · {told.verdict_word(row['verdict'], look.lang)}"


def _spoken(scene: Scene, rows: pl.DataFrame, kind: str, lang: str) -> str:
    shown = rows.drop_nulls("value").head(MOST_ROWS)
    listed = "; ".join(f"{row['name']} {told.per_thousand(row['value'], lang)}" for row in shown.iter_rows(named=True))
    what = told.stage_word(scene.here, lang) if kind == "reached" else t("innocent among those at this stage", lang)
    return t("Of 1,000 people, {what}: {listed}.", lang, what=what, listed=listed or t("nothing to show", lang))


def frontier(scene: Scene) -> Chart:
    """What is found against predictive equality, for each choice."""
    lang, found, at = scene.lang, scene.choices, scene.at
    rows = found.choices.filter(pl.col("at") == at)
    plot = None
    if rows["equality"].null_count() < rows.height:
        plot = tradeoff(
            rows, look=scene.look, goal=(GOAL_EQUALITY, max(0.0, float(rows["recall"][0]) - GOAL_LOSS)),
            names={method: price.method_word(method, lang) for method in price.METHOD_WORDS},
            goal_word=t("goal", lang), axis_word=t("(equal)", lang),
        )  # fmt: skip
    columns = [
        Column("method", t("way", lang), labels={m: price.method_word(m, lang) for m in price.METHOD_WORDS}),
        Column("strength", t("strength", lang), "number", 2),
        Column("equality", t("ratio of false-alarm rates", lang), "number", 2),
        Column("equality_low", t("from", lang), "number", 2),
        Column("equality_high", t("to", lang), "number", 2),
        Column("recall", t("found", lang), "percent", 1),
        Column("loss", t("lost", lang), "percent", 1),
        Column("loss_low", t("from", lang), "percent", 1),
        Column("loss_high", t("to", lang), "percent", 1),
    ]
    note = " ".join(text for text in (price.surety(found, at, lang), price.how_words(found, at, lang)) if text)
    return Chart(price.finding(found, at, lang), price.spoken(found, at, lang), plot, rows, columns, scene.source, note)


def equal_precision(scene: Scene) -> Chart:
    """The false-alarm rate that equal precision and misses force on each base rate."""
    lang, v = scene.lang, scene.values
    ppv, fnr = v["right"] / 100, v["missed"] / 100
    curve = [(p / 100, side.fpr) for p in range(1, 61) if (side := equally_right(p / 100, ppv=ppv, fnr=fnr)).exists]
    sides = {name: equally_right(v[key] / 100, ppv=ppv, fnr=fnr) for name, key in (("A", "base_a"), ("B", "base_b"))}
    title = t("Equally right: then the innocent are not looked at equally often", lang)
    summary = t("Share of the innocent looked at, by base rate: A {a}, B {b}.", lang, **_both(sides, "fpr", lang))
    if len(curve) < 2 or not all(side.exists for side in sides.values()):
        return Chart(title, summary)
    groups = [(name, side.prevalence, side.fpr) for name, side in sides.items()]
    return Chart(title, summary, on_the_curve(curve, groups, look=scene.look), source=_formula(lang))


def equal_errors(scene: Scene) -> Chart:
    """The precision that equal error rates leave at each base rate."""
    lang, v = scene.lang, scene.values
    ppv, fnr = v["right"] / 100, v["missed"] / 100
    first = equally_right(v["base_a"] / 100, ppv=ppv, fnr=fnr)
    title = t("Equally wrong: then a look is not right equally often", lang)
    if not 0 < first.fpr <= 1:
        return Chart(title, title)
    sides = {
        name: equally_wrong(v[key] / 100, fpr=first.fpr, fnr=fnr) for name, key in (("A", "base_a"), ("B", "base_b"))
    }
    curve = [(p / 100, equally_wrong(p / 100, fpr=first.fpr, fnr=fnr).ppv) for p in range(1, 61)]
    groups = [(name, side.prevalence, side.ppv) for name, side in sides.items()]
    summary = t("Share of looks that are right, by base rate: A {a}, B {b}.", lang, **_both(sides, "ppv", lang))
    return Chart(title, summary, on_the_curve(curve, groups, look=scene.look), source=_formula(lang))


def own_groups(scene: Scene) -> Chart:
    """The same in this world: the false-alarm rate of each group, and the one that equal precision would need."""
    lang, stage, facts = scene.lang, scene.audit.stages[0], scene.audit.facts
    n, right, true = facts["reached"][stage], facts["founded"][stage], facts["n_true"]
    title = t(
        "In this world: how often each group's innocent would be looked at if every look were equally right", lang
    )
    rows = scene.audit.rates.filter(column=scene.group).drop_nulls(["prevalence", "fpr"])
    if not n or not right or not true or rows.height < 2:
        return Chart(title, t("Too few people to find in each group to say it.", lang))
    ppv, fnr = right / n, 1 - right / true
    made = []
    for row in rows.iter_rows(named=True):
        side, people = equally_right(row["prevalence"], ppv=ppv, fnr=fnr), round(row["n"] * (1 - row["prevalence"]))
        span = wilson(round(row["fpr"] * people), people)
        made.append({"name": told.group_word(scene.group, row["group"], lang), "value": row["fpr"] * 100,
                     "low": span.low * 100, "high": span.high * 100, "truth": side.fpr * 100,
                     "base": row["prevalence"]})  # fmt: skip
    table = pl.DataFrame(made).sort("value", "name").head(MOST_ROWS)
    plot = intervals_and_truth(table, look=scene.look, truth_word=t("needed", lang), same_word="0", unit="%")
    listed = "; ".join(
        f"{one['name']} {number(one['value'], lang, 1)} %, {number(one['truth'], lang, 1)} %"
        for one in table.to_dicts()
    )
    summary = t("Share of the innocent looked at, measured and needed: {listed}.", lang, listed=listed)
    note = t(
        "Needed: if in every group {ppv} of the looks were right and {fnr} of those to be found were missed, as in all "
        "groups together. It rises with the group's base rate, whatever the model.",
        lang, ppv=percent(ppv, lang, 1), fnr=percent(fnr, lang),
    )  # fmt: skip
    columns = [
        Column("name", told.column_word(scene.group, lang)),
        Column("base", t("truly to be found", lang), "percent", 2),
        Column("value", t("innocent looked at, %", lang), "number", 1),
        Column("truth", t("needed, %", lang), "number", 1),
    ]
    return Chart(title, summary, plot, table, columns, scene.source, note)


def _both(sides: dict[str, Any], rate: str, lang: str) -> dict[str, str]:
    return {name.lower(): percent(getattr(side, rate), lang, 1) for name, side in sides.items()}


def _formula(lang: str) -> str:
    return t("Arithmetic of Chouldechova (2017); no world is needed for it.", lang)
