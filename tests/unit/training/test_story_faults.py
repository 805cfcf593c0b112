"""Stories that do not hold together: every fault is told at once, each with its file and line."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from simi_lab.training import ModuleError, load_module
from simi_lab.training.content.paths import all_paths, best_path, meters, surfaced
from simi_lab.training.content.stories import read_stories
from simi_lab.training.content.story import Story
from simi_lab.training.engine.storycheck import play_story

from .conftest import HEAD, Plain, words, write_module
from .stories import choice, tiny_story

Change = Callable[[dict[str, Any]], Any]


def write_story(folder: Path, *stories: dict[str, Any]) -> Path:
    """Write the small module with stories as further steps."""
    keys = [story["key"] for story in stories]
    write_module(folder, head={"steps": [*HEAD["steps"], *dict.fromkeys(keys)]})
    return write_scenario(folder, *stories)


def write_scenario(folder: Path, *stories: dict[str, Any]) -> Path:
    """Write the file of stories alone."""
    folder.mkdir(parents=True, exist_ok=True)
    text = yaml.dump({"stories": list(stories)}, Dumper=Plain, sort_keys=False, allow_unicode=True)
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    return folder


def _faults(folder: Path) -> list[str]:
    with pytest.raises(ModuleError) as error:
        load_module(folder)
    return [str(fault) for fault in error.value.faults]


def _scene(n: int, m: int, **changes: Any) -> Change:
    return lambda story: story["scenes"][n]["choices"][m].update(changes)


def test_a_whole_story_is_a_step_and_plays(tmp_path: Path) -> None:
    module = load_module(write_story(tmp_path / "07_contoh", tiny_story()))
    (story,) = module.stories
    assert module.steps[-1] is story
    assert len(list(all_paths(story))) == 6
    assert best_path(story) == (("first", "call"), ("second", "tell"))
    assert play_story(story, "here") == []


def test_meters_are_added_along_the_path_as_worked_out_by_hand() -> None:
    story = Story.model_validate(tiny_story())
    best = best_path(story)
    asked = (("first", "who"),)
    assert meters(story, ()) == meters(story, (), ())
    assert meters(story, best[:1], asked).trust == 100  # 60 + 50, but never above 100
    assert meters(story, best[:1], asked).delay == 8  # 3 for asking, 5 for calling
    assert meters(story, (), asked).hours is None  # the clock starts in the second scene
    assert meters(story, (("first", "wait"),)).hours == 0  # nine hours before it started do not count
    assert meters(story, best).hours == 2
    theft = (("first", "take"), ("second", "hide"))
    assert meters(story, theft[:1]).trust == 30
    assert [place for place, _ in surfaced(story, theft[:1])] == []
    assert [place for place, _ in surfaced(story, theft)] == ["bad"]
    assert (meters(story, theft).trust, meters(story, theft).hours) == (10, 80)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_scene(0, 0, goto="nowhere"), "'nowhere' does not exist"),
        (_scene(1, 1, goto="first"), "goes round"),
        (_scene(0, 1, later=[]), "has no consequence on some path"),
        (_scene(0, 1, later=[{"at": ["good"], "text": words("l")}]), "has no consequence on some path"),
        (_scene(0, 1, effects={}), "has no consequence on some path"),
        (_scene(0, 1, articles=[]), "names no article"),
        (_scene(0, 1, articles=["gone"]), "'gone' is not declared"),
        (_scene(1, 1, severity="poor"), "there is no best path"),
        (_scene(0, 2, severity="poor"), "there is no best path"),
        (_scene(0, 2, key="wait"), "'wait' stands twice in the choices"),
        (_scene(1, 0, goto="good"), "'bad' is never reached"),
        (_scene(0, 0, later=[{"at": ["first"], "text": words("l")}]), "never comes up"),
        (_scene(0, 0, later=[{"at": ["gone"], "text": words("l")}]), "'gone' does not exist"),
        (_scene(0, 0, severity="sin"), "severity"),
        (_scene(0, 0, text={"id": "saja"}), "'en' is missing"),
        (_scene(0, 0, effects={"joy": 3}), "'joy' is not known"),
        (lambda story: story.update(start="gone"), "the first scene 'gone' does not exist"),
        (lambda story: story.update(endings=[]), "endings"),
        (lambda story: story.update(clock=None), "moves a clock"),
        (lambda story: story["scenes"].append({**story["scenes"][1], "key": "island"}), "'island' is never reached"),
        (lambda story: story["scenes"].append(copy.deepcopy(story["scenes"][1])), "'second' stands twice"),
        (lambda story: story["scenes"][1].update(choices=[choice("one", "harmless", "good")]), "choices"),
        (lambda story: story["articles"].append({**story["articles"][0], "key": "spare"}), "never used"),
    ],
)  # fmt: skip
def test_a_faulty_story_is_named_with_its_line(tmp_path: Path, change: Change, said: str) -> None:
    story = copy.deepcopy(tiny_story())
    change(story)
    told = [str(fault) for fault in read_stories(write_scenario(tmp_path, story))[2]]
    found = [fault for fault in told if said in fault]
    assert found, told
    place = found[0].split("scenario.yaml:")
    assert len(place) >= 2
    assert place[1].split(":")[0].isdigit()


def test_faults_of_two_stories_are_told_together_and_a_key_twice_too(tmp_path: Path) -> None:
    one, other = tiny_story(outcome="elsewhere"), tiny_story()
    _scene(0, 0, goto="nowhere")(one)
    _scene(1, 1, severity="poor")(other)
    told = "\n".join(_faults(write_story(tmp_path / "07_contoh", one, other)))
    assert "'nowhere' does not exist" in told
    assert "outcome 'elsewhere' is not declared" in told
    assert "there is no best path" in told
    assert "'tale' stands twice" in told


def test_a_scene_from_which_no_ending_is_reached_is_a_dead_end(tmp_path: Path) -> None:
    story = tiny_story()
    trap = {**copy.deepcopy(story["scenes"][1]), "key": "trap"}
    trap["choices"] = [choice("left", "poor", "trap"), choice("right", "poor", "lost")]
    story["scenes"].append(trap)
    _scene(0, 0, goto="trap")(story)
    told = _faults(write_story(tmp_path / "07_contoh", story))
    assert any("goes round at 'trap'" in fault for fault in told)
    assert any("'lost' does not exist" in fault for fault in told)


def test_a_file_without_stories_is_told(tmp_path: Path) -> None:
    folder = write_story(tmp_path / "07_contoh", tiny_story())
    (folder / "scenario.yaml").write_text("tales: []\n", encoding="utf-8")
    assert any("there is no list of stories" in fault for fault in _faults(folder))


def test_two_choices_that_get_the_same_words_fail_the_check() -> None:
    data = tiny_story()
    _scene(1, 0, because=words("tell follows"))(data)
    assert "the same words" in str(play_story(Story.model_validate(data), "here")[0])
