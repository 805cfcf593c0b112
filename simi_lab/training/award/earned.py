"""Whether a learner has earned the certificate of a module, and what is to be said on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from simi_lab.clock import OFFICE_ZONE
from simi_lab.errors import BadRequest
from simi_lab.training.content.model import Module
from simi_lab.training.engine.progress import Event, fold, has_mastered, outcome_marks
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
    progress = fold(module, events)
    if not progress.started:
        raise BadRequest(
            "Nothing is recorded in module {module} under the alias {alias}: not begun, or erased.",
            cure="Take the module under this alias, or name another one with --alias.",
            module=module.id,
            alias=record.alias,
        )
    if not progress.finished:
        raise BadRequest(
            "{alias} has not finished module {module} yet: {done} of {steps} steps are done.",
            cure="Go on in the academy; the certificate is ready when the module is passed.",
            alias=record.alias,
            module=module.id,
            done=progress.n_done,
            steps=len(progress.steps),
        )
    if not has_mastered(module, progress):
        raise BadRequest(
            "{alias} has finished module {module}, but not passed it.",
            cure="The last page of the module says what is missing; it may be taken again at any time.",
            alias=record.alias,
            module=module.id,
        )
    marks = {key: _percent(share) for key, share in outcome_marks(module, progress).items()}
    ordered = {key: marks[key] for key in module.head.outcomes if key in marks}
    day = _passed_on(events)
    return Award(record.alias, module.id, module.head.version, day, _years_later(day), ordered)


def _percent(share: float) -> int:
    """Whole percent, rounded down: nobody is told more than was reached."""
    return int(share * 100 + 1e-9)


def _years_later(day: date) -> date:
    try:
        return day.replace(year=day.year + YEARS_VALID)
    except ValueError:  # 29 February
        return day.replace(year=day.year + YEARS_VALID, day=28)


def _passed_on(events: tuple[Event, ...]) -> date:
    """Day on which the module was passed; where that was not noted, the day of the last act."""
    passed = [event for event in events if event.verb == "passed"]
    last = (passed or list(events))[-1]
    return datetime.fromtimestamp(last.ts / 1_000_000, UTC).astimezone(ZoneInfo(OFFICE_ZONE)).date()
