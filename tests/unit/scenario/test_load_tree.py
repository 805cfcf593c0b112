"""Reading YAML with a line for every key."""

from __future__ import annotations

from pathlib import Path

import pytest

from simi_lab import paths
from simi_lab.errors import ScenarioError
from simi_lab.scenario.tree import Node, read_yaml

TEXT = """\
name: small  # remark
hours:
  open: 08:00
  shut: 16:00
people:
  - sex: no
    born: 2024-02-30
  - codes: ["18.04", 18.04, 0812, 007]
n: {value: 16_000, share: .5, big: 1e6, off: false, none: null, quoted: "12", empty: }
"""


@pytest.fixture
def tree(tmp_path: Path) -> Node:
    path = tmp_path / "a.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return read_yaml(path)


def faults_of(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_yaml(path)
    assert caught.value.exit_code == 2
    return [str(fault).replace(str(tmp_path) + "/", "") for fault in caught.value.faults]


def test_words_mean_what_an_office_means_by_them(tree: Node) -> None:
    plain = tree.plain()
    assert plain["hours"] == {"open": "08:00", "shut": "16:00"}
    assert plain["people"][0] == {"sex": "no", "born": "2024-02-30"}
    assert plain["people"][1]["codes"] == ["18.04", 18.04, "0812", "007"]


def test_numbers_flags_and_nothing_are_told_apart(tree: Node) -> None:
    expected = {"value": 16000, "share": 0.5, "big": 1e6, "off": False, "none": None, "quoted": "12", "empty": None}
    assert tree.plain()["n"] == expected
    assert isinstance(tree.plain()["n"]["value"], int)


@pytest.mark.parametrize(
    ("path", "line"),
    [(["name"], 1), (["hours"], 2), (["hours", "shut"], 4), (["people", 0, "born"], 7), (["people", 1], 8),
     (["n", "share"], 9), (["hours", "unknown"], 2), (["people", 7], 5)],
)  # fmt: skip
def test_each_key_knows_its_line(tree: Node, path: list[str | int], line: int) -> None:
    assert tree.nearest(path).line == line


def test_all_structural_faults_are_told_at_once(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, "a: 1\na: 2\nb: &x {c: 1}\nd: *x\ne: !!python/object/apply:os.getcwd []\n[1]: 2\n")
    assert [fault.partition(": ")[0] for fault in faults] == ["bad.yaml:2", "bad.yaml:3", "bad.yaml:5", "bad.yaml:6"]
    assert "first on line 1" in faults[0]
    assert "anchors" in faults[1]


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: 1\nb:\n\tc: 1\n", 3), ("a: 'x\n", 2), ("a: [1\nb: 2\n", 2), ("a: 1\n---\nb: 1\n", 2), ("- 1\n", 1)],
)
def test_what_is_no_map_of_yaml_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    assert faults_of(tmp_path, text)[0].startswith(f"bad.yaml:{line}: ")


def test_a_bomb_of_brackets_is_refused_with_words(tmp_path: Path) -> None:
    assert len(faults_of(tmp_path, "a: " + "[" * 100_000)) == 1


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bytes.yaml"
    path.write_bytes(b"a: \xff\xfe\n")
    with pytest.raises(ScenarioError, match="UTF-8"):
        read_yaml(path)
    with pytest.raises(ScenarioError, match="cannot be read"):
        read_yaml(tmp_path / "absent.yaml")
    with pytest.raises(ScenarioError, match="cannot be read"):
        read_yaml(tmp_path)


SHIPPED = sorted(
    path
    for files in ("synthetic_data/[!g]*/**/*.yaml", "training_modules/*/*.yaml", "reports/templates/*.yaml")
    for path in paths.root().glob(files)
)
assert len(SHIPPED) > 50


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_quick_reader_and_the_patient_one_agree(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = read_yaml(path)
    monkeypatch.setattr("simi_lab.scenario.tree._DEEPEST", -1)
    assert read_yaml(path) == quick


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 5_000,
        "- " * 5_000 + "a",
        "? " * 5_000 + "a",
        "".join(" " * n + "a:\n" for n in range(1_000)),
        "a: " + "[{" * 2_500,
    ],
    ids=["brackets", "dashes", "questions", "steps", "both"],
)
def test_deep_nesting_is_told_and_does_not_end_python(tmp_path: Path, text: str) -> None:
    """Whatever the form of the nesting, it must not reach the reader in C, which would end the process."""
    path = tmp_path / "deep.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError):
        read_yaml(path)
