"""Series whose truth is known: a step of a known size is found, and where there is none, none is claimed too often."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import polars as pl
import pytest

from simi_lab.errors import TooFewRunsError
from simi_lab.measures.series import CORRELATIONS, before_and_after, segmented
from simi_lab.measures.series_months import Event, design, window

LIVE = date(2024, 8, 1)
MONTHS = [date(2023 + i // 12, 1 + i % 12, 1) for i in range(36)]
SEEDS = range(200)


def table(values: np.ndarray | list[float], months: list[date] = MONTHS, n: list[int] | None = None) -> pl.DataFrame:
    return pl.DataFrame({"month": months, "value": [float(x) for x in values], "n": n or [100] * len(months)})


def season(month: date) -> float:
    return 8 * math.cos(2 * math.pi * (month.month - 1) / 12)


def wander(seed: int, rho: float, n: int) -> np.ndarray:
    """Errors that hang together, after a run-up."""
    draws = np.random.default_rng(seed).standard_normal(n + 50)
    made = np.zeros(n + 50)
    for i in range(1, n + 50):
        made[i] = rho * made[i - 1] + draws[i]
    return made[50:]


def test_a_step_a_slope_and_a_season_made_by_hand_come_back() -> None:
    values = [40 + 0.5 * i + season(m) + (-12 - 0.75 * (i - 19) if m >= LIVE else 0) for i, m in enumerate(MONTHS)]
    found = segmented(table(values), LIVE, unit="min")
    assert found.level.value == pytest.approx(-12, abs=1e-6)
    assert found.slope is not None
    assert found.slope.value == pytest.approx(-0.75, abs=1e-6)
    assert found.effect.value == pytest.approx(-12 - 0.75 * 8, abs=1e-6)  # the mean month after is the ninth
    assert found.effect.low == pytest.approx(found.effect.high, abs=0.01)
    assert found.counterfactual[-1] == pytest.approx(40 + 0.5 * 35 + season(MONTHS[-1]), abs=1e-6)


def test_the_effect_weighs_months_by_their_applicants() -> None:
    values = [30 - (2.0 * (i - 18) if m >= LIVE else 0) for i, m in enumerate(MONTHS)]
    n = [10] * 35 + [10_000_000]
    assert segmented(table(values, n=n), LIVE).effect.value == pytest.approx(-2.0 * 17, abs=1e-3)


@pytest.mark.parametrize("rho", [0.0, 0.4])
def test_without_a_step_the_interval_holds_zero_about_95_times_in_100(rho: float) -> None:
    """200 committed seeds; 95 % gives 190 of them, four standard errors are 12; all 200 would be an idle interval."""
    held = 0
    for seed in SEEDS:
        noise = wander(seed, rho, 36)
        found = segmented(table([50 + season(m) + x for m, x in zip(MONTHS, noise, strict=True)]), LIVE)
        held += not found.effect.excludes(0.0)
    assert 178 <= held <= 199


def test_a_step_is_covered_as_often_and_found_when_it_is_large() -> None:
    held = told = 0
    for seed in SEEDS[:80]:
        noise = wander(seed, 0.3, 36)
        values = [50 + season(m) + x - (15 if m >= LIVE else 0) for m, x in zip(MONTHS, noise, strict=True)]
        effect = segmented(table(values), LIVE).effect
        held += not effect.excludes(-15.0)
        told += effect.high < 0
    assert held >= 68  # 95 % of 80 is 76; four standard errors are 8
    assert told >= 72


def test_least_squares_that_forget_the_bond_of_months_hold_less() -> None:
    """What the average over correlations is for: with errors that hang together, plain intervals are too short."""
    plain = robust = 0
    for seed in SEEDS[:60]:
        noise = wander(seed, 0.6, 36)
        found = segmented(table(noise + 50), LIVE, with_season=False)
        robust += not found.effect.excludes(0.0)
        x, pick = found.design.matrix, found.design.effect(np.ones(36))
        inverse = np.linalg.inv(x.T @ x)
        rest = noise - x @ (inverse @ x.T @ noise)
        half = 2.04 * math.sqrt(rest @ rest / (36 - x.shape[1]) * (pick @ inverse @ pick))
        plain += abs(pick @ inverse @ x.T @ noise) <= half
    assert plain < 0.85 * 60
    assert robust >= 0.88 * 60


def test_the_estimate_is_that_of_generalised_least_squares_written_out() -> None:
    """The same numbers from the inverse of the whole covariance, correlation by correlation."""
    values = wander(3, 0.5, 36) + np.array([season(m) for m in MONTHS])
    found = segmented(table(values), LIVE)
    x, pick = found.design.matrix, found.design.effect(np.full(36, 100.0))
    heights, effects = [], []
    for rho in CORRELATIONS:
        steps = np.abs(np.subtract.outer(np.arange(36), np.arange(36)))
        covariance = np.where(steps == 0, 1.0, rho ** steps.astype(float)) / (1 - rho**2)
        precision = np.linalg.inv(covariance)
        inner = x.T @ precision @ x
        coefficients = np.linalg.solve(inner, x.T @ precision @ values)
        rest = values - x @ coefficients
        variance = rest @ precision @ rest / (36 - x.shape[1])
        logs = [np.linalg.slogdet(each)[1] for each in (covariance, inner)]
        heights.append(-0.5 * ((36 - x.shape[1]) * math.log(variance) + logs[0] + logs[1]))
        effects.append(pick @ coefficients)
    weights = np.exp(np.array(heights) - max(heights))
    assert found.effect.value == pytest.approx(weights @ np.array(effects) / weights.sum(), rel=1e-6)
    assert found.correlation == pytest.approx(weights @ CORRELATIONS / weights.sum(), rel=1e-6)


def test_effects_of_series_that_add_up_add_up() -> None:
    one, other = wander(1, 0.2, 36) + 30, wander(2, 0.2, 36)
    found = segmented(table(one + other), LIVE)
    assert found.response(one + other) == pytest.approx(found.effect.value)
    assert found.response(one) + found.response(other) == pytest.approx(found.effect.value)


def test_season_terms_take_out_a_season_that_would_pass_for_an_effect() -> None:
    """A year before and half a year after: the season alone looks like a change."""
    months = MONTHS[7:28]
    values = [50 + season(m) + 0.1 * x for m, x in zip(months, wander(5, 0, 21), strict=True)]
    blind, seeing = (segmented(table(values, months), LIVE, with_season=s).effect for s in (False, True))
    assert abs(seeing.value) < 0.5 < 2 < abs(blind.value)
    assert not seeing.excludes(0)


def test_an_event_has_a_term_of_its_own_and_a_useless_one_is_left_out() -> None:
    events = [
        Event("outage", "span", date(2024, 6, 20), date(2024, 6, 27)),
        Event("fee", "step", date(2024, 12, 17)),
        Event("before all", "step", date(2020, 1, 1)),
        Event("again", "step", LIVE),
    ]
    laid = design(MONTHS, LIVE, events=events)
    outage, fee = (laid.matrix[:, laid.names.index(name)] for name in ("outage", "fee"))
    assert outage.nonzero()[0].tolist() == [17]
    assert outage[17] == pytest.approx(8 / 30)
    assert fee[23] == pytest.approx(15 / 31)
    assert fee[:23].sum() == 0 and (fee[24:] == 1).all()
    assert not {"before all", "again"} & set(laid.names)
    ramadan = laid.matrix[:, laid.names.index("ramadan")]
    assert ramadan[2] == pytest.approx(9 / 31)  # 23 to 31 March 2023
    assert ramadan[26] == pytest.approx(30 / 31)  # 1 to 30 March 2025


def test_the_window_takes_months_next_to_the_change_and_leaves_a_mixed_one_out() -> None:
    assert window(MONTHS, LIVE) == MONTHS
    assert window(MONTHS, LIVE, before=2, after=1) == MONTHS[17:20]
    assert window(MONTHS, date(2024, 8, 5), before=1, after=1) == [date(2024, 7, 1), date(2024, 9, 1)]


def test_two_means_are_welchs() -> None:
    """Worked by hand: means 2 and 6, variances 1 and 4, so the spread is the square root of 1/3 + 4/3."""
    found = before_and_after(table([1, 2, 3, 4, 6, 8], MONTHS[16:22]), LIVE)
    assert found.value == 4
    free = (5 / 3) ** 2 / ((1 / 3) ** 2 / 2 + (4 / 3) ** 2 / 2)
    assert free == pytest.approx(2.941, abs=1e-3)
    assert found.high - found.value == pytest.approx(3.2185 * math.sqrt(5 / 3), rel=2e-3)


@pytest.mark.parametrize("kept", [slice(0, 19), slice(19, 36), slice(17, 21)])
def test_too_few_months_are_refused(kept: slice) -> None:
    with pytest.raises(TooFewRunsError):
        segmented(table([1.0] * len(MONTHS[kept]), MONTHS[kept]), LIVE)
