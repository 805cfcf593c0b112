"""The journey of every application through the office: which steps, at which station, how long, after which gap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simi_lab.clock import SECONDS_PER_DAY, day_index
from simi_lab.office.advice import advised, in_lane
from simi_lab.office.arrivals import FINAL, Coming, Intake, TimesOfDay, paper_days
from simi_lab.office.chance import Chance
from simi_lab.office.queues.network_state import Steps
from simi_lab.scenario.office import OfficePlan
from simi_lab.streams import transforms

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

STATIONS = (
    "counter",
    "interview",
    "clarification",
    "numbering",
    "duplicate_check",
    "duplicate_review",
    "adjudication",
    "printing",
    "transport",
    "handover",
    "outreach_counter",
    "outreach_interview",
)
DELAYS = frozenset({"clarification", "duplicate_review", "adjudication", "transport"})
STAFFED = tuple(name for name in STATIONS if name not in DELAYS)
"""Stations where somebody works at a desk."""

STEPS = (
    "visit",
    "return",
    "interview",
    "retake",
    "clarify",
    "back",
    "again",
    "numbering",
    "duplicate",
    "review",
    "amended",
    "adjudication",
    "printing",
    "reprint",
    "ready",
    "handover",
)
"""The longest journey; an application takes some of these steps, in this order."""

_STATION_OF = {
    "visit": "counter",
    "return": "counter",
    "interview": "interview",
    "retake": "interview",
    "clarify": "clarification",
    "back": "counter",
    "again": "interview",
    "numbering": "numbering",
    "duplicate": "duplicate_check",
    "review": "duplicate_review",
    "amended": "counter",
    "adjudication": "adjudication",
    "printing": "printing",
    "reprint": "printing",
    "ready": "transport",
    "handover": "handover",
}
AT = {name: i for i, name in enumerate(STEPS)}
_HOUR = 3600
_WORKING_DAY = 7 * _HOUR


@dataclass(frozen=True)
class Journey:
    """Steps of every application, shape (n, n_steps), columns as in `STEPS`; times in seconds.

    Parameters
    ----------
    takes : whether the step is part of the journey (it may still not be reached before the calendar ends)
    station : index into `STATIONS`
    service, gap, day_gap, klass : as in `queues.network_state.Steps`
    is_returned, is_back, is_amended, is_collected : whether the applicant comes (again) with what was missing: papers,
        other evidence, corrected data; and whether the ready book is fetched in time
    """

    takes: NDArray[np.bool_]
    station: Ints
    service: Ints
    gap: Ints
    day_gap: Ints
    klass: Ints
    is_returned: Flags
    is_back: Flags
    is_amended: Flags
    is_collected: Flags
    is_fast: Flags

    def places(self, order: Ints) -> Ints:
        """Where the steps of the applications in an order stand in the flattened table, one after the other."""
        n_steps = self.takes.shape[1]
        row, column = np.nonzero(self.takes[order])
        return order[row] * n_steps + column

    def steps(self, order: Ints, places: Ints) -> Steps:
        """Itineraries of the applications in an order, at those `places`, as the event loop reads them."""
        first = np.concatenate([[0], np.cumsum(self.takes[order].sum(axis=1))]).astype(np.int64)
        station, service, gap, day_gap, klass = (
            column.ravel()[places] for column in (self.station, self.service, self.gap, self.day_gap, self.klass)
        )
        return Steps(first, station, service, gap, day_gap, klass, patience=np.empty(0, dtype=np.int64))


def journey(
    intake: Intake, coming: Coming, plan: OfficePlan, chance: Chance, times: TimesOfDay, *, learns: bool
) -> Journey:
    """Draw the whole journey; only queues and opening hours are left to the event loop.

    Parameters
    ----------
    learns : whether the weeks since SIMI's first day slow the desks (false where SIMI was always there)
    """
    n, columns = intake.ids.size, len(STEPS)
    limit = plan.checks.paper_limit_days.value
    finds = paper_days(plan, chance)
    evidence = np.maximum(
        np.floor(
            chance.spread("evidence_days", plan.checks.postponed_days.value, plan.checks.postponed_days_sd.value)
        ).astype(np.int64),
        1,
    )
    comes_back = chance.happens("comes_back", plan.checks.postponed_back_share.value) & (evidence <= limit)
    roads = np.where(coming.is_near, intake.hours_to_unit, intake.hours_to_office)
    fetch = fetch_days(intake, plan, chance, roads)
    is_fast = intake.is_same_day & (plan.kind == "kanim")
    collected = is_fast | (fetch <= plan.collection.limit_days.value)
    takes = _takes(intake, coming, plan, chance, finds <= limit, comes_back, collected)
    day_gap = np.zeros((n, columns), dtype=np.int64)
    gap = np.zeros((n, columns), dtype=np.int64)
    for name, days, nth in (("return", finds, 3), ("back", evidence, 4), ("amended", evidence, 5)):
        day_gap[:, AT[name]], gap[:, AT[name]] = days, times.any_visit(nth)
    day_gap[:, AT["numbering"]] = intake.dossier_days
    opens = round(min(plan.hours.opens.values.values()) * _HOUR)
    gap[:, AT["numbering"]] = np.where(intake.dossier_days > 0, opens, 0)  # found when the office opens
    day_gap[:, AT["handover"]] = np.where(is_fast, 0, fetch)
    gap[:, AT["handover"]] = np.where(is_fast, 60, times.any_visit(6))  # a same-day applicant waits in the house
    station = np.tile(np.array([STATIONS.index(_STATION_OF[s]) for s in STEPS], dtype=np.int64), (n, 1))
    _send_out(station, coming, takes)
    return Journey(
        takes,
        station,
        _services(intake, coming, plan, chance, is_fast, learns=learns),
        gap,
        day_gap,
        _classes(intake, coming.is_near),
        is_returned=takes[:, AT["return"]],
        is_back=takes[:, AT["back"]],
        is_amended=takes[:, AT["amended"]],
        is_collected=collected,
        is_fast=is_fast,
    )


def _takes(
    intake: Intake, coming: Coming, plan: OfficePlan, chance: Chance, finds: Flags, comes_back: Flags, collected: Flags
) -> NDArray[np.bool_]:
    """Which steps each journey has, from what was drawn."""
    approve, postpone = (intake.final == FINAL.index(d) for d in ("approve", "postpone"))
    older_farmer = intake.is_farmer & (intake.age > plan.checks.retake_age.value)
    retake_share = np.where(older_farmer, plan.checks.retake_older_farmers.value, plan.checks.retake_share.value)
    visit = coming.arrival >= 0
    again = visit & ~intake.is_complete & finds
    interview = visit & (intake.is_complete | finds)
    clarify = interview & intake.needs_clarification
    back = clarify & postpone & comes_back
    made = interview & (~clarify | approve | back)
    review = made & intake.duplicate_hit
    settled = clarify | approve  # a doubt that was cleared in the interview is not reopened by a duplicate
    amended = review & ~settled & postpone & comes_back
    issued = made & (~review | settled | amended)
    steps = {
        "visit": visit,
        "return": again,
        "interview": interview,
        "retake": interview & chance.happens("retake", retake_share),
        "clarify": clarify,
        "back": back,
        "again": back,
        "numbering": made,
        "duplicate": made,
        "review": review,
        "amended": amended,
        "adjudication": issued,
        "printing": issued,
        "reprint": issued & chance.happens("reprint", plan.making.reprint_share.value),
        "ready": issued,
        "handover": issued & collected,
    }
    return np.stack([steps[name] for name in STEPS], axis=1)


def _services(
    intake: Intake, coming: Coming, plan: OfficePlan, chance: Chance, is_fast: Flags, *, learns: bool
) -> Ints:
    """Seconds of work, or of working time that passes, at each step."""
    work, checks, making = plan.work, plan.checks, plan.making
    simi_way, slower = _adoption(intake, coming, plan, chance, learns=learns)
    report = np.where(intake.needs_report, chance.work("report", work.report, simi_way), 0)
    adjudication = np.where(
        intake.is_simi, making.adjudication_hours.values["simi"], making.adjudication_hours.values["manual"]
    )
    hours = np.where(
        is_fast, making.same_day_hours.value, chance.spread("adjudication", adjudication, making.adjudication_sd.value)
    )
    clarification = chance.spread("clarification", checks.clarification_hours.value, checks.clarification_sd.value)
    review = chance.spread("review", checks.review_hours.value, checks.review_sd.value)
    interview = chance.work("interview", work.interview, simi_way, 1, slower)
    columns = {
        "visit": chance.work("counter", work.counter, simi_way, 1, slower),
        "return": chance.work("counter", work.counter, simi_way, 2, slower),
        "back": chance.work("counter", work.counter, simi_way, 3, slower),
        "amended": chance.work("counter", work.counter, simi_way, 4, slower),
        "interview": in_lane(advised(interview, simi_way, plan, chance), intake.lane, plan) + report,
        "again": chance.work("interview", work.interview, simi_way, 2, slower),
        "retake": chance.work("retake_time", work.retake, simi_way, 1, slower),
        "clarify": transforms.seconds(clarification * _HOUR),
        "numbering": chance.work("numbering", work.numbering, simi_way),
        "duplicate": chance.work("duplicate_check", work.duplicate_check, simi_way),
        "review": transforms.seconds(review * _HOUR),
        "adjudication": transforms.seconds(hours * _HOUR),
        "printing": chance.work("printing", work.printing, simi_way),
        "reprint": chance.work("printing", work.printing, simi_way, 2),
        "ready": _transport(coming, plan),
        "handover": chance.work("handover", work.handover, simi_way),
    }
    return np.stack([columns[name] for name in STEPS], axis=1)


def _transport(coming: Coming, plan: OfficePlan) -> Ints:
    """Working seconds on the way from the printer to where the book is fetched."""
    days = np.where(coming.is_near, plan.near_unit.transport_days.value, plan.making.transport_days.value)
    return np.rint(days * _WORKING_DAY).astype(np.int64)


def _adoption(
    intake: Intake, coming: Coming, plan: OfficePlan, chance: Chance, *, learns: bool
) -> tuple[Flags, NDArray[np.float64]]:
    """Who is served the SIMI way, and how much slower the hands still are on the day of the first visit."""
    adoption = plan.adoption
    grown = np.ones(intake.ids.size)
    if learns and plan.simi_from is not None and adoption.weeks.value > 0:
        since = np.maximum(coming.arrival, intake.filed_at) // SECONDS_PER_DAY - day_index(plan.simi_from)
        grown = np.clip((since // 7) / adoption.weeks.value, 0.0, 1.0)
    start, end = adoption.manual_way_start.value, adoption.manual_way_end.value
    simi_way = intake.is_simi & ~chance.happens("manual_way", start + (end - start) * grown)
    return simi_way, np.where(simi_way, 1.0 + adoption.extra_time.value * (1.0 - grown), 1.0)


def fetch_days(intake: Intake, plan: OfficePlan, chance: Chance, hours: NDArray[np.float64]) -> Ints:
    """Days from ready to the day on which the book is fetched, at least 1; `hours` of road one way to where it lies."""
    days = plan.collection.days.values
    mean = np.where(intake.is_simi, days["simi"], days["manual"])
    mean = mean + plan.collection.per_hour.value * hours
    return np.maximum(np.floor(chance.spread("fetch_days", mean, plan.collection.sd.value)).astype(np.int64), 1)


def _send_out(station: Ints, coming: Coming, takes: NDArray[np.bool_]) -> None:
    """The first visit of a group is at the venue of the team; who has to return comes to the office.

    At a unit the return and the hand-over are there too; only doubts and hits lead to the office.
    """
    out, near = coming.goes_out, coming.is_near
    station[out, AT["visit"]] = STATIONS.index("outreach_counter")
    complete = out & ~takes[:, AT["return"]]
    for name in ("interview", "retake"):
        station[complete | near, AT[name]] = STATIONS.index("outreach_interview")
    for name in ("return", "handover"):
        station[near, AT[name]] = STATIONS.index("outreach_counter")


def _classes(intake: Intake, is_near: Flags) -> Ints:
    """Class 0 is called before class 1: priority applicants and same-day books; a retake goes on at once.

    At a unit who was given a time goes before who comes for a book or with a missing paper.
    """
    front = np.where(intake.is_priority | intake.is_same_day, 0, 1)
    back = np.where(intake.is_same_day, 0, 1)
    klass = np.tile(back[:, None], (1, len(STEPS)))
    for name in ("visit", "return", "interview", "back", "again", "amended", "handover"):
        klass[:, AT[name]] = front
    klass[:, AT["retake"]] = 0
    klass[is_near, AT["visit"]] = 0
    return klass.astype(np.int64)
