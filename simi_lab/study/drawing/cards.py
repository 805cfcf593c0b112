"""The stages of the office as cards: who works there, how long, and every way off the straight path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from simi_lab.i18n import day, t
from simi_lab.scenario.model import Scenario
from simi_lab.study.drawing.words import Words
from simi_lab.vocabulary import label

Kind = Literal["back", "end"]


@dataclass(frozen=True)
class Exit:
    """A way off the straight path: one that comes back to its stage, or one that ends the case."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Card:
    """One stage: its code in the list `stage`, what happens there, the ways off, and whether most pass it by."""

    stage: str
    lines: tuple[str, ...]
    exits: tuple[Exit, ...] = ()
    is_detour: bool = False


def cards(scenario: Scenario, lang: str) -> list[Card]:
    """Cards of the whole service, in the order of the stages."""
    words = Words(scenario, lang)
    makers: tuple[Callable[[Scenario, Words], Card], ...] = (
        _registered,
        _paid,
        _counter,
        _interview,
        _clarification,
        _numbering,
        _duplicate,
        _adjudication,
        _printing,
        _ready,
        _handover,
        _closed,
    )
    return [_with_outages(make(scenario, words), scenario, lang) for make in makers]


def heading(scenario: Scenario, lang: str) -> tuple[str, ...]:
    """What the drawing is of: the scenario's title, its office, and the ways of working."""
    live, words = scenario.simi.go_live, Words(scenario, lang)
    if not words.has_simi:
        ways = t("Without SIMI: every number is that of the old way of working.", lang)
    elif not words.has_manual:
        ways = t("With SIMI: every number is that of the new way of working.", lang)
    else:
        ways = t("SIMI from {day}. Where it changes a number: before → after.", lang, day=day(live, lang))
    return (f"{scenario.title[lang]} · {scenario.site.name}", ways)


def _with_outages(card: Card, scenario: Scenario, lang: str) -> Card:
    """Say on which days the stage stands still."""
    still = [
        t("Outage: {first} to {last}", lang, first=day(outage.first, lang), last=day(outage.last, lang))
        for outage in scenario.office.outages
        if card.stage in outage.stages
    ]
    return replace(card, lines=(*card.lines, *still))


def _registered(scenario: Scenario, words: Words) -> Card:
    manual, simi = scenario.filing.channels_manual.values, scenario.filing.channels_simi.values
    named = [code for code in ("walk_in", "online", "eazy", "ukk") if manual.get(code, 0) + simi.get(code, 0) > 0]
    shares = [
        f"{label('channel', code, words.lang)}: {words.share(manual.get(code, 0), simi.get(code, 0))}" for code in named
    ]
    return Card("registered", tuple(shares))


def _paid(scenario: Scenario, words: Words) -> Card:
    booking, lang = scenario.office.booking, words.lang
    drop = booking.drop_out.values
    limit = t("Online bookings are paid within {n} hours", lang, n=words.num(booking.payment_limit.value))
    unpaid = t(
        "Never paid: good signal {good}, weak {weak}, none {none}; late payers too. The booking lapses.",
        lang,
        **{signal: words.share(drop[signal]) for signal in ("good", "weak", "none")},
    )
    return Card("paid", (limit,), (Exit("end", unpaid),))


def _counter(scenario: Scenario, words: Words) -> Card:
    office, papers, lang = scenario.office, scenario.papers, words.lang
    missed = t(
        "No-show {share}: a new appointment {days} working days later. Missed twice: cancelled.",
        lang,
        share=words.share(office.booking.no_show.value),
        days=words.num(office.booking.rebook_days.value),
    )
    incomplete = t(
        "Papers incomplete {share}: {days} days to complete them, else the application lapses.",
        lang,
        share=words.share(papers.incomplete_manual.value, papers.incomplete_simi.value),
        days=words.num(office.checks.paper_limit_days.value),
    )
    outreach = t("Eazy Passport: {officers}", lang, officers=words.people(office.desks.outreach_counter.value))
    lines = (words.officers(office.desks.counter), _minutes(words.pair(office.work.counter.mean), lang), outreach)
    return Card("counter", lines, (Exit("back", missed), Exit("back", incomplete)))


def _interview(scenario: Scenario, words: Words) -> Card:
    office, lang = scenario.office, words.lang
    retake = t(
        "Fingerprints again {share}, older farmers {older}: {n} minutes more.",
        lang,
        share=words.share(office.checks.retake_share.value),
        older=words.share(office.checks.retake_older_farmers.value),
        n=words.pair(office.work.retake.mean),
    )
    outreach = t("Eazy Passport: {officers}", lang, officers=words.people(office.desks.outreach_interview.value))
    report = t("Lost or damaged book: {n} minutes more", lang, n=words.pair(office.work.report.mean))
    lines = (words.officers(office.desks.interview), _minutes(words.pair(office.work.interview.mean), lang))
    return Card("biometrics_interview", (*lines, report, outreach), (Exit("back", retake),))


def _clarification(scenario: Scenario, words: Words) -> Card:
    office, doubts, lang = scenario.office, scenario.doubts, words.lang
    only = t(
        "Only in doubt: {share} of ordinary cases, {mismatch} where papers disagree",
        lang,
        share=words.share(doubts.background.value),
        mismatch=words.share(doubts.mismatch.value),
    )
    postponed = t(
        "Postponed: {share} come back with evidence within {days} days; the others lapse.",
        lang,
        share=words.share(office.checks.postponed_back_share.value),
        days=words.num(office.checks.paper_limit_days.value),
    )
    hours = _hours(words.num(office.checks.clarification_hours.value), lang)
    lines = (only, words.people(office.desks.clarifiers.value), hours)
    refused = t("Doubt confirmed: refused.", lang)
    return Card("clarification", lines, (Exit("back", postponed), Exit("end", refused)), is_detour=True)


def _numbering(scenario: Scenario, words: Words) -> Card:
    office, papers, lang = scenario.office, scenario.papers, words.lang
    lines = (words.officers(office.desks.numbering), _minutes(words.pair(office.work.numbering.mean), lang))
    if not words.has_manual:
        return Card("numbering", lines)
    paper = t(
        "Paper dossiers, without SIMI: {sought} sought for {days} days, {lost} lost and made again in {again} days.",
        lang,
        sought=words.share(papers.dossier_sought.value),
        days=words.num(papers.dossier_days.value),
        lost=words.share(papers.dossier_lost.value),
        again=words.num(papers.dossier_rebuild_days.value),
    )
    return Card("numbering", lines, (Exit("back", paper),))


def _duplicate(scenario: Scenario, words: Words) -> Card:
    office, lang = scenario.office, words.lang
    hit = t(
        "Hit, {share} of ordinary cases: a person reviews it, {hours} working hours.",
        lang,
        share=words.share(scenario.doubts.duplicate_benign.value),
        hours=words.num(office.checks.review_hours.value),
    )
    held = t("Hit confirmed: refused, or postponed and lapsed after {days} days.", lang,
             days=words.num(office.checks.paper_limit_days.value))  # fmt: skip
    lines = (words.officers(office.desks.duplicate_check), _minutes(words.pair(office.work.duplicate_check.mean), lang))
    return Card("duplicate_check", lines, (Exit("back", hit), Exit("end", held)))


def _adjudication(scenario: Scenario, words: Words) -> Card:
    office, lang = scenario.office, words.lang
    wait = _hours(words.pair(office.making.adjudication_hours), lang)
    touch = _minutes(words.num(office.making.adjudication_touch.value), lang)
    same_day = t("Same-day service, working hours: {n}", lang, n=words.num(office.making.same_day_hours.value))
    fast = (same_day,) if office.kind == "kanim" else ()
    return Card("adjudication", (words.people(office.desks.adjudicators.value), touch, wait, *fast))


def _printing(scenario: Scenario, words: Words) -> Card:
    office, lang = scenario.office, words.lang
    again = t(
        "Print failed {share}: printed again at once.", lang, share=words.share(office.making.reprint_share.value)
    )
    lines = (words.officers(office.desks.printing), _minutes(words.pair(office.work.printing.mean), lang))
    return Card("printing", lines, (Exit("back", again),))


def _ready(scenario: Scenario, words: Words) -> Card:
    office, lang = scenario.office, words.lang
    days = office.making.transport_days.value
    where = t("Books are printed in the house", lang)
    if days > 0:
        where = t("On the road to the office: {n} working days", lang, n=words.num(days))
    fetched = t("Fetched after about {n} days, later from far away", lang, n=words.pair(office.collection.days))
    limit = t("Not fetched within {n} days: cancelled.", lang, n=words.num(office.collection.limit_days.value))
    return Card("ready", (where, fetched), (Exit("end", limit),))


def _handover(scenario: Scenario, words: Words) -> Card:
    office = scenario.office
    minutes = _minutes(words.pair(office.work.handover.mean), words.lang)
    return Card("handover", (words.officers(office.desks.handover), minutes))


def _closed(scenario: Scenario, words: Words) -> Card:
    ends = [label("outcome", code, words.lang) for code in ("issued", "refused", "cancelled", "expired")]
    return Card("closed", (" · ".join(ends),))


def _minutes(written: str, lang: str) -> str:
    return t("{n} minutes", lang, n=written)


def _hours(written: str, lang: str) -> str:
    return t("{n} working hours until done", lang, n=written)
