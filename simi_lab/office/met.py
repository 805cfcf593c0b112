"""What every applicant met at the office, straight from the journeys: minutes, days and visits without any table."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simi_lab.clock import SECONDS_PER_DAY
from simi_lab.office.arrivals import Intake
from simi_lab.office.journey import AT, STATIONS, Journey
from simi_lab.office.records import Walked
from simi_lab.office.twin import Done

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_FIRST = ("visit", "interview", "retake")
_THERE = ("visit", "return", "interview", "retake", "clarify", "back", "again", "amended", "handover")
_IS_VENUE = np.array([name.startswith("outreach_") for name in STATIONS])
_NEVER = -1


def met(done: Done) -> dict[str, Floats]:
    """Figures of every application in order of its number, the same that `measures.cases` folds from the events.

    For work that is compared many times: no table is written and read. Holds for a world without a last day.

    Returns
    -------
    dict of arrays, shape (n,), NaN where there is none
        wait_min (queued at counter and interview on the first visit), lead_days (filing to that visit), total_days
        (filing to book in hand), visits (days on which the applicant stood at a desk), visits_near (of these, at the
        venue of a team or unit).

    Randomness : none.
    """
    book = done.book
    return met_of(book.intake, book.path, book.walked, book.started)


def met_of(intake: Intake, path: Journey, walked: Walked, start: Ints) -> dict[str, Floats]:
    """As `met`, from the parts; `start` is when the work of each step began, shape (n, n_steps)."""
    joined, ended = walked.joined, walked.departure
    finished = ended >= 0
    filed = intake.filed_at // SECONDS_PER_DAY
    first = [AT[name] for name in _FIRST]
    counts = finished[:, first] & (start[:, first] >= 0)
    counts[:, 1:] &= ~path.is_returned[:, None]  # who had to come again was interviewed on the second visit
    seen = counts[:, 0]
    minutes = np.where(counts, start[:, first] - joined[:, first], 0).sum(axis=1) / 60
    lead = joined[:, AT["visit"]] // SECONDS_PER_DAY - filed
    fetched = AT["handover"]
    total = ended[:, fetched] // SECONDS_PER_DAY - filed
    visits, near = _days_there(path, ended, start)
    return {
        "wait_min": np.where(seen, minutes, np.nan),
        "lead_days": np.where(seen, lead, np.nan),
        "total_days": np.where(finished[:, fetched], total, np.nan),
        "visits": visits,
        "visits_near": near,
    }


def _days_there(path: Journey, ended: Ints, start: Ints) -> tuple[Floats, Floats]:
    """Days on which each applicant stood at a desk, and those of them at a venue; two steps on one day are one."""
    columns = [AT[name] for name in _THERE]
    there = (ended[:, columns] >= 0) & (start[:, columns] >= 0)
    day = np.where(there, start[:, columns] // SECONDS_PER_DAY, _NEVER)
    is_near = _IS_VENUE[path.station[:, columns]]
    latest = np.full(len(day), _NEVER)
    visits, near = np.zeros(len(day)), np.zeros(len(day))
    for place in range(len(columns)):  # steps follow each other in time, so a day that is met again is the latest one
        is_new = there[:, place] & (day[:, place] > latest)
        visits += is_new
        near += is_new & is_near[:, place]
        latest = np.maximum(latest, day[:, place])
    return visits, near
