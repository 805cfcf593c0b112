"""Judgement beside advice: hand-computed counts, scipy's normal for d', and the harm of each way of deciding."""

from __future__ import annotations

import math

import pytest
from scipy.stats import norm

from simi_lab.measures.reliance import Case, detection, reliance

CASES = (
    # truth, advice, alone, final, confidence
    Case("victim", "protect", "go_on", "protect", 1),  # won over by right advice
    Case("victim", "go_on", "look", "go_on", 3),  # led astray by wrong advice
    Case("victim", "go_on", "protect", "look", 3),  # held out, but did not protect
    Case("deceiver", "look", "go_on", "go_on", 2),  # rejected right advice
    Case("deceiver", "go_on", "go_on", "go_on", 2),  # wrong together
    Case("none", "go_on", "go_on", "go_on", 3),
    Case("none", "look", "go_on", "look", 3),  # led astray
    Case("look_alike", "look", "go_on", "go_on", 2),  # held out
    Case("benign_error", "go_on", "look", "look", 1),  # rejected right advice
)


def test_reliance_is_what_one_counts_by_hand() -> None:
    found = reliance(CASES)
    counted = {
        name: (round(getattr(found, name).value * getattr(found, name).n), getattr(found, name).n)
        for name in ("over", "under", "won_over", "held_out")
    }
    assert counted == {"over": (3, 5), "under": (2, 4), "won_over": (1, 3), "held_out": (2, 4)}
    assert [round(found.right[way].value * 9) for way in ("alone", "final", "advice")] == [5, 4, 4]
    assert {level: (round(share.value * share.n), share.n) for level, share in found.sure.items()} == {
        1: (0, 2),
        2: (1, 3),
        3: (4, 4),
    }


def test_harm_is_counted_in_people_and_by_way() -> None:
    final, advice = (reliance(CASES).harm[way] for way in ("final", "advice"))
    assert (final.victims_missed, final.victims_unprotected, final.deceivers_missed, final.honest_stopped) == (
        1,
        1,
        2,
        2,
    )
    assert (advice.victims_missed, advice.victims_unprotected, advice.deceivers_missed, advice.honest_stopped) == (
        2,
        0,
        1,
        2,
    )


@pytest.mark.parametrize(("hits", "alarms"), [(9, 4), (12, 0), (0, 18), (6, 9)])
def test_sensitivity_and_criterion_agree_with_the_textbook(hits: int, alarms: int) -> None:
    found = detection(hits, 12, alarms, 18)
    hit, alarm = (hits + 0.5) / 13, (alarms + 0.5) / 19
    assert found.d_prime.value == pytest.approx(norm.ppf(hit) - norm.ppf(alarm))
    assert found.criterion.value == pytest.approx(-(norm.ppf(hit) + norm.ppf(alarm)) / 2)
    spread = math.sqrt(
        hit * (1 - hit) / (12 * norm.pdf(norm.ppf(hit)) ** 2)
        + alarm * (1 - alarm) / (18 * norm.pdf(norm.ppf(alarm)) ** 2)
    )
    assert found.d_prime.high - found.d_prime.value == pytest.approx(norm.ppf(0.975) * spread)
    assert found.criterion.high - found.criterion.value == pytest.approx(norm.ppf(0.975) * spread / 2)


def test_more_cases_narrow_the_interval_and_guessing_is_nothing() -> None:
    few, many = detection(6, 12, 9, 18), detection(600, 1200, 900, 1800)
    assert few.d_prime.value == pytest.approx(0.0)
    assert few.criterion.value == pytest.approx(0.0)
    assert many.d_prime.high - many.d_prime.low < (few.d_prime.high - few.d_prime.low) / 8


def test_counts_that_cannot_be_are_refused() -> None:
    for counts in ((3, 2, 0, 1), (0, 0, 1, 2), (1, 2, 0, 0), (-1, 2, 0, 1)):
        with pytest.raises(ValueError, match="of"):
            detection(*counts)
