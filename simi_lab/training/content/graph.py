"""Whether a story holds together: every scene reached, every path ended, a best path, no crime without consequence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from simi_lab.errors import Fault
from simi_lab.scenario.tree import Node
from simi_lab.training.content.paths import MOST_PATHS, all_paths, best_path, last_place, surfaced
from simi_lab.training.content.story import Choice, Scene, Story


def story_faults(story: Story, tree: Node) -> list[Fault]:
    """Find everything that is wrong with a story whose form is whole.

    Parameters
    ----------
    tree : the story's place in its file, for the lines
    """
    faults = [*_twice(story, tree), *_lost_names(story, tree), *_articles(story, tree)]
    faults += _circles(story, tree)
    faults += _unreached(story, tree)
    if not faults:  # what follows walks the paths, and they must be whole for that
        faults += _walked(story, tree)
    return faults


def _line(tree: Node, *steps: str | int) -> str:
    return tree.nearest(steps).place


def _twice(story: Story, tree: Node) -> Iterator[Fault]:
    places = [("scenes", n, one.key) for n, one in enumerate(story.scenes)]
    places += [("endings", n, one.key) for n, one in enumerate(story.endings)]
    yield from _same(places, tree, "the scene or ending")
    yield from _same([("articles", n, one.key) for n, one in enumerate(story.articles)], tree, "the article")
    for n, scene in enumerate(story.scenes):
        choices, facts = [one.key for one in scene.choices], [one.key for one in scene.facts]
        for kind, keys in (("choices", choices), ("facts", facts)):
            for key, count in Counter(keys).items():
                if count > 1:
                    line = _line(tree, "scenes", n, kind, len(keys) - 1 - keys[::-1].index(key))
                    yield Fault(line, f"{key!r} stands twice in the {kind} of {scene.key!r}.", "Rename one of them.")


def _same(places: Iterable[tuple[str, int, str]], tree: Node, word: str) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for kind, n, key in places:
        line = _line(tree, kind, n)
        if key in seen:
            yield Fault(line, f"{word} {key!r} stands twice.", f"It is already at {seen[key]}.")
        seen.setdefault(key, line)


def _lost_names(story: Story, tree: Node) -> Iterator[Fault]:
    """Places that are named but do not exist."""
    known = {scene.key for scene in story.scenes} | {ending.key for ending in story.endings}
    cure = "Write that scene or ending, or mend the name."
    if story.scene(story.start) is None:
        yield Fault(_line(tree, "start"), f"the first scene {story.start!r} does not exist.", cure)
    for name in ("starts", "stops"):
        place = getattr(story.clock, name, None)
        if place is not None and place not in known:
            yield Fault(_line(tree, "clock", name), f"the place {place!r} does not exist.", cure)
    for n, m, _, choice in _choices(story):
        for name in ("goto", "too_late"):
            place = getattr(choice, name)
            if place is not None and place not in known:
                yield Fault(_line(tree, "scenes", n, "choices", m, name), f"{place!r} does not exist.", cure)
        for k, later in enumerate(choice.later):
            for lost in sorted(set(later.at) - known):
                line = _line(tree, "scenes", n, "choices", m, "later", k, "at")
                yield Fault(line, f"the place {lost!r} does not exist.", cure)
        needs = choice.too_late or any(one.hours for one in (choice.effects, *(late.effects for late in choice.later)))
        if story.clock is None and needs:
            line = _line(tree, "scenes", n, "choices", m)
            yield Fault(line, f"{choice.key!r} moves a clock that the story does not have.", "Declare `clock`.")


def _articles(story: Story, tree: Node) -> Iterator[Fault]:
    declared, used = {one.key for one in story.articles}, set[str]()
    for n, m, _, choice in _choices(story):
        used |= set(choice.articles)
        line = _line(tree, "scenes", n, "choices", m)
        for lost in sorted(set(choice.articles) - declared):
            yield Fault(line, f"the article {lost!r} is not declared.", "Declare it under `articles`.")
        if choice.severity in ("violation", "crime") and not choice.articles:
            what = f"{choice.key!r} is a {choice.severity} and names no article."
            yield Fault(line, what, "Say which article it breaks.")
    for n, article in enumerate(story.articles):
        if article.key not in used:
            yield Fault(_line(tree, "articles", n), f"the article {article.key!r} is never used.", "Take it out.")


def _circles(story: Story, tree: Node) -> Iterator[Fault]:
    """Scenes from which a path comes back to them, or from which no ending is reached."""
    for n, scene in enumerate(story.scenes):
        reached = _reached(story, _ways(scene))
        if scene.key in reached:
            yield Fault(_line(tree, "scenes", n), f"the story goes round at {scene.key!r}.", "Lead it onward.")
        elif not any(story.ending(key) for key in reached):
            yield Fault(_line(tree, "scenes", n), f"{scene.key!r} is a dead end.", "Lead it to an ending.")


def _unreached(story: Story, tree: Node) -> Iterator[Fault]:
    reached = _reached(story, [story.start])
    scenes, endings = [one.key for one in story.scenes], [one.key for one in story.endings]
    for kind, keys in (("scenes", scenes), ("endings", endings)):
        for n, key in enumerate(keys):
            if key not in reached:
                what = f"{key!r} is never reached."
                yield Fault(_line(tree, kind, n), what, "Lead a choice to it, or take it out.")


def _walked(story: Story, tree: Node) -> Iterator[Fault]:
    paths = list(all_paths(story))
    if len(paths) >= MOST_PATHS:
        yield Fault(tree.place, f"the story has {MOST_PATHS} paths or more.", "Join some of its branches.")
        return
    if not best_path(story):
        yield Fault(tree.place, "there is no best path.", "Let harmless choices lead to an ending.")
    came_up, unpunished = set[int](), set[tuple[str, str]]()
    led = {(path[:n][-1], last_place(story, path[:n])) for path in paths for n in range(1, len(path) + 1)}
    for path in paths:
        met = {id(later) for _, later in surfaced(story, path)}
        came_up |= met
        for taken in path:
            choice = story.choice(*taken)
            if choice is not None and choice.severity == "crime" and not _follows(choice, path, story, met):
                unpunished.add(taken)
    for n, m, scene, choice in _choices(story):
        line = _line(tree, "scenes", n, "choices", m)
        if (scene.key, choice.key) in unpunished:
            what = f"the crime {choice.key!r} has no consequence on some path."
            yield Fault(line, what, "Let it cost trust, and let it come up `later` on every path or end the story.")
        for name, place in (("goto", choice.goto), ("too_late", choice.too_late)):
            if place is not None and ((scene.key, choice.key), place) not in led:
                what = f"{choice.key!r} never leads to {place!r}: the clock decides so on no path."
                yield Fault(_line(tree, "scenes", n, "choices", m, name), what, "Mend the hours.")
        for k, later in enumerate(choice.later):
            if id(later) not in came_up:
                what = f"this consequence of {choice.key!r} never comes up."
                yield Fault(_line(tree, "scenes", n, "choices", m, "later", k), what, "Mend `at`.")


def _follows(choice: Choice, path: tuple[tuple[str, str], ...], story: Story, met: set[int]) -> bool:
    """Whether a crime costs trust and either comes up later on this path or ends it."""
    ends_it = choice.goto == last_place(story, path) and story.ending(choice.goto) is not None
    return choice.effects.trust < 0 and (ends_it or any(id(later) in met for later in choice.later))


def _reached(story: Story, starts: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        key = waiting.pop()
        if key in found:
            continue
        found.add(key)
        scene = story.scene(key)
        waiting += _ways(scene) if scene else []
    return found


def _ways(scene: Scene) -> list[str]:
    ways = [(choice.goto, choice.too_late) for choice in scene.choices]
    return [place for pair in ways for place in pair if place is not None]


def _choices(story: Story) -> Iterator[tuple[int, int, Scene, Choice]]:
    for n, scene in enumerate(story.scenes):
        for m, choice in enumerate(scene.choices):
            yield n, m, scene, choice
