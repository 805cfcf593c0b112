"""Every path of a story played by the author's machine, and texts that two modules must not share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from simi_lab.errors import Fault
from simi_lab.training.content.kinds.chart import Chart
from simi_lab.training.content.kinds.match import Match
from simi_lab.training.content.kinds.multiple import Multiple
from simi_lab.training.content.kinds.single import Single
from simi_lab.training.content.kinds.sort import Sort
from simi_lab.training.content.kinds.specimen import Specimen
from simi_lab.training.content.model import Module, Question
from simi_lab.training.content.paths import all_paths, best_path, last_place, severities
from simi_lab.training.content.story import Story
from simi_lab.training.content.words import Words
from simi_lab.training.engine.tale import Walk, after, has_ended, marks_of


def play_story(story: Story, where: str) -> list[Fault]:
    """Play every path as a learner would, fact by fact and choice by choice; return what does not work."""
    faults = list(_same_words(story, where))
    best = best_path(story)
    for path in all_paths(story):
        walks: tuple[Walk, ...] = ()
        for scene, choice in path:
            here = story.scene(scene)
            for fact in here.facts if here else []:
                walks = after(story, walks, "asked", {"scene": scene, "fact": fact.key})
            walks = after(story, walks, "answered", {"scene": scene, "choice": choice})
        ended, crime, score = marks_of(story, walks)
        way = " > ".join(choice for _, choice in path)
        if not ended or walks[0].path != path or not has_ended(story, walks[0]):
            faults.append(Fault(where, f"the path {way} does not reach {last_place(story, path)!r}.", "Mend `goto`."))
        if crime != ("crime" in severities(story, path)) or (path == best and score < 1.0):
            faults.append(Fault(where, f"the path {way} is marked wrongly.", "Mend its severities."))
    return faults


def shared_texts(modules: Sequence[Module]) -> Iterator[Fault]:
    """Yield questions of different modules that have one stem, or one set of things to choose from."""
    seen: dict[str, list[str]] = defaultdict(list)
    for module in modules:
        for step in module.questions:
            where = f"{module.id}: {step.key}"
            for text in _signs(step):
                seen[text].append(where)
    for places in seen.values():
        if len({place.split(":")[0] for place in places}) > 1:
            yield Fault(places[0], f"its words stand also at {', '.join(places[1:])}.", "Ask it in other words.")


def _signs(step: Question) -> Iterator[str]:
    yield _plain(step.stem.id)
    sets: list[Words] = []
    match step:
        case Single() | Multiple() | Chart():
            sets = [option.text for option in step.options if not option.right]
        case Match():
            sets = [one.right for one in step.partners]
        case Sort():
            sets = [card.text for card in step.cards]
        case Specimen():
            sets = [field.value for field in step.paper.fields]
    if sets:
        yield "\n".join(sorted(_plain(words.id) for words in sets))


def _same_words(story: Story, where: str) -> Iterator[Fault]:
    for scene in story.scenes:
        for one, other in combinations(scene.choices, 2):
            if _plain(one.because.id) == _plain(other.because.id):
                what = f"{one.key} and {other.key} of {scene.key} get the same words."
                yield Fault(where, what, "Say to each what follows from it.")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
