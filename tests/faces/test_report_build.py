"""A report built as its users build it: both languages, kept when nothing changed, readable when it fails."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from simi_lab import paths
from simi_lab.cli import main
from simi_lab.reporting import Built, build
from simi_lab.reporting.build import ReportFailedError
from simi_lab.reporting.render import page_faults
from simi_lab.store import Run

MONTHLY = "laporan_bulanan"
IMPACT = "evaluasi_dampak"
SHEET = """
title: {id: Percobaan, en: Trial}
about: {id: Untuk pengujian, en: For tests}
audience: {id: Penguji, en: Testers}
parameters:
  run: {kind: run, default: mungil, title: {id: Hasil, en: Run}, help: {id: a, en: a}}
  lang: {kind: language, default: id, title: {id: Bahasa, en: Language}, help: {id: a, en: a}}
"""


@pytest.fixture(scope="module")
def month(mungil: Run) -> str:
    return str(mungil.manifest["origin"]["scenario"]["period"]["last"])[:7]


@pytest.fixture(scope="module")
def both(mungil: Run, month: str) -> dict[str, Built]:
    """The monthly report in both languages."""
    return {lang: build(MONTHLY, {"bulan": month, "run": mungil.name, "lang": lang}) for lang in ("id", "en")}


@pytest.fixture(scope="module")
def impacts(mungil: Run) -> dict[str, Built]:
    """The impact evaluation in both languages."""
    return {lang: build(IMPACT, {"run": mungil.name, "lang": lang}) for lang in ("id", "en")}


@pytest.fixture
def trial(mungil: Run, tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Make a template folder whose report `coba` has one step with this code."""

    def make(code: str) -> Path:
        cells = [
            nbformat.v4.new_code_cell('run = "mungil"\nlang = "id"', metadata={"tags": ["parameters"]}),
            nbformat.v4.new_code_cell(
                "from simi_lab.reporting.parts import Block\nBlock('<p>sudah jadi</p>', {'n': 7})"
            ),
            nbformat.v4.new_code_cell(code, metadata={"step": {"id": "Langkah kedua", "en": "Second step"}}),
        ]
        spec = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python"}}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=spec), tmp_path / "coba.ipynb")
        (tmp_path / "coba.yaml").write_text(SHEET, encoding="utf-8")
        return tmp_path

    yield make
    for left in paths.reports_built().glob("coba-*"):
        shutil.rmtree(left)


def test_both_languages_tell_the_same_numbers(both: dict[str, Built]) -> None:
    figures = {lang: built.record["figures"] for lang, built in both.items()}
    assert figures["id"] == figures["en"]
    assert figures["id"]["n_applications"] > 0
    assert len(figures["id"]) > 30
    pages = {lang: built.page.read_text(encoding="utf-8") for lang, built in both.items()}
    assert '<html lang="id">' in pages["id"]
    assert "Pelayanan paspor" in pages["id"]
    assert "Passport service" in pages["en"]
    for lang, words in (("id", "How to read this"), ("en", "Cara membaca")):
        assert words not in pages[lang]


def test_the_impact_evaluation_tells_the_truth_beside_the_series_in_both_languages(impacts: dict[str, Built]) -> None:
    figures = impacts["id"].record["figures"]
    assert figures == impacts["en"].record["figures"]
    parts = sum(figures[f"part_{name}"] for name in ("season", "channels", "shape", "unfinished"))
    assert parts == pytest.approx(figures["series"] - figures["truth"])
    assert figures["holds"] == (figures["series_low"] <= figures["truth"] <= figures["series_high"])
    assert figures["truth"] == figures["truth_wait_min"] < 0
    assert {f"series_{metric}" for metric in ("lead_days", "work_days", "total_days", "visits")} <= set(figures)
    for built, words in zip(impacts.values(), ("Apakah SIMI mengubah", "Did SIMI change"), strict=True):
        page = built.page.read_text(encoding="utf-8")
        assert words in page
        assert page_faults(page) == []
        assert "read_impact" not in page
        assert 'id="chart-months"' in page
        assert built.page.stat().st_size < 300_000


def test_the_page_needs_nothing_from_outside_and_tells_each_chart_in_words(both: dict[str, Built]) -> None:
    for built in both.values():
        page = built.page.read_text(encoding="utf-8")
        assert page_faults(page) == []
        charts = re.findall(r'<div role="img" aria-label="([^"]+)"', page)
        assert len(charts) >= 2
        assert all(len(words) > 40 for words in charts)
        assert "SINTETIS" in page or "SYNTHETIC" in page
        assert "read_month" not in page  # no code
        assert built.page.stat().st_size < 300_000


def test_the_record_names_what_the_report_was_made_from(both: dict[str, Built], mungil: Run, month: str) -> None:
    record = json.loads((both["en"].folder / "record.json").read_text(encoding="utf-8"))
    assert record["parameters"] == {"bulan": month, "kecamatan": None, "run": "mungil", "lang": "en"}
    assert record["run"]["hash"] == mungil.hash
    assert record["status"] == "ok"
    assert record["seconds"] > 0
    assert {"simi_lab", "python", "polars"} <= set(record["versions"])
    assert record["content"][:16] in both["en"].page.read_text(encoding="utf-8")
    executed = nbformat.read(both["en"].folder / "laporan.ipynb", as_version=4)
    assert all(cell.execution_count for cell in executed.cells if cell.cell_type == "code")


def test_an_unchanged_report_is_not_built_again(both: dict[str, Built], month: str) -> None:
    before = both["id"].page.stat().st_mtime_ns
    again = build(MONTHLY, {"bulan": month, "run": "mungil", "lang": "id"})
    assert again.is_cached
    assert again.page.stat().st_mtime_ns == before


def test_a_page_that_someone_changed_is_built_again(trial: Callable[[str], Path]) -> None:
    folder = trial("1 + 1")
    built = build("coba", {}, folder=folder)
    whole = built.page.read_bytes()
    built.page.write_text("changed", encoding="utf-8")
    again = build("coba", {}, folder=folder)
    assert not again.is_cached
    assert again.page.read_bytes() == whole  # the same inputs give the same bytes
    assert again.record["figures"] == {"n": 7}


@pytest.mark.parametrize(
    ("code", "seconds", "said"),
    [
        ("1 / 0", None, "Langkah kedua"),
        ("import time; time.sleep(60)", 5, "batas waktu"),
        ("import os; os._exit(1)", None, "gagal"),
        ("Block('<svg></svg>')", None, "tidak memenuhi aturannya"),
    ],
    ids=["error", "too slow", "dead kernel", "chart without words"],
)
def test_a_failed_build_leaves_a_page_to_read_and_the_good_one_in_place(
    trial: Callable[[str], Path], code: str, seconds: int | None, said: str
) -> None:
    with pytest.raises(ReportFailedError) as caught:
        build("coba", {}, folder=trial(code), cell_seconds=seconds)
    assert caught.value.exit_code == 1
    failed = Path(str(caught.value.where))
    page = (failed / "laporan.html").read_text(encoding="utf-8")
    assert said in page
    assert "sudah jadi" in page  # what came before
    assert "Traceback" not in page
    assert "ZeroDivisionError" not in page
    assert json.loads((failed / "record.json").read_text(encoding="utf-8"))["status"] == "failed"
    assert not [path for path in paths.reports_built().iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-p", "bulan=kapan"], "bulan=kapan"),
        (["-p", "bulan=2024-06", "-p", "tak_ada=1"], "tak_ada=1"),
        (["-p", "bulan=2024-06", "-p", "bulan=2024-07"], "bulan"),
        (["-p", "bulan"], "KUNCI=NILAI"),
        ([], "bulan"),
    ],
)
def test_a_bad_request_ends_with_2_and_says_what_would_be_right(
    mungil: Run, words: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIMI_LAB_LANG", "id")
    assert main(["report", "build", MONTHLY, "--run", mungil.name, *words]) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert not shown.out


def test_the_command_lists_and_shows(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMI_LAB_LANG", "en")
    assert main(["report", "list"]) == 0
    assert MONTHLY in capsys.readouterr().out
    assert main(["report", "show", MONTHLY, "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)["parameters"]) == {"bulan", "kecamatan", "run", "lang"}
    assert main(["report", "show", MONTHLY]) == 0
    assert "-p bulan=" in capsys.readouterr().out


def test_the_command_tells_where_the_page_lies(
    both: dict[str, Built], month: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["report", "build", MONTHLY, "-p", f"bulan={month}", "--run", "mungil", "--lang", "en", "--json"]
    assert main(words) == 0
    told = json.loads(capsys.readouterr().out)
    assert Path(told["page"]) == both["en"].page
    assert told["is_cached"]


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("viewport", ["desk", "phone"])
def test_the_page_opens_without_a_network_and_is_sound(
    both: dict[str, Built], visit: Callable[..., Any], lang: str, viewport: str
) -> None:
    address = both[lang].page.as_uri()
    seen = visit(address, viewport, is_panel=False, offline=True)
    assert seen.strays == [address]  # the file itself, and nothing else
    seen.strays.clear()
    seen.is_sound()


@pytest.mark.browser
@pytest.mark.parametrize(("lang", "viewport"), [("id", "phone"), ("en", "desk")])
def test_the_impact_evaluation_opens_without_a_network_and_is_sound(
    impacts: dict[str, Built], visit: Callable[..., Any], lang: str, viewport: str
) -> None:
    address = impacts[lang].page.as_uri()
    seen = visit(address, viewport, is_panel=False, offline=True)
    assert seen.strays == [address]
    seen.strays.clear()
    seen.is_sound()
