"""A trial of trust: folded from events, safe for two windows, resumed anywhere, told only at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from simi_lab.store.workspace import Workspace
from simi_lab.study.cases import draw_thirty, sample_pool
from simi_lab.training import Module, Record, load_module
from simi_lab.training.content import ModuleError
from simi_lab.training.engine import Lesson, outlook, trial
from simi_lab.training.engine.cases import CaseWorld
from simi_lab.training.engine.selfcheck import play
from simi_lab.training.player import view
from simi_lab.training.text import no_facts

from .conftest import HEAD, QUESTIONS, question, words

CALIBRATION = {"key": "trust", "outcome": "goal", **{name: words(name) for name in ("title", "intro", "closing")}}
CASE = question(
    "case",
    "case",
    pick=["victim", "look_alike"],
    advice=True,
    options=[{"key": "go", "text": words("go")}, {"key": "help", "text": words("help")}],
    right={"victim": "help", "look_alike": "go"},
    feedback=[
        {"truth": truth, "option": option, "words": words(f"{truth} {option}")}
        for truth in ("victim", "look_alike")
        for option in ("go", "help")
    ],
)


def write(folder: Path, calibration: dict[str, Any] = CALIBRATION, case: dict[str, Any] = CASE) -> Path:
    """A module with a case and the exercise in trust."""
    here = folder / "07_contoh"
    here.mkdir(exist_ok=True)
    plain = {
        "module.yaml": {**HEAD, "steps": ["intro", "one", "case", "trust"]},
        "questions.yaml": {"questions": [QUESTIONS[0], case]},
        "calibration.yaml": {"calibration": calibration},
    }
    for name, content in plain.items():
        (here / name).write_text(yaml.safe_dump(content), encoding="utf-8")
    for lang in ("id", "en"):
        (here / f"lesson.{lang}.md").write_text("## Intro {#intro}\n\nHello.\n", encoding="utf-8")
    return here


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Module:
    return load_module(write(tmp_path_factory.mktemp("trust")))


@pytest.fixture
def lesson(taught: Module, space: Workspace) -> Iterator[Lesson]:
    opened = Lesson(taught, Record(space, "kopi"))
    opened.go("trust")
    yield opened


def decide(lesson: Lesson, decision: str, confidence: str | None = None) -> bool:
    """Decide whatever is open."""
    assert lesson.trial is not None
    return lesson.decide(lesson.trial.n, lesson.trial.phase, decision, confidence)


def short(lesson: Lesson) -> None:
    """Begin a trial of the first three cases only."""
    drawn = draw_thirty(sample_pool(), "kopi/07_contoh/trust/0")[:3]
    cases = [{"key": one.key, "advice": one.advice.action, "truth": one.truth.truth_class} for one in drawn]
    lesson.record.add("07_contoh", 3, "trust", "attempted", {"source": "sample", "world": "mungil", "cases": cases})
    lesson.refresh()


def test_thirty_cases_are_decided_twice_and_the_advice_comes_between(lesson: Lesson) -> None:
    assert view(lesson, "en")["control"] is None
    assert lesson.begin_trial()
    assert not lesson.begin_trial(), "a second press draws no other cases"
    for n in range(30):
        looks = n in (0, 29)
        if looks:
            alone = view(lesson, "en")
            assert alone["heading"] == f"Case {n + 1} of 30"
            assert "advises" not in alone["html"]
            assert alone["sure"]
        assert decide(lesson, "look", "sure")
        if looks:
            advised = view(lesson, "en")
            assert "advises" in advised["html"]
            assert advised["control"]["response"] == {"decision": "look"}
            assert not advised["sure"]
        assert decide(lesson, "protect" if n % 2 else "go_on")
    assert lesson.state.done
    assert lesson.state.score == 1.0
    told = view(lesson, "en")
    assert told["control"] is None
    for word in ("Told apart", "over-reliance", "Victims let go on to danger", "data-late"):
        assert word in told["html"]
    assert "simulated" in told["late"]
    assert outlook.look(lesson.world, lesson.trial).status == "new", "looking begins nothing"


def test_nothing_of_the_truth_is_told_before_the_end(lesson: Lesson) -> None:
    short(lesson)
    for n in range(5):
        decide(lesson, "look")
        shown = str(view(lesson, "en"))
        for word in ("honest", "deceives", "in danger, needs", "truth", "victim", "rightly"):
            assert word not in shown, n
    decide(lesson, "look")
    assert "rightly" in str(view(lesson, "en"))


def test_two_windows_decide_each_case_once_and_the_first_counts(lesson: Lesson, space: Workspace) -> None:
    lesson.begin_trial()
    other = Lesson(lesson.module, Record(space, "kopi"))
    assert lesson.decide(0, "alone", "look")
    assert not other.decide(0, "alone", "go_on"), "that case was decided in the first window"
    assert other.decide(0, "final", "go_on")
    assert not lesson.decide(0, "final", "look")
    assert not lesson.decide(5, "alone", "look"), "a case that is not open"
    assert not lesson.decide(1, "alone", "fly")
    assert not lesson.decide(1, "alone", None)
    assert lesson.is_asking
    assert (lesson.trial.alone, lesson.trial.final) == ((("look", 0),), ("go_on",))


def test_a_trial_goes_on_after_a_restart_with_the_same_cases(lesson: Lesson, space: Workspace) -> None:
    lesson.begin_trial()
    decide(lesson, "look", "guess")
    shown = view(lesson, "id")
    again = Lesson(lesson.module, Record(space, "kopi"), face="notebook")
    assert again.place == "trust"
    assert view(again, "id") == shown
    assert again.trial == lesson.trial


def test_another_go_draws_other_cases_and_does_not_take_the_marks_away(lesson: Lesson) -> None:
    short(lesson)
    first = lesson.trial
    while lesson.trial.phase != "ended":
        decide(lesson, "go_on")
    assert lesson.begin_trial()
    assert lesson.trial.cases != first.cases
    assert lesson.state.ended
    assert lesson.state.score == 1.0


def test_a_world_that_is_gone_is_told_and_a_result_outlives_it(lesson: Lesson, space: Workspace) -> None:
    cases = [{"key": 4, "advice": "look", "truth": "victim"}, {"key": 5, "advice": "go_on", "truth": "none"}]
    lesson.record.add("07_contoh", 3, "trust", "attempted", {"source": "gone", "world": "old", "cases": cases})
    lesson.refresh()
    shown = view(lesson, "en")
    assert shown["control"] is None
    assert "no longer on this computer" in shown["html"]
    for n, phase in ((0, "alone"), (0, "final"), (1, "alone"), (1, "final")):
        lesson.record.add("07_contoh", 3, "trust", "answered", {"case": n, "phase": phase, "decision": "look"})
    lesson.refresh()
    assert "the world old" in view(lesson, "en")["html"]


def test_damaged_events_begin_no_trial() -> None:
    for data in (
        {},
        {"cases": []},
        {"cases": [{"key": "x"}]},
        {"cases": [{"key": 1, "advice": "fly", "truth": "none"}]},
        {"cases": [{"key": 1, "advice": "look", "truth": "none"}]},
    ):
        assert trial.after((), "attempted", data, 0) == ()
    assert trial.after((), "answered", {"case": 0, "phase": "alone", "decision": "look"}, 0) == ()


def test_minutes_are_measured_without_pauses() -> None:
    cases = [{"key": 1, "advice": "look", "truth": "none"}, {"key": 2, "advice": "look", "truth": "victim"}]
    trials = trial.after((), "attempted", {"cases": cases}, 0)
    moments = ((0, "alone", 20), (0, "final", 30), (1, "alone", 30 + 3600), (1, "final", 30 + 3600 + 4))
    for n, phase, second in moments:
        trials = trial.after(trials, "answered", {"case": n, "phase": phase, "decision": "look"}, second * 1_000_000)
    assert trials[0].alone_seconds == (20.0, trial.MOST_SECONDS)
    assert trials[0].advice_seconds == 7.0
    assert trials[0].minutes == pytest.approx((20 + 10 + trial.MOST_SECONDS + 4) / 60)
    assert trials[0].counts == {("none", "stop"): (0, 1, 0), ("victim", "stop"): (0, 1, 0)}


def test_the_office_is_asked_in_the_background_and_what_fails_is_said(
    lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    short(lesson)
    while lesson.trial.phase != "ended":
        decide(lesson, "look")
    rung: list[int] = []
    monkeypatch.setattr(outlook, "_answer", lambda world, asked: 1 / 0)
    odd = replace(lesson.trial, final_seconds=(11.0,) * 3)
    outlook.ask(lesson.world, odd, lambda: rung.append(1)).result(timeout=20)
    assert outlook.look(lesson.world, odd).status == "failed"
    outlook.ask(lesson.world, odd, lambda: rung.append(2)).result(timeout=20)
    assert rung == [1, 2], "who asks again is called as well"


def test_a_case_is_drawn_for_the_learner_and_stays(taught: Module, space: Workspace) -> None:
    drawn = {}
    for alias in ("kopi", "teh", "lada", "pala", "jahe", "cengkih"):
        lesson = Lesson(taught, Record(space, alias))
        drawn[alias] = lesson.module.step("case").drawn
        assert Lesson(taught, Record(space, alias)).module.step("case").drawn == drawn[alias]
    assert len({one.key for one in drawn.values()}) > 1
    lesson = Lesson(taught, Record(space, "kopi"))
    lesson.go("case")
    right = {"victim": "help", "look_alike": "go"}[drawn["kopi"].truth.truth_class]
    assert lesson.answer(right).success
    shown = view(lesson, "en")
    assert f"{drawn['kopi'].truth.truth_class} {right}" in str(shown["feedback"])
    assert "advises" in shown["control"]["dossier"]
    other = sample_pool()
    monkey = replace(other, dossiers=tuple(one for one in other.dossiers if one.key != drawn["kopi"].key), source="new")

    class World(CaseWorld):
        pool = monkey  # the open world has other dossiers now

    later = Lesson(taught, Record(space, "kopi"), world=World())
    assert later.module.step("case").drawn == drawn["kopi"], "an answered case stays the same"


def test_a_module_is_played_through_and_its_faults_are_told_at_once(taught: Module, tmp_path: Path) -> None:
    assert play(taught, no_facts) == []
    unsaid = {**CASE, "feedback": CASE["feedback"][1:], "right": {"victim": "help"}}
    with pytest.raises(ModuleError) as told:
        load_module(write(tmp_path, {**CALIBRATION, "closing": {"id": "saja"}, "more": 1}, unsaid))
    text = told.value.message()
    for word in ("'en' is missing", "'more' is not known", "`right` needs"):
        assert word in text
    (tmp_path / "07_contoh" / "calibration.yaml").write_text("other: 1\n", encoding="utf-8")
    with pytest.raises(ModuleError, match="no calibration"):
        load_module(tmp_path / "07_contoh")


def test_thirty_dossiers_of_a_trial_are_those_that_were_drawn(lesson: Lesson) -> None:
    lesson.begin_trial()
    drawn = draw_thirty(sample_pool(), "kopi/07_contoh/trust/0")
    assert [one.key for one in lesson.trial.cases] == [one.key for one in drawn]
    assert [one.truth for one in lesson.trial.cases] == [one.truth.truth_class for one in drawn]
