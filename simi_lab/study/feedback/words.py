"""A year of feedback in sentences about persons: what the office believes, what is, and what neither can tell."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from simi_lab.i18n import NO_VALUE, number, percent, t
from simi_lab.i18n import month as month_word
from simi_lab.privacy import SMALLEST_GROUP
from simi_lab.study.feedback.year import CLOSED, OPEN, Feedback

FEW = 100
"""Below so many people in need, a figure of a year says little: its interval is told first."""


def persons(count: float, lang: str) -> str:
    """A number of people; one to four are not told apart."""
    shown = round(count)
    if 0 < count < SMALLEST_GROUP:
        return t("fewer than {k}", lang, k=SMALLEST_GROUP)
    return number(shown, lang)


def headline(found: Feedback, lang: str, variant: str = CLOSED) -> str:
    """The sentence that opens the page: in people, belief beside truth."""
    row = found.last(variant)
    reached, missed = two_parts(row["reached"], row["needed"], lang)
    return t(
        "Of {needed} applicants who ought to have been looked at, the office with its model reached {reached} and "
        "missed {missed}. "
        "The office's own records say it reached {believed} in 100; in truth it was {true} in 100.",
        lang,
        needed=persons(row["needed"], lang),
        reached=reached,
        missed=missed,
        believed=in_hundred(row["believed_recall"], lang),
        true=reached_in_hundred(row, lang),
    )


def two_parts(part: float, whole: float, lang: str) -> tuple[str, str]:
    """Part and rest of a number of people; where one of them is small, the other does not give it away."""
    rest = whole - part
    if 0 < rest < SMALLEST_GROUP <= part:
        return t("at least {n}", lang, n=number(round(whole) - SMALLEST_GROUP + 1, lang)), persons(rest, lang)
    if 0 < part < SMALLEST_GROUP <= rest:
        return persons(part, lang), t("at least {n}", lang, n=number(round(whole) - SMALLEST_GROUP + 1, lang))
    return persons(part, lang), persons(rest, lang)


def in_hundred(share: float, lang: str) -> str:
    """A share as so many in a hundred; a dash where there is none."""
    return NO_VALUE if math.isnan(share) else number(round(100 * share), lang)


def reached_in_hundred(row: Mapping[str, Any], lang: str) -> str:
    """The true share as so many in a hundred; bounded where it would give away one to four people."""
    part, whole = row["reached"], row["needed"]
    if 0 < whole - part < SMALLEST_GROUP <= part:
        return t("more than {n}", lang, n=in_hundred(1 - SMALLEST_GROUP / whole, lang))
    if 0 < part < SMALLEST_GROUP <= whole - part:
        return t("less than {n}", lang, n=in_hundred(SMALLEST_GROUP / whole, lang))
    return in_hundred(row["true_recall"], lang)


def lines(found: Feedback, lang: str) -> Iterator[str]:
    """Everything there is to say, one finding a line."""
    yield situation(found, lang)
    yield precision_line(found, CLOSED, lang)
    yield recall_line(found, CLOSED, lang)
    yield lots_line(found, lang)
    yield nearer_line(found, lang)
    yield interval_line(found, lang)
    yield calibration_line(found, CLOSED, lang)
    yield match_line(found, CLOSED, lang)
    yield from warnings(found, lang)


def situation(found: Feedback, lang: str, variant: str = CLOSED) -> str:
    """When, how many applied, how many were looked at."""
    facts, row = found.facts, found.last(variant)
    first, last = (month_word(month, lang) for month in facts["months"])
    return t(
        "{first} to {last}: {n} people applied, {looked} of them had a longer conversation, {needed} ought to have had "
        "one.",
        lang,
        first=first,
        last=last,
        n=number(facts["n_applicants"], lang),
        looked=persons(row["looked"], lang),
        needed=persons(row["needed"], lang),
    )


def precision_line(found: Feedback, variant: str, lang: str) -> str:
    """Of those looked at, who needed it: by the records, and in truth."""
    row = found.last(variant)
    return t(
        "Of 100 people looked at, the records name {believed} ({believed_span}); in truth {true} needed it "
        "({true_span}).",
        lang,
        believed=number(100 * row["believed_precision"], lang, 1),
        believed_span=span(row, "believed_precision", lang),
        true=number(100 * row["true_precision"], lang, 1),
        true_span=span(row, "true_precision", lang),
    )


def recall_line(found: Feedback, variant: str, lang: str) -> str:
    """Of those who needed it, who was reached: by the records, and in truth."""
    row = found.last(variant)
    return t(
        "Reached of 100 who needed it: {believed} by the records ({believed_span}), {true} in truth ({true_span}).",
        lang,
        believed=in_hundred(row["believed_recall"], lang),
        believed_span=span(row, "believed_recall", lang),
        true=reached_in_hundred(row, lang),
        true_span=span(row, "true_recall", lang),
    )


def lots_line(found: Feedback, lang: str) -> str:
    """What looking by lot costs: places of the list, and people reached."""
    row, before, price = found.last(OPEN), found.last(CLOSED), found.facts["price"]
    return t(
        "With {share} of the other applicants drawn by lot ({lots} people): {reached} reached instead of {before}, "
        "a difference of {gap} ({low} to {high}).",
        lang,
        share=percent(found.facts["explore_share"], lang, 1),
        lots=persons(row["lots"], lang),
        reached=two_parts(row["reached"], row["needed"], lang)[0],
        before=two_parts(before["reached"], before["needed"], lang)[0],
        **{key: number(price[name], lang, 1) for key, name in (("gap", "value"), ("low", "low"), ("high", "high"))},
    )


def nearer_line(found: Feedback, lang: str) -> str:
    """Whether lots brought the belief nearer to the truth, as far as one year of one office can tell."""
    told, errors = found.facts["nearer"], found.facts["errors"]
    said = {
        "without": points(errors[CLOSED]["recall_error"], lang),
        "with_": points(errors[OPEN]["recall_error"], lang),
        "by_lot": persons(found.last(OPEN)["found_by_lot"], lang),
    }
    if told["low"] > 0:
        return t(
            "The lots brought the belief nearer to the truth: it is off by {with_} points instead of {without}.",
            lang,
            **said,
        )
    if told["high"] < 0:
        return t(
            "The lots led the belief farther from the truth: it is off by {with_} points instead of {without}; the "
            "lots found {by_lot} people, too few to speak for all.",
            lang,
            **said,
        )
    return t(
        "Whether the lots bring the belief nearer to the truth cannot be told here: off by {without} points without "
        "them, {with_} with them; the lots found {by_lot} people.",
        lang,
        **said,
    )


def interval_line(found: Feedback, lang: str) -> str:
    """How often an office that puts an interval round its belief would have held the truth in it."""
    errors, n = found.facts["errors"], found.facts["replications"]
    return t(
        "Would the office's own 95% interval hold the truth? Without lots in {without} of {n} replays, with them in "
        "{with_}; the belief is {bias} points too high without them and {bias_with} with them.",
        lang,
        n=number(n, lang),
        without=number(round(n * errors[CLOSED]["recall_held"]), lang),
        with_=number(round(n * errors[OPEN]["recall_held"]), lang),
        bias=points(errors[CLOSED]["recall_bias"], lang),
        bias_with=points(errors[OPEN]["recall_bias"], lang),
    )


def points(share: float | None, lang: str) -> str:
    """A difference of shares in points of a hundred; a dash where there is none."""
    return NO_VALUE if share is None else number(100 * share, lang, 0)


def calibration_line(found: Feedback, variant: str, lang: str) -> str:
    """Findings that the models expected, beside those recorded, and beside the truth."""
    row = found.last(variant)
    return t(
        "The models expected {expected} findings; {recorded} were recorded; {needed} people were there to find.",
        lang,
        expected=persons(row["expected"], lang),
        recorded=persons(row["recorded"], lang),
        needed=persons(row["needed"], lang),
    )


def match_line(found: Feedback, variant: str, lang: str) -> str:
    """The newest model against the first on the hold-out."""
    told = found.facts["match"][variant]
    values = {
        "champion": persons(told["champion"], lang),
        "challenger": persons(told["challenger"], lang),
        "needed": persons(told["needed"], lang),
        "gain": _signed(told["gain"], lang),
        "low": _signed(told["low"], lang),
        "high": _signed(told["high"], lang),
    }
    if not told["needed"]:
        return t("Nobody in the hold-out needs to be found: the two models cannot be compared.", lang)
    if told["low"] > 0:
        verdict = (
            "On the hold-out the newest model is better than the first: {challenger} of {needed} instead of {champion} "
            "({gain} points; {low} to {high})."
        )
    elif told["high"] < 0:
        verdict = (
            "On the hold-out the newest model is worse than the first: {challenger} of {needed} instead of {champion} "
            "({gain} points; {low} to {high})."
        )
    else:
        verdict = (
            "On the hold-out the newest model cannot be told from the first: {challenger} of {needed} against "
            "{champion} ({gain} points; {low} to {high})."
        )
    return t(verdict, lang, **values)


def warnings(found: Feedback, lang: str) -> Iterator[str]:
    """What a reader must know before using any of it."""
    yield from few(found, lang)
    yield from assumptions(found, lang)


def few(found: Feedback, lang: str) -> Iterator[str]:
    """That so few people, so few months or so little variety in the records say little."""
    facts = found.facts
    if facts["needed"] < FEW:
        yield t(
            "Only {n} people were there to find: every figure here has a wide interval, and one month says nothing.",
            lang,
            n=persons(facts["needed"], lang),
        )
    if not facts["is_year"]:
        yield t("This world is too short for a year: only its last {n} months are played.", lang, n=_n_months(facts))
    if kept := sum(facts["kept_old"].values()):
        yield t("In {n} months the old model had to stay: the records held findings of one kind only.", lang, n=kept)


def assumptions(found: Feedback, lang: str) -> Iterator[str]:
    """What is assumed, and what is simpler here than in an office."""
    facts = found.facts
    yield t(
        "Assumed: a short interview raises {share} of the doubts of a longer conversation. Everything else about the "
        "officers is the world's own. {n} replays with other luck; 95% intervals over these and over groups of people.",
        lang,
        share=percent(facts["short_share"], lang),
        n=number(facts["replications"], lang),
    )
    yield t("Only the glass box learns anew each month, and earlier findings are no feature of it.", lang)


def recall_title(found: Feedback, variant: str, lang: str) -> str:
    """Whether the records tell too much or too little of who was reached."""
    row = found.last(variant)
    said = {"believed": in_hundred(row["believed_recall"], lang), "true": reached_in_hundred(row, lang)}
    return t("Reached of 100 who needed it: believed {believed}, in truth {true}", lang, **said)


def precision_title(found: Feedback, variant: str, lang: str) -> str:
    """Whether the records tell too much or too little of who was looked at with reason."""
    row = found.last(variant)
    said = {name: number(100 * row[f"{name}_precision"], lang, 1) for name in ("believed", "true")}
    return t("Of 100 looked at: {believed} by the records, {true} in truth", lang, **said)


def calibration_title(found: Feedback, variant: str, lang: str) -> str:
    """How many findings came for each that was expected, by the records and in truth."""
    row = found.last(variant)
    if not row["expected"] > 0:
        return t("The models expected no finding", lang)
    said = {
        "recorded": number(row["recorded"] / row["expected"], lang, 1),
        "true": number(row["needed"] / row["expected"], lang, 1),
    }
    return t("For each finding expected, {recorded} recorded and {true} in truth", lang, **said)


def match_title(found: Feedback, variant: str, lang: str) -> str:
    """Which of the two models is better on the hold-out, if either is."""
    told = found.facts["match"][variant]
    if not told["needed"]:
        return t("Newest and first model: nobody to compare them on", lang)
    if told["low"] > 0:
        return t("The newest model is better than the first", lang)
    if told["high"] < 0:
        return t("The newest model is worse than the first", lang)
    return t("The newest model cannot be told from the first", lang)


def span(row: Mapping[str, Any], name: str, lang: str) -> str:
    """The interval of a share."""
    low, high = (percent(row[f"{name}_{end}"], lang, 1) for end in ("low", "high"))
    return t("{low} to {high}", lang, low=low, high=high)


def _signed(share: float | None, lang: str) -> str:
    if share is None:
        return NO_VALUE
    sign = "+" if share > 0 else ""
    return f"{sign}{number(100 * share, lang, 0)}"


def _n_months(facts: Mapping[str, Any]) -> int:
    (y0, m0), (y1, m1) = (tuple(map(int, month.split("-"))) for month in facts["months"])
    return (y1 - y0) * 12 + m1 - m0 + 1
