"""The section on people found against waiting caused: what is drawn, what is hidden, what is said."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from simi_lab.charts import Look, print_figure
from simi_lab.dashboards.risk import frontier as page
from simi_lab.dashboards.risk.frontier_chart import picture
from simi_lab.errors import BadRequest
from simi_lab.shell import Session
from simi_lab.study.lanes import Frontier

FACTS: dict[str, Any] = {
    "model": "glass_box",
    "scenario": "mungil",
    "first": "2025-01-01",
    "last": "2025-12-31",
    "replications": 8,
    "n_applicants": 1000,
    "n_days": 240,
    "n_at_risk": 60,
    "n_victims": 30,
    "own_capacity": 3.0,
    "audit_share": 0.01,
    "minutes": {"direct_saved": 2.0},
}


def point(capacity: float | None, more: int = 0, *, hurried: bool = False, found: int = 0) -> dict[str, Any]:
    change = (capacity or 0) / 2 - 4.0 * more - 3.0 * hurried
    figures = {}
    for name in ("wait_min", "wait_p90", "lead_days", "total_days", "overtime_hours"):
        figures |= {
            name: 20 + change,
            f"{name}_change": change,
            f"{name}_low": change - 0.2,
            f"{name}_high": change + 0.2,
        }
    counts = {"found": found, "missed": 60 - found, "found_victims": found // 2, "missed_victims": 30 - found // 2}
    ends = {"recall": found / 60, "recall_low": 0.0, "recall_high": 1.0, "held": 30, "held_in_vain": 10}
    others = {"protected": found // 2, "in_vain": 100, "audited": 9, "n": 1000, "found_random": found / 6}
    lanes = {"in_direct": 800, "in_look": 100, "in_clarify": 50, "in_protect": 50}
    best = {"found_oracle": min(60, found + 8), "found_oracle_victims": 20, "is_best": True}
    setting = {"capacity": capacity, "more_interviewers": more, "hurried": hurried}
    return {**setting, **counts, **ends, **others, **lanes, **best, **figures}


@pytest.fixture
def found() -> Frontier:
    tried = {0.0: 2, 3.0: 20, 8.0: 40}
    rows = [point(None, more) for more in (0, 1, 2)]
    rows += [point(c, more, found=n) for more in (0, 1, 2) for c, n in tried.items()]
    rows += [point(c, hurried=True, found=n) for c, n in tried.items()]
    return Frontier(FACTS, pl.DataFrame(rows, infer_schema_length=None))


@pytest.fixture
def session() -> Session:
    return Session(run=SimpleNamespace(hash="h", name="mungil"), lang="en")


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("narrow", [True, False])
def test_every_setting_is_drawn_but_those_of_few_persons(found: Frontier, lang: str, narrow: bool) -> None:
    chart = picture(found, 3.0, Look(lang, narrow=narrow))
    assert chart.plot is not None
    assert chart.table is not None
    assert chart.table.height == found.points.height
    hidden = chart.table.filter("suppressed")
    assert hidden["found"].null_count() == hidden["missed"].null_count() == hidden.height == 4
    assert chart.columns[0].name in chart.table.columns


def test_a_chart_can_be_printed(found: Frontier) -> None:
    chart = picture(found, 3.0, Look("id", backend="matplotlib"))
    assert print_figure(chart.plot, Look("id", backend="matplotlib")).axes


def test_the_finding_speaks_of_one_more_interviewer_only_where_that_pays(found: Frontier) -> None:
    assert "8 conversations" not in picture(found, 3.0, Look("en")).title  # +1 leaves eight a day as long as today
    assert "3 conversations" in picture(found, 3.0, Look("en")).title
    dear = found.points.with_columns(wait_min_high=pl.lit(1.0))
    assert "wait meanwhile" in picture(Frontier(FACTS, dear), 3.0, Look("en")).title


def test_a_kept_frontier_is_told_at_once(found: Frontier, session: Session, monkeypatch) -> None:
    monkeypatch.setattr(page, "kept_frontier", lambda run: found)
    state = page.FrontierState(session)
    assert state.told_of == 3.0
    state.capacity = 7
    assert state.told_of == 8.0
    assert len(page.section(session).objects) == 2


def test_a_frontier_that_is_missing_is_made(found: Frontier, session: Session, monkeypatch) -> None:
    monkeypatch.setattr(page, "kept_frontier", lambda run: None)
    monkeypatch.setattr(page, "frontier", lambda run: found)
    assert page.FrontierState(session).found is found


@pytest.mark.parametrize("fault", [BadRequest("No outcome was recorded."), RuntimeError("x")])
def test_a_frontier_that_cannot_be_made_says_why(session: Session, monkeypatch, fault: Exception) -> None:
    def fails(run: Any) -> Frontier:
        raise fault

    monkeypatch.setattr(page, "kept_frontier", lambda run: None)
    monkeypatch.setattr(page, "frontier", fails)
    (words,) = page.section(session).objects
    assert "counted" in words.object or "No outcome" in words.object
