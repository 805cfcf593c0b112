"""Faults of a scenario with file, line and cure, all of them at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from simi_lab.errors import Fault, ScenarioError
from simi_lab.scenario.number import Sourced
from simi_lab.scenario.tree import Node

Step = str | int
M = TypeVar("M", bound=BaseModel)

_NUMBER_FORM = '{value: 16000, unit: applications/year, source: "...", mark: assumed, reason: "..."}'
_CURES = {
    "date": "Write a day that exists as 2024-08-01, a month as 2024-08.",
    "time": 'Write a time as "08:00".',
    "literal": "Choose one of these.",
    "enum": "Choose one of these.",
    "float": "Write a plain number such as 0.5 (a decimal point, no separator of thousands).",
    "int": "Write a whole number such as 12 (no separator of thousands).",
    "string": 'Put it in quotes if it is a code, such as "18.04".',
}


def validated(model: type[M], tree: Node) -> M:
    """Turn a tree into a model.

    Parameters
    ----------
    model : pydantic model whose unknown keys are errors
    tree : what `read_yaml` or `merge` gave

    Raises
    ------
    ScenarioError
        Every fault, in the order of the files, each with `file:line`, the key and what to write instead.
    """
    try:
        return model.model_validate(tree.plain())
    except ValidationError as error:
        raise ScenarioError(faults_of(error, model, tree)) from None


def faults_of(error: ValidationError, model: type[BaseModel], tree: Node) -> list[Fault]:
    """Faults of one validation, sorted by file and line."""
    found: dict[tuple[str, int, str], Fault] = {}
    for item in error.errors(include_url=False):
        loc = _named(item["loc"], tree)
        node = tree.nearest(loc)
        fault = _fault(item, loc, node, model)
        found.setdefault((node.file, node.line, fault.what), fault)
    return [found[key] for key in sorted(found)]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the nearest known word as a question, else all known words."""
    found = suggestion(word, known)
    return found.pop("cure").format(**found)


def suggestion(word: str, known: Iterable[str]) -> dict[str, str]:
    """Cure of an error about an unknown word, with its values: `SimiError("no run {name}.", **suggestion(...))`."""
    words = sorted(known)
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    if near:
        return {"cure": "Did you mean {near}?", "near": near[0]}
    return {"cure": "There are: {known}.", "known": ", ".join(words) or "-"}


def _named(loc: Sequence[Step], tree: Node) -> list[Step]:
    """Drop the steps that pydantic adds for unions and checks; keep those of the file and a last missing key."""
    kept: list[Step] = []
    here = tree
    for index, step in enumerate(loc):
        child = here.nearest([step])
        if child is not here:
            kept.append(step)
            here = child
        elif index == len(loc) - 1 and isinstance(step, str) and isinstance(here.value, dict) and "[" not in step:
            kept.append(step)
    return kept


def _fault(item: Mapping[str, Any], loc: list[Step], node: Node, model: type[BaseModel]) -> Fault:
    name = ".".join(str(step) for step in loc) or "the file"
    kind: str = item["type"]
    parent = _model_at(model, loc[:-1])
    if kind == "extra_forbidden":
        known = parent.model_fields if parent else ()
        return Fault(node.place, f"unknown key {name!r}.", did_you_mean(str(loc[-1]), known))
    if kind == "missing":
        return Fault(node.place, f"key {name!r} is missing.", _missing_cure(str(loc[-1]), parent))
    if kind in ("model_type", "model_attributes_type"):
        if _is_sourced(_model_at(model, loc)):
            return Fault(node.place, f"{name!r} is a number without unit, source and mark.", f"Write {_NUMBER_FORM}.")
        return Fault(node.place, f"{name!r} must be a map of keys, not {node.plain()!r}.", "Write its keys below it.")
    if kind == "value_error":
        reason = str(item["ctx"]["error"])
        return Fault(node.place, f"{name!r}: {reason}.".replace("..", "."), _value_cure(reason))
    return Fault(node.place, f"{name!r} is {_short(item['input'])}: {_lowered(item['msg'])}.", _type_cure(kind))


def _missing_cure(key: str, parent: type[BaseModel] | None) -> str:
    if _is_sourced(parent):
        return f"A number carries unit, source and mark: {_NUMBER_FORM}."
    return f"Add `{key}: ...` here."


def _value_cure(reason: str) -> str:
    return 'Add reason: "..." beside it.' if "reason" in reason else "Correct the value."


def _type_cure(kind: str) -> str:
    return next((cure for word, cure in _CURES.items() if kind.startswith(word)), "Correct the value.")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")


def _is_sourced(model: type[BaseModel] | None) -> bool:
    return model is not None and issubclass(model, Sourced)


def _model_at(model: type[BaseModel] | None, loc: Sequence[Step]) -> type[BaseModel] | None:
    """Model that describes the value at a path; None where the path leaves the models."""
    annotation: Any = model
    for step in loc:
        annotation = _step_into(annotation, step)
    return _first_model(annotation)


def _step_into(annotation: Any, step: Step) -> Any:
    origin = get_origin(annotation)
    if origin in (list, tuple, set, frozenset) and isinstance(step, int):
        return (get_args(annotation) or (None,))[0]
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return (get_args(annotation) or (None, None))[1]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = annotation.model_fields.get(str(step))
        return field.annotation if field else None
    if origin is Annotated or origin is Union or str(origin) == "<class 'types.UnionType'>":
        found = (_step_into(choice, step) for choice in get_args(annotation))
        return next((item for item in found if item is not None), None)
    return None


def _first_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (list, tuple, set, frozenset) or _is_mapping(annotation):
        return None
    return next((found for choice in get_args(annotation) if (found := _first_model(choice)) is not None), None)


def _is_mapping(annotation: Any) -> bool:
    origin = get_origin(annotation)
    return isinstance(origin, type) and issubclass(origin, Mapping)
