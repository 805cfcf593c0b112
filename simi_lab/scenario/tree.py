"""YAML read as a tree in which every value knows its file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from simi_lab import paths
from simi_lab.errors import Fault, ScenarioError

Scalar = str | int | float | bool | None

_INT = re.compile(r"[-+]?(0|[1-9][0-9_]*)")
_FLOAT = re.compile(r"[-+]?([0-9][0-9_]*)?\.[0-9]+([eE][-+]?[0-9]+)?|[-+]?[0-9]+\.?[eE][-+]?[0-9]+")
_LEAD = re.compile(r"^[ \t?:-]+", re.MULTILINE)  # no block begins further to the right than this
_BRACKET = re.compile(r"[\[\]{}]")
_DEEPEST = 200
_WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(frozen=True)
class Node:
    """One value of a file and the line where its key (or, in a list, the value) stands."""

    value: dict[str, Node] | list[Node] | Scalar
    file: str
    line: int

    @property
    def place(self) -> str:
        """`file:line`, the form in which faults name it."""
        return f"{self.file}:{self.line}"

    def plain(self) -> Any:
        """Return the value without its places, as dicts, lists and scalars."""
        if isinstance(self.value, dict):
            return {key: child.plain() for key, child in self.value.items()}
        if isinstance(self.value, list):
            return [child.plain() for child in self.value]
        return self.value

    def nearest(self, path: Sequence[str | int]) -> Node:
        """Return the deepest node on a path; steps that are not in the file are passed over."""
        here = self
        for step in path:
            child = _child(here, step)
            here = child if child is not None else here
        return here


def read_yaml(path: Path) -> Node:
    """Read one YAML file, every key with its line.

    Only plain data is accepted: no tags, no anchors, one document, a map at the top. Words are read as in YAML 1.2
    (`no` is text, `16:00` is text, days stay text); digits with a leading zero are text, because they are codes.

    Raises
    ------
    ScenarioError
        The file is missing or is not YAML, a key stands twice, or a tag or an anchor is used; all faults at once
        where the file can be read on.
    """
    name = shown(path)
    try:
        root = _compose(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ScenarioError([Fault(name, f"cannot be read ({error.strerror}).", "Check the path.")]) from None
    except UnicodeDecodeError:
        raise ScenarioError([Fault(name, "is not UTF-8 text.", "Save it as UTF-8.")]) from None
    except yaml.YAMLError as error:
        raise ScenarioError([_not_yaml(name, error)]) from None
    except RecursionError:
        raise ScenarioError([Fault(name, "is nested too deeply.", "Write it flatter.")]) from None
    faults: list[Fault] = []
    tree = _convert(root, name, 1, faults, set()) if root is not None else Node({}, name, 1)
    if not isinstance(tree.value, dict):
        faults.append(Fault(tree.place, "the file must be a map of keys.", "Begin with lines like `name: ...`."))
    if faults:
        raise ScenarioError(faults)
    return tree


def shown(path: Path) -> str:
    """Return a path as it is shown: relative to the checkout where it lies inside."""
    try:
        return path.resolve().relative_to(paths.root()).as_posix()
    except ValueError:
        return str(path)


class _Loader(yaml.SafeLoader):
    """Resolves nothing by itself: words get their type in `_scalar`."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012


class _QuickLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # which it is, is known here
    """The same in C where there is one, about ten times as fast."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012


def _compose(text: str) -> Any:
    """Compose a document: quickly, or by the patient way where the text is deeply nested or has faults.

    Deep nesting ends the loader in C, and Python with it, without a word; and only the other one says what is wrong in
    the words that authors know.
    """
    if _depth_at_most(text) <= _DEEPEST:
        try:
            return yaml.compose(text, Loader=_QuickLoader)
        except yaml.YAMLError:
            pass
    return yaml.compose(text, Loader=_Loader)


def _depth_at_most(text: str) -> int:
    """Return a bound of how deep a text can be nested: by its deepest indentation and by brackets opened in a row."""
    indent = max((len(found[0]) for found in _LEAD.finditer(text)), default=0)
    opened = deepest = 0
    for found in _BRACKET.finditer(text):
        opened = opened + 1 if found[0] in "[{" else max(opened - 1, 0)
        deepest = max(deepest, opened)
    return indent + deepest


def _child(node: Node, step: str | int) -> Node | None:
    if isinstance(node.value, dict):
        return node.value.get(str(step))
    if isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    return None


def _not_yaml(name: str, error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "unreadable character"
    place = f"{name}:{mark.line + 1}" if mark else name
    return Fault(place, f"this is not YAML: {problem}.", "Look here for a tab, a missing colon or a missing quote.")


def _convert(node: yaml.Node, file: str, line: int, faults: list[Fault], seen: set[int]) -> Node:
    place = f"{file}:{node.start_mark.line + 1}"
    if id(node) in seen:
        faults.append(Fault(place, "anchors and aliases (& and *) are not used here.", "Write the values out."))
        return Node(None, file, line)
    seen.add(id(node))
    if not node.tag.startswith("tag:yaml.org,2002:") or node.tag.rsplit(":", 1)[1] not in {"str", "map", "seq"}:
        faults.append(Fault(place, f"the tag {node.tag!r} is not used here.", "Leave it out."))
        return Node(None, file, line)
    if isinstance(node, yaml.MappingNode):
        return Node(dict(_entries(node, file, faults, seen)), file, line)
    if isinstance(node, yaml.SequenceNode):
        items = [_convert(item, file, item.start_mark.line + 1, faults, seen) for item in node.value]
        return Node(items, file, line)
    return Node(_scalar(node), file, line)


def _entries(node: yaml.MappingNode, file: str, faults: list[Fault], seen: set[int]) -> Iterator[tuple[str, Node]]:
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        if key is None:
            faults.append(Fault(f"{file}:{line}", "a key must be a word.", "Write `key: value`."))
        elif key in lines:
            what = f"key {key!r} stands twice (first on line {lines[key]})."
            faults.append(Fault(f"{file}:{line}", what, "Keep one of them."))
        else:
            lines[key] = line
            yield key, _convert(value_node, file, line, faults, seen)


def _scalar(node: yaml.Node) -> Scalar:
    text: str = node.value
    if getattr(node, "style", None):  # quoted or block text; plain words have none
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
