"""The paths through a story: all of them, the best one, and where the meters stand on each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simi_lab.training.content.story import WORTH, Choice, Effects, Later, Severity, Story

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
            (_leads_to(story, choice, (*path, (place, choice.key))), (*path, (place, choice.key)))
            for choice in reversed(scene.choices)
            if choice.severity == "harmless" or not harmless_only
        ]


def last_place(story: Story, path: Sequence[tuple[str, str]]) -> str:
    """Return where a path has led so far: a scene or an ending."""
    if not path:
        return story.start
    choice = story.choice(*path[-1])
    return _leads_to(story, choice, path) if choice else story.start


def _leads_to(story: Story, choice: Choice, path: Sequence[tuple[str, str]]) -> str:
    """Return where the last choice of a path leads: somewhere else, if it says so, once the clock has run out."""
    if choice.too_late is None:
        return choice.goto
    hours = _clock(story, path, [scene for scene, _ in path])
    return choice.too_late if hours is not None and hours > story.limit else choice.goto


def surfaced(story: Story, path: Sequence[tuple[str, str]]) -> list[tuple[str, Later]]:
    """Return the later consequences that have come up, each with the place where it did, in order of the places."""
    return _surfaced(story, path, [*(scene for scene, _ in path), last_place(story, path)])


def _surfaced(story: Story, path: Sequence[tuple[str, str]], places: Sequence[str]) -> list[tuple[str, Later]]:
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
    trust, delay = story.trust, 0.0
    places = [*(scene for scene, _ in path), last_place(story, path)]
    for place, effects in _effects(story, path, places):
        if effects is None:
            scene = story.scene(place)
            minutes = {fact.key: fact.minutes for fact in scene.facts} if scene else {}
            delay += sum(minutes.get(fact, 0.0) for at, fact in asked if at == place)
        else:
            trust, delay = _moved(trust, delay, effects)
    return Meters(trust, delay, _clock(story, path, places))


def _clock(story: Story, path: Sequence[tuple[str, str]], places: Sequence[str]) -> float | None:
    """Hours that the clock shows after a path through places; None when it has not started."""
    if story.clock is None or story.clock.starts not in places:
        return None
    hours, runs = 0.0, False
    for place, effects in _effects(story, path, places):
        runs = (runs or place == story.clock.starts) and place != story.clock.stops
        hours += effects.hours if runs and effects else 0.0
    return hours


def _effects(
    story: Story, path: Sequence[tuple[str, str]], places: Sequence[str]
) -> Iterator[tuple[str, Effects | None]]:
    """Yield, place by place: the arrival (None), what came up there from earlier choices, what was chosen there."""
    came_up = _surfaced(story, path, places)
    for n, place in enumerate(places):
        yield place, None
        yield from ((place, later.effects) for at, later in came_up if at == place)
        choice = story.choice(*path[n]) if n < len(path) else None
        if choice:
            yield place, choice.effects


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
