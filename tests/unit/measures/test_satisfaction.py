"""The index against the worked example of PermenPANRB 14/2017, and its interval against a bootstrap."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from simi_lab.errors import BadRequest
from simi_lab.estimate import Estimate
from simi_lab.measures import ikm
from simi_lab.measures.bins import ELEMENTS
from simi_lab.measures.satisfaction import element_scores, grades, ikm_shift

TOTALS = (105, 101, 100, 116, 102, 105, 106, 105, 115)  # 29 respondents


def worked_example() -> pl.DataFrame:
    """29 respondents whose answers add up to the example's totals."""
    columns = {}
    for element, total in zip(ELEMENTS, TOTALS, strict=True):
        fours = total - 3 * 29
        columns[element] = [4] * fours + [3] * (29 - fours)
    return pl.DataFrame(columns, schema_overrides=dict.fromkeys(ELEMENTS, pl.Int8))


def as_bins(surveys: pl.DataFrame) -> pl.DataFrame:
    long = surveys.unpivot(ELEMENTS, variable_name="element", value_name="score").drop_nulls()
    return long.group_by("element", "score").agg(pl.len().alias("n"))


@pytest.mark.parametrize("make", [lambda frame: frame, as_bins])
def test_the_worked_example(make: object) -> None:
    answers = make(worked_example())  # type: ignore[operator]
    assert ikm(answers).value == 91.48
    assert ikm(answers, weight="0.11").value == 90.56
    assert ikm(answers).n == 29


def test_bins_never_claim_a_narrower_interval_than_the_respondents_themselves() -> None:
    exact, widest = ikm(worked_example()), ikm(as_bins(worked_example()))
    assert widest.low <= exact.low < exact.value < exact.high <= widest.high


def test_interval_agrees_with_a_bootstrap_over_respondents() -> None:
    rng = np.random.default_rng(20250301)
    mood = rng.normal(3.2, 0.5, size=(200, 1))
    answers = np.clip(np.round(mood + rng.normal(0, 0.5, size=(200, 9))), 1, 4).astype(int)
    surveys = pl.DataFrame(answers, schema=list(ELEMENTS))
    draws = answers[rng.integers(0, 200, size=(2000, 200))].mean(axis=1).sum(axis=1) * 25 / 9
    low, high = np.quantile(draws, [0.025, 0.975])
    found = ikm(surveys)
    assert found.low == pytest.approx(low, abs=0.25)
    assert found.high == pytest.approx(high, abs=0.25)


def test_a_missing_answer_counts_nowhere() -> None:
    surveys = pl.DataFrame({u: [4, 4, 2] for u in ELEMENTS}).with_columns(u9=pl.Series([4, 4, None]))
    assert ikm(surveys).value == round(25 / 9 * (8 * 10 / 3 + 4), 2)
    assert element_scores(surveys).row(-1) == ("u9", 2, 4.0)


def test_rounds_before_anyone_grades() -> None:
    # 76.6111 is said as 76.61 (grade B): nothing is left in the gap between 76.60 and 76.61
    n = 900
    surveys = pl.DataFrame({u: [4] * 58 + [3] * (n - 58) for u in ELEMENTS})
    raw = 25 * (3 + 58 / n)
    assert 76.605 < raw < 76.615
    assert ikm(surveys).value == 76.61


@pytest.mark.parametrize("score", [1, 4])
def test_all_of_one_mind_is_the_end_of_the_scale(score: int) -> None:
    found = ikm(pl.DataFrame({u: [score] * 5 for u in ELEMENTS}))
    assert (found.low, found.value, found.high) == (25.0 * score,) * 3


def test_no_answers_is_no_index() -> None:
    nobody = pl.DataFrame({u: [] for u in ELEMENTS}, schema=dict.fromkeys(ELEMENTS, pl.Int8))
    for answers in (nobody, as_bins(nobody)):
        assert math.isnan(ikm(answers).value)


def test_one_respondent_settles_no_grade() -> None:
    found = ikm(pl.DataFrame({u: [4] for u in ELEMENTS}))
    assert (found.n, found.value, found.low, found.high) == (1, 100.0, 25.0, 100.0)
    assert grades(found) == ("A", "B", "C", "D")


def index(value: float, low: float, high: float) -> Estimate:
    return Estimate("ikm", value, low, high, "score")


@pytest.mark.parametrize(
    ("low", "high", "named"),
    [
        (88.31, 95.0, ("A",)),
        (88.30, 95.0, ("A", "B")),
        (88.304, 95.0, ("A", "B")),  # rounds to 88.30
        (88.305, 95.0, ("A",)),  # rounds half up to 88.31
        (76.604, 88.304, ("B", "C")),
        (64.994, 64.995, ("C", "D")),
        (60.0, 90.0, ("A", "B", "C", "D")),
    ],
)
def test_every_grade_that_the_interval_touches_is_named(low: float, high: float, named: tuple[str, ...]) -> None:
    assert grades(index((low + high) / 2, low, high)) == named


def test_no_index_has_no_grade() -> None:
    assert grades(index(math.nan, 25.0, 100.0)) == ()


def test_all_identical_answers_have_one_grade_in_either_weight_and_the_print_can_lower_it() -> None:
    answers = pl.DataFrame({u: [4] * 10 for u in ELEMENTS[:5]} | {u: [3] * 10 for u in ELEMENTS[5:]})
    exact, printed = ikm(answers), ikm(answers, weight="0.11")
    assert (exact.value, printed.value) == (88.89, 88.0)
    assert (grades(exact), grades(printed)) == (("A",), ("B",))


def survey(answers: np.ndarray) -> pl.DataFrame:
    return pl.DataFrame(answers, schema=list(ELEMENTS)).with_columns(survey_id=pl.Series(range(len(answers))))


def test_the_same_answers_twice_differ_by_nothing_however_they_spread() -> None:
    answers = survey(np.random.default_rng(3).integers(1, 5, size=(40, 9)))
    found = ikm_shift(answers, answers.sample(fraction=1, shuffle=True, seed=1))
    assert (found.value, found.low, found.high) == (0, 0, 0)


def test_the_interval_of_a_shift_agrees_with_a_bootstrap_over_respondents() -> None:
    rng = np.random.default_rng(20250302)
    mood = rng.normal(3.0, 0.5, size=(150, 1))
    first = np.clip(np.round(mood + rng.normal(0, 0.4, size=(150, 9))), 1, 4).astype(int)
    second = np.clip(first + (rng.random((150, 9)) < 0.1), 1, 4).astype(int)
    picks = rng.integers(0, 150, size=(2000, 150))
    draws = (second[picks].mean(axis=1) - first[picks].mean(axis=1)).sum(axis=1) * 25 / 9
    low, high = np.quantile(draws, [0.025, 0.975])
    found = ikm_shift(survey(first), survey(second))
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.12)
    alone = ikm(survey(first).drop("survey_id"))
    assert found.high - found.low < (alone.high - alone.low) / 3  # each is compared with himself


def test_other_respondents_cannot_be_paired_and_nobody_has_no_shift() -> None:
    answers = survey(np.full((3, 9), 3))
    with pytest.raises(BadRequest, match="same"):
        ikm_shift(answers, answers.head(2))
    assert math.isnan(ikm_shift(answers.head(0), answers.head(0)).value)
    assert math.isinf(ikm_shift(answers.head(1), answers.head(1)).high)
