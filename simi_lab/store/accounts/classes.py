"""Classes: made, found, listed, ended."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from simi_lab.errors import BadRequest
from simi_lab.schema.orm import Account, SchoolClass, SignIn
from simi_lab.store.accounts.seats import now_us
from simi_lab.store.workspace import Workspace

Test = Literal["pre", "post", ""]


@dataclass(frozen=True)
class ClassInfo:
    """A class without its secret.

    Parameters
    ----------
    modules : ids of the modules that its tests are drawn from
    open_test : the test that may be taken now, or ""
    created_at, ended_at : UTC in microseconds
    """

    class_id: int
    label: str
    modules: tuple[str, ...]
    open_test: str
    created_at: int
    ended_at: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether one can still sign in."""
        return self.ended_at is None


def add_class(workspace: Workspace, label: str, modules: Sequence[str]) -> ClassInfo:
    """Make a class without seats; its first test is open.

    Raises
    ------
    BadRequest
        There is a class of that label already.
    """
    with workspace.write() as session:
        if _row(session, label) is not None:
            raise BadRequest("There is already a class {label}.", where="--name", cure="Choose another name.",
                             label=label)  # fmt: skip
        row = SchoolClass(
            label=label,
            modules=json.dumps(list(modules)),
            open_test="pre",
            secret=secrets.token_hex(32),
            created_at=now_us(),
        )
        session.add(row)
        session.flush()
        return _info(row)


def find_class(workspace: Workspace, label: str) -> ClassInfo | None:
    """The class of a label, ended or not."""
    with workspace.read() as session:
        row = _row(session, label)
        return None if row is None else _info(row)


def list_classes(workspace: Workspace, *, only_open: bool = False) -> list[ClassInfo]:
    """All classes, the newest first."""
    with workspace.read() as session:
        rows = session.scalars(select(SchoolClass).order_by(SchoolClass.class_id.desc()))
        return [_info(row) for row in rows if not only_open or row.ended_at is None]


def class_of_id(workspace: Workspace, class_id: int) -> ClassInfo:
    """The class of a key, as it is now."""
    with workspace.read() as session:
        return _info(session.get_one(SchoolClass, class_id))


def class_of_alias(workspace: Workspace, alias: str) -> ClassInfo | None:
    """The class that an account belongs to."""
    query = select(SchoolClass).join(Account, Account.class_id == SchoolClass.class_id).where(Account.alias == alias)
    with workspace.read() as session:
        row = session.scalar(query)
        return None if row is None else _info(row)


def secret_of(workspace: Workspace, class_id: int) -> str:
    """What signs the cookies of a class; "" once it has ended."""
    with workspace.read() as session:
        return session.get_one(SchoolClass, class_id).secret


def open_test(workspace: Workspace, class_id: int, which: Test) -> None:
    """Open a test for everyone in the class; "" closes it. What was answered stays."""
    with workspace.write() as session:
        session.get_one(SchoolClass, class_id).open_test = which


def end_class(workspace: Workspace, class_id: int) -> None:
    """End a class for good: nobody can sign in any more. Records stay under their aliases."""
    with workspace.write() as session:
        row = session.get_one(SchoolClass, class_id)
        row.ended_at = row.ended_at or now_us()
        row.secret, row.open_test = "", ""


def forget_sign_ins(workspace: Workspace, class_id: int) -> int:
    """Remove when learners signed in and free every lock; how many sign-ins there were."""
    with workspace.write() as session:
        accounts = list(session.scalars(select(Account).where(Account.class_id == class_id)))
        for account in accounts:
            account.failures, account.locked_until = 0, None
        keys = [account.account_id for account in accounts if account.role == "learner"]
        gone = session.execute(delete(SignIn).where(SignIn.account_id.in_(keys)))
        return int(gone.rowcount)  # type: ignore[attr-defined]


def _row(session: Session, label: str) -> SchoolClass | None:
    return session.scalar(select(SchoolClass).where(SchoolClass.label == label))


def _info(row: SchoolClass) -> ClassInfo:
    return ClassInfo(row.class_id, row.label, tuple(json.loads(row.modules)), row.open_test, row.created_at,
                     row.ended_at)  # fmt: skip
