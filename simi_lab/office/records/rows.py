"""Tables `events` and appointments of an office."""

from __future__ import annotations

import numpy as np
import polars as pl

from simi_lab.office.journey import AT, STATIONS, STEPS
from simi_lab.office.records.casebook import NONE, Casebook, Ints
from simi_lab.office.records.types import SYSTEM, instant, typed
from simi_lab.schema.enums import CODES

EVENTS_PER_CASE = 64
_ROWS = ("registered", "paid", "missed", "missed_again", *STEPS, "closed")
_STAGE_OF = {
    "missed": "counter",
    "missed_again": "counter",
    "visit": "counter",
    "return": "counter",
    "back": "counter",
    "amended": "counter",
    "interview": "biometrics_interview",
    "retake": "biometrics_interview",
    "again": "biometrics_interview",
    "clarify": "clarification",
    "duplicate": "duplicate_check",
    "review": "duplicate_check",
    "reprint": "printing",
}


def events_table(book: Casebook, *, offset: int, end: int) -> pl.DataFrame:
    """Table `events`: every row that was finished before `end` (local seconds), in order of application and time."""
    n = book.intake.ids.size
    closed_at, closed_as = book.closing()
    filed, paid = book.intake.filed_at, book.coming.paid_at
    missed = [np.where(book.coming.n_missed > k, book.coming.appointment[:, k], NONE) for k in (0, 1)]
    missed_end = [np.where(book.coming.n_missed > k, book.coming.closing[:, k], NONE) for k in (0, 1)]
    nobody = np.full(n, NONE, dtype=np.int64)
    walked = book.walked
    queued = np.column_stack([filed, paid, *missed, walked.joined, closed_at])
    started = np.column_stack([filed, paid, nobody, nobody, book.started, closed_at])
    ended = np.column_stack([filed, paid, *missed_end, walked.departure, closed_at])
    officer = np.column_stack([nobody] * 4 + [book.officer, nobody])
    outcome = _outcomes(book, closed_as)
    stage = np.array([CODES["stage"].index(_STAGE_OF.get(row, row)) for row in _ROWS])
    system = np.full(n, SYSTEM)
    counter = np.full(n, STATIONS.index("counter"))
    station = np.column_stack([system, system, counter, counter, book.path.station, system])
    station[:, _ROWS.index("ready")] = SYSTEM
    keep = (ended >= 0) & (ended < end)
    number = np.cumsum(keep, axis=1) - 1
    frame = pl.DataFrame(
        {
            "event_id": (book.intake.ids[:, None] * EVENTS_PER_CASE + number)[keep],
            "application_id": np.broadcast_to(book.intake.ids[:, None], keep.shape)[keep],
            "office_id": np.full(int(keep.sum()), book.intake.office_id, dtype=np.int64),
            "visit_no": _visits(book)[keep].astype(np.int8),
            "stage": np.broadcast_to(stage, keep.shape)[keep].astype(np.uint8),
            "station": station[keep].astype(np.uint8),
            "officer_id": officer[keep],
            "queued_at": queued[keep],
            "started_at": started[keep],
            "ended_at": ended[keep],
            "outcome": outcome[keep].astype(np.uint8),
        }
    )
    return typed(frame, "events", offset)


def appointments_table(book: Casebook, *, offset: int, end: int) -> pl.DataFrame:
    """One row per application: its appointments, whether it was attended, and whether papers were complete then.

    `appointment_at` is the one that counts (the second, after a missed first); null where none was booked.
    """
    given = book.coming.appointment
    last = np.where((book.coming.n_missed > 0) & (given[:, 1] >= 0), given[:, 1], given[:, 0])
    arrival = np.where(book.coming.arrival < end, book.coming.arrival, NONE)
    frame = pl.DataFrame(
        {
            "application_id": book.intake.ids,
            "appointment_at": last,
            "first_appointment_at": given[:, 0],
            "attended_at": arrival,
            "n_bookings": (given >= 0).sum(axis=1).astype(np.int8),
            "n_missed": book.coming.n_missed.astype(np.int8),
            "came_complete": book.intake.is_complete,
        }
    )
    return frame.with_columns(
        instant(name, offset) for name in ("appointment_at", "first_appointment_at", "attended_at")
    )


def _visits(book: Casebook) -> Ints:
    """Number of the journey to the office; 0 before the first and in the back office."""
    path = book.path
    first = 1 + path.is_returned.astype(np.int64)
    talk = first + path.takes[:, AT["clarify"]]
    back = talk + path.is_back
    amended = back + path.is_amended
    numbers = {
        "visit": np.ones(first.size, dtype=np.int64),
        "return": first,
        "interview": first,
        "retake": first,
        "clarify": talk,
        "back": back,
        "again": back,
        "amended": amended,
        "handover": amended + ~path.is_fast,
    }
    nothing = np.zeros(first.size, dtype=np.int64)
    return np.column_stack([numbers.get(row, nothing) for row in _ROWS])


def _outcomes(book: Casebook, closed_as: Ints) -> Ints:
    codes = {word: i for i, word in enumerate(CODES["outcome"])}
    n = book.intake.ids.size
    final = np.array([codes["done"], codes["postponed"], codes["refused"]])[book.intake.final]
    settled = book.intake.needs_clarification
    columns = {
        "paid": np.where(book.coming.has_paid, codes["done"], codes["expired"]),
        "missed": np.full(n, codes["no_show"]),
        "missed_again": np.full(n, codes["no_show"]),
        "visit": np.where(book.intake.is_complete, codes["done"], codes["returned"]),
        "interview": np.where(book.path.takes[:, AT["retake"]], codes["retaken"], codes["done"]),
        "clarify": final,
        "review": np.where(settled, codes["done"], final),
        "closed": closed_as,
    }
    done = np.full(n, codes["done"])
    return np.column_stack([columns.get(row, done) for row in _ROWS])
