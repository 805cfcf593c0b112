"""What the cards on promises, satisfaction and waiting cases say: findings as titles, in plain words."""

from __future__ import annotations

from typing import Any

import polars as pl

from simi_lab.dashboards.service.figures import Figures
from simi_lab.dashboards.service.figures.backlog import Backlog
from simi_lab.dashboards.service.figures.survey import Survey
from simi_lab.dashboards.service.plain import capital
from simi_lab.dashboards.service.sentences import amount, period
from simi_lab.estimate import Estimate
from simi_lab.i18n import month, number, percent, t
from simi_lab.reference.skm import skm_grades
from simi_lab.scenario.office_service import PROMISED_WAIT_MIN


def promise_words(figures: Figures, lang: str) -> dict[str, str]:
    """Names of the two promises."""
    return {
        "standard": t("ready within {days}", lang, days=amount("work_days", figures.standard_days, lang)),
        "wait": t("attended within {minutes}", lang, minutes=amount("wait_min", PROMISED_WAIT_MIN, lang)),
    }


def kept_title(figures: Figures, lang: str) -> str:
    """Say in which month the standard was missed most often."""
    rows = figures.kept.filter(pl.col("promise") == "standard").drop_nulls("share").sort("share", "month")
    if rows.is_empty():
        return t("Promises month by month: too few applicants", lang)
    worst, days = rows.row(0, named=True), amount("work_days", figures.standard_days, lang)
    said = {"month": month(worst["month"], lang), "share": percent(worst["share"], lang), "days": days}
    if rows.height == 1:
        return t("In {month}, {share} of passports were ready within {days}", lang, **said)
    return t("Weakest month {month}: {share} of passports ready within {days}", lang, **said)


def kept_sentence(figures: Figures, lang: str) -> str:
    """Say both promises over the whole choice, with intervals."""
    said = []
    for promise, found in (("standard", figures.on_time), ("wait", figures.in_time)):
        if found is not None:
            told = {"promise": promise_words(figures, lang)[promise], **_span(found, lang)}
            said.append(t("{promise}: {share} (95% interval {low} to {high}, {n} applicants).", lang, **told))
    return " ".join(map(capital, said)) or t("Too few applicants to show.", lang)


def _span(found: Estimate, lang: str) -> dict[str, str]:
    ends = {name: percent(getattr(found, name), lang, 1) for name in ("low", "high")}
    return {"share": percent(found.value, lang, 1), "n": number(found.n, lang), **ends}


def ikm_title(survey: Survey, lang: str) -> str:
    """Say the index and its grade; both grades where the interval crosses a border."""
    if survey.index is None:
        return t("Satisfaction: too few answers", lang)
    value = number(survey.index.value, lang, 2)
    if len(survey.grades) > 1:
        either = t(" or ", lang).join(survey.grades)
        return t("Satisfaction {value}: grade {grades}, which of them the survey cannot tell", lang, value=value,
                 grades=either)  # fmt: skip
    row = skm_grades().filter(pl.col("grade").cast(pl.String) == survey.grades[0]).row(0, named=True)
    told = {"value": value, "grade": row["grade"], "word": row[f"name_{lang}"]}
    return t("Satisfaction {value}: grade {grade} ({word})", lang, **told)


def ikm_sentence(survey: Survey, lang: str) -> str:
    """Say the interval of the index and how many answered."""
    index = survey.index
    if index is None:
        return t("Too few answers to show.", lang)
    ends = {"low": number(index.low, lang, 2), "high": number(index.high, lang, 2)}
    return t(
        "95% interval {low} to {high}, {n} answers. Band: each month's interval, the widest that its answers allow.",
        lang,
        n=number(index.n, lang),
        **ends,
    )


def kindness_note(kindness: float | None, lang: str) -> str:
    """Warn of answers given in front of those who are judged."""
    text = t("People answer in the office, before the officers: the index comes out too kind.", lang)
    if kindness is None:
        return text
    more = t("This world adds {points} points to every answer for it (an assumption).", lang,
             points=number(kindness, lang, 2))  # fmt: skip
    return f"{text} {more}"


def survey_source(figures: Figures, name: str, lang: str) -> str:
    """Where the answers come from."""
    return t("Source: simulated world {name}; answers given {period}.", lang, name=name, period=period(figures, lang))


def elements_title(shown: pl.DataFrame, lang: str) -> str:
    """Say the weakest element."""
    if shown.is_empty():
        return t("Elements of the survey: too few answers", lang)
    weakest = shown.row(0, named=True)
    return t(
        "Weakest: {element} ({score} of 4)", lang, element=weakest["name"], score=number(weakest["score"], lang, 2)
    )


def elements_sentence(shown: pl.DataFrame, lang: str) -> str:
    """Say the weakest and the strongest element."""
    if shown.is_empty():
        return t("Too few answers to show.", lang)
    best = shown.row(-1, named=True)
    told = {"element": best["name"], "score": number(best["score"], lang, 2)}
    return t("Mean score of each of the nine elements, 1 to 4; strongest: {element} ({score}).", lang, **told)


def backlog_title(backlog: Backlog, lang: str) -> str:
    """Say how many cases are open now and when there were most."""
    rows = backlog.by_month.drop_nulls("n")
    if rows.is_empty():
        return t("Open cases: too few to show", lang)
    now, most = rows.row(-1, named=True), rows.sort("n", "month").row(-1, named=True)
    told = {"n": number(now["n"], lang), "month": month(now["month"], lang)}
    if most["month"] == now["month"]:
        return t("{n} cases were still open at the end of {month}", lang, **told)
    told |= {"most": number(most["n"], lang), "when": month(most["month"], lang)}
    return t("{n} cases were still open at the end of {month}; most: {most} ({when})", lang, **told)


def backlog_sentence(backlog: Backlog, lang: str) -> str:
    """Say the range of the months shown."""
    rows = backlog.by_month.drop_nulls("n")
    if rows.is_empty():
        return t("Too few applicants to show.", lang)
    ends: dict[str, Any] = {"low": rows["n"].min(), "high": rows["n"].max()}
    told = {name: number(value, lang) for name, value in ends.items()}
    return t("Open cases on the last day of each month: between {low} and {high}.", lang, **told)


def stuck_title(backlog: Backlog, days: int, lang: str) -> str:
    """Say how many cases hang, at the last month's end that may be told."""
    rows = backlog.by_month.drop_nulls("n_stuck")
    if rows.is_empty():
        return t("Hanging cases: too few to show", lang)
    now = rows.row(-1, named=True)
    told = {"n": number(now["n_stuck"], lang), "month": month(now["month"], lang), "days": days}
    return t("{n} cases hung at the end of {month}: more than {days} working days without an event", lang, **told)


def stuck_sentence(backlog: Backlog, lang: str) -> str:
    """Say whom the hanging cases wait for."""
    if backlog.office_share is None:
        return t("Whether they wait for the office or for the applicant is not told: too few.", lang)
    return t(
        "{share} of them wait for the office; the others for the applicant (papers, a new day, collecting the book) or "
        "for the day agreed.",
        lang,
        share=percent(backlog.office_share, lang),
    )
