"""Signing in: a try is counted before it is checked, so that tries side by side cannot outrun the lock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simi_lab.schema.orm import Account, SignIn
from simi_lab.store.accounts.pins import NOBODY, fits
from simi_lab.store.accounts.seats import Seat, account_of, now_us, seat_of
from simi_lab.store.workspace import Workspace

TRIES = 5
LOCK_MINUTES = 5
_MINUTE_US = 60_000_000


@dataclass(frozen=True)
class Answer:
    """What became of a try to sign in.

    Parameters
    ----------
    code : "in", "wrong" (alias or PIN, it is not said which) or "locked"
    seat : the account, when in
    locked_until : UTC in microseconds, when locked
    """

    code: Literal["in", "wrong", "locked"]
    seat: Seat | None = None
    locked_until: int | None = None


def sign_in(workspace: Workspace, class_id: int, alias: str, pin: str, *, now: int | None = None) -> Answer:
    """Try to sign in to a class.

    After `TRIES` wrong PINs in a row the account is locked for `LOCK_MINUTES`; the trainer can free it before. An
    unknown alias costs the same time and gets the same answer as a wrong PIN.

    Parameters
    ----------
    now : UTC in microseconds; default this moment
    """
    now = now_us() if now is None else now
    with workspace.write() as session:
        account = account_of(session, class_id, alias)
        if account is not None and account.locked_until is not None and account.locked_until > now:
            return Answer("locked", locked_until=account.locked_until)
        if account is not None:
            _count(account, now)
        kept, number = (account.pin_hash, account.account_id) if account is not None else (NOBODY, 0)
    is_right = fits(pin, kept)  # slow, and outside of the write lock
    with workspace.write() as session:
        account = session.get(Account, number) if number else None
        if account is None or account.pin_hash != kept:
            return Answer("wrong")
        if is_right:
            account.failures, account.locked_until = 0, None
            session.add(SignIn(account_id=number, ts=now))
            return Answer("in", seat=seat_of(account))
        if account.locked_until is not None and account.locked_until > now:
            return Answer("locked", locked_until=account.locked_until)
    return Answer("wrong")


def _count(account: Account, now: int) -> None:
    """Count a try in advance; the last one locks, unless it turns out to be right."""
    if account.locked_until is not None:  # a lock that is over
        account.failures, account.locked_until = 0, None
    account.failures += 1
    if account.failures >= TRIES:
        account.locked_until = now + LOCK_MINUTES * _MINUTE_US
