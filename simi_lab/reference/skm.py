"""The public satisfaction survey (SKM): its nine elements, the index, the grades and the sample size."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

import polars as pl

from simi_lab.errors import BadRequest

from ._tables import declare, load

ELEMENTS = tuple(f"u{i}" for i in range(1, 10))
GRADES = ("A", "B", "C", "D")
Weight = Literal["exact", "printed"]
_WEIGHTS: dict[str, float] = {"exact": 1 / len(ELEMENTS), "printed": 0.11}
_CHI_SQUARE = 3.841  # one degree of freedom, 95 %

declare(
    "skm_elements",
    {"element": pl.Enum(ELEMENTS), "name_id": pl.String(), "name_en": pl.String()},
    key=("element",),
)
declare(
    "skm_grades",
    {
        "grade": pl.Enum(GRADES),
        "ikm_from": pl.Float64(),
        "ikm_to": pl.Float64(),
        "nrr_from": pl.Float64(),
        "nrr_to": pl.Float64(),
        "name_id": pl.String(),
        "name_en": pl.String(),
    },
    key=("grade",),
)


def skm_elements() -> pl.DataFrame:
    """The nine elements u1 to u9 in the order of the regulation, with names in both languages.

    Source : PermenPANRB 14/2017. Some published tools swap u8 and u9; this order is the regulation's.
    """
    return load("skm_elements")


def skm_grades() -> pl.DataFrame:
    """The four grades with their bounds (index 25 to 100, mean score 1 to 4) and words."""
    return load("skm_grades")


def skm_index(means: Sequence[float], *, weight: Weight = "exact") -> float:
    """Satisfaction index from the mean score of each element: 25 x the sum of the weighted means, not rounded.

    Parameters
    ----------
    means : nine mean scores, 1 to 4, in the order u1 to u9; each is the sum of answers over the answers given
    weight : "exact" is 1/9; "printed" is the 0.11 of the regulation's text, with which the best index is 99

    Raises
    ------
    BadRequest
        Not nine means, or one outside 1 to 4.

    Source : PermenPANRB 14/2017.
    """
    if len(means) != len(ELEMENTS) or not all(1 <= mean <= 4 for mean in means):
        raise BadRequest("The index needs nine mean scores between 1 and 4.", cure="Give them in the order u1 to u9.")
    return 25 * math.fsum(mean * _WEIGHTS[weight] for mean in means)


def round_index(ikm: float) -> float:
    """Two decimals, half up, as people round on paper; the bands have gaps below the second decimal."""
    return float(Decimal(repr(round(ikm, 9))).quantize(Decimal("0.01"), ROUND_HALF_UP))


def skm_grade(ikm: float) -> str:
    """Grade A to D of an index, which is first rounded to two decimals.

    Raises
    ------
    BadRequest
        The index lies outside 24.75 to 100 (24.75 is all ones with the printed weight) or is no number.
    """
    if not 24.75 <= ikm <= 100:
        raise BadRequest("{ikm} is no satisfaction index.", cure="It lies between 25 and 100.", ikm=ikm)
    rounded = round_index(ikm)
    for row in skm_grades().iter_rows(named=True):
        if rounded >= row["ikm_from"]:
            return str(row["grade"])
    return GRADES[-1]


def skm_grade_expr(ikm: pl.Expr) -> pl.Expr:
    """`skm_grade` for a column of indices: an Enum A to D, null outside 24.75 to 100."""
    cents = (ikm.round(9) * 100 + 0.5 + 1e-8).floor()
    result = pl.lit(GRADES[-1])
    for row in reversed(skm_grades().rows(named=True)):
        result = pl.when(cents >= round(row["ikm_from"] * 100)).then(pl.lit(str(row["grade"]))).otherwise(result)
    return pl.when(ikm.is_between(24.75, 100)).then(result).cast(pl.Enum(GRADES))


def skm_grades_within(low: float, high: float) -> tuple[str, ...]:
    """Grades that an interval of the index can mean, best first; more than one says that the grade is not settled.

    Raises
    ------
    BadRequest
        An end is no satisfaction index, or they are in the wrong order.
    """
    if low > high:
        raise BadRequest("An interval from {low} to {high} is upside down.", low=low, high=high)
    best, worst = skm_grade(high), skm_grade(low)
    return GRADES[GRADES.index(best) : GRADES.index(worst) + 1]


def krejcie_morgan(n: int) -> int:
    """Respondents needed from a population of n for a share known within 5 points at 95 %.

    Raises
    ------
    BadRequest
        The population is below 1.

    Source : Krejcie and Morgan 1970, with chi-square 3.841, P = 0.5, d = 0.05; rounded to the nearest whole person.
    """
    if n < 1:
        raise BadRequest("A population of {n} cannot be sampled.", n=n)
    spread = _CHI_SQUARE * 0.25
    return min(n, round(n * spread / (0.05**2 * (n - 1) + spread)))
