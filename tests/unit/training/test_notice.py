"""A letter that is written: marked by declared words alone, a real number never kept, rules that do nothing refused."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from pydantic import ValidationError

from simi_lab.training.content.kinds.notice import Notice, faults_in
from simi_lab.training.engine.grade import grade, words_of
from simi_lab.training.engine.outcome import Outcome

from .conftest import question, words

GOOD = "Your name was seen on Friday, and we closed the folder."


def _part(key: str, *need: str) -> dict[str, Any]:
    forms = [{"id": [f"{one}x"], "en": [one]} for one in need]
    return {"key": key, "name": words(key), "need": forms, "found": words(f"has {key}"), "missing": words(f"no {key}")}


def _draft(gets: str, text: str) -> dict[str, Any]:
    return {"gets": gets, "text": {"id": text, "en": text}}


PLAIN: dict[str, Any] = question(
    "letter",
    "notice",
    sheet=[words(one) for one in ("one", "two", "three")],
    least_words=5,
    sentence_words=12,
    parts=[_part("data", "name"), _part("when", "friday"), _part("done", "closed", "folder")],
    slips=[{"key": "promise", "name": words("promise"), "forms": {"id": ["janji"], "en": ["guarante"]},
            "says": words("promised")}],
    short=words("too short"),
    number=words("a number"),
    long_sentence=words("too long"),
    feedback=words("well"),
    letter={"id": GOOD, "en": GOOD},
    drafts=[
        _draft("data", "It was seen on Friday, and we closed the folder."),
        _draft("when", "Your name was seen, and we closed the folder."),
        _draft("done", "Your name was seen on Friday in a folder."),
        _draft("promise", f"{GOOD} We guarantee the rest."),
    ],
)  # fmt: skip
LETTER = Notice.model_validate(PLAIN)


@pytest.mark.parametrize(
    ("text", "code", "score", "first"),
    [
        (GOOD, "right", 1.0, "feedback"),
        (GOOD.upper().replace(" ", "\n "), "right", 1.0, "feedback"),
        ("Your name was seen by us on a day.", "partly", 1 / 3, "missing.when"),
        (f"{GOOD} This is guaranteed.", "partly", 2 / 3, "slip.promise"),
        ("We guarantee this to you all, your surname too.", "wrong", 0.0, "missing.data"),
        ("Your name was seen on Friday.\nThe folder was unclosed.", "partly", 2 / 3, "missing.done"),
        (GOOD.replace("Your name", "The name that you once gave to us here"), "partly", 2 / 3, "long_sentence"),
        ("Name, Friday.", "unreadable", 0.0, "short"),
        (f"{GOOD} 1804 0412 0390 9001", "unreadable", 0.0, "number"),
        (f"{GOOD} 1804.0412.0390.9001", "unreadable", 0.0, "number"),
        (f"{GOOD} Z1234567", "unreadable", 0.0, "number"),
        (f"{GOOD} Call 0812 3456 7890.", "right", 1.0, "feedback"),
    ],
)
def test_a_letter_is_marked_by_what_it_says(text: str, code: str, score: float, first: str) -> None:
    found = grade(LETTER, text)
    assert (found.code, found.score, found.feedback[0]) == (code, pytest.approx(score), first)
    assert all(words_of(LETTER, key).en.endswith("(en)") for key in found.feedback)
    assert found.counts == (code != "unreadable")


def test_nothing_and_something_else_are_no_tries() -> None:
    assert grade(LETTER, "") == Outcome("not_attempted")
    assert grade(LETTER, ["name"]) == Outcome("unreadable")
    assert grade(LETTER, "name " * 2000) == Outcome("unreadable")


def test_words_of_both_languages_count_in_each() -> None:
    mixed = "Your namex was seen on Fridayx, and we closed the folderx."
    assert faults_in(LETTER, mixed) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one["letter"].update(en="Your name was seen, the folder closed."), r"good letter \(en\).*when"),
        (lambda one: one["drafts"].pop(), "no draft shows the rule of promise"),
        (lambda one: one["drafts"][0]["text"].update(en=GOOD), r"draft \(en\) should get data alone and gets nothing"),
        (lambda one: one["drafts"][0]["text"].update(id="It was seen by us in the folder."), "gets data, when, done"),
        (lambda one: one["slips"][0].update(key="when"), "when stands twice"),
    ],
)  # fmt: skip
def test_rules_that_do_not_do_what_they_say_are_refused(change: Any, said: str) -> None:
    plain = copy.deepcopy(PLAIN)
    change(plain)
    with pytest.raises(ValidationError, match=said):
        Notice.model_validate(plain)
