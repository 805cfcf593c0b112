"""The page *Risiko* without a browser: figures that agree with the judgement, people first, nothing small, one gate."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from simi_lab.charts import Look
from simi_lab.dashboards import routes
from simi_lab.dashboards.risk import build, figures, make_filters, pictures, reasons, sentences
from simi_lab.dashboards.risk.choosing import nearest, people_a_day, slider
from simi_lab.dashboards.risk.figures import KINDS, LADDER, figures_at, steps_of
from simi_lab.dashboards.risk.state import RiskPage
from simi_lab.errors import BadRequest
from simi_lab.risk.models import MODELS
from simi_lab.shell import Session
from simi_lab.store import Run
from simi_lab.study import gate as gates
from simi_lab.study.risk_page import ORACLE, RiskCurves, example_of, risk_curves
from simi_lab.training.text import world_facts


@pytest.fixture(scope="module")
def curves(mungil: Run) -> RiskCurves:
    return risk_curves(mungil)


@pytest.fixture
def page(mungil: Run, curves: RiskCurves) -> RiskPage:
    return RiskPage(Session(run=mungil))


def changed(curves: RiskCurves, **values: float) -> figures.Figures:
    """Figures of the glass box at three a day, with other counts; 20 victims and 12 deceivers to be found."""
    found = figures_at(curves, 3.0, "glass_box")
    rows = {**found.rows, "glass_box": {**found.chosen, **values}}
    return replace(found, rows=rows, n_kind={"protect": 20, "investigate": 12}, n_months=2)


def test_it_is_a_page_of_the_dashboards() -> None:
    assert "risiko" in [route.slug for route in routes()]


def test_no_row_is_of_one_person(curves: RiskCurves) -> None:
    assert "application_id" not in curves.curve.columns
    assert curves.curve.height == len(steps_of(curves)) * len(LADDER)


@pytest.mark.parametrize("model", [*MODELS, ORACLE])
def test_at_the_scenarios_capacity_the_curves_are_the_judgement(curves: RiskCurves, model: str) -> None:
    row = figures_at(curves, float(curves.facts["capacity_per_day"]), model).chosen
    months = curves.evaluation.months.filter((pl.col("model") == model) & (pl.col("target") == "truth"))
    for column in ("found", "missed", "false_alarms"):
        assert row[column] == months[column].sum()
    for name, kind in (("precision", "truth"), ("recall", "truth"), ("protect", "protect")):
        code = "precision_at_capacity" if name == "precision" else "recall_at_capacity"
        told = curves.evaluation.figure(model, code, target=kind)
        assert (row[name], row[f"{name}_low"]) == pytest.approx((told.value, told.low), abs=1e-12)


def test_more_looks_find_no_fewer_and_nobody_passes_all(curves: RiskCurves) -> None:
    for (model,), rows in curves.curve.sort("capacity").group_by("model", maintain_order=True):
        assert rows["found"].is_sorted(), model
        assert (rows["n_looked_at"].diff().drop_nulls() > 0).all(), model
        assert (rows["found"] <= sum(curves.facts["n_kind"].values())).all()
        assert (
            rows.select((pl.col("found") - pl.col("protect_found") - pl.col("investigate_found")).abs().max()).item()
            < 1e-9
        )


def test_it_opens_with_people_and_not_with_a_ratio(curves: RiskCurves) -> None:
    told = changed(curves, precision=0.036, precision_low=0.02, precision_high=0.05, found=12)
    assert (
        sentences.headline(told, "id") == "Dari 100 orang yang ditandai, 4 memang perlu ditemukan; 96 tidak bersalah."
    )
    assert "2 to 5 of 100" in sentences.beside(told, "en")
    rare = changed(curves, precision=0.004, found=12)
    assert (
        sentences.headline(rare, "en")
        == "Of 1,000 people who are marked, 4 do need to be found; 996 have done nothing."
    )


def test_fewer_than_five_found_are_not_counted_out(curves: RiskCurves) -> None:
    few = changed(curves, found=3, protect_found=3, investigate_found=0)
    assert few.is_small("glass_box")
    said = [sentences.headline(few, "en"), sentences.apart(few, "en")]
    said += [f"{kpi.value} {kpi.interval}" for kpi in sentences.kpis(few, "en")]
    assert "fewer than 5" in said[0]
    assert not any("3 of 20" in text for text in said)
    assert "protect" in few.hidden_kinds("glass_box")
    assert [kpi.value for kpi in sentences.kpis(few, "en")][:2] == ["–", "–"]


def test_a_small_kind_takes_its_partner_along(curves: RiskCurves) -> None:
    told = changed(curves, found=9, protect_found=3, investigate_found=6)
    assert not told.is_small("glass_box")
    assert told.hidden_kinds("glass_box") == set(KINDS)  # nine less the six would give the three away


def test_a_judge_who_misses_fewer_than_five_is_not_told_either(mungil: Run, curves: RiskCurves) -> None:
    told = changed(curves, found=14, protect_found=8, investigate_found=6)
    rows = {**told.rows, ORACLE: {**told.rows[ORACLE], "found": 30, "precision": 0.26, "recall": 30 / 32}}
    told = replace(told, rows=rows)
    scene = pictures.Scene(curves, told, mungil.name, Look("en"))
    said = [sentences.beside(told, "en"), pictures.ladder(scene).title, pictures.over_capacity(scene).title]
    assert not any("26" in text or "94%" in text for text in said)


def test_victims_and_deceivers_are_told_apart(curves: RiskCurves) -> None:
    told = changed(curves, found=14, protect_found=8, investigate_found=6)
    assert sentences.apart(told, "en") == (
        "Victims of trafficking, to be protected: 8 of 20 found. Fraud, to be investigated: 6 of 12 found."
    )


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("narrow", [False, True])
def test_every_picture_is_drawn_at_every_capacity(mungil: Run, curves: RiskCurves, lang: str, narrow: bool) -> None:
    for step in (steps_of(curves)[0], steps_of(curves)[-1]):
        scene = pictures.Scene(curves, figures_at(curves, step, "scorecard"), mungil.name, Look(lang, narrow=narrow))
        for make in (pictures.over_capacity, pictures.both_duties, pictures.ladder):
            chart = make(scene)
            assert chart.plot is not None and chart.title and chart.table is not None
            assert {column.name for column in chart.columns} <= set(chart.table.columns)


def test_the_slider_moves_figures_and_writes_the_address_when_let_go(page: RiskPage) -> None:
    usual, settled = page.usual, page.settled
    assert page.figures.capacity == usual and page.filters.to_query() == {}
    page._move(0)
    assert page.figures.capacity == page.steps[0]
    assert page.settled is settled and page.filters.to_query() == {}
    page._release(0)
    assert page.settled.capacity == page.steps[0]
    assert page.filters.to_query() == {"capacity": str(page.steps[0])}
    page._reset()
    assert page.figures.capacity == usual and page.filters.to_query() == {}


@pytest.mark.parametrize("asked", ["nan", "inf", "-1", "0", "many", "1e9"])
def test_an_impossible_capacity_of_a_link_is_refused(mungil: Run, asked: str) -> None:
    filters = make_filters(Session(run=mungil))
    assert filters.read_query({"capacity": asked, "model": "oracle"}) == ["capacity", "model"]
    assert filters.capacity is None


def test_a_capacity_between_two_steps_goes_to_the_nearest(page: RiskPage) -> None:
    page.filters.capacity = 4.4
    assert page.settled.capacity == 4.0
    assert nearest([1.0, 2.0], 900.0, 1.0) == 2.0
    page._move(99)
    assert page.figures.capacity == 4.0


@pytest.mark.parametrize("lang", ["id", "en"])
def test_each_step_of_the_slider_has_words_of_its_own(curves: RiskCurves, lang: str) -> None:
    (group,) = slider(steps_of(curves), float(curves.facts["capacity_per_day"]), lang)
    words = group["levers"][0]["words"]
    assert len(set(words)) == len(words) == len(steps_of(curves))
    assert people_a_day(1, "en") == "1 person a day"


def test_a_world_without_models_says_why(mungil: Run, curves: RiskCurves, monkeypatch: pytest.MonkeyPatch) -> None:
    from simi_lab.dashboards.risk import state, view

    def refuse(run: Run) -> None:
        raise BadRequest("Every feature is constant in the training months.", cure="Make a larger world.")

    monkeypatch.setattr(state, "is_ready", lambda run: False)
    monkeypatch.setattr(state, "risk_curves", refuse)
    monkeypatch.setattr(state.pn.state, "as_cached", lambda key, make: make())
    page = RiskPage(Session(run=mungil))
    assert page.figures is None
    assert "Buat dunia yang lebih besar" in view._head("id", page.figures, page.fault)


def test_reasons_stay_behind_a_closed_gate(mungil: Run, curves: RiskCurves, monkeypatch: pytest.MonkeyPatch) -> None:
    session: Any = SimpleNamespace(run=mungil)
    monkeypatch.setattr(reasons, "_reasons", lambda run, lang: pytest.fail("reasons behind a closed gate"))
    said = reasons._html(session, gates.gate(mungil), "id")
    assert "Gerbang tertutup" in said and "simi-lab risk dpia mungil --write" in said


def test_an_open_gate_shows_reasons_of_an_invented_case(mungil: Run, curves: RiskCurves) -> None:
    session: Any = SimpleNamespace(run=mungil)
    said = reasons._html(session, gates.Gate(True, "open", mungil.name), "id")
    assert "<ul><li>" in said and "DATA SINTETIS" in said
    first = mungil.table("people").select("name").head(5).collect()["name"]
    assert not any(name in said for name in first)
    assert example_of(mungil).isdigit()


def test_the_whole_page_is_built(mungil: Run, curves: RiskCurves) -> None:
    content = build(Session(run=mungil))
    assert len(content) == 4


def test_a_lesson_says_what_the_model_found(mungil: Run, curves: RiskCurves) -> None:
    facts, known = curves.evaluation.facts, world_facts(mungil)
    assert known("risk.tested") == facts["n_test"]
    assert known("risk.found") + known("risk.false_alarms") == known("risk.looked_at") == facts["n_looked_at"]
    assert known("risk.found") + known("risk.missed") == facts["n_positive"]["truth"]
    assert known("risk.nothing") is None
