"""From a scenario's name and its changes to the one world that is asked for.

A scenario may begin with `extends: NAME` and hold only differences to that one; a change file has the head `change`,
`title` and `about` and below it only differences. Differences laid over a scenario:

- maps are merged key by key;
- lists and single values are replaced;
- a number (a map with `value` or `values`) is replaced whole, so that a new value never keeps the old source;
- `null` is a value like any other;
- changes are laid on in the order in which they are named; the later wins;
- below all of them lie the declared patterns (`typologies/*.yaml`), so that a scenario may differ from one in a number.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import reduce
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import Field, model_validator

from simi_lab import paths
from simi_lab.errors import BadRequest, Fault, ScenarioError
from simi_lab.scenario.faults import suggestion, validated
from simi_lab.scenario.number import Section, check_languages
from simi_lab.scenario.tree import Node, read_yaml, shown


class Resolved(NamedTuple):
    """A scenario after its changes.

    Parameters
    ----------
    plain : every key with its value, defaults included, as JSON holds it
    hash : SHA-256 over `plain`, 64 hexadecimal digits
    files : the files that were read, as they are shown
    """

    plain: dict[str, Any]
    hash: str
    files: list[str]


class ChangeHead(Section):
    """The head of a change file."""

    change: str = Field(pattern="^[a-z0-9_]+$")
    title: dict[str, str]
    about: dict[str, str]

    @model_validator(mode="after")
    def _both_languages(self) -> ChangeHead:
        check_languages(title=self.title, about=self.about)
        return self


def resolve(name_or_path: str | Path, changes: Sequence[str | Path] = ()) -> Resolved:
    """Read a scenario, lay its changes over it and check the whole.

    Parameters
    ----------
    name_or_path : name of a committed scenario or preset, or path of a YAML file
    changes : names of committed changes, or paths, in order

    Raises
    ------
    BadRequest
        No such scenario or change; the message names those there are.
    ScenarioError
        Every fault of all files at once, each with file, line and cure.
    """
    from simi_lab.scenario.model import Scenario

    faults: list[Fault] = []
    chain = _chain(find(name_or_path, paths.scenarios_dir(), "scenario"), faults)
    files = [find(change, changes_dir(), "change") for change in changes]
    patterns = sorted(paths.typologies_dir().glob("*.yaml"))
    declared = _typologies(patterns)
    layers = [declared, *(_body(tree) for _, tree in chain), *(_differences(file, faults) for file in files)]
    tree = reduce(merge, layers)
    try:
        scenario = validated(Scenario, tree)
    except ScenarioError as error:
        faults = [*error.faults, *faults]
    if faults:
        raise ScenarioError(faults)
    plain = scenario.model_dump(mode="json")
    read = (*(path for path, _ in chain), *files)
    return Resolved(plain, hash_of(plain), [shown(file) for file in read])


def merge(base: Node, change: Node) -> Node:
    """Lay a change over a tree, by the rule at the head of this module; each value keeps the place it came from."""
    if not isinstance(base.value, dict) or not isinstance(change.value, dict):
        return change
    if _is_number(base) or _is_number(change):
        return change
    merged = dict(base.value)
    for key, child in change.value.items():
        merged[key] = merge(merged[key], child) if key in merged else child
    return Node(merged, change.file, change.line)  # a section that does not fit together was last touched there


def hash_of(plain: Any) -> str:
    """SHA-256 over the JSON of plain values, keys sorted."""
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def known_scenarios() -> list[str]:
    """Names of the committed scenarios."""
    return _names(paths.scenarios_dir())


def known_changes() -> list[str]:
    """Names of the committed changes."""
    return _names(changes_dir())


def known_presets() -> list[str]:
    """Names of the committed presets: worlds held against published figures, not to practise on."""
    return _names(presets_dir())


def presets_dir() -> Path:
    """Folder of the committed presets."""
    return paths.scenarios_dir() / "presets"


def changes_dir() -> Path:
    """Folder of the committed changes."""
    return paths.scenarios_dir() / "changes"


def find(name_or_path: str | Path, folder: Path, what: str) -> Path:
    """File of a name in a folder, or the path itself when it ends in .yaml or .yml.

    Raises
    ------
    BadRequest
        There is no such file.
    """
    path = Path(name_or_path)
    if path.suffix in (".yaml", ".yml"):
        if path.is_file():
            return path
        raise BadRequest("There is no such file.", where=str(path), cure="Check the path.")
    folders = [folder, presets_dir()] if what == "scenario" else [folder]
    for each in folders:
        if str(name_or_path) in _names(each):
            return each / f"{name_or_path}.yaml"
    unknown = "There is no scenario {name}." if what == "scenario" else "There is no change {name}."
    raise BadRequest(unknown, name=str(name_or_path), **suggestion(str(name_or_path), _names(folder)))


def _chain(file: Path, faults: list[Fault]) -> list[tuple[Path, Node]]:
    """Read a scenario and those it extends, the deepest first."""
    chain: list[tuple[Path, Node]] = []
    while True:
        tree = read_yaml(file)
        chain.insert(0, (file, tree))
        base = _entry(tree, "extends")
        if base is None:
            return chain
        for key in ("name", "title", "about"):
            if _entry(tree, key) is None:
                faults.append(Fault(tree.place, f"key {key!r} is missing.", "A scenario that extends another says it."))
        file = _base_file(base, file)
        if file.resolve() in [path.resolve() for path, _ in chain]:
            raise ScenarioError([Fault(base.place, "the scenario extends itself.", "Name another one.")])


def _base_file(base: Node, file: Path) -> Path:
    try:
        if str(base.value).endswith((".yaml", ".yml")):
            return find(file.parent / str(base.value), paths.scenarios_dir(), "scenario")
        return find(str(base.value), paths.scenarios_dir(), "scenario")
    except BadRequest as error:
        fault = Fault(
            base.place, f"extends {base.value!r}, which does not exist.", (error.cure or "").format(**error.values)
        )
        raise ScenarioError([fault]) from None


def _body(tree: Node) -> Node:
    assert isinstance(tree.value, dict)
    return Node({key: child for key, child in tree.value.items() if key != "extends"}, tree.file, tree.line)


def _typologies(files: Sequence[Path]) -> Node:
    """Every declared pattern, among applications or guarantors, as the layer that all scenarios lie upon."""
    trees = {str(entry.value): tree for tree in map(read_yaml, files) if (entry := _entry(tree, "typology"))}
    bodies: dict[str, dict[str, Node]] = {"applications": {}, "guarantors": {}}
    for name, tree in trees.items():
        of = _entry(tree, "of")
        if of is not None and str(of.value) in bodies:
            assert isinstance(tree.value, dict)
            kept = {key: child for key, child in tree.value.items() if key != "typology"}
            bodies[str(of.value)][name] = Node(kept, tree.file, tree.line)
    here = next(iter(trees.values())).file if trees else "typologies"
    layer = {"typologies": bodies["applications"], "foreign": bodies["guarantors"]}
    return Node({section: Node(dict(each), here, 1) for section, each in layer.items()}, here, 1)


def _differences(file: Path, faults: list[Fault]) -> Node:
    tree = read_yaml(file)
    assert isinstance(tree.value, dict)
    head = {key: child for key, child in tree.value.items() if key in ChangeHead.model_fields}
    rest = {key: child for key, child in tree.value.items() if key not in head}
    try:
        validated(ChangeHead, Node(head, tree.file, tree.line))
    except ScenarioError as error:
        faults += error.faults
    if not rest:
        faults.append(Fault(tree.place, "the change changes nothing.", "Add the keys that differ."))
    return Node(rest, tree.file, tree.line)


def _entry(tree: Node, key: str) -> Node | None:
    return tree.value.get(key) if isinstance(tree.value, dict) else None


def _names(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.yaml")) if folder.is_dir() else []


def _is_number(node: Node) -> bool:
    return isinstance(node.value, dict) and ("value" in node.value or "values" in node.value)
