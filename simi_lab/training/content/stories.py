"""The file `scenario.yaml` of a module: its stories, and every fault of each with file and line."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from simi_lab.errors import Fault
from simi_lab.training.content.findings import told
from simi_lab.training.content.graph import story_faults
from simi_lab.training.content.sidefile import read_part
from simi_lab.training.content.story import Story

FILE = "scenario.yaml"


def read_stories(folder: Path) -> tuple[dict[str, Story], dict[str, str], list[Fault]]:
    """Read the stories of a module; a module need not have any.

    Returns
    -------
    (stories by key, `file:line` by key, faults)
    """
    items, faults = read_part(folder / FILE, "stories", "list of stories")
    if items is None:
        return {}, {}, faults
    if not isinstance(items.value, list) or not items.value:
        return {}, {}, [Fault(items.place, "there is no list of stories.", "Begin with `stories:`.")]
    stories: dict[str, Story] = {}
    places: dict[str, str] = {}
    for node in items.value:
        try:
            story = Story.model_validate(node.plain())
        except ValidationError as error:
            faults += told(error, node)
            continue
        if story.key in stories:
            what = f"the story {story.key!r} stands twice."
            faults.append(Fault(node.place, what, f"It is already at {places[story.key]}."))
        stories.setdefault(story.key, story)
        places.setdefault(story.key, node.place)
        faults += story_faults(story, node)
    return stories, places, faults
