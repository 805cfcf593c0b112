"""Lessons read the numbers of a real run: nothing before its comparison is made, the same figures afterwards."""

from __future__ import annotations

import pytest

from simi_lab.i18n import number
from simi_lab.store import Run
from simi_lab.study import aggregates
from simi_lab.training import load_module
from simi_lab.training.text import html, world_facts
from simi_lab.training.text.risk_facts import risk_numbers
from simi_lab.training.text.world import regency_hours


def test_a_lesson_says_what_the_run_says(mungil: Run) -> None:
    promise = aggregates(mungil).promise["metrics"]["wait_min"]
    known = world_facts(mungil)
    assert known("promise.wait_min.before") == pytest.approx(promise["before"])
    assert known("promise.wait_min.change") == pytest.approx(promise["ratio"]["value"] - 1)
    assert known("promise.wait_min.nothing") is None
    assert known("compared.applicants") == aggregates(mungil).promise["n_applicants"] > 0
    module = load_module("01_mengenal_simi")
    assert all(known(fact.fact) is not None for fact in module.head.facts.values())
    text = html(module.step("klaim").body.id, module, known, "id")  # type: ignore[union-attr]
    assert f"{number(promise['before'], 'id')} menit" in text
    assert "belum dihitung" not in text


def test_figures_by_sex_are_told_only_of_large_groups() -> None:
    row = {"n_looked_at": 20.0, "found": 4.0, "false_alarms": 16.0, "missed": 2.0}
    rates = [{"group": "F", "fpr": 0.06}, {"group": "M", "fpr": 0.02}]
    told = risk_numbers(row, 1200, rates)
    assert told["truth_per_1000"] == 5.0
    assert told["false_alarm_rate"] == {"women": 0.06, "men": 0.02}
    assert "false_alarm_rate" not in risk_numbers(row, 1200, [{"group": "F", "fpr": 0.06}, {"group": "M", "fpr": None}])
    assert "false_alarm_rate" not in risk_numbers(row, 1200, [])


def test_a_run_without_its_comparison_keeps_nobody_waiting(mungil: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simi_lab.study.measure.REPLICATIONS", 9999)
    monkeypatch.setattr(
        "simi_lab.study.aggregates", lambda *_args, **_rest: pytest.fail("a lesson starts no simulation")
    )
    assert world_facts(mungil)("promise.wait_min.before") is None


def test_the_road_of_a_regency_is_weighed_by_its_applicants_and_hidden_groups_stay_hidden() -> None:
    near = {"district_id": "18.04.04", "n_applicants": 30, "before": 10.0, "after": 8.0}
    far = {"district_id": "18.04.09", "n_applicants": 10, "before": 20.0, "after": 12.0}
    small = {"district_id": "18.04.22", "n_applicants": None, "before": None, "after": None}
    other = {"district_id": "18.03.02", "n_applicants": 900, "before": 1.0, "after": 1.0}
    assert regency_hours([near, far, small, other]) == {"before": 12.5, "after": 9.0}
    assert regency_hours([small, other]) == {}
