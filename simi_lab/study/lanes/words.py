"""What triage does, in sentences: whom it finds, whom it troubles in vain, and how much longer people wait."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from simi_lab.decide.signs import SIGNS
from simi_lab.i18n import day, number, percent, plural, t
from simi_lab.privacy import SMALLEST_GROUP
from simi_lab.study.lanes.curve import Frontier

Point = dict[str, Any]
MODEL_WORDS = {
    "glass_box": "Glass box",
    "scorecard": "Scorecard",
    "boosting": "Gradient boosting",
    "rule_of_thumb": "Rule of thumb",
    "isolation": "Isolation forest (foil)",
}


def opening(found: Frontier, lang: str) -> str:
    """Who they are, and how many of them there are to find."""
    facts = found.facts
    return t(
        "{n} people applied on {days} working days from {first} to {last}; {k} of them are at true risk, and {v} of"
        " these need protection.",
        lang,
        n=number(facts["n_applicants"], lang),
        days=number(facts["n_days"], lang),
        first=day(facts["first"], lang),
        last=day(facts["last"], lang),
        k=number(facts["n_at_risk"], lang),
        v=people(facts["n_victims"], lang),
    )


def headline(found: Frontier, capacity: float, lang: str) -> str:
    """The one sentence: found, and what it costs those who wait."""
    point, facts = found.point(capacity), found.facts
    values = {
        "c": number(capacity, lang),
        "found": people(point["found"], lang),
        "k": number(facts["n_at_risk"], lang),
        "minutes": number(abs(point["wait_min_change"] or 0.0), lang, 1),
    }
    if point["wait_min_change"] is None:
        return t("With {c} conversations a day, {found} of {k} people at risk are met.", lang, **values)
    if not _excludes_zero(point, "wait_min"):
        said = "With {c} conversations a day, {found} of {k} people at risk are met; the queue is as long as before."
    elif point["wait_min_change"] > 0:
        said = "With {c} conversations a day, {found} of {k} people at risk are met; all wait {minutes} min longer."
    else:
        said = "With {c} conversations a day, {found} of {k} people at risk are met; all wait {minutes} min less."
    return t(said, lang, **values)


def finding(found: Frontier, lang: str) -> str:
    """What the whole frontier shows, in one line."""
    paid = [
        row
        for row in found.points.filter(more_interviewers=1, hurried=False).iter_rows(named=True)
        if row["capacity"] is not None and row["wait_min_high"] is not None and row["wait_min_high"] < 0
    ]
    if paid:
        most = max(paid, key=lambda row: row["capacity"])
        return t(
            "With one more interviewer, even {c} conversations a day leave the wait {minutes} min shorter than today",
            lang,
            c=number(most["capacity"], lang),
            minutes=number(-most["wait_min_change"], lang, 1),
        )
    return t("Who is to be found must be spoken with, and all others wait meanwhile", lang)


def nearest(found: Frontier, capacity: float | None) -> float:
    """The capacity that was tried and lies nearest to the one asked for; without one the scenario's own."""
    asked = found.facts["own_capacity"] if capacity is None else capacity
    tried = found.points["capacity"].drop_nulls().unique().to_list()
    return float(min(tried, key=lambda c: (abs(c - asked), c)))


def lines(found: Frontier, capacity: float, lang: str) -> Iterator[str]:
    """What one setting does at today's staffing, sentence by sentence."""
    point, today = found.point(capacity), found.point(None)
    yield _met(found, point, lang)
    yield _victims(found, point, lang)
    yield _in_vain(point, lang)
    yield _ends(point, today, lang)
    if point["wait_min"] is not None:
        yield _waits(point, today, lang)
        yield from _hurried(found, point, lang)
        yield from _with_more(found, capacity, lang)
    yield t("Days to the visit stay as they are: triage takes no places away. Overtime changes by {hours} hours in"
            " {days} working days.", lang, hours=signed(point["overtime_hours_change"], lang),
            days=number(found.facts["n_days"], lang))  # fmt: skip


def limits(found: Frontier, lang: str) -> Iterator[str]:
    """What a reader must know before believing a figure."""
    yield t("Minutes in each lane, and what a conversation finds, are assumptions of the scenario (sections triage and"
            " office.service.lanes).", lang)  # fmt: skip
    signs = "; ".join(t(sign.sentence, lang).rstrip(".") for sign in SIGNS)
    yield t("Signs that lead to protection, none of them a proof: {signs}.", lang, signs=signs)
    yield t("Intervals of waits: {n} replications with the same applicants and the same random words in every setting.",
            lang, n=found.facts["replications"])  # fmt: skip
    if found.facts["n_at_risk"] < _FEW:
        yield t("Only {n} people at risk are there to be found: shares of them are uncertain, as their intervals say.",
                lang, n=number(found.facts["n_at_risk"], lang))  # fmt: skip


_FEW = 400


def model_name(found: Frontier, lang: str) -> str:
    """The model whose scores choose, as a reader knows it."""
    return t(MODEL_WORDS[found.facts["model"]], lang)


def people(n: float | None, lang: str) -> str:
    """A number of persons; fewer than the smallest group that is shown are not counted out."""
    if n is not None and 0 < n < SMALLEST_GROUP:
        return t("fewer than {k}", lang, k=SMALLEST_GROUP)
    return number(n, lang)


def signed(value: float | None, lang: str, digits: int = 1) -> str:
    """A change with its sign; what rounds to nothing has none."""
    if value is None:
        return number(None, lang)
    rounded = round(value, digits) + 0.0  # no minus before a zero
    return ("+" if rounded > 0 else "") + number(rounded, lang, digits)


def between(point: Point, name: str, lang: str) -> str:
    """A paired change and its interval."""
    if point[f"{name}_change"] is None:
        return number(None, lang)
    middle, low, high = (signed(point[f"{name}_{end}"], lang) for end in ("change", "low", "high"))
    return t("{change} ({low} to {high})", lang, change=middle, low=low, high=high)


def _met(found: Frontier, point: Point, lang: str) -> str:
    return t(
        "Met: {found} of {k} people at risk ({share}; {low} to {high}), the others go the direct way. With as many"
        " conversations a perfect judge of the evidence would meet {oracle}, lots {random}.",
        lang,
        found=people(point["found"], lang),
        k=number(found.facts["n_at_risk"], lang),
        share=percent(point["recall"], lang),
        low=percent(point["recall_low"], lang),
        high=percent(point["recall_high"], lang),
        oracle=people(point["found_oracle"], lang),
        random=number(point["found_random"], lang, 1),
    )


def _victims(found: Frontier, point: Point, lang: str) -> str:
    return t(
        "In need of protection: {met} of {v} are met, {protected} of them in the lane that protects and refers; none of"
        " them is refused.",
        lang,
        met=people(point["found_victims"], lang),
        v=people(found.facts["n_victims"], lang),
        protected=people(point["protected"], lang),
    )


def _in_vain(point: Point, lang: str) -> str:
    each = point["in_vain"] / point["found"] if point["found"] else None
    return t(
        "Stopped without need: {n} people without any risk are spoken with longer, {each} for each one at risk;"
        " {audited} of all conversations were drawn by lot from the direct lane.",
        lang,
        n=people(point["in_vain"], lang),
        each=number(each, lang, 0),
        audited=people(point["audited"], lang),
    )


def _ends(point: Point, today: Point, lang: str) -> str:
    return t(
        "In the end {held} people at risk are held (without triage {held_today}), and {wrong} without any risk (without"
        " triage {wrong_today}).",
        lang,
        held=people(point["held"], lang),
        held_today=people(today["held"], lang),
        wrong=people(point["held_in_vain"], lang),
        wrong_today=people(today["held_in_vain"], lang),
    )


def _waits(point: Point, today: Point, lang: str) -> str:
    return t(
        "Waiting: {wait} min on average, without triage {today}; the same people wait {change} min. Nine of ten wait at"
        " most {p90} min: {p90_change} min.",
        lang,
        wait=number(point["wait_min"], lang, 1),
        today=number(today["wait_min"], lang, 1),
        change=between(point, "wait_min", lang),
        p90=number(point["wait_p90"], lang, 0),
        p90_change=between(point, "wait_p90", lang),
    )


def _hurried(found: Frontier, point: Point, lang: str) -> Iterator[str]:
    fast = found.point(point["capacity"], hurried=True)
    saved = number(found.facts["minutes"]["direct_saved"], lang)
    change, held, calm = between(fast, "wait_min", lang), people(fast["held"], lang), people(point["held"], lang)
    if held == calm:
        said = "If conversations in the direct lane are cut by {saved} min, people wait {change} min instead."
        yield t(said, lang, saved=saved, change=change)
        return
    yield t(
        "If conversations in the direct lane are cut by {saved} min, people wait {change} min instead; then {held}"
        " people at risk are held instead of {calm}.",
        lang,
        saved=saved,
        change=change,
        held=held,
        calm=calm,
    )


def _with_more(found: Frontier, capacity: float, lang: str) -> Iterator[str]:
    point = found.point(capacity, 1)
    if point["wait_min_change"] is not None:
        yield t(
            "With one more interviewer and as many conversations, people wait {change} min.",
            lang,
            change=between(point, "wait_min", lang),
        )


def _excludes_zero(point: Point, name: str) -> bool:
    return not point[f"{name}_low"] <= 0 <= point[f"{name}_high"]


def staffing(more_interviewers: int, hurried: bool, found: Frontier, lang: str) -> str:
    """How many interviewers, and whether the direct lane is hurried."""
    if hurried:
        saved = number(found.facts["minutes"]["direct_saved"], lang)
        return t("Interviewers as today, direct conversations {saved} min shorter", lang, saved=saved)
    if not more_interviewers:
        return t("Interviewers as today", lang)
    return plural("{n} interviewer more", "{n} interviewers more", more_interviewers, lang)


def shown(points: pl.DataFrame) -> pl.DataFrame:
    """The settings with small counts of persons hidden (null), and the counts that would give them away."""
    hidden: dict[str, pl.Expr] = {}
    for together in _TOGETHER:
        counts = [name for name in together if not name.startswith("recall")]
        is_small = pl.any_horizontal(pl.col(name).is_between(1, SMALLEST_GROUP - 1) for name in counts)
        hidden |= {name: pl.when(~is_small).then(pl.col(name)).alias(name) for name in together}
    return points.with_columns(**hidden)


_TOGETHER = (
    ("found", "missed", "recall", "recall_low", "recall_high"),
    ("found_victims", "missed_victims", "protected"),
    ("found_oracle",),
    ("found_oracle_victims",),
    ("held",),
    ("held_in_vain",),
    ("in_look", "in_clarify", "in_protect"),
)
