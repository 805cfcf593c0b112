"""The parts of a monthly report in their order; each takes the month and gives a block with its numbers."""

from __future__ import annotations

from html import escape
from typing import Any

from simi_lab.i18n import number, percent, t
from simi_lab.privacy import SMALLEST_GROUP
from simi_lab.reference.calendar import days_of
from simi_lab.reference.skm import skm_grades, skm_grades_within
from simi_lab.reporting.monthly.charts import promise_chart, regency_chart, trend_chart, wait_chart
from simi_lab.reporting.monthly.notes import data_notes
from simi_lab.reporting.monthly.opening import opening
from simi_lab.reporting.monthly.read import Month, in_time
from simi_lab.reporting.monthly.tables import (
    by_place,
    change,
    counts_table,
    districts_table,
    elements_table,
    promise_table,
    regencies_table,
    row_name,
    share_words,
    times_table,
)
from simi_lab.reporting.parts import Block, bullets, paragraph, section

__all__ = [
    "applications",
    "days",
    "notes",
    "opening",
    "places",
    "promise",
    "satisfaction",
    "waiting",
]


def applications(month: Month) -> Block:
    """Applications filed in the month and how they stand, with the working days that the month had."""
    lang, n = month.lang, month.counts["n_applications"]
    days = int(days_of(month.first, month.last)["is_working"].sum())
    text = ""
    if n is not None and days:
        text = t("The month had {days} working days: {rate} applications a working day.", lang, days=days,
                 rate=number(n / days, lang, 1))  # fmt: skip
    return section("applications", t("Applications", lang), paragraph(text), counts_table(month),
                   figures={**month.counts, "n_working_days": days})  # fmt: skip


def waiting(month: Month) -> Block:
    """Waiting at the counter: who waited how long, and how it went over the last months."""
    lang, wait = month.lang, month.service["wait_min"]
    if not wait["n"]:
        return section("waiting", t("Waiting at the counter", lang), paragraph(t("No figures to show.", lang)))
    before = month.previous.service["wait_min"]["mean"] if month.previous else None
    text = t(
        "Mean {mean} minutes ({change} against the month before), median {median}, and 95 of 100 applicants waited at "
        "most {p95} minutes. More than 60 minutes: {share}.",
        lang, mean=number(wait["mean"], lang, 1), change=change(wait["mean"], before, lang, 1),
        median=number(wait["median"], lang), p95=number(wait["p95"], lang), share=share_words(wait["share_over"], lang),
    )  # fmt: skip
    figures = {f"wait_min_{name}": value for name, value in wait.items()}
    return section("waiting", t("Waiting at the counter", lang), paragraph(text), wait_chart(month),
                   trend_chart(month), figures=figures)  # fmt: skip


def days(month: Month) -> Block:
    """Days until attended, until in hand and at work, against the standard of four working days."""
    lang, work = month.lang, month.service["work_days"]
    text = ""
    if work["n"]:
        text = t("Standard: 4 working days from interview to ready. Kept for {share} of the passports; 95 of 100 were "
                 "ready within {p95} working days.", lang, share=share_words(in_time(work["share_over"]), lang),
                 p95=number(work["p95"], lang))  # fmt: skip
    figures = {f"{metric}_{name}": month.service[metric][name] for metric in ("lead_days", "total_days", "work_days")
               for name in ("n", "mean", "median", "p95")}  # fmt: skip
    return section("days", t("Days until the passport", lang), paragraph(text), times_table(month), figures=figures)


def places(month: Month) -> Block:
    """Figures by regency and district; left out when the report is on one district."""
    if month.district_id:
        return Block("")
    lang = month.lang
    regencies, districts = by_place(month, "regency"), by_place(month, "district")
    hidden = int(districts["n_applications"].null_count())
    text = t("{shown} of {all} districts are shown. The others have fewer than {k} applicants, or would give such a "
             "district away; they are in the figures of their regency.", lang, shown=districts.height - hidden,
             all=districts.height, k=SMALLEST_GROUP)  # fmt: skip
    figures: dict[str, Any] = {"n_districts": districts.height, "n_districts_withheld": hidden}
    figures |= {f"n_applications_{code}": n for code, n in regencies.select("regency_id", "n_applications").iter_rows()}
    tables = (regencies_table(month, regencies), districts_table(month, regencies, districts))
    return section("places", t("By regency and district", lang), paragraph(text), regency_chart(month, regencies),
                   *tables, figures=figures)  # fmt: skip


def satisfaction(month: Month) -> Block:
    """Index of satisfaction with its interval and what grade it can mean, and its elements."""
    lang, index = month.lang, month.satisfaction
    title = t("Satisfaction", lang)
    if index is None:
        few = t("Too few answers in this month to show an index.", lang)
        return section("satisfaction", title, paragraph(few), figures={"ikm": None})
    grades = skm_grades_within(index.low, index.high)
    words = {row["grade"]: f"{row['grade']} ({row[f'name_{lang}']})" for row in skm_grades().iter_rows(named=True)}
    said = t(" or ", lang).join(words[grade] for grade in grades)
    before = month.previous.satisfaction if month.previous else None
    text = t(
        "IKM {value} (95% interval {low} to {high}, {n} respondents): grade {grade}. Change against the month before: "
        "{change}.",
        lang, value=number(index.value, lang, 2), low=number(index.low, lang, 2), high=number(index.high, lang, 2),
        n=number(index.n, lang), grade=said, change=change(index.value, before.value if before else None, lang, 2),
    )  # fmt: skip
    figures = {"ikm": index.value, "ikm_low": index.low, "ikm_high": index.high, "ikm_n": index.n,
               "ikm_grades": "".join(grades)}  # fmt: skip
    return section("satisfaction", title, paragraph(text), elements_table(month), figures=figures)


def promise(month: Month) -> Block:
    """Whether waiting fell by half, on the same applicants without and with SIMI, and what did not."""
    lang, found = month.lang, month.data.promise
    claim, bound = found["metrics"][found["claim"]], found["promised_ratio"]
    title = t("The promise: waiting time −50%", lang)
    if claim["ratio"] is None:
        text = t("Not reached: there is no wait at the counter that could be halved.", lang)
        return section("promise", title, paragraph(text), figures={"verdict": found["verdict"]})
    reached = found["verdict"] == "reached"
    verdict = t("Reached at the counter." if reached else "Not reached at the counter.", lang)
    text = t(
        "The same {n} applicants went through the office without and with SIMI, {times} times: the mean wait went "
        "from {before} to {after} minutes. {left} of it is left (95% interval {low} to {high}); promised was at most "
        "{bound}.",
        lang, n=number(found["n_applicants"], lang), times=found["replications"], bound=percent(bound, lang),
        before=number(claim["before"], lang, 1), after=number(claim["after"], lang, 1),
        left=percent(claim["ratio"]["value"], lang, 1), low=percent(claim["ratio"]["low"], lang, 1),
        high=percent(claim["ratio"]["high"], lang, 1),
    )  # fmt: skip
    unhalved = [
        f"{row_name(name, lang)} {number(m['before'], lang, 1)} → {number(m['after'], lang, 1)}"
        for name, m in month.promised.items()
        if m["ratio"]["high"] > bound
    ]
    rest = t("Not halved: {listed}.", lang, listed="; ".join(unhalved)) if unhalved else ""
    scope = t("This verdict is on the whole run, all months and districts, not on this month.", lang)
    state = f'<p class="verdict {"yes" if reached else "no"}">{"✓" if reached else "✗"} {escape(verdict)}</p>'
    figures = {"verdict": found["verdict"]} | {f"ratio_{k}": m["ratio"]["value"] for k, m in month.promised.items()}
    return section("promise", title, state, paragraph(text), paragraph(rest, "but"),
                   promise_chart(month), promise_table(month), paragraph(scope, "note"), figures=figures)  # fmt: skip


def notes(month: Month) -> Block:
    """What must be known to read the figures rightly."""
    return section("notes", t("Notes on the data", month.lang), bullets(data_notes(month)))
