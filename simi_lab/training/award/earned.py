"""Whether a learner has earned the certificate of a module, and what is to be said on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from simi_lab.clock import OFFICE_ZONE
from simi_lab.errors import BadRequest
from simi_lab.training.content.model import Module
from simi_lab.training.engine.progress import Event, fold, has_mastered, outcome_marks, share_in
from simi_lab.training.engine.record import Record

YEARS_VALID = 2  # assumed: laws and procedures change, a lesson learned longer ago should be taken again


@dataclass(frozen=True)
class Award:
    """What a certificate says.

    Parameters
    ----------
    alias : name under which the learner learned; nothing else is known
    module, version : which lesson, in which edition
    marks : whole percent per learning outcome, in the order of the module
    passed_on : day in the office's zone
    valid_until : last day on which it is good
    """

    alias: str
    module: str
    version: int
    passed_on: date
    valid_until: date
    marks: Mapping[str, int]


def earn(module: Module, record: Record) -> Award:
    """Return what the learner has earned in a module.

    Raises
    ------
    BadRequest
        Nothing is recorded under the alias, the module is not finished, or it is finished but not mastered.
    """
    events = record.read(module.id).events
    award = award_from(module, record.alias, events)
    if award is not None:
        return award
    progress = fold(module, events)
    who = {"module": module.id, "alias": record.alias}
    if not progress.started:
        raise BadRequest(
            "Nothing is recorded in module {module} under the alias {alias}: not begun, or erased.",
            cure="Take the module under this alias, or name another one with --alias.",
            **who,
        )
    if progress.finished or progress.completed:
        raise BadRequest(
            "{alias} has finished module {module}, but not passed it.",
            cure="The last page of the module says what is missing; it may be taken again at any time.",
            **who,
        )
    raise BadRequest(
        "{alias} has not finished module {module} yet: {done} of {steps} steps are done.",
        cure="Go on in the academy; the certificate is ready when the module is passed.",
        done=progress.n_done,
        steps=len(progress.steps),
        **who,
    )


def award_from(module: Module, alias: str, events: Sequence[Event]) -> Award | None:
    """Return what these events have earned; None while the module is not mastered, or was begun anew.

    The act of passing is what counts, with the marks that were noted then: it was written about the module as it was
    offered to this learner, whose questions may depend on the world of the computer.
    """
    passed = _passing(events)
    noted = _shares(passed.data.get("outcomes")) if passed is not None else {}
    marks = {key: noted[key] for key in module.head.outcomes if key in noted}
    if passed is None or not marks:
        progress = fold(module, events)
        if not (progress.started and progress.finished and has_mastered(module, progress)):
            return None
        found = outcome_marks(module, progress)
        marks = {key: found[key] for key in module.head.outcomes if key in found}
    elif min(marks.values()) < module.head.mastery:
        return None
    last = passed or events[-1]
    day = datetime.fromtimestamp(last.ts / 1_000_000, UTC).astimezone(ZoneInfo(OFFICE_ZONE)).date()
    whole = {key: _percent(share) for key, share in marks.items()}
    return Award(alias, module.id, last.version, day, _years_later(day), whole)


def _passing(events: Sequence[Event]) -> Event | None:
    """The first act of passing since the module was last begun anew."""
    found = None
    for event in events:
        if event.verb == "initialized" and event.data.get("fresh"):
            found = None
        elif event.verb == "passed" and found is None:
            found = event
    return found


def _shares(noted: Any) -> dict[str, float]:
    return {key: share_in(value) for key, value in noted.items()} if isinstance(noted, Mapping) else {}


def _percent(share: float) -> int:
    """Whole percent, rounded down: nobody is told more than was reached."""
    return int(share * 100 + 1e-9)


def _years_later(day: date) -> date:
    try:
        return day.replace(year=day.year + YEARS_VALID)
    except ValueError:  # 29 February
        return day.replace(year=day.year + YEARS_VALID, day=28)
