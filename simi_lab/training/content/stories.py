"""The file `scenario.yaml` of a module: its stories, and every fault of each with file and line."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from simi_lab.errors import Fault, FaultsError
from simi_lab.scenario.tree import Node, read_yaml
from simi_lab.training.content.findings import told
from simi_lab.training.content.graph import story_faults
from simi_lab.training.content.story import Story

FILE = "scenario.yaml"


def read_stories(folder: Path) -> tuple[dict[str, Story], dict[str, str], list[Fault]]:
    """Read the stories of a module; a module need not have any.

    Returns
    -------
    (stories by key, `file:line` by key, faults)
    """
    if not (folder / FILE).exists():
        return {}, {}, []
    try:
        tree = read_yaml(folder / FILE)
    except FaultsError as error:
        return {}, {}, list(error.faults)
    items = tree.value.get("stories") if isinstance(tree.value, dict) else None
    if items is None or not isinstance(items.value, list) or not items.value:
        return {}, {}, [Fault(tree.place, "there is no list of stories.", "Begin with `stories:`.")]
    stories: dict[str, Story] = {}
    places: dict[str, str] = {}
    faults = _strangers(tree)
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


def _strangers(tree: Node) -> list[Fault]:
    assert isinstance(tree.value, dict)  # read_yaml gives nothing else
    return [
        Fault(node.place, f"the key {key!r} is not known.", "Check its spelling or take it out.")
        for key, node in tree.value.items()
        if key != "stories"
    ]
