"""The summary page: figures from the run, both languages, nothing loaded from anywhere, and honest when it fails."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from simi_lab.dashboards.summary import build_summary, summary_html
from simi_lab.dashboards.summary.answers import answers
from simi_lab.i18n import number
from simi_lab.store import Run
from simi_lab.study import aggregates
from simi_lab.study.measure import Aggregates

INFO = {
    "name": "mungil",
    "office": "UKK Liwa (simulasi)",
    "first": "2024-05-01",
    "last": "2024-10-31",
    "hash": "0" * 64,
}


@pytest.fixture(scope="module")
def figures(mungil: Run) -> Aggregates:
    return aggregates(mungil, replications=3)


def with_ratio(figures: Aggregates, value: float, low: float, high: float, verdict: str) -> Aggregates:
    promise: dict[str, Any] = copy.deepcopy(figures.promise)
    promise["metrics"]["wait_min"]["ratio"].update(value=value, low=low, high=high)
    promise["verdict"] = verdict
    return replace(figures, promise=promise)


class Tags(HTMLParser):
    """All tags with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_one_file_under_100_kb_that_needs_nothing_from_outside(figures: Aggregates, tmp_path: Path) -> None:
    page = build_summary(figures, INFO, tmp_path)
    assert page.stat().st_size < 100_000
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"https?://|@import|url\(", text)
    parser = Tags()
    parser.feed(text)
    assert not [tag for tag, attrs in parser.found if tag in ("script", "link", "img", "iframe") or attrs.get("src")]


def test_both_languages_are_in_the_file_each_with_the_mark(figures: Aggregates) -> None:
    text = summary_html(figures, INFO)
    assert text.count("DATA SINTETIS") == 2 and text.count("SYNTHETIC DATA") == 2
    assert '<html lang="id">' in text and '<html lang="en">' in summary_html(figures, INFO, "en")
    parser = Tags()
    parser.feed(text)
    assert [a["lang"] for tag, a in parser.found if tag == "main"] == ["id", "en"]


def test_a_promise_that_is_not_kept_is_called_so(figures: Aggregates) -> None:
    said = answers(with_ratio(figures, 0.62, 0.48, 0.80, "not_reached"), INFO, "id")
    assert not said.is_reached
    assert said.verdict.startswith("Di loket: tidak tercapai.")
    assert "−38%" in said.headline and "−52%" in said.headline and "−20%" in said.headline
    text = summary_html(with_ratio(figures, 0.62, 0.48, 0.80, "not_reached"), INFO)
    assert "Di loket: tidak tercapai." in text and "At the counter: not reached." in text
    assert "Di loket: tercapai." not in text


def test_the_figures_are_those_of_the_comparison(figures: Aggregates) -> None:
    found = figures.promise["metrics"]["total_days"]
    text = summary_html(figures, INFO)
    assert f"{number(found['before'], 'id', 1)} hari" in text
    assert f"{number(found['after'], 'en', 1)} days" in text


def test_the_bar_that_keeps_the_promise_ends_before_the_half(figures: Aggregates) -> None:
    kept = summary_html(with_ratio(figures, 0.3, 0.28, 0.32, "reached"), INFO)
    assert 'class="good"' in kept
    missed = summary_html(with_ratio(figures, 0.62, 0.48, 0.80, "not_reached"), INFO)
    others = [
        figures.promise["metrics"][m]["ratio"]["high"] > 0.5
        for m in ("lead_days", "total_days", "visits", "travel_hours")
    ]
    assert ('class="good"' in missed) == (not all(others))


def test_the_page_says_why_and_for_whom_or_that_it_does_not_know(figures: Aggregates) -> None:
    part = {"value": -20.0, "low": -22.0, "high": -18.0}
    doubtful = {"value": -1.0, "low": -3.0, "high": 1.0}
    split = {"metrics": {"wait_min": {"total": part, "parts": {"arrivals": part, "papers": doubtful}}}}
    said = answers(figures, INFO, "id", split)
    assert "pemohon datang pada jamnya 20,0 menit" in said.why
    assert "berkas" not in said.why, "a cause that may be none is not named"
    assert answers(figures, INFO, "id").why == ""
    unsplit = "Not which part of SIMI did it"
    assert unsplit in summary_html(figures, INFO)
    assert unsplit not in summary_html(figures, INFO, causes=split)


def test_the_district_named_is_the_one_that_surely_gains_most(figures: Aggregates) -> None:
    def row(name: str, value: float, high: float, *, is_hidden: bool = False) -> dict[str, Any]:
        gain = None if is_hidden else {"value": value, "low": 2 * value - high, "high": high}
        return {"name": name, "suppressed": is_hidden, "difference": gain}

    def whom(*rows: dict[str, Any]) -> str:
        return answers(replace(figures, promise={**figures.promise, "districts": list(rows)}), INFO, "id").whom

    assert "Suoh" in whom(row("Suoh", -2.0, -1.0), row("Sukau", -1.0, -0.5), row("Belalau", -9.0, 1.0))
    assert "tidak ada kecamatan" in whom(row("Belalau", -9.0, 1.0), row("Sukau", 0.0, 0.0, is_hidden=True))


def test_without_a_wait_there_is_a_page_and_no_half(figures: Aggregates) -> None:
    promise: dict[str, Any] = copy.deepcopy(figures.promise)
    promise["metrics"]["wait_min"].update(ratio=None, log_ratio=None)
    promise["verdict"] = "not_reached"
    said = answers(replace(figures, promise=promise), INFO, "en")
    assert "could be halved" in said.headline and not said.is_reached
    assert "✘" in summary_html(replace(figures, promise=promise), INFO)


def test_a_world_without_simi_and_one_without_passports_have_their_page(figures: Aggregates) -> None:
    bins = figures.service_bins
    never = replace(figures, service_bins=bins.filter(pl.col("regime") == "manual"))
    whole = answers(never, INFO, "en").facts
    assert len(whole) == 3 and whole[0][1] != answers(figures, INFO, "en").facts[0][1]
    nothing = replace(figures, service_bins=bins.clear(), skm_bins=figures.skm_bins.clear())
    assert answers(nothing, INFO, "id").facts == []
    assert "<html" in summary_html(nothing, INFO)
