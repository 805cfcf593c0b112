"""Where each learner of a class stands now: read again only for those who did something since the last look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, select

from simi_lab.schema.orm import Learner, LearningEvent
from simi_lab.store.accounts import ClassInfo, Seat, seats
from simi_lab.store.accounts.seats import now_us, sign_ins
from simi_lab.store.workspace import Workspace
from simi_lab.training.content import Module
from simi_lab.training.content.model import END
from simi_lab.training.engine.progress import TRIES_TO_SOLUTION, Event, fold
from simi_lab.training.engine.roll import read_everyone

QUIET_MINUTES = 6
_PAUSE_MINUTES = 60  # whoever has been away for longer is not stuck but gone
_MINUTE_US = 60_000_000
Stuck = Literal["", "tries", "quiet"]


@dataclass(frozen=True)
class Standing:
    """One learner at this moment.

    Parameters
    ----------
    came : first sign-in, UTC in microseconds, or None
    last : last act or sign-in, the same
    module, step : where the learner was last, or None
    done, steps : finished steps and all steps of that module
    passed : ids of the modules that are passed
    tries : tries at that step that is still open
    stuck : "tries" after three tries at one question, "quiet" after some minutes without an act; else ""
    """

    seat: Seat
    came: int | None = None
    last: int | None = None
    module: Module | None = None
    step: str | None = None
    done: int = 0
    steps: int = 0
    passed: tuple[str, ...] = ()
    tries: int = 0
    stuck: Stuck = ""

    @property
    def alias(self) -> str:
        """The learner."""
        return self.seat.alias


class ClassWatch:
    """Looks at a class again and again.

    Parameters
    ----------
    workspace : Workspace
    info : the class
    modules : modules that are shown; what was done elsewhere is passed over
    """

    def __init__(self, workspace: Workspace, info: ClassInfo, modules: Sequence[Module]) -> None:
        self.workspace, self.info = workspace, info
        self._modules = {module.id: module for module in modules}
        self._seen: dict[str, tuple[int, int]] = {}
        self._events: dict[str, tuple[Event, ...]] = {}
        self._known: dict[str, Standing] = {}

    def look(self, now: int | None = None) -> list[Standing]:
        """Say where everyone stands, in the order of the slips.

        Parameters
        ----------
        now : UTC in microseconds; default this moment
        """
        now = now_us() if now is None else now
        here = seats(self.workspace, self.info.class_id)
        self._read_changed([seat.alias for seat in here])
        came = sign_ins(self.workspace, self.info.class_id)
        return [self._standing(seat, came, now) for seat in here]

    def events(self) -> Mapping[str, tuple[Event, ...]]:
        """What was read of each learner at the last look."""
        return self._events

    def _read_changed(self, aliases: Sequence[str]) -> None:
        marks = self._marks(aliases)
        changed = [alias for alias in aliases if marks.get(alias, (0, 0)) != self._seen.get(alias)]
        if changed:
            for alias, reading in read_everyone(self.workspace, changed).items():
                self._events[alias] = reading.events
                self._known.pop(alias, None)
        self._seen = {alias: marks.get(alias, (0, 0)) for alias in aliases}

    def _marks(self, aliases: Sequence[str]) -> dict[str, tuple[int, int]]:
        """Number and newest key of each learner's entries: other ones mean that there is something to read."""
        query = (
            select(Learner.alias, func.count(), func.max(LearningEvent.event_id))
            .join(LearningEvent, LearningEvent.learner_id == Learner.learner_id)
            .where(Learner.alias.in_(aliases))
            .group_by(Learner.alias)
        )
        with self.workspace.read() as session:
            return {alias: (count, newest) for alias, count, newest in session.execute(query)}

    def _standing(self, seat: Seat, came: Mapping[str, Sequence[int]], now: int) -> Standing:
        if seat.alias not in self._known:
            self._known[seat.alias] = self._folded(seat)
        known = self._known[seat.alias]
        times = came.get(seat.alias, ())
        last = max([*times, *([known.last] if known.last else [])], default=None)
        return Standing(
            seat=seat,
            came=min(times, default=None),
            last=last,
            module=known.module,
            step=known.step,
            done=known.done,
            steps=known.steps,
            passed=known.passed,
            tries=known.tries,
            stuck=_stuck(known, times, last, now),
        )

    def _folded(self, seat: Seat) -> Standing:
        events = self._events.get(seat.alias, ())
        mine = [event for event in events if event.module in self._modules]
        last = events[-1].ts if events else None
        if not mine:
            return Standing(seat, last=last)
        touched = {event.module for event in mine}
        states = {key: fold(module, mine) for key, module in self._modules.items() if key in touched}
        module = self._modules[mine[-1].module]
        here = states[module.id]
        state = here.steps.get(here.place)
        return Standing(
            seat=seat,
            last=last,
            module=module,
            step=here.place,
            done=here.n_done,
            steps=len(here.steps),
            passed=tuple(key for key, one in states.items() if one.passed),
            tries=state.tries if state is not None and not state.done else 0,
        )


def _stuck(known: Standing, times: Sequence[int], last: int | None, now: int) -> Stuck:
    if known.tries >= TRIES_TO_SOLUTION:
        return "tries"
    if not times or last is None or known.step == END or (known.steps and known.done == known.steps):
        return ""
    minutes = (now - last) / _MINUTE_US
    return "quiet" if QUIET_MINUTES <= minutes < _PAUSE_MINUTES else ""
