"""The pictures of the page: found over capacities, victims and deceivers apart, all models at one capacity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from simi_lab.charts import Look
from simi_lab.dashboards.risk.choosing import model_word, people_a_day
from simi_lab.dashboards.risk.figures import KINDS, LADDER, Figures, figures_at, steps_of
from simi_lab.dashboards.risk.sentences import apart, kind_word
from simi_lab.i18n import month, number, percent, t
from simi_lab.privacy import SMALLEST_GROUP
from simi_lab.shell.cards import Chart, Column
from simi_lab.study.risk_page import ORACLE, RANDOM, RiskCurves

_SHARES = {
    **dict.fromkeys(("name", "kind", "tip"), pl.String),
    **dict.fromkeys(("value", "low", "high"), pl.Float64),
}
_NUMBERS = ("found_month", "missed_month", "false_alarms_month", "recall", "precision")


@dataclass(frozen=True)
class Scene:
    """What is drawn, and how."""

    curves: RiskCurves
    figures: Figures
    run_name: str
    look: Look


def over_capacity(scene: Scene) -> Chart:
    """Persons found a month at each capacity, between chance and the ceiling."""
    from simi_lab.charts.ceiling import found_over_capacity  # here: HoloViews is loaded only where it is drawn

    figures, look = scene.figures, scene.look
    lang, all_month = look.lang, figures.n_positive / figures.n_months
    table = _over_capacity(scene)
    who = model_word(figures.model, lang)
    return Chart(
        title=_found_title(figures, who, all_month, lang),
        summary=t(
            "Persons found a month at each number of persons looked at a day: by the perfect judge, by the model with "
            "its 95% band, by random choice. The thin line on top is all there is to find: {n} a month.",
            lang,
            n=number(all_month, lang, 1),
        ),
        plot=found_over_capacity(
            table,
            look=look,
            at=figures.capacity,
            names={
                "oracle": t("perfect judge", lang),
                "model": t("{model}, with its 95% band", lang, model=who),
                "random": t("random choice", lang),
            },
            ceiling=all_month,
            unit=t("a day", lang),
        ),
        table=table.pivot("line", index="capacity", values="value", maintain_order=True),
        columns=[
            Column("capacity", t("Looked at a day", lang), "number"),
            Column("oracle", t("Perfect judge", lang), "number", 1),
            Column("model", who, "number", 1),
            Column("random", t("Random choice", lang), "number", 1),
        ],
        source=source(scene),
        note=" ".join(_capacity_notes(table, lang)),
    )


def _capacity_notes(table: pl.DataFrame, lang: str) -> Iterator[str]:
    yield t("The gap between model and judge is what better models could still gain; above it nobody can.", lang)
    if table["value"].null_count():
        yield t(
            "A line is broken where fewer than {k} persons were found or missed in all months.", lang, k=SMALLEST_GROUP
        )


def both_duties(scene: Scene) -> Chart:
    """Victims and deceivers apart: the share found by the model, by the perfect judge, by chance."""
    from simi_lab.charts.ceiling import shares_between

    figures, look = scene.figures, scene.look
    lang, rows = look.lang, []
    for kind in KINDS:
        for model in (ORACLE, figures.model, RANDOM):
            is_hidden = kind in figures.hidden_kinds(model)
            name = f"{kind_word(kind, lang)}: {short_word(model, lang)}"
            rows.append(_share(figures, model, kind, name, is_hidden, lang))
    table = pl.DataFrame(rows, schema=_SHARES)
    return Chart(
        title=apart(figures, lang),
        summary=t(
            "Share found of victims and of deceivers, with 95% intervals. A victim is helped, a deceiver is "
            "investigated: the sum of both says little.",
            lang,
        ),
        plot=shares_between(table, look=look),
        table=table.with_columns(suppressed=pl.col("value").is_null(), total_unsafe=False).drop("kind", "tip"),
        columns=_share_columns(t("Who, and found by whom", lang), lang),
        source=source(scene),
    )


def ladder(scene: Scene) -> Chart:
    """All models at this capacity."""
    from simi_lab.charts.ceiling import shares_between

    figures, look = scene.figures, scene.look
    lang = look.lang
    order = [ORACLE, *sorted(LADDER[:-2], key=lambda name: -figures.rows[name]["recall"]), RANDOM]
    rows = [_share(figures, name, "recall", short_word(name, lang), figures.is_small(name), lang) for name in order]
    return Chart(
        title=_ladder_title(figures, order[1], lang),
        summary=t(
            "Share found of all there is to find, at {capacity}, with 95% intervals; the perfect judge above, random "
            "choice below.",
            lang,
            capacity=people_a_day(figures.capacity, lang),
        ),
        plot=shares_between(pl.DataFrame(rows, schema=_SHARES), look=look),
        table=_ladder_table(figures, order, lang),
        columns=_ladder_columns(lang),
        source=source(scene),
    )


def short_word(model: str, lang: str) -> str:
    """Name of a model beside its bar; the judge's is said in full elsewhere."""
    return t("Perfect judge", lang) if model == ORACLE else model_word(model, lang)


def source(scene: Scene) -> str:
    """Where the figures come from."""
    first, last = (scene.curves.facts["test_months"][i] for i in (0, -1))
    lang = scene.look.lang
    return t(
        "Source: simulated world {name}; models tested on {first} to {last}, held against the truth.",
        lang,
        name=scene.run_name,
        first=month(first, lang),
        last=month(last, lang),
    )


def _over_capacity(scene: Scene) -> pl.DataFrame:
    lang, rows = scene.look.lang, []
    for step in steps_of(scene.curves):
        figures = figures_at(scene.curves, step, scene.figures.model)
        for name, model in (("oracle", ORACLE), ("model", figures.model), ("random", RANDOM)):
            row, is_small = figures.rows[model], figures.is_small(model)
            value, low, high = (
                None if is_small else row[f"found_month{end}"] for end in ("", "_low", "_high")
            )  # fmt: skip
            tip = t("{capacity}: {n} found a month", lang, capacity=people_a_day(step, lang), n=number(value, lang, 1))
            rows.append({"capacity": step, "line": name, "value": value, "low": low, "high": high, "tip": tip})
    return pl.DataFrame(rows, infer_schema_length=None)


def _found_title(figures: Figures, who: str, all_month: float, lang: str) -> str:
    if figures.is_small(figures.model) or figures.is_small(ORACLE):
        return t("Found a month at each capacity, between chance and the ceiling", lang)
    return t(
        "At {capacity}: {found} of {all} found a month; a perfect judge finds {best}",
        lang,
        capacity=people_a_day(figures.capacity, lang),
        found=number(figures.chosen["found_month"], lang, 1),
        all=number(all_month, lang, 1),
        best=number(figures.rows[ORACLE]["found_month"], lang, 1),
    )


def _ladder_title(figures: Figures, best: str, lang: str) -> str:
    top, ceiling = figures.rows[best], figures.rows[ORACLE]
    if figures.is_small(ORACLE) or figures.is_small(best):
        return t("Found at one capacity, between chance and the ceiling", lang)
    told = {"model": model_word(best, lang), "ceiling": percent(ceiling["recall"], lang)}
    rivals = [name for name in LADDER[:-2] if name != best]
    if any(figures.rows[name]["recall_high"] >= top["recall_low"] for name in rivals):
        return t("No model is certainly the best; a perfect judge would find {ceiling}", lang, **told)
    return t("{model} finds most; a perfect judge would find {ceiling}", lang, **told)


def _share(figures: Figures, model: str, name: str, word: str, is_hidden: bool, lang: str) -> dict[str, object]:
    row = figures.rows[model]
    kind = model if model in (ORACLE, RANDOM) else "model" if model == figures.model else "other"
    if is_hidden or row[name] is None:
        return {"name": word, "kind": kind, "tip": "", "value": None, "low": None, "high": None}
    low, high = (row[f"{name}_{end}"] for end in ("low", "high"))
    ends = {"value": percent(row[name], lang), "low": percent(low, lang), "high": percent(high, lang)}
    tip = t("{who}: {value} ({low} to {high})", lang, who=word, **ends)
    return {"name": word, "kind": kind, "tip": tip, "value": row[name], "low": low, "high": high}


def _ladder_table(figures: Figures, order: Sequence[str], lang: str) -> pl.DataFrame:
    rows = []
    for name in order:
        row, is_small = figures.rows[name], figures.is_small(name)
        told = {key: None if is_small and key != "false_alarms_month" else row[key] for key in _NUMBERS}
        rows.append({"model": model_word(name, lang), **told, "suppressed": is_small, "total_unsafe": False})
    return pl.DataFrame(rows, infer_schema_length=None)


def _ladder_columns(lang: str) -> list[Column]:
    return [
        Column("model", t("Model", lang)),
        Column("found_month", t("Found a month", lang), "number", 1),
        Column("missed_month", t("Missed a month", lang), "number", 1),
        Column("false_alarms_month", t("In vain a month", lang), "number", 0),
        Column("recall", t("Found, of those to be found", lang), "percent"),
        Column("precision", t("Rightly, of those marked", lang), "percent", 1),
    ]


def _share_columns(first: str, lang: str) -> list[Column]:
    return [
        Column("name", first),
        Column("value", t("Found, of those to be found", lang), "percent"),
        Column("low", t("95% interval, low", lang), "percent"),
        Column("high", t("95% interval, high", lang), "percent"),
    ]
