"""Places of a scenario named by a path such as `filing.kinds.new`, with what the scenario says about them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from simi_lab.scenario.faults import did_you_mean

EVERY = "*"
_ABOUT = {"unit", "source", "mark", "reason"}


class Place(NamedTuple):
    """A value of a scenario, the keys that stood for the stars of the path, and its source and mark."""

    value: Any
    keys: tuple[str, ...]
    source: str
    mark: str


class PlaceError(LookupError):
    """The path leads nowhere."""

    def __init__(self, what: str, cure: str) -> None:
        self.what, self.cure = what, cure
        super().__init__(f"{what} {cure}")


def find_places(plain: dict[str, Any], path: str) -> list[Place]:
    """Every value that a path names.

    Parameters
    ----------
    plain : a scenario as JSON holds it
    path : keys with dots between; `*` is every key. `values` and `value` of a number are left out of it.

    Raises
    ------
    PlaceError
        A key is unknown; the message names the nearest one.

    Examples
    --------
    >>> plain = {"filing": {"kinds": {"values": {"new": 0.6, "lost": 0.4}, "source": "Kendari", "mark": "sourced"}}}
    >>> [(place.value, place.keys) for place in find_places(plain, "filing.kinds.*")]
    [(0.6, ('new',)), (0.4, ('lost',))]
    """
    return list(_walk(plain, path.split("."), path, (), ("", "")))


def _walk(here: Any, steps: list[str], path: str, keys: tuple[str, ...], about: tuple[str, str]) -> Iterator[Place]:
    if isinstance(here, dict) and "source" in here and "mark" in here:
        about = (str(here["source"]), str(here["mark"]))
    here = _unwrapped(here, steps)
    if not steps:
        if isinstance(here, dict | list):
            raise PlaceError(f"{path} is no single value.", "Go on to one of its keys, or end it with `.*`.")
        yield Place(here, keys, *about)
        return
    if not isinstance(here, dict):
        if EVERY in path and here is None:
            return
        raise PlaceError(f"the scenario has no {path!r}.", f"Nothing stands below {path.split('.' + steps[0])[0]!r}.")
    step, rest = steps[0], steps[1:]
    known = [key for key in here if key not in _ABOUT]
    if step == EVERY:
        for key in known:
            yield from _walk(here[key], rest, path, (*keys, key), about)
    elif step in here:
        yield from _walk(here[step], rest, path, keys, about)
    else:
        raise PlaceError(f"the scenario has no {path!r}: {step!r} is unknown.", did_you_mean(step, known))


def _unwrapped(here: Any, steps: list[str]) -> Any:
    """A number stands for its value, a table of shares for its entries."""
    if isinstance(here, dict):
        if "value" in here and not steps:
            return here["value"]
        if "values" in here and steps and steps[0] not in here:
            return here["values"]
    return here
