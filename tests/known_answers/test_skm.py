"""The satisfaction index against the regulation's bands, a worked example and the printed table of sample sizes."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simi_lab.errors import BadRequest
from simi_lab.reference import skm

TOTALS = (105, 101, 100, 116, 102, 105, 106, 105, 115)  # worked example, 29 respondents
MEANS = [total / 29 for total in TOTALS]
PRINTED = {
    10: 10, 15: 14, 20: 19, 25: 24, 30: 28, 50: 44, 100: 80, 150: 108, 200: 132, 250: 152, 300: 169, 400: 196,
    500: 217, 750: 254, 1000: 278, 1500: 306, 2000: 322, 2400: 331, 3000: 341, 4500: 354, 6000: 361, 8000: 367,
    10000: 370, 15000: 375, 20000: 377, 30000: 379, 40000: 380, 50000: 381, 75000: 382, 1000000: 384,
}  # fmt: skip


def test_the_worked_example_gives_91_48_with_a_ninth_and_90_56_with_the_printed_weight():
    assert sum(TOTALS) == 955
    assert sum(MEANS) == pytest.approx(32.9310, abs=5e-5)
    exact, printed = skm.skm_index(MEANS), skm.skm_index(MEANS, weight="printed")
    assert (skm.round_index(exact), skm.skm_grade(exact)) == (91.48, "A")
    assert (skm.round_index(printed), skm.skm_grade(printed)) == (90.56, "A")


def test_trap_1_the_printed_weight_cannot_reach_100_and_shifts_grades():
    assert skm.skm_index([4.0] * 9) == 100
    assert skm.skm_index([4.0] * 9, weight="printed") == pytest.approx(99.0)
    border = [3.54] * 9
    assert skm.skm_grade(skm.skm_index(border)) == "A"
    assert skm.skm_grade(skm.skm_index(border, weight="printed")) == "B"


@pytest.mark.parametrize(
    ("ikm", "grade"),
    [
        (25.0, "D"),
        (64.99, "D"),
        (64.994, "D"),
        (64.995, "C"),
        (65.0, "C"),
        (76.60, "C"),
        (76.604, "C"),
        (76.605, "B"),
        (76.61, "B"),
        (88.30, "B"),
        (88.3049, "B"),
        (88.305, "A"),
        (88.31, "A"),
        (100.0, "A"),
        (24.75, "D"),
    ],
)
def test_trap_2_the_bands_have_gaps_so_round_first_then_grade(ikm: float, grade: str):
    assert skm.skm_grade(ikm) == grade
    assert pl.DataFrame({"i": [ikm]}).select(skm.skm_grade_expr(pl.col("i"))).item() == grade


def test_trap_3_a_missing_answer_is_divided_by_the_answers_present():
    answers = pl.DataFrame({"u": [4, 4, None, 2]}, schema={"u": pl.Int8})
    mean, n = answers["u"].mean(), answers["u"].count()
    assert (mean, n) == (pytest.approx(10 / 3), 3)
    filled = skm.skm_index([mean, *[4.0] * 8])
    wrong = skm.skm_index([10 / 4, *[4.0] * 8])
    assert filled == pytest.approx(98.148, abs=1e-3)
    assert wrong < filled


def test_trap_4_an_interval_over_a_border_does_not_settle_the_grade():
    assert skm.skm_grades_within(87.0, 90.0) == ("A", "B")
    assert skm.skm_grades_within(90.0, 92.0) == ("A",)
    assert skm.skm_grades_within(60.0, 95.0) == ("A", "B", "C", "D")
    with pytest.raises(BadRequest, match="upside down"):
        skm.skm_grades_within(90.0, 87.0)


@pytest.mark.parametrize("ikm", [24.7, 100.01, float("nan"), -1.0])
def test_what_is_no_index_is_refused(ikm: float):
    with pytest.raises(BadRequest, match="is no satisfaction index"):
        skm.skm_grade(ikm)
    assert pl.DataFrame({"i": [ikm]}).select(skm.skm_grade_expr(pl.col("i"))).item() is None


@pytest.mark.parametrize("means", [[4.0] * 8, [4.0] * 8 + [0.5], [4.0] * 8 + [float("nan")], []])
def test_the_index_needs_nine_means_of_1_to_4(means: list[float]):
    with pytest.raises(BadRequest, match="nine mean scores"):
        skm.skm_index(means)


@given(st.lists(st.integers(2475, 10000), min_size=1, max_size=50), st.integers(0, 99))
@settings(derandomize=True, deadline=None)
def test_a_column_of_grades_is_what_one_by_one_gives(cents: list[int], thousandths: int):
    values = [min(100.0, cent / 100 + thousandths / 10_000) for cent in cents]
    found = pl.DataFrame({"i": values}).select(skm.skm_grade_expr(pl.col("i"))).to_series()
    assert found.to_list() == [skm.skm_grade(value) for value in values]


def test_a_better_index_never_has_a_worse_grade():
    grades = [skm.skm_grade(cent / 100) for cent in range(2500, 10001)]
    assert grades == sorted(grades, reverse=True)
    assert [grades.count(grade) for grade in "DCBA"] == [4000, 1161, 1170, 1170]


@pytest.mark.parametrize(("population", "sample"), PRINTED.items())
def test_sample_sizes_are_those_of_krejcie_and_morgan(population: int, sample: int):
    assert skm.krejcie_morgan(population) == sample


def test_the_offices_own_populations_need_these_answers():
    assert skm.krejcie_morgan(2_350) == 330
    assert skm.krejcie_morgan(1) == 1
    with pytest.raises(BadRequest, match="cannot be sampled"):
        skm.krejcie_morgan(0)


def test_nine_elements_in_the_order_of_the_regulation():
    elements = skm.skm_elements()
    assert elements["element"].to_list() == [f"u{i}" for i in range(1, 10)]
    assert elements.row(7, named=True)["name_id"] == "Penanganan pengaduan, saran, dan masukan"
    assert elements.row(8, named=True)["name_id"] == "Sarana dan prasarana"
