"""The report *Kartu model*: whole in both languages, beside ceiling and chance, nothing small, honest about use."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from simi_lab.charts import Look
from simi_lab.charts.calibration import expected_and_found
from simi_lab.cli import main
from simi_lab.cli.chromium import chromium
from simi_lab.errors import SimiError
from simi_lab.reporting import build
from simi_lab.reporting.build import ReportFailedError
from simi_lab.reporting.model_card import read_card, sections, tables
from simi_lab.reporting.model_card.read import Card
from simi_lab.reporting.parameters import ParameterError
from simi_lab.reporting.pdf import write_pdf
from simi_lab.risk.models import MODELS
from simi_lab.risk.telling.people import marked, of_people
from simi_lab.store import Run
from simi_lab.study.gate import Gate

ALL = ("opening", "use", "figures", "calibration", "duties", "patterns", "points", "data", "limits")


@pytest.fixture(scope="module")
def card(mungil: Run) -> Card:
    return read_card(mungil.name, model="glass_box", lang="id")


def whole(card: Card) -> str:
    """All sections of a card."""
    return "\n".join(getattr(sections, name)(card).html for name in ALL)


@pytest.mark.parametrize(("model", "lang"), [("glass_box", "id"), ("scorecard", "en")])
def test_each_card_is_whole_and_stands_beside_ceiling_and_chance(
    card: Card, model: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIMI_LAB_STRICT", "1")
    mine = replace(card, model=model, lang=lang)
    html = whole(mine)
    for word in {"id": ("Penilai sempurna", "Pilihan acak"), "en": ("Perfect judge", "Random choice")}[lang]:
        assert word in html
    assert mine.said("recall_at_5pct_fpr") in html
    assert html.count("<svg") == 6  # ladder and two calibrations, each for desk and phone
    assert "{" not in re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)


def test_points_only_where_a_clerk_can_add_them_up(card: Card) -> None:
    assert 'id="points"' in sections.points(replace(card, model="scorecard")).html
    assert sections.points(replace(card, model="boosting")).html == ""


def test_the_record_keeps_raw_figures(card: Card) -> None:
    figures = sections.opening(card).figures
    told = card.evaluation.figure("oracle", "recall_at_capacity", target="truth")
    assert figures["recall_at_capacity_oracle"] == told.value
    assert figures["gate_is_open"] is False
    assert set(figures) >= {f"precision_at_capacity_{model}" for model in ("glass_box", "rule_of_thumb", "random")}


def test_the_gate_is_told_as_it_stands(card: Card) -> None:
    assert "✗" in sections.limits(card).html and "simi-lab risk dpia mungil --write" in sections.limits(card).html
    opened = sections.limits(replace(card, door=Gate(True, "open", "mungil"))).html
    assert "✓" in opened and "simi-lab" not in opened


def test_fewer_than_five_are_withheld_with_their_partner(card: Card) -> None:
    rows = pl.DataFrame({"typology": ["pmi_group", "queue_broker"], "n_persons": [30, 40], "n_persons_found": [3, 25]})
    assert tables._small(rows, "typology", ("n_persons", "n_persons_found")) == {"pmi_group", "queue_broker"}
    large = rows.with_columns(n_persons_found=pl.Series([13, 25]))
    assert tables._small(large, "typology", ("n_persons", "n_persons_found")) == frozenset()


@pytest.mark.parametrize(
    ("share", "base", "n"), [(0.036, 100, 4), (0.0149, 1000, 15), (0.0004, 1000, 0), (0.0, 100, 0), (1.0, 100, 100)]
)
def test_shares_become_people(share: float, base: int, n: int) -> None:
    assert of_people(share) == (base, n)
    assert str(base - n) in marked(share, "en").replace(",", "")


@pytest.mark.parametrize("backend", ["bokeh", "matplotlib"])
def test_found_outside_its_band_is_drawn_apart(backend: str) -> None:
    table = pl.DataFrame(
        {"bin": [1, 2], "expected": [5.0, 5.2], "observed": [4, 20], "band_low": [1, 1], "band_high": [10, 10],
         "is_inside": [True, False]}
    )  # fmt: skip
    look = Look("id", backend=backend)  # type: ignore[arg-type]
    drawn = expected_and_found(table, look=look, expected_word="a", found_word="b", band_word="c")
    marks = [part for part in drawn if type(part).__name__ == "Scatter"]
    assert [len(part) for part in marks] == [1, 1]


def test_it_is_built_as_its_readers_build_it(mungil: Run) -> None:
    built = build("kartu_model", {"run": mungil.name, "model": "boosting", "lang": "en"})
    page = built.page.read_text(encoding="utf-8")
    assert "Model card: Gradient boosting" in page and "SYNTHETIC DATA" in page
    assert built.record["figures"]["n_positive"] == 15


@pytest.mark.parametrize("model", ["oracle", "", "Kotak kaca"])
def test_another_model_is_refused_before_work_begins(mungil: Run, model: str) -> None:
    with pytest.raises((ParameterError, ReportFailedError), match="model"):
        build("kartu_model", {"run": mungil.name, "model": model})
    assert model not in MODELS


@pytest.mark.browser
def test_it_is_printed_and_a_print_is_kept_until_its_page_changes(tmp_path: Path) -> None:
    browser = chromium()
    if browser is None:
        pytest.skip("Chromium is not installed")
    page = tmp_path / "laporan.html"
    page.write_text("<!doctype html><title>Kartu</title><h1>DATA SINTETIS</h1>", encoding="utf-8")
    pdf = write_pdf(page, browser)
    assert pdf.read_bytes().startswith(b"%PDF") and pdf.name == "laporan.pdf"
    assert write_pdf(page, "/no/such/browser") == pdf
    os.utime(page, (pdf.stat().st_mtime + 9, pdf.stat().st_mtime + 9))
    with pytest.raises(SimiError, match="print"):
        write_pdf(page, "/no/such/browser")
    assert pdf.is_file()


def test_without_a_browser_nothing_is_built(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SIMI_LAB_LANG", "id")
    monkeypatch.setattr("simi_lab.cli.chromium.chromium", lambda: None)
    monkeypatch.setattr("simi_lab.reporting.build", lambda *_, **__: pytest.fail("it was built"))
    assert main(["report", "build", "kartu_model", "--pdf"]) == 2
    assert "peramban" in capsys.readouterr().err
