"""The hand-over walked once more with another habit of fetching; nothing before it changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from simi_lab.clock import SECONDS_PER_DAY
from simi_lab.office.journey import AT, STATIONS, fetch_days
from simi_lab.office.queues.network import run_steps
from simi_lab.office.queues.network_state import Steps, pack_stations
from simi_lab.office.records import Casebook, Walked
from simi_lab.office.twin import Done
from simi_lab.scenario.office_work import Collection

_STEP = AT["handover"]


def refetched(done: Done, collection: Collection) -> Done | None:
    """Let the same applicants fetch their books after other days; exact, because the hand-over is the last step.

    Returns
    -------
    Done or None
        None where some books are handed over at a station that others use too: the whole office must work again.

    Randomness : the words of `done`, drawn again.
    """
    book = done.book
    path, intake = book.path, book.intake
    if (path.station[:, _STEP] != STATIONS.index("handover")).any():
        return None
    plan = book.plan.model_copy(update={"collection": collection})
    fetch = fetch_days(intake, plan, book.chance, intake.hours_to_office)
    collected = path.is_fast | (fetch <= collection.limit_days.value)
    takes, day_gap = path.takes.copy(), path.day_gap.copy()
    takes[:, _STEP] = takes[:, AT["ready"]] & collected
    day_gap[:, _STEP] = np.where(path.is_fast, 0, fetch)
    changed = replace(path, takes=takes, day_gap=day_gap, is_collected=collected)
    again = _walked(done, day_gap[:, _STEP], takes[:, _STEP])
    return replace(done, book=Casebook(intake, book.coming, changed, again, plan, book.chance))


def _walked(done: Done, day_gap: np.ndarray, takes: np.ndarray) -> Walked:
    book, days = done.book, done.calendar.days()
    ready, gap = book.walked.departure[:, AT["ready"]], book.path.gap[:, _STEP]
    day = np.where(ready >= 0, ready // SECONDS_PER_DAY + day_gap - days.day0, 0)
    inside = day < days.following.size
    opens = np.where(inside, days.following[np.where(inside, day, 0)], -1)
    moment = np.where(day_gap > 0, opens * days.length + gap, ready + gap)
    comes = takes & (ready >= 0) & ((day_gap == 0) | (opens >= 0))
    rank = np.argsort(book.coming.arrival, kind="stable")  # customers are numbered by arrival in the event loop
    rank = rank[comes[rank]]
    order = rank[np.argsort(moment[rank], kind="stable")]
    n = order.size
    steps = Steps(
        first=np.arange(n + 1, dtype=np.int64),
        station=np.zeros(n, dtype=np.int64),
        service=book.path.service[order, _STEP],
        gap=np.zeros(n, dtype=np.int64),
        day_gap=np.zeros(n, dtype=np.int64),
        klass=book.path.klass[order, _STEP],
        patience=np.empty(0, dtype=np.int64),
    )
    schedule = done.schedules["handover"]
    pace = done.pace._replace(row=done.pace.row[[STATIONS.index("handover")]]) if done.pace else None
    stations = pack_stations([schedule], [schedule.desks], np.int64, is_delay=[False], pace=pace)
    records = run_steps(moment[order], steps, stations, n_classes=2, days=days)
    columns = []
    for old, new in zip(
        (book.walked.joined, book.walked.start, book.walked.departure, book.walked.server),
        (records.joined, records.start, records.departure, records.server),
        strict=True,
    ):
        column = old.copy()
        column[:, _STEP] = -1
        column[order, _STEP] = new
        columns.append(column)
    return Walked(*columns)
