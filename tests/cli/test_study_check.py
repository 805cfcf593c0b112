"""`simi-lab study check`: every rate with its target, in both languages and as JSON, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from simi_lab import paths
from simi_lab.cli import main
from simi_lab.store import Run

Say = Callable[..., SimpleNamespace]


@pytest.fixture
def simi(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    monkeypatch.delenv("SIMI_LAB_LANG", raising=False)

    def call(*words: str, lang: str = "id") -> SimpleNamespace:
        code = main(["--lang", lang, *words])
        said = capsys.readouterr()
        return SimpleNamespace(code=code, out=said.out, err=said.err)

    return call


def test_a_world_keeps_its_targets_and_the_table_says_so_in_both_languages(simi: Say, mungil: Run) -> None:
    told = simi("study", "check", str(mungil.path))
    assert told.code == 0, told.out[-2000:]
    for words in ("Putusan", "Sasaran", "Sumber", "Pengali hari: Senin", "Keperluan (orang dewasa): Umrah", "[Asumsi]"):
        assert words in told.out
    assert "0 meleset; 0 pemeriksaan diri gagal." in told.out
    english = simi("study", "check", str(mungil.path), lang="en").out
    for words in ("Verdict", "Target", "Source", "Factor of the weekday: Monday", "Little's law at every station"):
        assert words in english
    assert "tidak punya kasus" in told.out  # mungil has no January and hardly any foreigner
    assert "\u2013" not in told.out + english  # the dash of a value that is not there


def test_a_script_gets_every_figure(simi: Say, mungil: Run) -> None:
    told = json.loads(simi("study", "check", str(mungil.path), "--json").out)
    assert told["ok"] is told["is_judged"] is True
    rows = [row for row in told["targets"] if row["metric"] == "share_of_kind" and row["strata"] == {"kind": "new"}]
    assert rows[0]["low"] <= rows[0]["made"] <= rows[0]["high"]
    assert rows[0]["source"]
    assert rows[0]["place"].startswith("synthetic_data/targets/applications.yaml:")
    assert {row["verdict"] for row in told["targets"]} <= {"met", "too_few"}
    assert all(check["ok"] for check in told["self_checks"])


ROW = "about: {id: uji, en: test}\nrows:\n  - {metric: women_share, value: VALUE, tolerance: {absolute: 0.05}, source: x, mark: known}\n"  # noqa: E501


def test_a_missed_target_ends_with_one_and_is_named_with_its_place(
    simi: Say, mungil: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "targets_dir", lambda: tmp_path)
    (tmp_path / "t.yaml").write_text(ROW.replace("VALUE", "0.2"), encoding="utf-8")
    told = simi("study", "check", str(mungil.path), lang="en")
    assert told.code == 1
    assert "1 are missed" in told.out
    assert "Women among applicants: made 5" in told.out
    assert "allowed 15.00% to 25.00%" in told.out
    assert "t.yaml:3" in told.out


def test_targets_that_contradict_each_other_are_a_bad_request(
    simi: Say, mungil: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "targets_dir", lambda: tmp_path)
    for name, value in (("a", "0.2"), ("b", "0.8")):
        (tmp_path / f"{name}.yaml").write_text(ROW.replace("VALUE", value), encoding="utf-8")
    told = simi("study", "check", str(mungil.path))
    assert (told.code, told.out) == (2, "")
    assert "contradicts" in told.err
