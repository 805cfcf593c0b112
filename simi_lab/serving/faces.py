"""The faces of the lab that exist here: dashboards and academy as routes, the summary as static pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from simi_lab.shell import Link, Route


@dataclass(frozen=True)
class Face:
    """One document of the server with its pages.

    Parameters
    ----------
    slug : its path ("dasbor")
    label : message id of its name
    icon : name of a Material icon
    routes : its pages, first one first
    """

    slug: str
    label: str
    icon: str
    routes: Sequence[Route]

    @property
    def link(self) -> Link:
        """The door to it in the menus of the others."""
        return Link(self.label, self.icon, self.slug)

    def has(self, page: str) -> bool:
        """Whether it has such a page."""
        return any(route.slug == page for route in self.routes)


@dataclass(frozen=True)
class _Room:
    slug: str
    label: str
    icon: str
    module: str
    function: str
    needs_run: bool


_ROOMS = (
    _Room("dasbor", "Dashboards", "query_stats", "simi_lab.dashboards", "routes", needs_run=True),
    _Room("belajar", "Academy", "school", "simi_lab.training.pages", "academy_routes", needs_run=False),
)


def face_list(run: Any = None) -> list[Face]:
    """Load the faces that exist; those that show figures only when a run is open."""
    faces = []
    for room in _ROOMS:
        make = None if room.needs_run and run is None else _routes_of(room)
        if make is not None:
            faces.append(Face(room.slug, room.label, room.icon, tuple(make())))
    return faces


def _routes_of(room: _Room) -> Callable[[], Sequence[Route]] | None:
    spec = find_spec(room.module)
    if spec is None or spec.origin is None:  # not built, or only a folder without a door
        return None
    return getattr(import_module(room.module), room.function)
