"""`simi-lab learn`: lists, checks, shows progress, gives the record away and erases it; bad requests change nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simi_lab.cli import main
from simi_lab.store.workspace import open_workspace
from simi_lab.training import Record, load_module


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMI_LAB_HOME", str(tmp_path))
    monkeypatch.setenv("SIMI_LAB_LANG", "id")
    monkeypatch.delenv("SIMI_LAB_ALIAS", raising=False)


def _act(alias: str = "tamu") -> None:
    with open_workspace() as space:
        Record(space, alias).add("01_mengenal_simi", 1, "selamat_datang", "experienced")


def test_modules_are_listed_with_progress(capsys: pytest.CaptureFixture[str]) -> None:
    _act()
    assert main(["learn", "list"]) == 0
    assert "Mengenal SIMI" in (said := capsys.readouterr().out)
    assert f"1 dari {len(load_module('01_mengenal_simi').steps)} langkah selesai" in said
    assert main(["learn", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["done"] == 1


def test_whole_modules_pass_the_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learn", "check"]) == 0
    assert "01_mengenal_simi utuh" in capsys.readouterr().out


def test_a_faulty_module_fails_the_check_with_every_fault(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "modules" / "02_rusak"
    folder.mkdir(parents=True)
    (folder / "module.yaml").write_text("id: 02_rusak\nwarna: merah\n", encoding="utf-8")
    monkeypatch.setattr("simi_lab.paths.modules_dir", lambda: tmp_path / "modules")
    assert main(["learn", "check", "02_rusak"]) == 1
    told = capsys.readouterr().err
    assert "module.yaml:2: the key 'warna' is not known" in told
    assert "'title' is missing" in told
    assert "questions.yaml" in told
    assert "lesson.en.md" in told


def test_progress_and_export_and_erase_are_one_learner(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _act("kopi")
    _act("lada")
    assert main(["learn", "progress", "--alias", "kopi", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["modules"][0]["done"] == 1
    target = tmp_path / "catatan.json"
    assert main(["learn", "export", "--alias", "kopi", "--out", str(target)]) == 0
    assert len(json.loads(target.read_text(encoding="utf-8"))["events"]) == 1
    assert main(["learn", "erase", "--alias", "kopi", "--yes"]) == 0
    assert "1 baris" in capsys.readouterr().out
    with open_workspace() as space:
        assert Record(space, "kopi").read().events == ()
        assert len(Record(space, "lada").read().events) == 1


def test_erasing_asks_first(monkeypatch: pytest.MonkeyPatch) -> None:
    _act()
    monkeypatch.setattr("typer.confirm", lambda *_args, **_rest: (_ for _ in ()).throw(KeyboardInterrupt))
    assert main(["learn", "erase"]) == 130
    with open_workspace() as space:
        assert len(Record(space, "tamu").read().events) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "99_tiada"], "99_tiada tidak ada"),
        (["progress", "--alias", "3201010101909001"], "nomor atau alamat pribadi"),
        (["lits"], "lits"),
    ],
)
def test_a_bad_request_is_refused_with_a_cure(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["learn", *words]) == 2
    assert said in capsys.readouterr().err


def test_a_damaged_workspace_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / ".simi" / "workspace.db"
    file.parent.mkdir()
    file.write_bytes(b"somebody's bytes" * 1000)
    assert main(["learn", "progress"]) == 0
    assert "set aside" in capsys.readouterr().err
    assert len(list(file.parent.glob("workspace.db.damaged-*"))) == 1


def test_what_is_due_today_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    one = [load_module("01_mengenal_simi")]  # the others are read by the tests above
    monkeypatch.setattr("simi_lab.training.load_modules", lambda: one)
    monkeypatch.setenv("SIMI_LAB_NOW", "2026-11-02T02:00:00+00:00")
    assert main(["learn", "review"]) == 0
    assert "Belum ada yang perlu diulang" in capsys.readouterr().out
    with open_workspace() as space:
        for key in ("q_siapa", "q_km"):
            data = {"response": "x", "success": True, "score": 1.0, "confidence": "guess" if key == "q_km" else None}
            Record(space, "tamu").add("01_mengenal_simi", 1, key, "answered", data)
    monkeypatch.setenv("SIMI_LAB_NOW", "2026-11-03T02:00:00+00:00")
    assert main(["learn", "review"]) == 0
    told = capsys.readouterr().out
    assert "1 pertanyaan perlu diulang hari ini untuk tamu" in told
    assert "Berapa kilometer? · sejak 3 November 2026" in told
    assert main(["learn", "review", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [card["step"] for card in told["due"]] == ["q_km"]
    assert (told["done_today"], told["next"]) == (0, "2026-11-04")
