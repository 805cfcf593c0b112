"""Lessons read the numbers of a real run: nothing before its comparison is made, the same figures afterwards."""

from __future__ import annotations

import pytest

from simi_lab.i18n import number
from simi_lab.store import Run
from simi_lab.study import aggregates
from simi_lab.training import load_module
from simi_lab.training.text import html, world_facts


def test_a_lesson_says_what_the_run_says(mungil: Run) -> None:
    promise = aggregates(mungil).promise["metrics"]["wait_min"]
    known = world_facts(mungil)
    assert known("promise.wait_min.before") == pytest.approx(promise["before"])
    assert known("promise.wait_min.change") == pytest.approx(promise["ratio"]["value"] - 1)
    assert known("promise.wait_min.nothing") is None
    module = load_module("01_mengenal_simi")
    assert all(known(fact.fact) is not None for fact in module.head.facts.values())
    text = html(module.step("klaim").body.id, module, known, "id")  # type: ignore[union-attr]
    assert f"{number(promise['before'], 'id')} menit" in text
    assert "belum dihitung" not in text


def test_a_run_without_its_comparison_keeps_nobody_waiting(mungil: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simi_lab.study.measure.REPLICATIONS", 9999)
    monkeypatch.setattr(
        "simi_lab.study.aggregates", lambda *_args, **_rest: pytest.fail("a lesson starts no simulation")
    )
    assert world_facts(mungil)("promise.wait_min.before") is None
