"""The records of a whole class, read together: one query, however many learners."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from simi_lab.schema.orm import Learner, LearningEvent
from simi_lab.store.workspace import Workspace
from simi_lab.training.engine.alias import clean_alias
from simi_lab.training.engine.record import COLUMNS, Reading, reading_of


def read_everyone(
    workspace: Workspace, aliases: Iterable[str] | None = None, *, module: str | None = None
) -> dict[str, Reading]:
    """Read the acts of all learners, each in the order in which they were written.

    Parameters
    ----------
    workspace : Workspace
    aliases : learners to read, optional
        Default: everyone who ever wrote something. Those asked for are all in the answer, with no events if they
        have not begun.
    module : read only this module, optional

    Returns
    -------
    dict of alias to Reading
        Sorted by alias; damaged rows are told in each learner's `damaged`.

    Raises
    ------
    BadRequest
        One of `aliases` is none.

    Randomness : none.
    """
    asked = None if aliases is None else sorted({clean_alias(alias) for alias in aliases})
    query = select(Learner.alias, *COLUMNS).join(LearningEvent, LearningEvent.learner_id == Learner.learner_id)
    if asked is not None:
        query = query.where(Learner.alias.in_(asked))
    if module is not None:
        query = query.where(LearningEvent.module == module)
    rows: dict[str, list[Any]] = {alias: [] for alias in asked or ()}
    with workspace.read() as session:
        for row in session.execute(query.order_by(LearningEvent.event_id)):
            rows.setdefault(row.alias, []).append(row)
    return {alias: reading_of(rows[alias]) for alias in sorted(rows)}
