"""The door of a class: who is signed in, who may try, and what a page learns of its visitor."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from bokeh.server.auth_provider import AuthProvider
from tornado.web import RequestHandler, create_signed_value, decode_signed_value

from simi_lab.errors import BadRequest
from simi_lab.shell.state import Visitor
from simi_lab.store.accounts import ClassInfo, Seat, seats, sign_in
from simi_lab.store.accounts.classes import secret_of
from simi_lab.store.accounts.signing import Answer
from simi_lab.store.workspace import Workspace
from simi_lab.training.engine import clean_alias

LOGIN, LOGOUT = "/masuk", "/keluar"
SEAT_COOKIE = "seat"
USER_COOKIE = "user"  # Panel reads this one: `pn.state.user`
_DAYS = 1.0
_LOOK_AGAIN_SECONDS = 2.0
_CHECKERS = 2  # a hash takes 50 ms and 16 MB: more at once would slow the pages down
_MOST_WAITING = 100


class Door:
    """Lets the accounts of one class in.

    Parameters
    ----------
    workspace : where the accounts are
    info : the class
    """

    def __init__(self, workspace: Workspace, info: ClassInfo) -> None:
        self.workspace, self.info = workspace, info
        self.secret = secret_of(workspace, info.class_id)
        self.limits = Limits()
        self._pool = ThreadPoolExecutor(_CHECKERS, thread_name_prefix="pin")
        self._waiting = 0
        self._known: tuple[float, dict[int, Seat]] = (0.0, {})

    async def try_pin(self, alias: str, pin: str, remote: str) -> Answer | None:
        """Try to sign in from an address of the network; None when too much was tried from there, or by all."""
        if self.limits.is_over(remote) or self._waiting >= _MOST_WAITING:
            return None
        try:
            known = clean_alias(alias)
        except BadRequest:
            return Answer("wrong")
        self._waiting += 1
        try:
            work = partial(sign_in, self.workspace, self.info.class_id, known, pin)
            answer = await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._waiting -= 1
        if answer.code != "in":
            self.limits.count(remote)
        return answer

    def cookies(self, seat: Seat) -> Mapping[str, bytes]:
        """Signed cookies of whoever sits on a seat; a new PIN makes them worthless."""
        said = {SEAT_COOKIE: f"{seat.account_id}.{seat.pinned_at}", USER_COOKIE: seat.alias}
        return {name: create_signed_value(self.secret, name, value) for name, value in said.items()}

    def seat(self, cookie: str | None) -> Seat | None:
        """The seat that a cookie stands for, if it is still one of this class."""
        said = decode_signed_value(self.secret, SEAT_COOKIE, cookie, max_age_days=_DAYS) if cookie else None
        number, _, pinned = (said or b"").decode("ascii", "replace").partition(".")
        seat = self._seats().get(int(number)) if number.isdigit() else None
        return seat if seat is not None and pinned == str(seat.pinned_at) else None

    def visitor(self, cookies: Mapping[str, str]) -> Visitor:
        """Who opens a page with these cookies."""
        seat = self.seat(cookies.get(SEAT_COOKIE))
        return Visitor() if seat is None else Visitor(seat.alias, frozenset({seat.role}))

    def has_ended(self) -> bool:
        """Whether the class was ended, by whatever process."""
        return not secret_of(self.workspace, self.info.class_id)

    def close(self) -> None:
        """Let go of the threads that check PINs."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _seats(self) -> dict[int, Seat]:
        """Accounts as of a moment ago: each file of a page asks, and the database need not be read each time."""
        then, known = self._known
        if time.monotonic() - then > _LOOK_AGAIN_SECONDS:
            known = (
                {}
                if self.has_ended()
                else {seat.account_id: seat for seat in seats(self.workspace, self.info.class_id, None)}
            )
            self._known = (time.monotonic(), known)
        return known


class Limits:
    """Counts what went wrong per address of the network, for a while; the oldest addresses are forgotten first."""

    def __init__(self, most: int = 20, seconds: float = 300.0, clock: Callable[[], float] = time.monotonic) -> None:
        self.most, self.seconds, self._clock = most, seconds, clock
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()

    def is_over(self, remote: str) -> bool:
        """Whether too much went wrong from there lately."""
        times = self._failures.get(remote)
        while times and self._clock() - times[0] > self.seconds:
            times.popleft()
        return bool(times) and len(times or ()) >= self.most

    def count(self, remote: str) -> None:
        """Count one failure."""
        self._failures.setdefault(remote, deque(maxlen=self.most)).append(self._clock())
        self._failures.move_to_end(remote)
        while len(self._failures) > 1_000:
            self._failures.popitem(last=False)


class ClassAuth(AuthProvider):
    """Tells Bokeh's server who is signed in, and where the others sign in.

    The pages to sign in and out come as routes of their own, since they must know the door.
    """

    def __init__(self, door: Door) -> None:
        self._door = door
        super().__init__()

    @property
    def get_user(self) -> Any:
        """The function that names whoever asks for a page, or nobody."""
        return self._user

    def _user(self, handler: RequestHandler) -> str | None:
        seat = self._door.seat(handler.get_cookie(SEAT_COOKIE))
        return None if seat is None else seat.alias

    @property
    def login_url(self) -> str:
        """Path of the page to sign in, below the prefix."""
        return LOGIN
