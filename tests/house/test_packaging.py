"""What is asked for, what is locked and what conda users get agree."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from simi_lab.cli import checkup


@pytest.fixture(scope="module")
def project(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lock(root: Path) -> str:
    return (root / "requirements" / "lock.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pins(lock: str) -> list[Requirement]:
    return [Requirement(line.rstrip("\\ ")) for line in lock.splitlines() if re.match(r"[a-z0-9]", line)]


def test_everything_asked_for_is_locked_within_its_bounds(project: dict, pins: list[Requirement]) -> None:
    asked = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["test"]
    for wanted in map(Requirement, asked):
        found = [pin for pin in pins if pin.name == wanted.name.lower()]
        assert found, f"{wanted.name}: not in the lock"
        for pin in found:
            assert str(pin.specifier).removeprefix("==") in wanted.specifier, f"{pin}: outside of {wanted}"


def test_the_build_backend_is_locked_too(project: dict, pins: list[Requirement]) -> None:
    for wanted in map(Requirement, project["build-system"]["requires"]):
        assert any(pin.name == wanted.name for pin in pins), "an unpinned build would be fetched beside the lock"


def test_every_pin_is_exact_and_hashed(lock: str, pins: list[Requirement]) -> None:
    entries = re.split(r"\n(?=[a-z0-9])", lock)
    assert len(entries) == len(pins) > 100
    for entry in entries:
        assert "==" in entry.splitlines()[0]
        assert "--hash=sha256:" in entry
    assert "://" not in lock


def test_conda_users_get_the_same(root: Path, project: dict) -> None:
    environment = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))
    python, pip, inner = environment["dependencies"]
    assert pip == "pip"
    assert inner == {"pip": ["--require-hashes -r requirements/lock.txt"]}
    allowed = SpecifierSet(python.removeprefix("python"))
    oldest, too_new = (".".join(map(str, pair)) for pair in (checkup.OLDEST, checkup.TOO_NEW))
    assert oldest in allowed
    assert too_new not in allowed
    assert project["project"]["requires-python"] == f">={oldest}"


def test_all_doors_know_the_same_pythons(root: Path) -> None:
    simi = (root / "simi").read_text(encoding="utf-8")
    assert f"OLDEST, TOO_NEW = {checkup.OLDEST}, {checkup.TOO_NEW}" in simi
    last = f"{checkup.TOO_NEW[0]}.{checkup.TOO_NEW[1] - 1}"
    for place in ("simi", "mulai.bat"):
        text = (root / place).read_text(encoding="utf-8")
        assert f"3.11 sampai {last}" in text
        assert f"3.11 to {last}" in text


def test_ci_runs_what_everyone_runs(root: Path) -> None:
    lines = (root / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith("#")]
    assert commands == ["set -e", 'cd "$(dirname "$0")/.."', "python3 simi test"]


def test_windows_can_read_its_script(root: Path) -> None:
    data = (root / "mulai.bat").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") > 5
    assert b"simi up" in data
