"""A learner's walks through a story, folded from events: what was asked, what was chosen, which walk counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from simi_lab.training.content.paths import Path, last_place, path_marks, severities
from simi_lab.training.content.story import Story


@dataclass(frozen=True)
class Walk:
    """One walk through a story.

    Parameters
    ----------
    path : (scene, choice) in the order in which they were taken
    asked : (scene, fact) in the order in which they were asked
    """

    path: Path = ()
    asked: Path = ()


def place_of(story: Story, walk: Walk) -> str:
    """Return where a walk stands: the key of a scene or an ending."""
    return last_place(story, walk.path)


def has_ended(story: Story, walk: Walk) -> bool:
    """Whether a walk has come to an ending."""
    return story.ending(place_of(story, walk)) is not None


def after(story: Story, walks: tuple[Walk, ...], verb: str, data: Mapping[str, Any]) -> tuple[Walk, ...]:
    """Return the walks after one more event.

    An event counts only where the walk stands: a second window that chose at a scene already left, a choice that the
    story no longer has, or a replay before the end change nothing. The first walk is `walks[0]`; it is the one that
    counts, and it is never changed by what is played afterwards.

    Randomness : none.
    """
    *before, walk = walks or (Walk(),)
    place = place_of(story, walk)
    if verb == "attempted":
        return (*before, walk, Walk()) if has_ended(story, walk) else walks
    scene = story.scene(place)
    if scene is None or data.get("scene") != place:
        return walks
    if verb == "asked" and any(fact.key == data.get("fact") for fact in scene.facts):
        if (place, data["fact"]) not in walk.asked:
            walk = replace(walk, asked=(*walk.asked, (place, data["fact"])))
        return (*before, walk)
    if verb == "answered" and any(choice.key == data.get("choice") for choice in scene.choices):
        return (*before, replace(walk, path=(*walk.path, (place, data["choice"]))))
    return walks


def marks_of(story: Story, walks: tuple[Walk, ...]) -> tuple[bool, bool, float]:
    """Judge the first walk: whether it has ended, whether a crime was chosen on it, its share of the marks (0 to 1).

    Marks are given when the walk has ended; a crime counts from the moment it is chosen.
    """
    if not walks:
        return False, False, 0.0
    first = walks[0]
    ended = has_ended(story, first)
    return ended, "crime" in severities(story, first.path), path_marks(story, first.path) if ended else 0.0
