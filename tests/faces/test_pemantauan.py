"""The page *Pemantauan model* without a browser: figures by hand, what is withheld, words, cards, the state."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from simi_lab.charts import Look
from simi_lab.dashboards import routes
from simi_lab.dashboards.monitoring import MonitoringFilters, build, figures
from simi_lab.dashboards.monitoring.cards import CARDS, DRIFT_CARDS, Scene
from simi_lab.dashboards.monitoring.state import MonitoringPage
from simi_lab.shell import Session
from simi_lab.store import Run
from simi_lab.study.feedback import CLOSED, OPEN, Feedback
from simi_lab.study.feedback.drift import Drift
from simi_lab.study.feedback.words import headline, interval_line, match_title

JAN, FEB = date(2025, 1, 1), date(2025, 2, 1)


def row(month: date, variant: str, **counts: float) -> dict[str, Any]:
    """Everything since the first month: shares follow from the counts."""
    told = {"looked": 60.0, "lots": 0.0, "needed": 20.0, "reached": 12.0, "found": 8.0, "found_by_lot": 0.0,
            "found_elsewhere": 2.0, "expected": 10.0, **counts}  # fmt: skip
    recorded = told["found"] + told["found_by_lot"] + told["found_elsewhere"]
    shares = {
        "believed_precision": told["found"] / told["looked"],
        "true_precision": told["reached"] / told["looked"],
        "believed_recall": told["found"] / recorded,
        "true_recall": told["reached"] / told["needed"],
    }
    spans = {f"{name}_{end}": value * k for name, value in shares.items() for end, k in (("low", 0.5), ("high", 1.2))}
    return {"month": month, "variant": variant, **told, "recorded": recorded, **shares, **spans}


@pytest.fixture
def year() -> Feedback:
    rows = [
        row(m, v, **({"needed": 6.0, "reached": 3.0} if m == JAN else {})) for v in (CLOSED, OPEN) for m in (JAN, FEB)
    ]
    match = {"champion": 8.0, "challenger": 9.0, "needed": 20, "n_held_out": 400, "gain": 0.05, "low": -0.1,
             "high": 0.2, "recorded_gain": 0.0}  # fmt: skip
    facts = {
        "months": ["2025-01", "2025-02"], "is_year": False, "n_applicants": 900, "needed": 20, "explore_share": 0.01,
        "short_share": 0.25, "replications": 5, "kept_old": {CLOSED: 0, OPEN: 0},
        "errors": {v: {"recall_error": 0.2, "recall_bias": 0.2, "recall_held": 0.4} for v in (CLOSED, OPEN)},
        "price": {"value": -2.0, "low": -4.0, "high": 0.0}, "nearer": {"value": 0.0, "low": -0.1, "high": 0.1},
        "match": {CLOSED: match, OPEN: match | {"low": 0.01}},
    }  # fmt: skip
    held = [{"month": m, "variant": v, "n_positive": 5.0, "found": f, "needed": 20, "recall": f / 20}
            for v in (CLOSED, OPEN) for m, f in ((JAN, 8.0), (FEB, 9.0))]  # fmt: skip
    return Feedback(facts, pl.DataFrame(rows), pl.DataFrame(held))


def test_figures_of_a_year_by_hand(year: Feedback) -> None:
    recall = figures.shares_by_month(year, CLOSED, "recall")
    last = {r["line"]: r for r in recall.filter(pl.col("month") == FEB).iter_rows(named=True)}
    assert (last["believed"]["value"], last["true"]["value"]) == (pytest.approx(80.0), pytest.approx(60.0))
    people = figures.persons_by_month(year, CLOSED).row(-1, named=True)
    assert (people["reached"], people["missed"]) == (12.0, 8.0)
    ratio = figures.calibration_by_month(year, CLOSED).filter(pl.col("month") == FEB)
    assert dict(ratio.select("line", "value").iter_rows()) == {"believed": 1.0, "true": 2.0}
    models = figures.models_by_month(year, CLOSED).filter(pl.col("month") == FEB)
    assert dict(models.select("line", "value").iter_rows()) == {"champion": 40.0, "challenger": 45.0}


def test_one_to_four_people_are_withheld_visibly(year: Feedback) -> None:
    first = figures.persons_by_month(year, CLOSED).row(0, named=True)
    assert first == {"month": JAN, "reached": None, "missed": None, "suppressed": True}
    recall = figures.shares_by_month(year, CLOSED, "recall").filter(pl.col("month") == JAN)
    shown = dict(recall.select("line", "value").iter_rows())
    assert shown["true"] is None and shown["believed"] is not None
    small = Feedback(year.facts, year.by_month.with_columns(needed=pl.lit(14.0), reached=pl.lit(12.0)), year.held_out)
    assert "fewer than 5" in headline(small, "en") and "14" in headline(small, "en")
    assert " 2 " not in headline(small, "en") and "12" not in headline(small, "en")


def test_the_page_opens_with_people_and_says_which_model_is_better(year: Feedback) -> None:
    assert headline(year, "en").startswith("Of 20 applicants who ought to have been looked at, the office with its")
    assert "menjangkau 12 dan melewatkan 8" in headline(year, "id")
    assert match_title(year, CLOSED, "en") == "The newest model cannot be told from the first"
    assert "Without lots in 2 of 5 replays" in interval_line(year, "en")
    assert match_title(year, OPEN, "en") == "The newest model is better than the first"


def drifted() -> Drift:
    months = [date(2024, m, 1) for m in range(1, 9)]
    rows = [
        (m, w, 0.4, 200, 80.0, m < date(2024, 5, 1)) for w in ("score", "online", "unknown", "finding") for m in months
    ]
    by_month = pl.DataFrame(rows, schema=["month", "watch", "value", "n", "total", "is_reference"], orient="row")
    names = ("never", "always", "adwin", "page_hinkley", "kswin", "ks_month")
    judged = pl.DataFrame(
        [
            {"detector": name, "n_changes": 8, "missed": 0.25, "delay_days": 9.0, "false_alarms": 2.0,
             "false_alarms_low": 1.0, "false_alarms_high": 3.0, "f1": 0.5, "cost": 5.0 + k, "cost_low": 4.0,
             "cost_high": 9.0, "better_from": 1.0, "better_to": float("inf")}
            for k, name in enumerate(names)
        ]
    )  # fmt: skip
    alarms = pl.DataFrame([("adwin", "online", date(2024, 6, 1))], schema=["detector", "watch", "month"], orient="row")
    facts = {"n_streams": 10, "per_month": 200, "month_cost": 5.0, "seeds": 2, "horizon_months": 6}
    return Drift(by_month, alarms, judged, pl.DataFrame(), facts)


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize(("watch", "lots"), [("online", CLOSED), ("score", OPEN)])
def test_every_card_has_finding_sentence_plot_table_and_source(
    year: Feedback, lang: str, watch: str, lots: str
) -> None:
    scene = Scene(year, drifted(), lots, watch, "adwin", Look(lang, dark=lang == "en", narrow=watch == "score"), "uji")
    for name, make in {**CARDS, **DRIFT_CARDS}.items():
        chart = make(scene)
        assert chart.title and chart.summary and chart.plot is not None, name
        assert chart.table is not None and {column.name for column in chart.columns} <= set(chart.table.columns), name
        assert "uji" in chart.source
    said = DRIFT_CARDS["watched"](scene).title
    assert ("1" in said) == (watch == "online")


def test_figures_that_are_all_withheld_draw_nothing(year: Feedback) -> None:
    tiny = Feedback(year.facts, year.by_month.with_columns(needed=pl.lit(6.0), reached=pl.lit(3.0)), year.held_out)
    scene = Scene(tiny, None, CLOSED, "online", "adwin", Look("id"), "uji")
    assert CARDS["persons"](scene).plot is None


def test_choices_go_to_the_address() -> None:
    choices = MonitoringFilters()
    assert choices.read_query({"lots": "open", "watch": "nothing"}) == ["watch"]
    assert choices.to_query() == {"lots": "open"}
    assert next(route for route in routes() if route.slug == "pemantauan").build is build


def test_a_fault_is_told_in_words(monkeypatch: pytest.MonkeyPatch, mungil: Run) -> None:
    from simi_lab.dashboards.monitoring import state
    from simi_lab.errors import BadRequest

    def refuse(_run: Any) -> Any:
        raise BadRequest("Nobody applied, so that no stream can be drawn.")

    monkeypatch.setattr(state, "feedback", refuse)
    page = MonitoringPage(Session(run=SimpleNamespace(name="uji", hash="x")))
    page.start()
    assert page.feedback is None and page.drift is None
    assert isinstance(page.fault, BadRequest)
