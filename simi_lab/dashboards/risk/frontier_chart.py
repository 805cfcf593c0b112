"""The frontier as a chart with its words and its table; small groups hidden."""

from __future__ import annotations

from typing import Any

import polars as pl

from simi_lab.charts import Look
from simi_lab.i18n import number, t
from simi_lab.shell.cards import Chart, Column
from simi_lab.study.lanes import Frontier
from simi_lab.study.lanes.words import between, finding, model_name, people, shown, staffing

_TEXTS_ON = {"wide": (3, 8, 12, 20, 30), "narrow": (8, 20)}
Point = dict[str, Any]


def picture(found: Frontier, capacity: float | None, look: Look) -> Chart:
    """People at risk met, over the change of the mean wait, for every setting that was tried.

    Parameters
    ----------
    found : the frontier
    capacity : conversations a day whose mark is large; None: no mark is
    """
    lang = look.lang
    marks = _marks(found, capacity, look)
    plot = None
    if marks.height:
        from simi_lab.charts.frontier import found_against_wait  # here: HoloViews is loaded only where it is drawn

        plot = found_against_wait(
            marks,
            look=look,
            zero_word=t("as without triage", lang),
            wait_word=t("min", lang),
            people_word=t("persons", lang),
        )
    return Chart(
        title=finding(found, lang),
        summary=t(
            "People at risk who are met, and by how many minutes the mean wait changes. Interviewers as now, one more"
            " (+1), two more (+2), and as now with hurried conversations in the direct lane; dashed: a perfect judge,"
            " and lots.",
            lang,
        ),
        plot=plot,
        table=_table(found, lang),
        columns=_columns(lang),
        source=t(
            "Source: simulation of {scenario}, {model}.",
            lang,
            scenario=found.facts["scenario"],
            model=model_name(found, lang),
        ),
        note=t(
            "Numbers at the marks are conversations a working day. Judge and lots are drawn at the wait of as many."
            " Thick ends are intervals of 95 %.",
            lang,
        ),
    )


def _marks(found: Frontier, capacity: float | None, look: Look) -> pl.DataFrame:
    """Rows of the chart; settings whose count of persons is hidden are not drawn."""
    rows: list[dict[str, Any]] = []
    texts = _TEXTS_ON["narrow" if look.narrow else "wide"]
    for point in shown(found.points).iter_rows(named=True):
        if point["found"] is None or point["wait_min_change"] is None or point["capacity"] is None:
            continue
        more, hurried = point["more_interviewers"], point["hurried"]
        is_today = not more and not hurried
        kind = "hurried" if hurried else "more" if more else "today"
        text = number(point["capacity"], look.lang) if is_today and point["capacity"] in texts else ""
        rows.append(
            _mark(point, point["found"], kind, _end_word(more, hurried, look.lang))
            | {"text": text, "is_chosen": is_today and point["capacity"] == capacity}
            | {"tip": _tip(found, point, look.lang), "low": point["wait_min_low"], "high": point["wait_min_high"]}
        )
        if is_today:
            beside = {"oracle": t("perfect judge", look.lang), "random": t("by lot", look.lang)}
            rows += [_mark(point, point[f"found_{kind}"], kind, word) for kind, word in beside.items()]
    table = pl.DataFrame(rows, schema=_SCHEMA) if rows else pl.DataFrame(schema=_SCHEMA)
    return table.filter(pl.col("y").is_not_null())


_SCHEMA = {
    **dict.fromkeys(("line", "kind", "word"), pl.String),
    **dict.fromkeys(("x", "low", "high", "y"), pl.Float64),
    **dict.fromkeys(("text", "tip"), pl.String),
    "is_chosen": pl.Boolean,
}


def _mark(point: Point, y: float | None, kind: str, word: str) -> dict[str, Any]:
    plain = {"low": None, "high": None, "text": "", "is_chosen": False, "tip": ""}
    line = f"{kind} {point['more_interviewers']}"
    return plain | {"line": line, "kind": kind, "word": word, "x": point["wait_min_change"], "y": y}


def _end_word(more: int, hurried: bool, lang: str) -> str:
    """Short word at the end of a line."""
    if hurried:
        return t("hurried", lang)
    return t("as now", lang) if not more else f"+{more}"


def _tip(found: Frontier, point: Point, lang: str) -> str:
    return t(
        "{who}; {c} conversations a day: {n} of {k} met, wait {change} min",
        lang,
        who=staffing(point["more_interviewers"], point["hurried"], found, lang),
        c=number(point["capacity"], lang),
        n=people(point["found"], lang),
        k=number(found.facts["n_at_risk"], lang),
        change=between(point, "wait_min", lang),
    )


def _table(found: Frontier, lang: str) -> pl.DataFrame:
    """Every setting, for reading and for the file."""
    rows = shown(found.points)
    ways = [
        staffing(more, hurried, found, lang) for more, hurried in rows.select("more_interviewers", "hurried").rows()
    ]
    first = [t("no triage", lang) if c is None else number(c, lang) for c in rows["capacity"]]
    kept = [column.name for column in _columns(lang)[2:]]
    return rows.select(
        pl.Series("setting", ways), pl.Series("conversations", first), *kept, suppressed=pl.col("found").is_null()
    )


def _columns(lang: str) -> list[Column]:
    return [
        Column("setting", t("Interviewers", lang)),
        Column("conversations", t("Conversations a day", lang)),
        Column("found", t("At risk, met", lang), "number", 0),
        Column("missed", t("At risk, not met", lang), "number", 0),
        Column("in_vain", t("Spoken with in vain", lang), "number", 0),
        Column("found_oracle", t("Met by a perfect judge", lang), "number", 0),
        Column("found_random", t("Met by lot", lang), "number", 1),
        Column("wait_min", t("Mean wait, min", lang), "number", 1),
        Column("wait_min_change", t("Change of the mean, min", lang), "number", 1),
        Column("wait_min_low", t("Change, low end", lang), "number", 1),
        Column("wait_min_high", t("Change, high end", lang), "number", 1),
        Column("wait_p90_change", t("Change of the wait of nine in ten, min", lang), "number", 1),
        Column("overtime_hours_change", t("Change of overtime, hours", lang), "number", 1),
    ]
