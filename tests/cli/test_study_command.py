"""`simi-lab study` and `simi-lab dictionary`: what they pass on, what they say, how they end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from simi_lab import study
from simi_lab.cli import main
from simi_lab.schema import all_tables
from simi_lab.schema.dictionary import page
from simi_lab.schema.tiny import tiny
from simi_lab.store import Run, list_runs
from simi_lab.store.run import Origin, new_run
from simi_lab.store.run.atomic import PartialFolder

Say = Callable[..., SimpleNamespace]
SCENARIO = {"name": "tiny", "title": {"id": "Dunia kecil", "en": "A small world"}}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIMI_LAB_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SIMI_LAB_LANG", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


@pytest.fixture
def run(home: Path) -> Run:
    with new_run("tiny-7", Origin(SCENARIO, "tiny", "0" * 64, seed=7, files=("scenarios/tiny.yaml",))) as writer:
        for name in all_tables():
            writer.append(name, tiny(name))
        return writer.publish()


@pytest.fixture
def simi(capsys: pytest.CaptureFixture[str]) -> Say:
    def call(*words: str, lang: str = "id") -> SimpleNamespace:
        code = main(["--lang", lang, *words])
        said = capsys.readouterr()
        return SimpleNamespace(code=code, out=said.out, err=said.err)

    return call


def test_make_passes_everything_on_and_says_how_to_look(
    simi: Say, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    passed: dict[str, Any] = {}

    def make(scenario: str, **options: Any) -> Run:
        options.pop("progress")("People", 0.5)
        passed.update(options, scenario=scenario)
        return run

    monkeypatch.setattr(study, "make", make, raising=False)
    words = ["--change", "simi", "--change", "more", "--seed", "5", "--applications", "900", "--workers", "2"]
    done = simi("study", "make", "mungil", *words, "--out", str(tmp_path / "x"))
    assert done.code == 0
    assert passed == {"scenario": "mungil", "changes": ("simi", "more"), "seed": 5, "applications": 900, "workers": 2,
                      "out": tmp_path / "x"}  # fmt: skip
    assert "6 orang, 6 permohonan" in done.out
    assert str(run.path) in done.out
    assert "simi-lab study show tiny-7" in done.out
    assert json.loads(simi("study", "make", "mungil", "--json").out)["hash"] == run.hash
    assert passed["seed"] is passed["applications"] is passed["out"] is None
    assert passed["workers"] == 1


@pytest.mark.parametrize("words", [["--seed", "x"], ["--seed", "-1"], ["--applications", "0"], ["--workers", "0"]])
def test_make_refuses_what_cannot_be_before_any_work(
    simi: Say, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(study, "make", lambda *_, **__: pytest.fail("work was begun"), raising=False)
    done = simi("study", "make", "mungil", *words)
    assert done.code == 2
    assert words[0] in done.err


def test_list_tells_whole_unfinished_and_damaged_runs_apart(simi: Say, home: Path) -> None:
    assert "simi-lab study make kotabumi" in simi("study", "list").out
    folder = home / "synthetic_data" / "generated"
    for name in ("good-1", "bad-1"):
        with new_run(name, Origin(SCENARIO, "tiny", "0" * 64, seed=7)) as writer:
            writer.publish()
    (folder / "bad-1" / "manifest.json").write_text("{")
    partial = PartialFolder(folder / "half-1")
    lines = simi("study", "list").out.splitlines()
    assert [line.split()[0] for line in lines] == ["good-1", "sedang", "tidak"]
    partial._lock.close()
    assert "belum selesai, dihapus bila half-1 dibuat lagi" in simi("study", "list").out
    found = json.loads(simi("study", "list", "--json").out)
    assert [entry["run"] for entry in found["runs"]] == ["good-1"]
    assert [entry["in_use"] for entry in found["unfinished"]] == [False]
    assert found["broken"][0]["path"].endswith("bad-1")


def test_show_says_what_a_run_is_made_from_in_both_languages(simi: Say, run: Run) -> None:
    done = simi("study", "show")
    assert done.code == 0
    for words in ("DATA SINTETIS", "tiny  Dunia kecil", run.hash, "scenarios/tiny.yaml", "truth_rings", "study export"):
        assert words in done.out
    assert "A small world" in simi("study", "show", "tiny", lang="en").out
    assert json.loads(simi("study", "show", str(run.path), "--json").out)["manifest"]["hash"] == run.hash


def test_check_ends_with_one_when_a_part_is_damaged_and_names_it(simi: Say, run: Run) -> None:
    assert simi("study", "check").code == simi("study", "check", "tiny-7", "--deep").code == 0
    part = run.parts("people")[0]
    part.write_bytes(part.read_bytes()[:-1] + b"x")
    done = simi("study", "check", "tiny-7")
    assert done.code == 1
    assert "tables/people/part-00000.parquet" in done.out
    told = json.loads(simi("study", "check", "--json").out)
    assert told["ok"] is False
    assert told["faults"][0]["where"] == "tables/people/part-00000.parquet"


def test_export_writes_where_it_says(simi: Say, run: Run, tmp_path: Path) -> None:
    done = simi("study", "export", "tiny")
    assert done.code == 0
    assert str(tmp_path / "SINTETIS_tiny-7") in done.out
    assert "BACA_SAYA.txt" in done.err
    assert (tmp_path / "SINTETIS_tiny-7" / "SINTETIS_people.csv").is_file()
    again = simi("study", "export", "tiny")
    assert (again.code, again.out) == (2, "")
    assert "tidak kosong" in again.err
    some = simi("study", "export", "--format", "parquet", "--table", "people", "--out", "some", "--json")
    assert json.loads(some.out)["rows"] == {"people": 6}


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        (["show", "tiny-8"], "Maksudnya tiny-7?"),
        (["check", "jakarta"], "Yang ada: tiny-7."),
        (["export", "--format", "xlsx"], "Pilihlah csv atau parquet."),
        (["export", "--table", "peopel"], "Maksudnya people?"),
    ],
)
def test_a_bad_request_is_answered_with_the_cure_and_changes_nothing(
    simi: Say, run: Run, words: list[str], cure: str, tmp_path: Path
) -> None:
    done = simi("study", *words)
    assert (done.code, done.out) == (2, "")
    assert cure in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    assert list_runs() == [run]


def test_the_dictionary_is_printed_or_written(simi: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert simi("dictionary").out == page("id")
    assert simi("dictionary", "--lang", "en").out == page("en")
    assert simi("dictionary", "--lang", "fr").code == 2
    (tmp_path / "synthetic_data").mkdir()
    monkeypatch.setattr("simi_lab.paths.root", lambda: tmp_path)
    assert simi("dictionary", "--write").code == 0
    assert (tmp_path / "synthetic_data" / "dictionary.en.md").read_text("utf-8") == page("en")
    assert len(list((tmp_path / "synthetic_data").iterdir())) == 2
