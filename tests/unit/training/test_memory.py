"""Spaced review: grades, intervals, what is due on a day, two windows, an erased record, damage; marks never move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from simi_lab.store.workspace import Workspace
from simi_lab.training import Lesson, Module, Record, fold, load_module
from simi_lab.training.content.model import Read
from simi_lab.training.engine.confidence import sureness
from simi_lab.training.engine.grade import key_answer
from simi_lab.training.engine.memory import AGAIN, EASY, GOOD, HARD, Encounter, cards, encounters
from simi_lab.training.engine.progress import Event
from simi_lab.training.engine.sitting import MOST, Sitting, today
from simi_lab.training.player.review import ReviewPlayer, review_view

from .conftest import HEAD, QUESTIONS, write_module
from .test_draws import DRAWN

START = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)  # Monday, 9 o'clock at the office
WRONG: dict[str, Any] = {"one": "a", "some": ["c"], "count": "1", "sort": ["s", "r", "q", "p"]}


class Days:
    """The lab's clock, set by a test."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch
        self.go(0)

    def go(self, days: float) -> datetime:
        at = START + timedelta(days=days)
        self._patch.setenv("SIMI_LAB_NOW", at.isoformat())
        return at


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    return Days(monkeypatch)


def _learn(module: Module, record: Record) -> Lesson:
    lesson = Lesson(module, record)
    for step in lesson.module.steps:
        lesson.go(step.key)
        if not isinstance(step, Read):
            lesson.answer(key_answer(lesson.step))
        lesson.forward()
    return lesson


def _due(modules: list[Module], record: Record, at: datetime) -> list[str]:
    return [card.step for card in today(modules, record.read().events, at).due]


@pytest.mark.parametrize(
    ("met", "grade"),
    [
        (Encounter(tries=1, right=True), GOOD),
        (Encounter(tries=1, right=True, confidence="fairly"), GOOD),
        (Encounter(tries=1, right=True, confidence="sure"), EASY),
        (Encounter(tries=1, right=True, confidence="guess"), HARD),
        (Encounter(tries=1, right=True, confidence="sure", hints=1), HARD),
        (Encounter(tries=2, right=True), HARD),
        (Encounter(tries=2, right=True, misjudged=True), AGAIN),
        (Encounter(tries=3, right=True), AGAIN),
        (Encounter(tries=1, revealed=True), AGAIN),
        (Encounter(tries=1), AGAIN),
    ],
)
def test_a_guess_a_hint_and_false_certainty_are_not_memory(met: Encounter, grade: int) -> None:
    assert met.rating == grade


def _reviews(module: Module, *outcomes: tuple[bool, str | None]) -> list[int]:
    """Days to the next time after each review that comes exactly when it is due; the first is the lesson."""
    events, at, found = [], START, []
    for n, (right, level) in enumerate(outcomes):
        data = {"response": "x", "success": right, "confidence": level}
        ts = int(at.timestamp() * 1_000_000)
        events.append(Event(ts, "07_contoh", 3, "one", *_as(n, "answered", data)))
        if not right:
            events.append(Event(ts, "07_contoh", 3, "one", *_as(n, "revealed", {})))
        (card,) = cards([module], events)
        found.append(card.days)
        at += timedelta(days=card.days)
    return found


def _as(n: int, verb: str, data: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return ("reviewed", {**data, "do": verb, "n": n - 1}) if n else (verb, data)


def test_intervals_grow_with_success_and_shrink_with_failure(module: Module) -> None:
    well = _reviews(module, (True, None), (True, None), (True, None), (True, None))
    assert well == sorted(set(well))
    assert well[0] >= 1
    fell = _reviews(module, (True, None), (True, None), (True, None), (False, "sure"))
    assert fell[3] < well[2]
    assert _reviews(module, (True, "sure"))[0] > well[0] > _reviews(module, (True, "guess"))[0]
    assert _reviews(module, (False, None), (False, None), (False, None)) == [1, 1, 1]


def test_what_was_learned_comes_back_and_review_changes_no_marks(module: Module, record: Record, days: Days) -> None:
    lesson = _learn(module, record)
    before = lesson.refresh()
    assert _due([module], record, days.go(0.5)) == []
    at = days.go(2)
    assert sorted(_due([module], record, at)) == ["count", "one", "some", "sort"]
    sitting = Sitting([module], record)
    while sitting.recall is not None:
        key = sitting.recall.place
        assert not sitting.recall.answer(WRONG[key], confidence="sure").success
        assert sitting.recall.reveal(), "in a review the solution opens after one wrong answer"
        sitting.forward()
    assert (sitting.today.done, sitting.today.right, sitting.today.due) == (4, 0, ())
    after = fold(module, record.read(module.id).events)
    assert after == before
    assert sureness(record.read().events).n == 0
    assert sorted(_due([module], record, days.go(3))) == ["count", "one", "some", "sort"]


def test_a_day_holds_ten_questions_or_five_minutes_mixed_over_modules(
    tmp_path: Path, record: Record, days: Days
) -> None:
    modules = []
    for name in ("07_contoh", "08_lain"):
        asked = [{**QUESTIONS[0], "key": f"{name[3]}{n}"} for n in range(8)]
        head = {"id": name, "steps": ["intro", *(one["key"] for one in asked)]}
        modules.append(load_module(write_module(tmp_path / name, head=head, questions=asked)))
        _learn(modules[-1], record)
    at = days.go(4)
    found = today(modules, record.read().events, at)
    assert (len(found.due), found.n_due) == (MOST, 16)
    assert [card.module[:2] for card in found.due[:4]] in (["07", "08"] * 2, ["08", "07"] * 2)
    sitting = Sitting(modules, record)
    for n in range(3):
        days.go(4 + (n + 1) * 119 / 86_400)  # two minutes over each
        assert sitting.recall is not None
        sitting.recall.answer(key_answer(sitting.recall.step))
        sitting.forward()
    assert sitting.at_end, "five minutes are over"
    assert (sitting.today.done, sitting.today.n_due) == (3, 13)
    assert "menunggu sampai besok" in review_view(sitting, "id")["html"]
    assert len(_due(modules, record, days.go(5))) == MOST


def test_two_windows_review_one_question_once(module: Module, record: Record, days: Days, space: Workspace) -> None:
    _learn(module, record)
    days.go(2)
    one, other = Sitting([module], record), Sitting([module], Record(space, "kopi"))
    assert one.place == other.place
    assert one.recall is not None
    assert other.recall is not None
    key = one.recall.place
    one.recall.answer(key_answer(one.recall.step))
    other.recall.answer(WRONG[key])
    assert other.recall.state.right, "the first answer stands"
    met = encounters(record.read().events)[module.id, key]
    assert [(each.n, each.tries, each.right) for each in met] == [(-1, 1, True), (0, 1, True)]
    other.forward()
    assert other.recall is not None
    assert other.recall.place != key


def test_another_draw_comes_back_and_stays_while_it_is_shown(tmp_path: Path, record: Record, days: Days) -> None:
    module = load_module(
        write_module(tmp_path / "07_contoh", head={**HEAD, "steps": ["intro", "count"]},
                     questions=[{**QUESTIONS[2], **DRAWN}])
    )  # fmt: skip
    lesson = _learn(module, record)
    seen = {lesson.module.step("count").stem.id}  # type: ignore[union-attr]
    for day in (2, 14, 70):
        days.go(day)
        sitting = Sitting([module], record)
        assert sitting.recall is not None
        assert sitting.recall.hint()
        again = Sitting([module], record)
        assert again.recall is not None
        assert (again.place, again.recall.step) == (sitting.place, sitting.recall.step)
        assert again.recall.state.hints == 1, "a hint that was seen stays seen"
        seen.add(sitting.recall.step.stem.id)  # type: ignore[union-attr]
        assert sitting.recall.answer(key_answer(sitting.recall.step)).success
    assert len(seen) > 1


def test_what_is_open_in_its_lesson_is_not_given_away(module: Module, record: Record, days: Days) -> None:
    lesson = Lesson(module, record)
    lesson.go("one")
    lesson.answer("a")
    assert _due([module], record, days.go(30)) == []
    lesson.answer("b")
    assert _due([module], record, days.go(60)) == ["one"]


def test_an_erased_record_and_lost_steps_leave_nothing_due(
    module: Module, record: Record, days: Days, tmp_path: Path
) -> None:
    _learn(module, record)
    at = days.go(30)
    less = load_module(
        write_module(tmp_path / "less" / "07_contoh", head={"steps": ["intro", "one"]}, questions=QUESTIONS[:1])
    )
    assert _due([less], record, at) == ["one"]
    assert _due([], record, at) == []
    record.erase()
    sitting = Sitting([module], record)
    assert sitting.at_end
    assert "tidak ada yang perlu diulang" in review_view(sitting, "id")["heading"]


def test_damage_is_passed_over(module: Module, record: Record, days: Days, space: Workspace) -> None:
    _learn(module, record)
    for data in (
        {"n": "0", "do": "answered", "success": True}, {"n": -4, "do": "answered"}, {"n": True, "do": "answered"},
        {"do": "answered"}, {"n": 0, "do": 7}, {"n": 0, "do": "answered", "success": "yes", "seconds": "many"},
    ):  # fmt: skip
        record.add(module.id, 3, "one", "reviewed", data)
    with space.write() as session:
        learner = session.execute(text("SELECT learner_id FROM learners")).scalar_one()
        for ts, data in ((9 * 10**18, '{"n": 3, "do": "answered"}'), (0, "{no json"), (-5, '{"response": 1}')):
            row = {"ts": ts, "learner": learner, "data": data}
            session.execute(text("INSERT INTO learning_events (ts, learner_id, module, version, step, verb, data) "
                                 "VALUES (:ts, :learner, '07_contoh', 3, 'some', 'reviewed', :data)"), row)  # fmt: skip
    reading = record.read()
    assert len(reading.damaged) == 1
    found = {card.step: card for card in cards([module], reading.events)}
    assert (found["one"].n_reviews, found["some"].n_reviews) == (2, 1)
    assert today([module], reading.events, days.go(2)).done == 0


def test_the_sheet_leads_through_a_review(module: Module, record: Record, days: Days) -> None:
    _learn(module, record)
    days.go(2)
    player = ReviewPlayer(Sitting([module], record), lang="en")
    for n in range(4):
        shown = player.sheet.view
        assert (shown["done"], shown["all"], shown["outline"]["items"]) == (n, 4, [])
        assert "solved" not in str(shown)
        recall: Any = player.sitting.recall
        player.act({"do": "check", "response": None})
        assert player.sheet.view["feedback"]["tone"] == "note"
        player.act({"do": "check", "response": key_answer(recall.step), "confidence": "fairly"})
        assert player.sheet.view["feedback"]["next"].startswith("It comes back in")
        player.act({"do": "forward"})
    shown = player.sheet.view
    assert (shown["heading"], shown["control"], shown["buttons"]) == ("Enough for today.", None, [])
    assert "4 of them were right at once" in shown["html"]
    for nonsense in ({"do": "check"}, {"do": "hint"}, {"do": "forward"}, {"do": "restart"}, {}):
        player.act(nonsense)
    assert player.sheet.view["key"] == "end"


def test_a_question_put_off_comes_again_another_time(module: Module, record: Record, days: Days) -> None:
    _learn(module, record)
    days.go(2)
    sitting = Sitting([module], record)
    first = sitting.place
    sitting.forward()
    assert sitting.place != first
    for _ in range(3):
        sitting.forward()
    assert sitting.at_end
    assert Sitting([module], record).place == first
