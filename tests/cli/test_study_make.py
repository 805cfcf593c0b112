"""`simi-lab study make` for real: a tiny world from command to spreadsheet, and every bad request refused in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from simi_lab.cli import main
from simi_lab.store import list_runs, open_run
from simi_lab.study.prove import prove

Say = Callable[..., SimpleNamespace]

FAULTY = """\
extends: mungil
name: faulty
title: {id: "Salah", en: "Wrong"}
about: {id: "Uji", en: "A test"}
period: {first: 2024-13-01, last: 2024-10-31}
demand:
  per_year: 1600
  harvest_factor: {value: 1.1, unit: factor, mark: known}
ofice: {}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the tiny world was made by the command."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIMI_LAB_HOME", str(home))
        assert main(["study", "make", "mungil", "--json"]) == 0
    return home


@pytest.fixture
def simi(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    monkeypatch.setenv("SIMI_LAB_HOME", str(made))
    monkeypatch.setenv("SIMI_LAB_LANG", "en")
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> SimpleNamespace:
        before = [run.name for run in list_runs()]
        code = main(["study", *words])
        assert [run.name for run in list_runs()] == before
        said = capsys.readouterr()
        return SimpleNamespace(code=code, out=said.out, err=said.err)

    return call


@pytest.mark.full
def test_a_million_fresh_rows_prove_the_posterior(simi: Say) -> None:
    assert simi("check", "mungil", "--deep").code == 0


def test_the_tiny_world_is_whole_in_depth(simi: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    # some of the rows: the proof of a million takes a minute and has its test beside this one
    monkeypatch.setattr(prove, "__kwdefaults__", {**prove.__kwdefaults__, "rows": 120_000})
    said = simi("check", "mungil", "--deep", "--json")
    assert said.code == 0
    assert json.loads(said.out)["proof"]["rows"] >= 120_000
    facts = json.loads(simi("show", "mungil", "--json").out)
    assert facts["rows"]["applications"] > 500
    assert facts["rows"]["truth_rings"] > 0
    assert facts["manifest"]["origin"]["scenario"]["name"] == "mungil"


def test_its_spreadsheets_hold_no_formula(simi: Say, tmp_path: Path) -> None:
    assert simi("export", "mungil").code == 0
    for file in (tmp_path / "SINTETIS_mungil").glob("*.csv"):
        cells = file.read_text("utf-8-sig").replace("\n", ",").split(",")
        assert not [cell for cell in cells if cell.strip('"')[:1] in set("=+@")], file.name


def test_the_same_world_is_not_made_twice(simi: Say) -> None:
    done = simi("make", "mungil")
    assert (done.code, done.out) == (2, "")
    assert "There is a run of that name already." in done.err
    assert "simi-lab study show mungil" in done.err


def test_made_elsewhere_it_is_the_same_bytes(simi: Say, tmp_path: Path) -> None:
    assert simi("make", "mungil", "--out", str(tmp_path / "other")).code == 0
    here, there = open_run("mungil"), open_run(tmp_path / "other" / "mungil")
    assert (there.path / "manifest.json").read_bytes() == (here.path / "manifest.json").read_bytes()


def test_all_faults_of_a_scenario_are_told_at_once_with_file_and_line(simi: Say, tmp_path: Path) -> None:
    (tmp_path / "faulty.yaml").write_text(FAULTY, encoding="utf-8")
    done = simi("make", "faulty.yaml")
    assert (done.code, done.out) == (2, "")
    lines = [line for line in done.err.splitlines() if "faulty.yaml:" in line]
    assert [line.partition("faulty.yaml:")[2].partition(":")[0] for line in lines] == ["5", "7", "8", "9"]
    assert "month value is outside expected range" in lines[0]
    assert "a number without unit, source and mark" in lines[1]
    assert "'demand.harvest_factor.source' is missing" in lines[2]
    assert "unknown key 'ofice'. Did you mean office?" in lines[3]


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        (["mungill"], "Did you mean mungil?"),
        (["jakarta"], "There are: kotabumi"),
        (["mungil", "--change", "sim"], "Did you mean simi?"),
        (["nowhere.yaml"], "Check the path."),
    ],
)
def test_an_unknown_name_is_answered_with_the_known(simi: Say, words: list[str], cure: str) -> None:
    done = simi("make", *words)
    assert (done.code, done.out) == (2, "")
    assert cure in done.err


def test_a_folder_that_cannot_be_written_is_told_before_any_work(simi: Say, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    done = simi("make", "mungil", "--out", str(tmp_path / "file"))
    assert done.code == 2
    assert "--out" in done.err
    assert (tmp_path / "file").read_text() == "mine"
