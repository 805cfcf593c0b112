"""What Panel and Bokeh work out anew for every visitor though it never changes, worked out once.

With thirty visitors at the same moment these two were more than a third of the time until a page stood.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bokeh.core import has_props
from bokeh.core.serialization import Serializer
from panel.io.resources import Resources
from panel.reactive import ReactiveCustomBase, ReactiveHTML

_PLAIN = "_lab_plain"  # on our functions: what they stand before


def remember_what_stays() -> None:
    """Replace both workings-out in this process; calling it again changes nothing."""
    _remember_files()
    _remember_definitions()


def _remember_files() -> None:
    """Style and script files of all components: hundreds of classes are asked, each looks for its folder on disk."""
    plain: Any = Resources.extra_resources
    if hasattr(plain, _PLAIN):
        return
    kept: dict[tuple[Any, ...], list[Any]] = {}

    def extra_resources(self: Any, resources: list[Any], resource_type: str) -> None:
        from panel.io.state import state

        loaded, own = ReactiveHTML._loaded_extensions, state._extensions  # of this process, of this document
        known = (frozenset(loaded), None if own is None else frozenset(own), sum(1 for _ in _below(ReactiveCustomBase)))
        key = (resource_type, self.mode, state.rel_path, *known)
        if key not in kept:
            kept[key] = []
            plain(self, kept[key], resource_type)
        resources += [one for one in kept[key] if one not in resources]

    setattr(extra_resources, _PLAIN, plain)
    owner: Any = Resources
    owner.extra_resources = extra_resources


def _remember_definitions() -> None:
    """Definitions of components' data: written into every document, the same each time."""
    encoders: Any = Serializer._encoders
    plain = encoders[has_props.MetaHasProps]
    if hasattr(plain, _PLAIN):
        return
    kept: dict[type, Any] = {}

    def encode(model: Any, serializer: Any) -> Any:
        if model in kept:
            serializer.add_ref(model, {"id": model.__qualified_model__})
            return kept[model]
        written = plain(model, serializer)
        if isinstance(written, dict) and written.get("type") == "model" and not _has_objects(written):
            kept[model] = written
        return written

    setattr(encode, _PLAIN, plain)
    encoders[has_props.MetaHasProps] = encode


def _below(parent: type[Any]) -> Iterable[type[Any]]:
    children: list[type[Any]] = parent.__subclasses__()
    for child in children:
        yield child
        yield from _below(child)


def _has_objects(value: Any) -> bool:
    """Whether something written belongs to one document: an object with a key of its own, or raw bytes."""
    if isinstance(value, dict):
        return value.get("type") in ("object", "bytes", "ndarray") or any(map(_has_objects, value.values()))
    return any(map(_has_objects, value)) if isinstance(value, list | tuple) else False
