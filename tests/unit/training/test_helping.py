"""Where a class stands: counts per module, and a helper's list of who may want a hand."""

from __future__ import annotations

from typing import Any

from simi_lab.training import Module
from simi_lab.training.engine.helping import Tally, standings, stuck, tallies
from simi_lab.training.engine.progress import Event
from simi_lab.training.engine.record import Reading

MINUTE = 60_000_000
NOW = 1_000 * MINUTE


def act(minutes_ago: float, step: str, verb: str, **data: Any) -> Event:
    return Event(NOW - round(minutes_ago * MINUTE), "07_contoh", 3, step, verb, data)


def tried(minutes_ago: float, step: str, *, right: bool) -> Event:
    return act(minutes_ago, step, "answered", success=right, score=float(right))


def _roll(module: Module) -> dict[str, Reading]:
    whole = tuple(tried(300, step.key, right=True) for step in module.questions)
    learners = {
        "cengkih": (act(20, "", "initialized"), *(tried(9 - n, "one", right=False) for n in range(3))),
        "duku": (act(30, "intro", "progressed"), act(12, "one", "progressed")),
        "jambu": (act(5, "intro", "progressed"),),
        "kopi": (act(302, "intro", "experienced"), *whole, act(300, "end", "progressed"), act(300, "", "passed")),
        "lada": (act(301, "intro", "experienced"), *whole, act(300, "end", "progressed")),
        "leci": (act(500, "one", "progressed"), act(12, "one", "reviewed")),
        "manggis": (act(500, "one", "progressed"),),
        "nangka": (*(tried(900, "one", right=False) for _ in range(3)),),
        "pala": (*(tried(9 - n, "one", right=False) for n in range(3)), act(5, "one", "revealed")),
        "rambutan": (),
    }
    return {alias: Reading(events) for alias, events in learners.items()}


def test_counts_hold_each_other(module: Module) -> None:
    assert tallies([module], standings([module], _roll(module))) == [Tally("07_contoh", begun=9, finished=2, passed=1)]


def test_a_hand_is_offered_after_three_tries_or_ten_quiet_minutes(module: Module) -> None:
    found = {
        one.standing.alias: (one.why, one.standing.step, round(one.quiet_min))
        for one in stuck(standings([module], _roll(module)), NOW)
    }
    assert found == {"cengkih": ("tries", "one", 7), "duku": ("quiet", "one", 12), "nangka": ("tries", "one", 900)}


def test_the_list_stands_by_alias(module: Module) -> None:
    roll = dict(reversed(_roll(module).items()))
    aliases = [one.standing.alias for one in stuck(standings([module], roll), NOW)]
    assert aliases == sorted(aliases)
