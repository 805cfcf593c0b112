"""The office if all officers decided like one learner: worked out in the background, one learner after the other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from simi_lab.errors import SimiError
from simi_lab.training.engine.cases import CaseWorld
from simi_lab.training.engine.trial import Trial

if TYPE_CHECKING:
    from simi_lab.store import Run
    from simi_lab.study.cases.asif import AsIf

_log = logging.getLogger(__name__)
_POOL = ThreadPoolExecutor(1, thread_name_prefix="outlook")
"""One at a time: a class that finishes together must not slow down who still decides."""
_SMALLEST = "mungil"
_MANY, _FEW_TIMES = 300_000, 8  # applications from which the office works less often, so that nobody waits for minutes
_KEPT = 500  # answers that this process remembers; all of them lie on disk
_lock = Lock()
_found: dict[Hashable, Outlook] = {}
_going: dict[Hashable, Future[None]] = {}


@dataclass(frozen=True)
class Outlook:
    """How far the answer is: "new" (nobody asked yet), "waiting", "ready", or "failed" and why."""

    status: Literal["new", "waiting", "ready", "failed"]
    answer: AsIf | None = None
    why: SimiError | None = None


def look(world: CaseWorld, trial: Trial) -> Outlook:
    """How far the answer for a trial is; nothing is begun."""
    key = _key(world, trial)
    with _lock:
        return _found.get(key) or Outlook("waiting" if key in _going else "new")


def ask(world: CaseWorld, trial: Trial, done: Callable[[], None]) -> Future[None]:
    """Work the answer out in a thread, then call `done` there; an answer that was asked for before is kept."""
    key = _key(world, trial)

    def work() -> None:
        try:
            found = Outlook("ready", _answer(world, trial))
        except SimiError as error:
            found = Outlook("failed", why=error)
        except Exception:
            _log.exception("the office could not be simulated with a learner's decisions")
            found = Outlook("failed")
        with _lock:
            if len(_found) >= _KEPT:
                _found.pop(next(iter(_found)))
            _found[key] = found
            _going.pop(key, None)

    with _lock:
        if key not in _found and key not in _going:
            _going[key] = _POOL.submit(work)
        going = _going.get(key)
    if going is None:
        going = Future()
        going.set_result(None)
    going.add_done_callback(lambda _: done())
    return going


def _key(world: CaseWorld, trial: Trial) -> Hashable:
    counts = tuple(sorted(trial.counts.items()))
    return getattr(world.run, "hash", ""), counts, round(trial.advice_seconds)


def _answer(world: CaseWorld, trial: Trial) -> AsIf:
    from simi_lab.study.cases.asif import REPLICATIONS, as_if

    run = _ready_run(world.run)
    if run is not None:
        n = run.manifest["tables"]["applications"]["rows"]
        times = REPLICATIONS if n < _MANY else _FEW_TIMES
        return as_if(run, trial.counts, seconds=trial.advice_seconds, replications=times)
    from simi_lab.study import make

    with TemporaryDirectory() as throwaway:  # the world is not left behind: it would be taken for the one to open
        return as_if(make(_SMALLEST, out=Path(throwaway)), trial.counts, seconds=trial.advice_seconds)


def _ready_run(open_run: Any) -> Run | None:
    """The open run if its models are there, else the smallest other one with models, else None."""
    from simi_lab.store import list_runs
    from simi_lab.study.model import kept_model

    def is_ready(run: Any) -> bool:
        try:
            return kept_model(run).exists
        except SimiError:  # made by another version
            return False

    if open_run is not None and is_ready(open_run):
        return open_run
    others = [run for run in list_runs() if is_ready(run)]
    return min(others, key=lambda run: run.manifest["tables"]["applications"]["rows"], default=None)
