"""The practice world: a small invented office whose tables are awkward on purpose, made anew in an instant.

Answers are tried on it beside the world on the computer, so that a number that was only copied does not pass. It has
what a hasty program trips over: filings after midnight local time that are still yesterday in UTC, applicants who never
came, second visits, cells of fewer than five, findings that are missing or mistaken. Columns and codes are those of the
dictionary. Loaded inside the learner's process by its path: standard library and polars only.

Randomness : none; every value comes from the row's number.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

SIZE, OTHER_SIZE = 720, 640  # applications; the other one stands for this computer's world where there is none
FIRST = datetime(2024, 9, 30, 17, 0, tzinfo=UTC)  # midnight of 1 October 2024 at the office
PURPOSES = ("umrah_haji", "holiday", "work", "family", "study")
DISTRICTS = ("18.04.01", "18.04.04", "18.04.05", "18.04.08", "18.04.12", "18.04.17")


def tables(size: int = SIZE) -> dict[str, pl.LazyFrame]:
    """Return the tables of the practice world by name, each sorted by its key; `size` applications in 150 days."""
    rows = [_application(n, timedelta(days=n * 150 // size)) for n in range(size)]
    applications = pl.DataFrame([{k: v for k, v in row.items() if k != "events"} for row in rows])
    events = pl.DataFrame([event for row in rows for event in row["events"]]).with_row_index("event_id")
    frames = {
        "applications": applications,
        "events": events.with_columns(pl.col("event_id").cast(pl.Int64)),
        "people": pl.DataFrame([{"person_id": n, "household_id": n // 2, "sex": "FM"[n % 2]} for n in range(size)]),
        "households": pl.DataFrame([_household(n) for n in range(size // 2 + 1)]),
        "districts": pl.DataFrame([{"district_id": code, "name": f"Kecamatan {code[-2:]}"} for code in DISTRICTS]),
        "labels": pl.DataFrame([row for n, filed in enumerate(applications["filed_at"]) for row in _label(n, filed)]),
        "truth": pl.DataFrame([_truth(n) for n in range(size)]),
    }
    return {name: _as_in_a_run(frame).lazy() for name, frame in frames.items()}


def _as_in_a_run(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col(pl.Datetime).cast(pl.Datetime("us", "UTC")))


def _mixed(n: int, salt: int) -> int:
    """Return a number from 0 to 999 that looks unrelated to `n`."""
    return (n * 2654435761 + salt * 40503 + (n * n) * (salt + 7) * 97) % 1_000_003 % 1000


def _filed(n: int, day: timedelta) -> datetime:
    online_late = n % 9 == 0  # 23.10 to 06.40 at the office: in UTC often still the day before
    minutes = (23 * 60 + 10 + _mixed(n, 1) * 450 // 1000) if online_late else 480 + _mixed(n, 2) * 400 // 1000
    return FIRST + day + timedelta(minutes=minutes)


def _application(n: int, day: timedelta) -> dict[str, Any]:
    filed, complete = _filed(n, day), _mixed(n, 3) >= 300
    return {
        "application_id": n,
        "person_id": n,
        "filed_at": filed,
        "channel": "online" if n % 9 == 0 or _mixed(n, 4) < 350 else "walk_in",
        "purpose": PURPOSES[min(_mixed(n, 5) // 230, 3)] if n % 41 else PURPOSES[4],
        "service": "el_10" if n % 3 else "nonel_5",
        "is_complete": complete,
        "regime": "manual" if filed < FIRST + timedelta(days=75) else "simi",
        "events": _events(n, filed, complete),
    }


def _events(n: int, filed: datetime, complete: bool) -> list[dict[str, object]]:
    found: list[dict[str, object]] = [_event(n, 0, "registered", filed, 0, 2, "done")]
    visits = 0 if _mixed(n, 6) < 60 else 1 if complete == (_mixed(n, 7) < 900) else 2
    if visits == 0:  # never came: queued, and never started
        found.append(_event(n, 0, "counter", filed + timedelta(days=3), None, 0, "no_show"))
    for visit in range(1, visits + 1):
        local_morning = (filed + timedelta(hours=7, days=3 * visit)).replace(hour=8, minute=0, second=0)
        early = n % 60 == 7  # a handful come before the doors open: too few to be told
        minutes = -60 + n % 50 if early else _mixed(n, 10 + visit) * 420 // 1000
        came = local_morning - timedelta(hours=7) + timedelta(minutes=minutes)
        wait = 4 + _mixed(n, 20 + visit) ** 2 * 95 // 1_000_000 + (0 if visit == visits else 9)
        found.append(_event(n, visit, "counter", came, wait, 11, "done" if visit == visits else "returned"))
        if visit == visits:
            called = came + timedelta(minutes=wait + 11)
            longer = wait // 2 + _mixed(n, 30) * 25 // 1000
            if n % 17 == 4:  # the fingers have to be taken once more
                found.append(_event(n, visit, "biometrics_interview", called, 3, 9, "retaken"))
                called += timedelta(minutes=12)
            found.append(_event(n, visit, "biometrics_interview", called, longer, 14, "done"))
    return found


def _event(
    n: int, visit: int, stage: str, queued: datetime, wait: int | None, work: int, outcome: str
) -> dict[str, object]:
    started = None if wait is None else queued + timedelta(minutes=wait)
    ended = (started or queued) + timedelta(minutes=work)
    return {"application_id": n, "visit_no": visit, "stage": stage, "queued_at": queued, "started_at": started,
            "ended_at": ended, "outcome": outcome}  # fmt: skip


def _household(n: int) -> dict[str, object]:
    big = _mixed(n, 8) < 920
    return {"household_id": n, "district_id": DISTRICTS[_mixed(n, 9) % 3 if big else 3 + n % 3]}


def _is_positive(n: int) -> bool:
    return _mixed(n, 40) < 70


def _label(n: int, filed: datetime) -> list[dict[str, object]]:
    """Return what the office recorded: a finding for about half of what it should have found, some by mistake."""
    if n % 5 == 0 and not _is_positive(n):
        return []  # nothing was recorded at all
    if _is_positive(n) and _mixed(n, 41) >= 450:
        return [] if n % 2 else [{"application_id": n, "label": "none", "known_at": filed + timedelta(days=60)}]
    found = _is_positive(n) or _mixed(n, 42) < 45
    label = "pmi_nonprocedural" if found else "none"
    return [{"application_id": n, "label": label, "known_at": filed + timedelta(days=60)}]


def _truth(n: int) -> dict[str, object]:
    return {"application_id": n, "typology": "pmi_group" if _is_positive(n) else "none", "is_positive": _is_positive(n)}
