"""Marking: right, partly, wrong, not attempted and unreadable are told apart, each with its own words."""

from __future__ import annotations

from typing import Any

import pytest

from simi_lab.training import Module, grade
from simi_lab.training.content.kinds.match import Match
from simi_lab.training.content.kinds.text import core
from simi_lab.training.engine.grade import key_answer, words_of
from simi_lab.training.engine.kinds.match import partners
from simi_lab.training.engine.outcome import Outcome
from simi_lab.training.engine.reading import read_number
from simi_lab.training.engine.selfcheck import play, wrong_answers
from simi_lab.training.text import no_facts


@pytest.mark.parametrize(
    ("key", "response", "expected"),
    [
        ("one", "b", Outcome("right", 1.0, ("option.b",))),
        ("one", "a", Outcome("wrong", 0.0, ("option.a",))),
        ("one", None, Outcome("not_attempted")),
        ("one", "", Outcome("not_attempted")),
        ("one", "z", Outcome("unreadable")),
        ("one", ["b"], Outcome("unreadable")),
        ("some", ["a", "b", "d"], Outcome("right", 1.0, ("option.a", "option.b", "option.d"))),
        ("some", ["d", "a"], Outcome("partly", 2 / 3, ("option.a", "option.d", "missed"))),
        ("some", ["a", "c"], Outcome("wrong", 0.0, ("option.c", "option.a", "missed"))),
        ("some", ["a", "b", "c", "d"], Outcome("partly", 2 / 3, ("option.c", "option.a", "option.b", "option.d"))),
        ("some", [], Outcome("not_attempted")),
        ("count", "560", Outcome("right", 1.0, ("feedback",))),
        ("count", "555 km", Outcome("right", 1.0, ("feedback",))),
        ("count", "554", Outcome("wrong", 0.0, ("low",))),
        ("count", "566", Outcome("wrong", 0.0, ("high",))),
        ("count", "280", Outcome("wrong", 0.0, ("mistake.0",))),
        ("count", "banyak", Outcome("unreadable")),
        ("count", "   ", Outcome("unreadable")),
        ("sort", ["p", "q", "r", "s"], Outcome("right", 1.0, ("feedback",))),
        ("sort", ["q", "p", "r", "s"], Outcome("partly", 1 - 1 / 3, ("item.p",))),
        ("sort", ["s", "r", "q", "p"], Outcome("wrong", 0.0, ("item.p",))),
        ("sort", ["p", "q", "r"], Outcome("unreadable")),
        ("sort", None, Outcome("not_attempted")),
    ],
)
def test_an_answer_is_marked(module: Module, key: str, response: Any, expected: Outcome) -> None:
    found = grade(module.step(key), response)
    assert found == Outcome(expected.code, pytest.approx(expected.score), expected.feedback)


@pytest.mark.parametrize(
    ("key", "response", "expected"),
    [
        ("pairs", ["k", "k", "l", "l", "m", "m"], Outcome("right", 1.0, ("feedback",))),
        ("pairs", ["k", "l", "l", "k", "m", "m"], Outcome("partly", 1 / 3, ("pair.k", "pair.l"))),
        ("pairs", ["k", "k", "l", "l", "m", "lure"], Outcome("partly", 2 / 3, ("pair.m",))),
        ("pairs", ["k", "k", "l", "k", "m", "k"], Outcome("partly", 1 / 3, ("pair.l", "pair.m"))),
        ("pairs", ["k", "lure", "l", "lure", "m", "lure"], Outcome("wrong", 0.0, ("pair.k", "pair.l", "pair.m"))),
        ("pairs", ["k", "k", "l", "l"], Outcome("not_attempted")),
    ],
)
def test_pairs_are_marked(rich: Module, key: str, response: list[str], expected: Outcome) -> None:
    step = rich.step(key)
    assert isinstance(step, Match)
    letter = {one.key: sign for one in [*step.pairs, *step.lures] for sign, text in partners(step).items()
              if text == one.right}  # fmt: skip
    given = {left: letter[right] for left, right in zip(response[::2], response[1::2], strict=True)}
    found = grade(step, given)
    assert found == Outcome(expected.code, pytest.approx(expected.score), expected.feedback)


@pytest.mark.parametrize(
    ("key", "response", "expected"),
    [
        ("pairs", {}, Outcome("not_attempted")),
        ("pairs", {"k": ""}, Outcome("not_attempted")),
        ("pairs", {"k": "z"}, Outcome("unreadable")),
        ("pairs", {"gone": "a"}, Outcome("unreadable")),
        ("pairs", {"k": ["a"]}, Outcome("unreadable")),
        ("pairs", "k", Outcome("unreadable")),
        ("cards", {"v": "yes", "w": "yes", "x": "no", "y": "ask"}, Outcome("right", 1.0, ("feedback",))),
        ("cards", {"v": "yes", "w": "no", "x": "no", "y": "no"}, Outcome("partly", 0.5, ("card.w", "card.y"))),
        ("cards", {"v": "yes", "w": "yes", "x": "no"}, Outcome("not_attempted")),
        ("cards", {"v": "no", "w": "no", "x": "ask", "y": "yes"},
         Outcome("wrong", 0.0, ("card.v", "card.w", "card.x", "card.y"))),
        ("cards", {"v": "elsewhere"}, Outcome("unreadable")),
        ("short", "  ktp EL. ", Outcome("right", 1.0, ("feedback",))),
        ("short", "KTPel", Outcome("right", 1.0, ("feedback",))),
        ("short", "Electronic  ID-card", Outcome("right", 1.0, ("feedback",))),
        ("short", "sim", Outcome("wrong", 0.0, ("near.0",))),
        ("short", "K.K.", Outcome("wrong", 0.0, ("near.1",))),
        ("short", "paspor", Outcome("wrong", 0.0, ("other",))),
        ("short", " .,- ", Outcome("not_attempted")),
        ("short", "a" * 121, Outcome("unreadable")),
        ("short", ["KTP-el"], Outcome("unreadable")),
        ("read", "b", Outcome("right", 1.0, ("option.b",))),
        ("read", "a", Outcome("wrong", 0.0, ("option.a",))),
        ("read", "near", Outcome("unreadable")),
        ("paper", ["g", "e"], Outcome("right", 1.0, ("feedback", "field.e", "field.g"))),
        ("paper", ["e"], Outcome("partly", 0.5, ("field.e", "missed"))),
        ("paper", ["g", "f", "e"], Outcome("partly", 0.5, ("field.f", "field.e", "field.g"))),
        ("paper", ["f", "e"], Outcome("wrong", 0.0, ("field.f", "field.e", "missed"))),
        ("paper", ["h", "f"], Outcome("wrong", 0.0, ("field.f", "field.h", "missed"))),
        ("paper", [], Outcome("not_attempted")),
        ("paper", ["z"], Outcome("unreadable")),
        ("paper", "e", Outcome("unreadable")),
    ],
)  # fmt: skip
def test_an_answer_of_a_later_kind_is_marked(rich: Module, key: str, response: Any, expected: Outcome) -> None:
    found = grade(rich.step(key), response)
    assert found == Outcome(expected.code, pytest.approx(expected.score), expected.feedback)


@pytest.mark.parametrize(("one", "other"), [("4,5", "45"), ("24:7", "247"), ("Pasal 6", "Pasal 65"), ("é1", "f1")])
def test_what_differs_is_not_compared_as_equal(one: str, other: str) -> None:
    assert core(one) != core(other)


def test_only_real_tries_count() -> None:
    assert [Outcome(code).counts for code in ("right", "partly", "wrong", "not_attempted", "unreadable")] == [  # type: ignore[arg-type]
        True, True, True, False, False,
    ]  # fmt: skip


def test_a_section_is_not_answered(module: Module) -> None:
    with pytest.raises(TypeError, match="not answered"):
        grade(module.steps[0], "x")


def test_every_feedback_key_has_words_in_both_languages(module: Module, rich: Module) -> None:
    for step in [*module.questions, *rich.questions]:
        for response in [key_answer(step), *wrong_answers(step)]:
            for key in grade(step, response).feedback:
                assert words_of(step, key).say("id").endswith("(id)")
                assert words_of(step, key).say("en").endswith("(en)")
    with pytest.raises(KeyError):
        words_of(module.step("one"), "nothing")


def test_the_author_is_told_when_two_wrong_answers_get_the_same_words(module: Module, rich: Module) -> None:
    assert play(module, no_facts) == play(rich, no_facts) == []
    one = module.step("one")
    same = [option.model_copy(update={"feedback": one.stem}) for option in one.options]  # type: ignore[union-attr]
    steps = tuple(step.model_copy(update={"options": same}) if step is one else step for step in module.steps)
    (fault,) = play(module.model_copy(update={"steps": steps}), no_facts)
    assert "same words" in fault.what


@pytest.mark.parametrize(
    ("typed", "lang", "number"),
    [
        ("1.120", "id", 1120.0),
        ("1.120", "en", 1.12),
        ("1,120", "en", 1120.0),
        ("1.234.567,5", "id", 1234567.5),
        ("1,234,567.5", "id", 1234567.5),
        ("2,5", "id", 2.5),
        ("2.5", "id", 2.5),
        ("Rp350.000", "id", 350000.0),
        ("560 km", "id", 560.0),
        ("25%", "en", 25.0),
        ("− 5", "id", -5.0),
        (30, "id", 30.0),
        ("", "id", None),
        ("dua", "id", None),
        ("1e400", "id", None),
        ("280 km x 2", "id", None),
        ("9" * 50, "id", None),
        (True, "id", None),
        (float("inf"), "id", None),
        ([3], "id", None),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: Any, lang: str, number: float | None) -> None:
    assert read_number(typed, lang) == number
