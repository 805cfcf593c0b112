"""The doctor finds what we break."""

from __future__ import annotations

import json
import socket
import sqlite3
from pathlib import Path

import pytest

from simi_lab.cli import checkup, installed

ROOT = Path(__file__).resolve().parents[2]


def _states(look) -> dict[str, str]:
    return {finding.name: finding.state for finding in look()}


def test_this_installation_has_nothing_broken(simi_lab) -> None:
    answer = simi_lab("doctor", "--json")
    told = json.loads(answer.stdout)
    assert [finding for finding in told["findings"] if finding["state"] == "broken"] == []
    assert told["ok"] is True
    assert answer.returncode == 0
    names = {finding["name"] for finding in told["findings"]}
    assert names == {"Python", "Packages", "Bytecode", "Chromium", "Port", "Disk", "Database", "World"}


def test_looking_changes_nothing(simi_lab, tmp_path) -> None:
    simi_lab("doctor")
    assert not list(tmp_path.iterdir())


def test_a_damaged_database_is_broken_and_told(simi_lab, tmp_path) -> None:
    file = tmp_path / "workspace.db"
    file.write_bytes(b"this is no database" * 100)
    answer = simi_lab("doctor", lang="id", SIMI_LAB_DATABASE=f"sqlite:///{file}")
    assert answer.returncode == 1
    assert "[ rusak ] Basis data" in answer.stdout
    assert "Solusi" in answer.stdout


def test_a_locked_database_is_broken_and_a_whole_one_is_good(monkeypatch, tmp_path) -> None:
    file = tmp_path / "workspace.db"
    monkeypatch.setenv("SIMI_LAB_DATABASE", f"sqlite:///{file}")
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("CREATE TABLE t (x)")
    assert _states(checkup._database) == {"Database": "good"}
    monkeypatch.setattr(checkup, "DATABASE_PATIENCE_SECONDS", 0.05)
    holder.execute("BEGIN IMMEDIATE")
    assert _states(checkup._database) == {"Database": "broken"}
    holder.close()


def test_a_taken_port_is_noted_not_broken(monkeypatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setattr(checkup, "PORTS", {taken.getsockname()[1]: "pages"})
        assert _states(checkup._ports) == {"Port": "warning"}


@pytest.mark.parametrize(("free_gb", "state"), [(0.1, "broken"), (1.0, "warning"), (50, "good")])
def test_little_room_on_the_disk_is_told(monkeypatch, free_gb, state) -> None:
    usage = type("Usage", (), {"free": free_gb * 1e9})
    monkeypatch.setattr(checkup.shutil, "disk_usage", lambda place: usage)
    assert _states(checkup._disk) == {"Disk": state}


def test_a_browser_that_is_not_there_is_noted_with_its_cure(monkeypatch) -> None:
    monkeypatch.setenv("SIMI_LAB_CHROMIUM", "/nowhere/chromium")
    (finding,) = checkup._browser()
    assert finding.state == "warning"
    assert finding.cure


def test_missing_and_other_packages_are_named(tmp_path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text(
        "no-such-package==1.0 \\\n    --hash=sha256:0\nnumpy==0.1 \\\npywin==1 ; sys_platform == 'nowhere' \\\n"
    )
    missing, other, n = installed.differences(lock)
    assert missing == ["no-such-package"]
    assert len(other) == 1
    assert other[0].startswith("numpy ")
    assert n == 2


def test_a_look_that_fails_is_a_fault_too(monkeypatch) -> None:
    def broken():
        raise RuntimeError("no eyes")

    monkeypatch.setattr(checkup, "_disk", broken)
    states = {finding.name: finding.state for finding in checkup.examine()}
    assert states["broken"] == "broken"
    assert "World" in states
