"""A learner's own record: written act by act, read, exported and erased."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from simi_lab.clock import now, utc_us
from simi_lab.errors import Fault
from simi_lab.schema.orm import Learner, LearningEvent
from simi_lab.store.workspace import Workspace
from simi_lab.training.engine.alias import clean_alias
from simi_lab.training.engine.progress import VERBS, Event, Verb

# Columns instead of mapped objects: a record is read at every act, and this is several times faster.
COLUMNS = (
    LearningEvent.event_id,
    LearningEvent.ts,
    LearningEvent.module,
    LearningEvent.version,
    LearningEvent.step,
    LearningEvent.verb,
    LearningEvent.data,
)


@dataclass(frozen=True)
class Reading:
    """Events that could be read, and those that could not: these are set aside and told, never dropped in silence."""

    events: tuple[Event, ...]
    damaged: tuple[Fault, ...] = ()


class Record:
    """The record of one learner in a workspace.

    Parameters
    ----------
    workspace : Workspace
    alias : str
        Cleaned by `clean_alias`. The learner is written down with the first act, not before.
    """

    def __init__(self, workspace: Workspace, alias: str) -> None:
        self.workspace = workspace
        self.alias = clean_alias(alias)

    def add(self, module: str, version: int, step: str, verb: Verb, data: Mapping[str, Any] | None = None) -> Event:
        """Write one act; when this returns, it is on disk."""
        at = utc_us(now())
        body = json.dumps(dict(data or {}), ensure_ascii=False, allow_nan=False, sort_keys=True)
        with self.workspace.write() as session:
            row = LearningEvent(
                ts=at,
                learner_id=self._learner(session, at).learner_id,
                module=module,
                version=version,
                step=step,
                verb=verb,
                data=body,
            )
            session.add(row)
            session.flush()
            return Event(at, module, version, step, verb, dict(data or {}), row.event_id)

    def read(self, module: str | None = None) -> Reading:
        """Read all acts (of one module) in the order in which they were written."""
        query = select(*COLUMNS).join(Learner).where(Learner.alias == self.alias)
        if module is not None:
            query = query.where(LearningEvent.module == module)
        with self.workspace.read() as session:
            return reading_of(session.execute(query.order_by(LearningEvent.event_id)))

    @property
    def is_known(self) -> bool:
        """Whether anything is kept under this alias."""
        with self.workspace.read() as session:
            return session.scalar(select(Learner.learner_id).where(Learner.alias == self.alias)) is not None

    def export(self) -> dict[str, Any]:
        """Return everything that is kept of the learner, damaged rows as they are, ready for JSON."""
        with self.workspace.read() as session:
            learner = session.scalar(select(Learner).where(Learner.alias == self.alias))
            if learner is None:
                return {"alias": self.alias, "events": []}
            rows = session.scalars(
                select(LearningEvent)
                .where(LearningEvent.learner_id == learner.learner_id)
                .order_by(LearningEvent.event_id)
            )
            events = [_shown(row) for row in rows]
        return {"alias": self.alias, "since": _iso(learner.created_at), "events": events}

    def erase(self) -> int:
        """Remove every event of the learner and the alias itself; return how many events there were.

        SQLite overwrites the freed space (`secure_delete`), and the write-ahead log is emptied.
        """
        with self.workspace.write() as session:
            learner = session.scalar(select(Learner).where(Learner.alias == self.alias))
            if learner is None:
                return 0
            learner.erased_at = utc_us(now())
            session.flush()
            gone = session.execute(delete(LearningEvent).where(LearningEvent.learner_id == learner.learner_id))
            session.delete(learner)
            count = int(gone.rowcount)  # type: ignore[attr-defined]
        self.workspace.empty_log()
        return count

    def _learner(self, session: Session, at: int) -> Learner:
        found = session.scalar(select(Learner).where(Learner.alias == self.alias))
        if found is None:
            found = Learner(alias=self.alias, created_at=at)
            try:
                with session.begin_nested():
                    session.add(found)
            except IntegrityError:  # on a server database another session may have been faster
                found = session.scalars(select(Learner).where(Learner.alias == self.alias)).one()
        return found


def reading_of(rows: Iterable[Any]) -> Reading:
    """Read rows of the log, in the order given; `rows` have the columns of `LearningEvent` as attributes."""
    events: list[Event] = []
    damaged: list[Fault] = []
    for row in rows:
        event, reason = _event(row)
        if event is not None:
            events.append(event)
        else:
            damaged.append(Fault(f"learning event {row.event_id}", f"could not be read ({reason})."))
    return Reading(tuple(events), tuple(damaged))


def _event(row: Any) -> tuple[Event | None, str]:
    try:
        data = json.loads(row.data)
    except (TypeError, ValueError) as error:
        return None, f"its data is no JSON: {error}"
    if not isinstance(data, dict):
        return None, "its data is no JSON object"
    if row.verb not in VERBS:
        return None, f"the verb {row.verb!r} is not known"
    if not isinstance(row.ts, int) or not isinstance(row.version, int):
        return None, "its time or version is no number"
    return Event(row.ts, row.module, row.version, row.step, row.verb, data, row.event_id), ""


def _shown(row: LearningEvent) -> dict[str, Any]:
    event, reason = _event(row)
    if event is not None:
        return {**asdict(event), "time": _iso(event.ts)}
    raw = {name: getattr(row, name) for name in ("event_id", "ts", "module", "version", "step", "verb", "data")}
    return {**raw, "damaged": reason}


def _iso(us: int) -> str:
    return datetime.fromtimestamp(us / 1_000_000, UTC).isoformat()
