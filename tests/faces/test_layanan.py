"""The page *Layanan* without a browser: figures of a made-up office by hand, words in both languages, cards."""

from __future__ import annotations

import json
from datetime import date
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from simi_lab.charts import Look
from simi_lab.dashboards import routes
from simi_lab.dashboards.service import Choice, ServiceFilters, compute, sentences
from simi_lab.dashboards.service.cards import CARDS, Scene
from simi_lab.dashboards.service.promised import promise_sentence, promise_title, signed
from simi_lab.measures import service_bins, service_counts
from simi_lab.measures.cases import GROUPS
from simi_lab.reference import places
from simi_lab.shell import Session

BEFORE, AFTER = date(2024, 7, 1), date(2024, 8, 1)
ALL = Choice(BEFORE, AFTER)
LIWA, SUKAU, KOTABUMI = "18.04.04", "18.04.11", "18.03.02"


def office(*groups: tuple[date, str, int, float]) -> Any:
    """Aggregates of an office: (month, district, applicants, minutes that each of them waited)."""
    rows = []
    for month, district, n, wait in groups:
        regime = "manual" if month < AFTER else "simi"
        rows += [(month, district, regime, wait + i % 3, 1 + i % 2, 10 + i % 4, 3 + i % 2) for i in range(n)]
    names = ["month", "district_id", "regime", "wait_min", "lead_days", "total_days", "work_days"]
    cases = pl.DataFrame(rows, schema=names, orient="row").with_columns(
        office_id=pl.lit(0), service=pl.lit("el_10"), visits=pl.lit(2), travel_hours=pl.lit(16.0),
        was_returned=pl.lit(False), state=pl.lit("issued"),
    )  # fmt: skip
    ratio = {"value": 0.4, "low": 0.35, "high": 0.45}
    worse = {"value": 1.2, "low": 1.1, "high": 1.3}
    metrics = {
        name: {"before": 60.0, "after": 24.0, "ratio": worse if name == "lead_days" else ratio}
        for name in ("wait_min", "lead_days", "total_days", "work_days", "travel_hours")
    }
    months = sorted({month for month, *_ in groups})
    answers = [
        (month, district, f"u{i}", score, n // 2 + i)
        for month, district, n, _ in groups for i in range(1, 10) for score in (3, 4)
    ]  # fmt: skip
    return SimpleNamespace(
        skm_bins=pl.DataFrame(answers, schema=["month", "district_id", "element", "score", "n"], orient="row"),
        standing=pl.DataFrame(
            [(0, month, LIWA, "el_10", "simi", 40, 12, 6) for month in months],
            schema=[*GROUPS, "n_open", "n_stuck", "n_stuck_office"], orient="row",
        ),
        service_bins=service_bins(cases).collect(),
        service_counts=service_counts(cases).collect(),
        districts=places.districts(),
        promise={
            "claim": "wait_min", "verdict": "reached", "promised_ratio": 0.5, "n_applicants": 120, "replications": 8,
            "metrics": metrics, "precision": {"is_reached": True},
            "judged": {"moved_to_lead_days": False},
        },
    )  # fmt: skip


@pytest.fixture(scope="module")
def plain() -> Any:
    return office(
        (BEFORE, LIWA, 30, 60.0), (BEFORE, KOTABUMI, 40, 80.0), (AFTER, LIWA, 20, 10.0), (AFTER, KOTABUMI, 30, 12.0)
    )


def test_figures_by_hand(plain: Any) -> None:
    found = compute(plain, ALL)
    assert found.counts["n_applications"] == 120
    assert found.now == "simi"
    waits = {row["regime"]: row["median"] for row in found.of("by_regime", "wait_min").iter_rows(named=True)}
    assert waits == {"manual": 80.0, "simi": 12.0}
    assert found.on_time is not None
    assert (found.on_time.value, found.on_time.n) == (1.0, 50)  # 3 or 4 working days, the standard is 4
    areas = found.of("by_area", "n_applications")
    assert dict(areas.select("name", "n").iter_rows()) == {"Lampung Barat": 50, "Lampung Utara": 70}


def test_a_choice_narrows_what_is_described(plain: Any) -> None:
    found = compute(plain, Choice(AFTER, AFTER, area=LIWA))
    assert found.counts["n_applications"] == 20
    assert found.of("by_regime", "wait_min")["regime"].to_list() == ["simi"]
    assert found.of("by_area", "n_applications")["name"].to_list() == ["Balik Bukit"]
    assert compute(plain, Choice(BEFORE, AFTER, service="nonel_5")).counts == {}


def test_small_districts_are_hidden_with_a_partner() -> None:
    found = compute(office((AFTER, LIWA, 30, 10.0), (AFTER, SUKAU, 3, 90.0)), Choice(AFTER, AFTER, area="18.04"))
    rows = found.of("by_area", "wait_min")
    assert rows["suppressed"].all(), "with 30 and the total shown, the 3 could be worked out"
    assert rows["median"].null_count() == 2
    assert found.counts["n_applications"] == 33


def test_too_few_applicants_have_no_figures_at_all() -> None:
    found = compute(office((AFTER, LIWA, 4, 10.0)), Choice(AFTER, AFTER))
    assert found.counts == {}
    assert found.on_time is None
    assert found.overall.is_empty()
    for lang in ("id", "en"):
        said = [sentences.answer(found, "x", lang), sentences.applications_title(found, lang)]
        assert all("4" not in text for text in said)
        for make in CARDS.values():
            make(scene(found, plain_promise(), lang))


def plain_promise() -> dict[str, Any]:
    return dict(office((AFTER, LIWA, 5, 1.0)).promise)


def scene(figures: Any, promise: dict[str, Any], lang: str, **look: Any) -> Scene:
    return Scene(figures, promise, Look(lang, **look), "uji", go_live=AFTER, causes=CAUSES)


def estimate(value: float, low: float, high: float) -> dict[str, float]:
    return {"value": value, "low": low, "high": high}


PARTS = {"arrivals": estimate(-20.0, -22.0, -18.0), "service": estimate(-5.0, -6.0, -4.0), "papers": estimate(1, 0, 2)}
CAUSES = {
    "causes": list(PARTS), "replications": 5,
    "metrics": {"wait_min": {"unit": "min", "total": estimate(-24.0, -26.0, -22.0), "parts": PARTS}},
}  # fmt: skip


def test_a_change_is_said_only_when_the_intervals_keep_apart(plain: Any) -> None:
    assert sentences.change_title(compute(plain, ALL), "wait_min", "en").endswith("fell from 80 minutes to 12 minutes")
    same = office((BEFORE, LIWA, 40, 20.0), (AFTER, LIWA, 40, 20.0))
    assert sentences.change_title(compute(same, ALL), "wait_min", "en").endswith("stayed at about 21 minutes")
    worse = office((BEFORE, LIWA, 40, 20.0), (AFTER, LIWA, 40, 50.0))
    assert "naik dari 21 menit menjadi 51 menit" in sentences.change_title(compute(worse, ALL), "wait_min", "id")


def test_the_answer_names_place_way_of_working_and_months(plain: Any) -> None:
    said = sentences.answer(compute(plain, ALL), "Seluruh wilayah", "id")
    assert said.startswith("Seluruh wilayah, dengan SIMI, Agustus 2024: separuh pemohon")
    assert "100% paspor selesai dalam 4 hari kerja" in said


def test_open_cases_of_the_last_month_are_told(plain: Any) -> None:
    counts = plain.service_counts.with_columns(n_open=pl.when(pl.col("month") == AFTER).then(9).otherwise(0))
    late = SimpleNamespace(**{**vars(plain), "service_counts": counts})
    assert "Agustus 2024, 36%" in sentences.open_note(compute(late, ALL), "id")  # 18 of 50
    assert sentences.open_note(compute(plain, ALL), "id") == ""


def test_the_promise_is_told_with_its_price(plain: Any) -> None:
    assert "falls by 60%" in promise_title(plain.promise, "en")
    assert "Days until attended +20%" in promise_sentence(plain.promise, "en")
    broken = json.loads(json.dumps(plain.promise)) | {"verdict": "not_reached"}
    assert "tidak tercapai (−60%)" in promise_title(broken, "id")
    assert [signed(ratio, "en") for ratio in (0.84, 1.0, 1.174)] == ["−16%", "0%", "+17%"]


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("dark", [False, True])
def test_every_card_has_finding_sentence_plot_table_and_source(plain: Any, lang: str, dark: bool) -> None:
    for name, make in CARDS.items():
        chart = make(scene(compute(plain, ALL), plain.promise, lang, dark=dark))
        assert chart.title and chart.summary and chart.plot is not None, name
        assert chart.table is not None and {column.name for column in chart.columns} <= set(chart.table.columns)
        assert "uji" in chart.source


def test_a_period_upside_down_is_turned_round() -> None:
    filters = ServiceFilters()
    filters.param.first.objects = filters.param.last.objects = ["2024-07", "2024-08"]
    filters.param.update(first="2024-08", last="2024-07")
    assert (filters.choice().first, filters.choice().last) == (BEFORE, AFTER)


def test_the_page_follows_filters_and_language_in_place(mungil: Any) -> None:
    from simi_lab.dashboards.service.view import ServicePage, build

    session = Session(run=mungil)
    assert routes()[0].build is build
    page = ServicePage(session)
    card = page.card("wait")
    title = card.chart.title
    session.lang = "en"
    assert card.chart.title != title
    before = page.figures
    page.filters.area = page.filters.param.area.objects[1]
    assert page.figures is not before
    assert page.filters.to_query() == {"area": page.filters.area}
    build(session).get_root()  # everything can be shown
