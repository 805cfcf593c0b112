"""Who was there: first sign-in, last act and answers by alias and day, as a list that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from simi_lab.clock import OFFICE_ZONE
from simi_lab.store.accounts import ClassInfo, seats
from simi_lab.store.accounts.seats import sign_ins
from simi_lab.store.workspace import Workspace
from simi_lab.training.engine.progress import Event
from simi_lab.training.engine.roll import read_everyone

_COLUMNS = ("class", "alias", "day", "first_sign_in", "last_act", "acts", "answers")


@dataclass(frozen=True)
class Present:
    """One learner on one day, office time.

    Parameters
    ----------
    alias : the learner
    day : ISO date, or "" for a learner who never came
    first, last : clock times "08:05", or ""
    acts : entries of the record on that day
    answers : those of them that are answers
    """

    alias: str
    day: str = ""
    first: str = ""
    last: str = ""
    acts: int = 0
    answers: int = 0


def attendance(workspace: Workspace, info: ClassInfo) -> list[Present]:
    """Say who was there on which day; whoever never signed in has one row without a day."""
    aliases = [seat.alias for seat in seats(workspace, info.class_id)]
    records = read_everyone(workspace, aliases)
    came = sign_ins(workspace, info.class_id)
    rows: list[Present] = []
    for alias in aliases:
        days = sorted({local(moment)[0] for moment in came.get(alias, ())})
        rows += _days(alias, days, came, records[alias].events) or [Present(alias)]
    return rows


def attendance_csv(workspace: Workspace, info: ClassInfo) -> str:
    """Write the list as CSV, in UTF-8 with the mark that spreadsheets look for; aliases are invented words only."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in attendance(workspace, info):
        writer.writerow([info.label, row.alias, row.day, row.first, row.last, row.acts, row.answers])
    return "\ufeff" + text.getvalue()


def local(moment: int) -> tuple[str, str]:
    """Day and clock time of the office at a moment, UTC in microseconds.

    Examples
    --------
    >>> local(1_764_032_400_000_000)
    ('2025-11-25', '08:00')
    """
    there = datetime.fromtimestamp(moment / 1_000_000, UTC).astimezone(ZoneInfo(OFFICE_ZONE))
    return there.strftime("%Y-%m-%d"), there.strftime("%H:%M")


def _days(alias: str, days: Iterable[str], came: Mapping[str, list[int]], events: Iterable[Event]) -> list[Present]:
    acts = [(*local(event.ts), event.verb == "answered") for event in events]
    rows = []
    for day in days:
        times = sorted(time for when, time in map(local, came[alias]) if when == day)
        here = [(time, is_answer) for when, time, is_answer in acts if when == day]
        last = max([*times, *(time for time, _ in here)])
        rows.append(Present(alias, day, times[0], last, len(here), sum(is_answer for _, is_answer in here)))
    return rows
