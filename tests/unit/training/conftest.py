"""A small whole module with one question of each kind, and a workspace of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from simi_lab.store.workspace import Workspace, open_workspace
from simi_lab.training import Module, Record, load_module


def words(text: str) -> dict[str, str]:
    return {"id": f"{text} (id)", "en": f"{text} (en)"}


def option(key: str, *, right: bool = False) -> dict[str, Any]:
    return {"key": key, "text": words(key), "feedback": words(f"about {key}"), **({"right": True} if right else {})}


def question(key: str, kind: str, **rest: Any) -> dict[str, Any]:
    hints = [words("first hint"), words("second hint")]
    shared = {"title": words(key), "stem": words("asked"), "hints": hints, "solution": words("solved")}
    return {"key": key, "kind": kind, "outcome": "goal", **shared, **rest}


HEAD: dict[str, Any] = {
    "id": "07_contoh",
    "version": 3,
    "title": words("Example"),
    "goal": words("Goal"),
    "minutes": 5,
    "role": "officer",
    "mastery": 0.8,
    "outcomes": {"goal": words("goal")},
    "steps": ["intro", "one", "some", "count", "sort"],
}
QUESTIONS: list[dict[str, Any]] = [
    question("one", "single", options=[option("a"), option("b", right=True), option("c")]),
    question(
        "some",
        "multiple",
        options=[option("a", right=True), option("b", right=True), option("c"), option("d", right=True)],
        missed=words("one is missing"),
    ),
    question(
        "count",
        "numeric",
        answer=560,
        tolerance=5,
        unit=words("km"),
        feedback=words("exactly"),
        low=words("too low"),
        high=words("too high"),
        mistakes=[{"value": 280, "feedback": words("one way only")}],
    ),
    question(
        "sort",
        "order",
        items=[{"key": key, "text": words(key), "because": words(f"{key} first")} for key in "pqrs"],
        feedback=words("in order"),
    ),
]
# The kinds that came later stand in a module of their own, so that the small one stays small.
MORE: list[dict[str, Any]] = [
    question(
        "pairs",
        "match",
        pairs=[
            {
                "key": key,
                "left": words(f"left {key}"),
                "right": words(f"right {key}"),
                "because": words(f"not for {key}"),
            }
            for key in "klm"
        ],
        lures=[{"key": "lure", "right": words("right of nothing")}],
        feedback=words("all found"),
    ),
    question(
        "cards",
        "sort",
        bins=[{"key": key, "text": words(key)} for key in ("yes", "no", "ask")],
        cards=[
            {"key": key, "text": words(f"card {key}"), "bin": place, "because": words(f"{key} belongs elsewhere")}
            for key, place in {"v": "yes", "w": "yes", "x": "no", "y": "ask"}.items()
        ],
        feedback=words("all sorted"),
    ),
    question(
        "short",
        "text",
        accept={"id": ["KTP-el", "KTP elektronik"], "en": ["electronic ID card"]},
        near=[
            {"forms": {"id": ["SIM"], "en": ["driving licence"]}, "feedback": words("for driving")},
            {"forms": {"id": ["kartu keluarga", "KK"]}, "feedback": words("of a household")},
        ],
        other=words("something else"),
        feedback=words("that one"),
    ),
]
MORE += [
    question(
        "read",
        "chart",
        figure="roads",
        options=[{**option("a"), "bar": "far"}, {**option("b", right=True), "bar": "near"}, option("c")],
    ),
    question(
        "paper",
        "specimen",
        paper={
            "look": "card",
            "title": words("card"),
            "desc": words("a card"),
            "photo": True,
            "fields": [
                {
                    "key": key,
                    "label": words(key),
                    "value": words(f"value {key}"),
                    "feedback": words(f"about {key}"),
                    **({"fault": True} if key in "eg" else {}),
                }
                for key in "efgh"
            ],
        },
        missed=words("one fault is still there"),
        feedback=words("all faults found"),
    ),
]
BARS: dict[str, Any] = {
    "kind": "bars",
    "title": words("roads"),
    "desc": words("long and short"),
    "unit": words("h"),
    "bars": [
        {"key": "far", "label": words("far"), "value": 14, "low": 12, "high": 17},
        {"key": "near", "label": words("near"), "value": 0.5},
    ],
}
LESSON = {"id": "# Contoh\n\n## Awal {#intro}\n\nTeks **tebal**.\n", "en": "## Start {#intro}\n\nSome **bold** text.\n"}


class Plain(yaml.SafeDumper):
    """Writes out what stands twice: lessons know no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def write_module(
    folder: Path,
    *,
    head: dict[str, Any] | None = None,
    questions: list[dict[str, Any]] | None = None,
    lesson: dict[str, str] | None = None,
) -> Path:
    """Write a module folder; what is not given is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    content = {"module.yaml": {**HEAD, **(head or {})}, "questions.yaml": {"questions": questions or QUESTIONS}}
    for name, tree in content.items():
        text = yaml.dump(tree, Dumper=Plain, sort_keys=False, allow_unicode=True)
        (folder / name).write_text(text, encoding="utf-8")
    for lang, text in {**LESSON, **(lesson or {})}.items():
        (folder / f"lesson.{lang}.md").write_text(text, encoding="utf-8")
    return folder


def write_rich(folder: Path, questions: list[dict[str, Any]] | None = None) -> Path:
    """Write the module of the later kinds."""
    asked = questions or MORE
    head = {"id": folder.name, "steps": ["intro", *(one["key"] for one in asked)], "diagrams": {"roads": BARS}}
    return write_module(folder, head=head, questions=asked)


@pytest.fixture
def module(tmp_path: Path) -> Module:
    return load_module(write_module(tmp_path / "modules" / "07_contoh"))


@pytest.fixture
def rich(tmp_path: Path) -> Module:
    """A module with a question of each later kind."""
    return load_module(write_rich(tmp_path / "modules" / "08_lebih"))


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(f"sqlite:///{tmp_path / 'workspace.db'}") as opened:
        yield opened


@pytest.fixture
def record(space: Workspace) -> Record:
    return Record(space, "kopi")
