"""The accounts of a class: added, looked at, given a new PIN, freed from a lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from simi_lab.clock import utc_us
from simi_lab.schema.orm import Account, Learner, SignIn
from simi_lab.store.accounts.pins import hash_pin, new_pin
from simi_lab.store.workspace import Workspace

Role = Literal["learner", "trainer"]
LEARNER: Role = "learner"
TRAINER: Role = "trainer"


@dataclass(frozen=True)
class Seat:
    """An account as others may see it: nothing of its PIN.

    Parameters
    ----------
    pinned_at : when its PIN was given, UTC in microseconds
    locked_until : UTC in microseconds, or None
    """

    account_id: int
    class_id: int
    alias: str
    role: str
    pinned_at: int
    locked_until: int | None = None

    def is_locked(self, now: int) -> bool:
        """Whether no PIN is taken at that moment."""
        return self.locked_until is not None and self.locked_until > now


@dataclass(frozen=True)
class Slip:
    """What is handed out once: an alias with its PIN in clear; never kept."""

    alias: str
    pin: str


def now_us() -> int:
    """Tell the moment, UTC in microseconds."""
    return utc_us(datetime.now(UTC))


def add_seats(workspace: Workspace, class_id: int, aliases: Sequence[str], role: Role = LEARNER) -> list[Slip]:
    """Add accounts with new PINs, all or none."""
    slips = [Slip(alias, new_pin()) for alias in aliases]
    hashed = [(slip.alias, hash_pin(slip.pin)) for slip in slips]  # slow: before the write lock is taken
    now = now_us()
    with workspace.write() as session:
        session.add_all(
            Account(class_id=class_id, alias=alias, role=role, pin_hash=kept, pinned_at=now, failures=0)
            for alias, kept in hashed
        )
    return slips


def renew(workspace: Workspace, seat: Seat) -> Slip:
    """Give an account a new PIN: the old one and whoever is signed in with it are out, a lock is gone."""
    slip = Slip(seat.alias, new_pin())
    kept = hash_pin(slip.pin)
    with workspace.write() as session:
        account = session.get_one(Account, seat.account_id)
        account.pin_hash, account.pinned_at = kept, now_us()
        account.failures, account.locked_until = 0, None
    return slip


def free(workspace: Workspace, account_id: int) -> None:
    """Take the lock off an account; its PIN stays."""
    with workspace.write() as session:
        account = session.get_one(Account, account_id)
        account.failures, account.locked_until = 0, None


def remove_seats(workspace: Workspace, class_id: int) -> int:
    """Remove every account of a class and when it was used; return how many there were."""
    mine = select(Account.account_id).where(Account.class_id == class_id)
    with workspace.write() as session:
        session.execute(delete(SignIn).where(SignIn.account_id.in_(mine)))
        gone = session.execute(delete(Account).where(Account.class_id == class_id))
    workspace.empty_log()
    return int(gone.rowcount)  # type: ignore[attr-defined]


def seats(workspace: Workspace, class_id: int, role: Role | None = LEARNER) -> list[Seat]:
    """Accounts of a class with a role (None: all), in the order of their slips."""
    query = select(Account).where(Account.class_id == class_id).order_by(Account.account_id)
    if role is not None:
        query = query.where(Account.role == role)
    with workspace.read() as session:
        return [seat_of(account) for account in session.scalars(query)]


def sign_ins(workspace: Workspace, class_id: int) -> dict[str, list[int]]:
    """Moments of signing in by alias, UTC in microseconds, of those who ever did."""
    query = select(Account.alias, SignIn.ts).join(SignIn).where(Account.class_id == class_id).order_by(SignIn.ts)
    found: dict[str, list[int]] = {}
    with workspace.read() as session:
        for alias, moment in session.execute(query):
            found.setdefault(alias, []).append(moment)
    return found


def used_aliases(workspace: Workspace) -> set[str]:
    """Every alias that has an account or a record: none may be given out again."""
    with workspace.read() as session:
        return {*session.scalars(select(Account.alias)), *session.scalars(select(Learner.alias))}


def seat_of(account: Account) -> Seat:
    """Say what may be seen of an account."""
    return Seat(account.account_id, account.class_id, account.alias, account.role, account.pinned_at,
                account.locked_until)  # fmt: skip


def account_of(session: Session, class_id: int, alias: str) -> Account | None:
    """The account of a class under an alias."""
    return session.scalar(select(Account).where(Account.class_id == class_id, Account.alias == alias))
