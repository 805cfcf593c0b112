"""Calibration keeps the order, meets the base rate, and never turns a score around."""

from __future__ import annotations

import numpy as np
import pytest

from simi_lab.risk.models.calibration import fit_calibration


def scores(n: int = 4000, slope: float = 1.0, seed: int = 5) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    raw = rng.normal(0, 2, n)
    return raw, rng.random(n) < 1 / (1 + np.exp(-(slope * raw - 3)))


@pytest.mark.parametrize("method", ["sigmoid", "isotonic"])
def test_the_mean_probability_is_the_share_found(method):
    raw, target = scores()
    assert fit_calibration(raw, target, method=method)(raw).mean() == pytest.approx(target.mean(), rel=0.01)


def test_a_sigmoid_finds_the_line_it_was_drawn_from():
    raw, target = scores(40_000)
    line = fit_calibration(raw, target, method="sigmoid")
    assert line.x[0] == pytest.approx(1, abs=0.05)
    assert line.y[0] == pytest.approx(-3, abs=0.08)


@pytest.mark.parametrize("method", ["sigmoid", "isotonic"])
def test_the_order_is_kept_strictly(method):
    raw, target = scores(600)
    order = np.sort(np.unique(raw))
    assert (np.diff(fit_calibration(raw, target, method=method)(order)) > 0).all()


def test_a_score_that_points_the_wrong_way_becomes_the_base_rate():
    raw, target = scores(slope=-1.0)
    flat = fit_calibration(raw, target, method="sigmoid")(raw)
    assert flat == pytest.approx(np.full(raw.size, target.mean()), abs=1e-5)


def test_few_findings_take_the_sigmoid():
    raw, target = scores(500)
    assert target.sum() < 200
    assert fit_calibration(raw, target).method == "sigmoid"
    raw, target = scores()
    assert fit_calibration(raw, target).method == "isotonic"
