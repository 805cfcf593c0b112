"""The proof holds for the world as it is, and fails for one whose posterior is wrong."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from simi_lab.scenario.load import resolve
from simi_lab.scenario.model import Scenario
from simi_lab.study import prove as module
from simi_lab.study.prove import prove, recall_at

ROWS = 60_000


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """The default world with the smallest one's frequent patterns, so that few rows say much."""
    return Scenario.model_validate(resolve("kotabumi").plain | {"typologies": resolve("mungil").plain["typologies"]})


def test_fresh_rows_prove_the_posterior(scenario: Scenario) -> None:
    proof = prove(scenario, rows=ROWS)
    assert proof.n_rows >= ROWS and proof.n_positive > 1000
    assert not [fault for fault in proof.faults if "recall" not in fault], proof.faults
    assert all(abs(b["z"]) <= module.Z_BIN for b in proof.bins)
    assert set(proof.rivals) == {"boosting", "boosting with the posterior"}
    assert proof.rivals["boosting"][0] > 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda p: np.minimum(p * 1.6, 0.999), "expected"),
        (lambda p: p[::-1].copy(), "smaller log-loss"),
        (lambda p: p**0.5, "expected"),
    ],
)
def test_a_wrong_posterior_is_found_out(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch, wrong: object, said: str
) -> None:
    honest = module._answers

    def answers(truth: pl.DataFrame, number: int) -> pl.DataFrame:
        told = honest(truth, number)
        return told.with_columns(pl.Series("posterior", wrong(told["posterior"].to_numpy())))  # type: ignore[operator]

    monkeypatch.setattr(module, "_answers", answers)
    proof = prove(scenario, rows=ROWS)
    assert not proof.ok
    assert any(said in fault for fault in proof.faults), proof.faults


def test_recall_by_hand() -> None:
    p = np.array([0.9, 0.8, 0.7, 0.6] + [0.1] * 36)
    y = np.array([True, False, True, True] + [False] * 36)
    assert recall_at(p, y, rate=1 / 37) == pytest.approx(1.0)  # one negative may stand above
    few = np.array([0.9, 0.8, 0.7, 0.1]), np.array([True, False, True, False])
    assert recall_at(*few, rate=0.25) == pytest.approx(0.5)


def test_ties_are_split_evenly() -> None:
    p, y = np.full(100, 0.5), np.arange(100) < 10
    assert recall_at(p, y) == pytest.approx(0.05)
