"""What is wrong in a scenario: all of it at once, each with file, line and cure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from simi_lab.errors import BadRequest, ScenarioError
from simi_lab.scenario.load import known_changes, known_scenarios, resolve

Write = Callable[[str, str], Path]

HEAD = """\
extends: kotabumi
name: mine
title: {id: "Punyaku", en: "Mine"}
about: {id: "Uji", en: "A test"}
"""


def faults_of(*names: str | Path, changes: tuple[str, ...] = ()) -> dict[str, str]:
    with pytest.raises(ScenarioError) as caught:
        resolve(*names, changes)
    found: dict[str, str] = {}
    for fault in caught.value.faults:
        place = Path(fault.where).name
        found[place] = f"{found.get(place, '')} {fault.what} {fault.cure}".strip()
    return found


def test_every_fault_is_told_at_once_with_line_and_cure(write: Write) -> None:
    body = """\
perod: {first: 2024-01-01}
period: {first: 2024-13-01, last: 2024-02-30}
demand:
  per_year: 16000
  harvest_factor: {value: many, unit: factor, source: none, mark: guessed}
  ramadan_factor: {value: 0.4, unit: factor, mark: known}
  distance_half_hours: {value: 6, unit: hour, source: none, mark: assumed}
"""
    found = faults_of(write("mine.yaml", HEAD + body))
    assert set(found) == {f"mine.yaml:{line}" for line in (5, 6, 8, 9, 10, 11)}
    assert "unknown key 'perod'. Did you mean period?" in found["mine.yaml:5"]
    assert "number without unit, source and mark" in found["mine.yaml:8"]
    assert "mark: assumed, reason:" in found["mine.yaml:8"]
    assert "'demand.ramadan_factor.source' is missing" in found["mine.yaml:10"]
    assert "an assumed value needs a reason" in found["mine.yaml:11"]


def test_two_faults_on_one_line_are_two(write: Write) -> None:
    file = write("mine.yaml", HEAD + "period: {first: 2024-13-01, last: 2024-02-30}\n")
    with pytest.raises(ScenarioError) as caught:
        resolve(file)
    texts = [fault.what for fault in caught.value.faults]
    assert len(texts) == 2
    assert "month" in texts[0]
    assert "day value" in texts[1]
    assert all("2024-08-01" in fault.cure for fault in caught.value.faults)
    assert str(caught.value).count("mine.yaml:5") == 2


def test_faults_of_scenario_and_change_come_together(write: Write) -> None:
    write("mine.yaml", HEAD + "colour: blue\n")
    write("changes/late.yaml", "change: late\ntitle: {id: A, en: B}\nsimi: {go_live: soon}\n")
    found = faults_of("mine", changes=("late",))
    assert set(found) == {"mine.yaml:5", "late.yaml:1", "late.yaml:3"}
    assert "'about' is missing" in found["late.yaml:1"]


def test_a_changed_number_must_say_its_own_source(write: Write) -> None:
    write("changes/more.yaml", "change: more\ntitle: {id: A, en: B}\nabout: {id: A, en: B}\n"
                               "demand:\n  per_year: {value: 20000}\n")  # fmt: skip
    with pytest.raises(ScenarioError) as caught:
        resolve("kotabumi", ["more"])
    assert [fault.what.split("'")[1] for fault in caught.value.faults] == [
        "demand.per_year.mark", "demand.per_year.source", "demand.per_year.unit"
    ]  # fmt: skip
    assert {Path(fault.where).name for fault in caught.value.faults} == {"more.yaml:5"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("change: nothing\ntitle: {id: A, en: B}\nabout: {id: A, en: B}\n", "changes nothing"),
        ("change: nothing\ntitle: {id: A}\nabout: {id: A, en: B}\nsimi: {go_live: null}\n", "needs id and en"),
    ],
)
def test_a_change_says_what_it_changes_in_both_languages(write: Write, text: str, words: str) -> None:
    write("changes/nothing.yaml", text)
    assert words in "".join(faults_of("kotabumi", changes=("nothing",)).values())


def test_an_extension_says_its_own_name_and_may_not_turn_in_circles(write: Write) -> None:
    bare = faults_of(write("bare.yaml", "extends: mungil\ntitle: {id: A, en: B}\n"))["bare.yaml:1"]
    assert "'name' is missing" in bare
    assert "'about' is missing" in bare
    write("one.yaml", HEAD.replace("kotabumi", "two").replace("mine", "one"))
    write("two.yaml", HEAD.replace("kotabumi", "one").replace("mine", "two"))
    assert "extends itself" in faults_of("one")["two.yaml:1"]
    assert "Did you mean kotabumi?" in faults_of(write("typo.yaml", HEAD.replace("kotabumi", "kotabum")))["typo.yaml:1"]


def test_an_unknown_name_is_answered_with_the_near_one_or_with_all() -> None:
    with pytest.raises(BadRequest, match="Did you mean mungil") as caught:
        resolve("mungill")
    assert caught.value.exit_code == 2
    with pytest.raises(BadRequest) as caught:
        resolve("jakarta")
    assert all(name in str(caught.value) for name in known_scenarios())
    with pytest.raises(BadRequest) as caught:
        resolve("mungil", ["holiday"])
    assert all(name in str(caught.value) for name in known_changes())
    with pytest.raises(BadRequest, match="no such file"):
        resolve("absent/thing.yaml")
