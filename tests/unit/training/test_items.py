"""Item statistics beside figures worked out by hand, and what is said where nothing can be said."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from simi_lab.store.workspace import Workspace
from simi_lab.training import Lesson, Module, Record
from simi_lab.training.engine.items import hardest, item_statistics
from simi_lab.training.engine.progress import Event
from simi_lab.training.engine.record import Reading
from simi_lab.training.engine.roll import read_everyone
from simi_lab.training.engine.statistic import correlation, share, upper_lower
from simi_lab.training.engine.tries import first_tries

# six learners, three questions: 1 right at the first try, 0 wrong
#            one some count   rest of one, of some, of count
TABLE = {
    "a": (1, 1, 1),  # 2  2  2
    "b": (1, 1, 0),  # 1  1  2
    "c": (1, 0, 1),  # 1  2  1
    "d": (0, 1, 0),  # 1  0  1
    "e": (1, 0, 0),  # 0  1  1
    "f": (0, 0, 0),  # 0  0  0
}
KEYS = ("one", "some", "count")


def act(step: str, verb: str, **data: Any) -> Event:
    return Event(0, "07_contoh", 3, step, verb, data)


def answered(step: str, right: float, *told: str) -> Event:
    return act(step, "answered", success=right == 1, score=float(right), feedback=list(told))


def roll_of(table: Mapping[str, Sequence[int]]) -> dict[str, Reading]:
    return {
        alias: Reading(tuple(answered(key, right) for key, right in zip(KEYS, row, strict=True)))
        for alias, row in table.items()
    }


def test_figures_are_those_worked_out_by_hand(module: Module) -> None:
    one, some, count, sort = item_statistics(module, roll_of(TABLE))
    assert [item.difficulty.value for item in (one, some, count)] == pytest.approx([4 / 6, 3 / 6, 2 / 6])
    # one: sum of products 4 - 4*5/6 = 2/3, squares 4/3 and 17/6, so r = (2/3) / sqrt(34/9) = 2 / sqrt(34)
    # some: 3 - 3*6/6 = 0; count: 3 - 2*7/6 = 2/3, squares 4/3 and 17/6 again
    assert one.discrimination.value == pytest.approx(2 / math.sqrt(34))
    assert some.discrimination.value == pytest.approx(0, abs=1e-12)
    assert count.discrimination.value == pytest.approx(2 / math.sqrt(34))
    assert one.discrimination.n == 6
    assert one.ends.why == "small_ends"  # 27 % of six are two people
    assert sort.is_hidden
    assert [item.key for item in hardest([one, some, count, sort])] == ["count", "some", "one"]


def test_the_interval_of_a_correlation_is_fishers() -> None:
    # r = 0.5 by hand: x = 1 1 0 0 1 0 0 1, y = 1 1 0 1 1 0 0 0: products 3 - 4*4/8 = 1, squares 2 and 2
    figure = correlation([1, 1, 0, 0, 1, 0, 0, 1], [1, 1, 0, 1, 1, 0, 0, 0])
    assert figure.value == pytest.approx(0.5)
    # atanh 0.5 = 0.549306; 1.959964 / sqrt(5) = 0.876523; tanh(-0.327217) = -0.316017, and tanh(1.425829) =
    # (e^2.851658 - 1) / (e^2.851658 + 1) = 16.3165 / 18.3165 = 0.890809
    assert (figure.low, figure.high) == pytest.approx((-0.316017, 0.890809), abs=2e-6)


def test_upper_and_lower_groups_share_the_seats_at_their_edge() -> None:
    # 20 learners, 27 % = 5 seats. Best rest: 4 learners with 9 (all right), then 4 with 8 (two right) for one seat:
    # (4 + 1 * 2/4) / 5 = 0.9. Worst: 3 with 1 (none right), then 2 with 2 (one right) for two seats: (0 + 2*1/2) / 5.
    rest = [9] * 4 + [8] * 4 + [5] * 7 + [2] * 2 + [1] * 3
    marks = [1] * 4 + [1, 1, 0, 0] + [1, 0, 1, 0, 1, 0, 1] + [1, 0] + [0] * 3
    assert upper_lower(marks, rest).value == pytest.approx(0.9 - 0.2)
    pairs = list(zip(marks, rest, strict=True))[::-1]
    assert upper_lower(*zip(*pairs, strict=True)).value == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("marks", "rest", "why"),
    [
        ([1] * 4, [1, 2, 3, 4], "few"),
        ([1] * 5, [1, 2, 3, 4, 5], "same_marks"),
        ([1, 0, 1, 0, 1], [0.1 + 0.2] * 5, "same_rest"),
    ],
)
def test_what_cannot_be_said_is_told(marks: list[float], rest: list[float], why: str) -> None:
    figure = correlation(marks, rest)
    assert (figure.value, figure.why) == (None, why)


def test_four_learners_are_hidden_and_five_are_not(module: Module) -> None:
    for n in (4, 5):
        items = item_statistics(module, roll_of(dict(itertools.islice(TABLE.items(), n))))
        assert [item.is_hidden for item in items] == [n == 4] * 3 + [True]
        assert (items[0].difficulty.n, items[0].helped.n) == ((None, None) if n == 4 else (5, 5))
    assert share(5, 5).value == 1.0


def test_only_first_tries_count(module: Module) -> None:
    events = (
        act("one", "asked-hint", hint=1),
        answered("one", 0, "option.a"),
        answered("one", 1, "option.b"),
        act("one", "asked-hint", hint=2),  # after success: nobody needs it
        answered("some", 0.5, "option.a", "missed"),
        act("", "initialized", fresh=True),
        answered("some", 1),
        act("some", "revealed"),
        answered("count", 1, "feedback"),
        Event(0, "07_contoh", 2, "sort", "answered", {"success": True, "score": 1.0}),  # the version before
    )
    tries = first_tries(module, {"kopi": Reading(events)})
    assert (tries["one"]["kopi"].right, tries["one"]["kopi"].helped) == (False, True)
    assert (tries["some"]["kopi"].score, tries["some"]["kopi"].helped) == (0.5, False)
    assert tries["count"]["kopi"].right
    assert tries["sort"] == {}


def test_choices_are_counted_and_those_never_taken_named(module: Module) -> None:
    told = ["option.b", "option.b", "option.b", "option.a", "option.a"]
    roll = {str(n): Reading((answered("one", key == "option.b", key),)) for n, key in enumerate(told)}
    item = item_statistics(module, roll)[0]
    assert {one.key: (one.right, one.share.value) for one in item.choices} == {
        "option.a": (False, 0.4),
        "option.b": (True, 0.6),
        "option.c": (False, 0.0),
    }
    assert item.never == ("option.c",)
    assert item.lure is not None
    assert item.lure.key == "option.a"


def test_a_fault_that_was_found_is_no_wrong_choice(rich: Module) -> None:
    told = [("field.f", "field.e")] * 3 + [("field.e", "missed")] * 3
    data = [{"success": False, "score": 0.5, "feedback": list(keys)} for keys in told]
    roll = {str(n): Reading((Event(0, rich.id, 3, "paper", "answered", one),)) for n, one in enumerate(data)}
    paper = next(item for item in item_statistics(rich, roll) if item.key == "paper")
    assert paper.never == ("field.h",)
    assert {one.key for one in paper.choices if one.right} == {"field.e", "field.g"}


def test_a_learner_with_too_little_of_the_rest_does_not_speak_of_discrimination(module: Module) -> None:
    roll = {**roll_of(TABLE), "g": Reading((answered("one", 1),))}
    item = item_statistics(module, roll)[0]
    assert (item.difficulty.n, item.discrimination.n) == (7, 6)


def test_real_lessons_give_the_same_figures(module: Module, space: Workspace) -> None:
    for n, first in enumerate(["b", "b", "a", "c", "a"]):
        lesson = Lesson(module, Record(space, f"peserta {n}"))
        lesson.go("one")
        if n == 2:
            lesson.hint()
        for response in (first, "b"):
            lesson.answer(response)
    item = item_statistics(module, read_everyone(space))[0]
    assert item.difficulty.value == pytest.approx(2 / 5)
    assert item.helped.value == pytest.approx(1 / 5)
    assert {one.key: one.share.value for one in item.choices} == pytest.approx(
        {"option.a": 0.4, "option.b": 0.4, "option.c": 0.2}
    )
