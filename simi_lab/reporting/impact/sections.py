"""The sections of an impact evaluation: the answer first, then the two ways of looking, then why they differ."""

from __future__ import annotations

from html import escape
from typing import Any

from simi_lab.i18n import day, number, t
from simi_lab.reporting.impact.charts import months_chart, months_words, windows_chart
from simi_lab.reporting.impact.notes import method_notes
from simi_lab.reporting.impact.read import Evaluation, Finding
from simi_lab.reporting.impact.tables import (
    largest_part,
    measures_table,
    methods_table,
    other_terms,
    parts_table,
    terms_table,
    tries,
    truth_words,
    windows_table,
)
from simi_lab.reporting.impact.words import moved, name, signed, span, unit
from simi_lab.reporting.parts import Block, bullets, paragraph, section, tiles
from simi_lab.study.series import FIGURES


def opening(evaluation: Evaluation) -> Block:
    """Title, the answer in three sentences, the figures to take away."""
    lang, found = evaluation.lang, evaluation.main
    title = t("Did SIMI change the service?", lang)
    site = evaluation.run.manifest["origin"]["scenario"]["site"]["name"]
    place = f"{site}, {t('SIMI since {day}', lang, day=day(evaluation.impact.live.isoformat(), lang))}"
    body = _answer(evaluation, found) + (_tiles(evaluation, found) if found else "")
    html = f'<header class="opening"><h1>{escape(title)}</h1><p class="place">{escape(place)}</p>{body}</header>'
    return Block(html, _headline(found) if found else {"truth": None})


def _answer(evaluation: Evaluation, found: Finding | None) -> str:
    lang = evaluation.lang
    if found is None:
        few = "These months are too few for a series: ask for more of them, before or after."
        return paragraph(t(few, lang), "answer")
    metric = found.metric
    truth = t("{measure}: {moved} because of SIMI, on the same applicants with the same chance. This is the truth in "
              "this simulated world.", lang, measure=name(metric, lang),
              moved=moved(found.truth, metric, lang))  # fmt: skip
    series = t("Who sees only the monthly figures would say {moved}, somewhere from {span} {unit}.", lang,
               moved=moved(found.effect.value, metric, lang), span=span(found.effect, metric, lang),
               unit=unit(metric, lang))  # fmt: skip
    return paragraph(truth, "answer") + paragraph(f"{series} {t(_judged(found), lang)}", "answer")


def _judged(found: Finding) -> str:
    """Which sentence judges the series."""
    if found.holds and found.speaks:
        return "That holds the truth, and tells the direction rightly."
    if found.holds:
        return (
            "That holds the truth, but also no change at all: the months alone cannot tell whether SIMI did anything."
        )
    if found.speaks and found.effect.value * found.truth > 0:
        return "The direction is right, but the truth lies outside: the months alone mislead about how much."
    if found.speaks:
        return "The truth lies outside, and the direction is wrong: the months alone mislead."
    return "The truth lies outside, and no direction is told: the months alone mislead."


def _tiles(evaluation: Evaluation, found: Finding) -> str:
    lang, metric = evaluation.lang, found.metric
    word = unit(metric, lang)
    return tiles(
        [
            (t("True effect, {unit}", lang, unit=word), signed(found.truth, metric, lang), truth_words(found, lang)),
            (t("The series says, {unit}", lang, unit=word), signed(found.effect.value, metric, lang),
             span(found.effect, metric, lang)),
            (t("Two means say, {unit}", lang, unit=word), signed(found.naive.value, metric, lang),
             span(found.naive, metric, lang)),
            (t("Months used", lang), number(found.months.height, lang), months_words(found, lang)),
        ]
    )  # fmt: skip


def _headline(found: Finding) -> dict[str, Any]:
    effect, naive = found.effect, found.naive
    figures = {"truth": found.truth, "series": effect.value, "series_low": effect.low, "series_high": effect.high}
    figures |= {"two_means": naive.value, "two_means_low": naive.low, "two_means_high": naive.high}
    return figures | {"holds": found.holds, "speaks": found.speaks, "n_months": found.months.height}


def measures(evaluation: Evaluation) -> Block:
    """Waiting, days, working days, visits: what changed in truth, and what the series sees."""
    lang = evaluation.lang
    tried = {metric: evaluation.find(metric, evaluation.before, evaluation.after) for metric in FIGURES}
    found = {metric: one for metric, one in tried.items() if one is not None}
    text = t("The interval holds the truth for {n} of {all} measures, and leaves no doubt of the direction for {sure}.",
             lang, n=sum(one.holds for one in found.values()), all=len(found),
             sure=sum(one.speaks for one in found.values()))  # fmt: skip
    figures: dict[str, Any] = {f"truth_{metric}": one.truth for metric, one in found.items()}
    figures |= {f"series_{metric}": one.effect.value for metric, one in found.items()}
    figures |= {f"holds_{metric}": one.holds for metric, one in found.items()}
    return section("measures", t("All measures", lang), paragraph(text), measures_table(evaluation, found),
                   figures=figures)  # fmt: skip


def series(evaluation: Evaluation) -> Block:
    """What an outside evaluator can do: the months, and the regression on them."""
    found, lang = evaluation.main, evaluation.lang
    if found is None:
        return Block("")
    text = t("The series draws level and trend of the months before onwards and asks what changed when SIMI began. It "
             "does not know the line of the twin.", lang)  # fmt: skip
    level, slope = found.fit.level, found.fit.slope
    figures = {"level": level.value, "slope": slope.value if slope else None, "correlation": found.fit.correlation}
    return section("series", t("What an outside evaluator sees", lang), paragraph(text),
                   months_chart(evaluation, found), terms_table(evaluation, found),
                   paragraph(other_terms(evaluation, found), "note"),
                   figures=figures)  # fmt: skip


def side_by_side(evaluation: Evaluation) -> Block:
    """The answers of the outside beside those of the twin."""
    found, lang = evaluation.main, evaluation.lang
    if found is None:
        return Block("")
    verdict = t("The interval of the series holds the truth." if found.holds else
                "The interval of the series misses the truth.", lang)  # fmt: skip
    state = f'<p class="verdict {"yes" if found.holds else "no"}">{"✓" if found.holds else "✗"} {escape(verdict)}</p>'
    text = t("The twin sends the applicants of the months after through the office again, with the same random words, "
             "but without SIMI. The difference has no interval: both ways are known for each of them.",
             lang)  # fmt: skip
    return section("twin", t("Side by side with the twin", lang), state, paragraph(text),
                   methods_table(evaluation, found))  # fmt: skip


def why(evaluation: Evaluation) -> Block:
    """Where the series goes astray, in parts that add up."""
    found, lang = evaluation.main, evaluation.lang
    if found is None:
        return Block("")
    text = t("The same regression was run on worlds that differ by one thing each. Its error of {error} {unit} is the "
             "sum of four parts; the largest is: {part}.", lang, unit=unit(found.metric, lang),
             error=signed(found.effect.value - found.truth, found.metric, lang),
             part=largest_part(found, lang))  # fmt: skip
    meant = [
        t("Season, demand and luck: what the regression gives to SIMI in a world where SIMI never came.", lang),
        t("Booking: more people file online since SIMI began. The twin leaves each application as it was filed; the "
          "series counts the change as SIMI's.", lang),
        t("No straight step: hands learn for weeks, a busy month gains more than a quiet one, and a term for another "
          "event, such as new fees, may take a part of what is SIMI's.", lang),
        t("Unfinished cases: the last months hold only those that ended quickly.", lang),
    ]  # fmt: skip
    parts = {f"part_{part}": value for part, value in found.parts.items()}
    return section("why", t("Why they differ", lang), paragraph(text), parts_table(evaluation, found), bullets(meant),
                   figures=parts)  # fmt: skip


def windows(evaluation: Evaluation) -> Block:
    """The same question with other months, with and without season terms."""
    lang, kept = evaluation.lang, tries(evaluation)
    title = t("Would other months have said something else?", lang)
    if not kept:
        return Block("")
    values = [found.effect.value for _, _, found in kept]
    text = t("By the choice of months and terms alone the answer goes from {low} to {high} {unit}.", lang,
             low=signed(min(values), evaluation.metric, lang), high=signed(max(values), evaluation.metric, lang),
             unit=unit(evaluation.metric, lang))  # fmt: skip
    figures = {"windows": len(kept), "windows_holding": sum(found.holds for _, _, found in kept),
               "windows_low": min(values), "windows_high": max(values)}  # fmt: skip
    return section("windows", title, paragraph(text), windows_chart(evaluation, kept),
                   windows_table(evaluation, kept), figures=figures)  # fmt: skip


def notes(evaluation: Evaluation) -> Block:
    """Method and caveats."""
    return section("notes", t("Method and limits", evaluation.lang), bullets(method_notes(evaluation)))
