"""The breach clock: it stops with the notice, decides the end when it has run out, and says hours and what is left."""

from __future__ import annotations

from typing import Any

import pytest

from simi_lab.training.content.graph import story_faults
from simi_lab.training.content.paths import all_paths, last_place, meters
from simi_lab.training.content.story import Story
from simi_lab.training.player.clock import clock_rows, hours_passed
from simi_lab.training.player.tale import meters_view

from .conftest import words
from .stories import choice, tiny_story


class _Anywhere:
    """Stands for a file when only the words of a fault matter."""

    place = "here"

    def nearest(self, _steps: Any) -> _Anywhere:
        return self


def _drill(**clock: Any) -> Story:
    """From Friday 21:00: call (1 h) or wait (60 h), then send (2 h) or think (20 h), then an end by the clock."""
    scenes = [
        ("found", [choice("wait", "poor", "write", effects={"hours": 60}),
                   choice("call", "harmless", "write", effects={"hours": 1})]),
        ("write", [choice("send", "harmless", "after", effects={"hours": 2}),
                   choice("think", "poor", "after", effects={"hours": 20})]),
        ("after", [choice("tell", "harmless", "good", too_late="bad", effects={"hours": 500}),
                   choice("hide", "poor", "bad")]),
    ]  # fmt: skip
    plain = tiny_story(
        start="found",
        clock={"starts": "found", "stops": "after", "hours": 72, "begins": "fri 21:00", "earlier": 30,
               "why": words("it runs"), **clock},
        scenes=[{"key": key, "title": words(key), "text": words(key), "choices": there} for key, there in scenes],
    )  # fmt: skip
    plain["scenes"][0]["choices"][0]["articles"] = ["law"]
    return Story.model_validate(plain)


def _path(*keys: str) -> tuple[tuple[str, str], ...]:
    return tuple(zip(("found", "write", "after"), keys, strict=False))


def test_the_clock_decides_the_end_and_stops_with_the_notice() -> None:
    story = _drill()
    ends = {path: last_place(story, path) for path in all_paths(story)}
    assert ends[_path("call", "think", "tell")] == "good"
    assert ends[_path("wait", "send", "tell")] == "good"
    assert ends[_path("wait", "think", "tell")] == "bad"
    assert meters(story, _path("wait", "think", "tell")).hours == 80  # the 500 hours came after the notice


@pytest.mark.parametrize(
    ("path", "lang", "said", "strict"),
    [
        ((), "id", "Jumat 21.00: tersisa 72 jam", "tersisa 42 jam"),
        (("call",), "en", "Friday 22:00: 71 hours left", "41 hours left"),
        (("wait",), "id", "Senin 09.00: tersisa 12 jam", "terlambat 18 jam"),
        (("wait", "think"), "en", "the notice was out after 80 hours, 8 hours too late", "38 hours too late"),
        (("call", "send"), "id", "surat terkirim sesudah 3 jam, 69 jam sebelum batas", "39 jam sebelum batas"),
    ],
)
def test_the_clock_is_told_in_words(path: tuple[str, ...], lang: str, said: str, strict: str) -> None:
    rows = clock_rows(_drill(), _path(*path), lang)
    assert [row["words"] for row in rows] == [said, strict]
    assert all(0 <= row["share"] <= 1 for row in rows)


def test_what_each_choice_took_is_told_and_nothing_when_it_took_nothing() -> None:
    story = _drill()
    assert hours_passed(story, _path("call"), "id") == "Ini memakan 1 jam. Tersisa 71 jam."
    assert hours_passed(story, _path("wait", "think"), "en") == "This took 20 hours. 8 hours too late."
    assert hours_passed(story, _path("wait", "think", "tell"), "en") == ""
    assert hours_passed(story, (), "en") == ""


def test_a_clock_that_ends_without_a_notice_says_so() -> None:
    story = _drill(stops=None)
    (row, _strict) = clock_rows(story, _path("call", "send", "hide"), "id")
    assert row["words"] == "belum ada surat tertulis sesudah 3 jam"


def test_a_story_in_which_nobody_waits_has_no_meter_for_it() -> None:
    names = [row["name"] for row in meters_view(_drill(), (), (), "en")["rows"]]
    assert names == ["Trust", "Breach clock", "Counted from the event (stricter)"]
    plain = Story.model_validate(tiny_story())
    assert [row["name"] for row in meters_view(plain, (), (), "en")["rows"]] == ["Trust", "Delay for applicants"]


@pytest.mark.parametrize(
    ("clock", "said"),
    [({"stops": "nowhere"}, "'nowhere' does not exist"), ({"hours": 900}, "never leads to 'bad'"),
     ({"hours": 1}, "never leads to 'good'")],
)  # fmt: skip
def test_a_clock_that_cannot_do_what_it_says_is_a_fault(clock: dict[str, Any], said: str) -> None:
    assert story_faults(_drill(), _Anywhere()) == []  # type: ignore[arg-type]
    assert any(said in fault.what for fault in story_faults(_drill(**clock), _Anywhere()))  # type: ignore[arg-type]
