"""From names to one resolved world."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from simi_lab.scenario.load import changes_dir, hash_of, known_changes, known_scenarios, merge, resolve
from simi_lab.scenario.model import Scenario
from simi_lab.scenario.tree import Node, read_yaml

Write = Callable[[str, str], Path]

CHANGE = "change: {name}\ntitle: {{id: A, en: B}}\nabout: {{id: A, en: B}}\n{body}\n"


def node(text: str, tmp_path: Path, name: str) -> Node:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_yaml(path)


def test_maps_merge_lists_replace_and_a_number_is_one_thing(tmp_path: Path) -> None:
    base = node("a: {b: 1, c: 2}\nl: [1, 2]\nn: {value: 1, unit: day, source: s}\ns: {values: {x: 1}}\n", tmp_path, "b")
    change = node("a: {c: 3, d: null}\nl: [9]\nn: {value: 2}\ns: {values: {y: 1}}\n", tmp_path, "c")
    expected = {"a": {"b": 1, "c": 3, "d": None}, "l": [9], "n": {"value": 2}, "s": {"values": {"y": 1}}}
    merged = merge(base, change)
    assert merged.plain() == expected
    assert Path(merged.nearest(["a", "b"]).file).name == "b"
    assert Path(merged.nearest(["a", "c"]).file).name == "c"
    assert base.plain()["a"] == {"b": 1, "c": 2}


@pytest.mark.parametrize("name", known_scenarios())
def test_every_committed_scenario_resolves_under_its_own_name(name: str) -> None:
    found = resolve(name)
    assert found.plain["name"] == name
    assert found.files[-1] == f"synthetic_data/scenarios/{name}.yaml"
    assert Scenario.model_validate(json.loads(json.dumps(found.plain))).model_dump(mode="json") == found.plain


@pytest.mark.parametrize("name", known_changes())
def test_every_committed_change_fits_the_default_world(name: str) -> None:
    found = resolve("kotabumi", [name])
    assert found.files[-1] == f"synthetic_data/scenarios/changes/{name}.yaml"
    assert read_yaml(changes_dir() / f"{name}.yaml").plain()["change"] == name


def test_the_hash_follows_the_content_and_nothing_else(write: Write, tmp_path: Path) -> None:
    first = resolve("mungil")
    assert first.hash == hash_of(first.plain) == resolve("mungil").hash
    copy = tmp_path / "elsewhere.yaml"
    copy.write_text("# a remark\n" + (tmp_path / "scenarios" / "mungil.yaml").read_text("utf-8"), "utf-8")
    assert resolve(copy).hash == first.hash
    write("changes/never.yaml", CHANGE.format(name="never", body="simi: {go_live: null}"))
    assert resolve("mungil", ["never"]).hash != first.hash


def test_the_later_change_wins(write: Write) -> None:
    for name, day in (("early", "2024-06-01"), ("late", "2024-09-01")):
        write(f"changes/{name}.yaml", CHANGE.format(name=name, body=f"simi: {{go_live: {day}}}"))
    assert resolve("mungil", ["early", "late"]).plain["simi"]["go_live"] == "2024-09-01"
    assert resolve("mungil", ["late", "early"]).plain["simi"]["go_live"] == "2024-06-01"
