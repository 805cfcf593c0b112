"""The paths through a story: all of them, the best one, and where the meters stand on each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simi_lab.training.content.story import WORTH, Effects, Later, Severity, Story

Path = tuple[tuple[str, str], ...]  # (scene, choice) in the order in which they were taken
MOST_PATHS = 20_000


@dataclass(frozen=True)
class Meters:
    """Trust 0 to 100, delay in minutes, hours on the breach clock (None while it does not run)."""

    trust: int
    delay: float = 0.0
    hours: float | None = None


def all_paths(story: Story, *, harmless_only: bool = False) -> Iterator[Path]:
    """Yield every way from the start to an ending; of a story that goes round, the ways that end.

    At most `MOST_PATHS`, so that a faulty file cannot keep an author waiting.
    """
    found = 0
    stack: list[tuple[str, Path]] = [(story.start, ())]
    while stack and found < MOST_PATHS:
        place, path = stack.pop()
        scene = story.scene(place)
        if scene is None:
            if story.ending(place) is not None:
                found += 1
                yield path
            continue
        if any(place == one for one, _ in path):
            continue  # gone round: told as a fault by `faults`
        stack += [
            (choice.goto, (*path, (place, choice.key)))
            for choice in reversed(scene.choices)
            if choice.severity == "harmless" or not harmless_only
        ]


def last_place(story: Story, path: Sequence[tuple[str, str]]) -> str:
    """Return where a path has led so far: a scene or an ending."""
    if not path:
        return story.start
    choice = story.choice(*path[-1])
    return choice.goto if choice else story.start


def surfaced(story: Story, path: Sequence[tuple[str, str]]) -> list[tuple[str, Later]]:
    """Return the later consequences that have come up, each with the place where it did, in order of the places."""
    places = [*(scene for scene, _ in path), last_place(story, path)]
    found: list[tuple[int, str, Later]] = []
    for n, taken in enumerate(path):
        choice = story.choice(*taken)
        for later in choice.later if choice else []:
            at = next((m for m in range(n + 1, len(places)) if places[m] in later.at), None)
            if at is not None:
                found.append((at, places[at], later))
    return [(place, later) for _, place, later in sorted(found, key=lambda one: one[0])]


def meters(story: Story, path: Sequence[tuple[str, str]], asked: Sequence[tuple[str, str]] = ()) -> Meters:
    """Work out where the meters stand after a path and the facts asked for on it."""
    trust, delay, hours = story.trust, 0.0, 0.0
    runs = False
    came_up = surfaced(story, path)
    places = [*(scene for scene, _ in path), last_place(story, path)]
    for n, place in enumerate(places):
        runs = runs or (story.clock is not None and place == story.clock.starts)
        scene = story.scene(place)
        minutes = {fact.key: fact.minutes for fact in scene.facts} if scene else {}
        delay += sum(minutes.get(fact, 0.0) for at, fact in asked if at == place)
        happened = [later.effects for at, later in came_up if at == place]
        choice = story.choice(*path[n]) if n < len(path) else None
        for effects in [*happened, *([choice.effects] if choice else [])]:
            trust, delay = _moved(trust, delay, effects)
            hours += effects.hours if runs else 0.0
    return Meters(trust, delay, hours if runs else None)


def _moved(trust: int, delay: float, effects: Effects) -> tuple[int, float]:
    return min(max(trust + effects.trust, 0), 100), delay + effects.delay


def severities(story: Story, path: Sequence[tuple[str, str]]) -> list[Severity]:
    """Return the severity of each choice on a path."""
    return [choice.severity for taken in path if (choice := story.choice(*taken)) is not None]


def path_marks(story: Story, path: Sequence[tuple[str, str]]) -> float:
    """Share of the marks that a path earns, 0 to 1: the mean over its choices."""
    found = severities(story, path)
    return sum(WORTH[severity] for severity in found) / len(found) if found else 0.0


def best_path(story: Story) -> Path:
    """Return the path that harms nobody, with most trust and then least delay; empty when there is none."""

    def cost(path: Path) -> tuple[int, float, int]:
        end = meters(story, path)
        return -end.trust, end.delay, len(path)

    return min(all_paths(story, harmless_only=True), key=cost, default=())


def most_delay(story: Story) -> float:
    """Return minutes that no path exceeds: the length of the meter's bar."""
    total = 0.0
    for scene in story.scenes:
        each = [choice.effects.delay + sum(one.effects.delay for one in choice.later) for choice in scene.choices]
        total += max(each) + sum(fact.minutes for fact in scene.facts)
    return total
