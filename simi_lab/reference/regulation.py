"""Rules that changed with the years, looked up by the day of the application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from simi_lab.errors import BadRequest

from ._tables import declare, load

declare(
    "rules",
    {
        "rule": pl.String(),
        "valid_from": pl.Date(),
        "valid_to": pl.Date(),
        "value": pl.Int64(),
        "unit": pl.String(),
        "text_id": pl.String(),
        "text_en": pl.String(),
    },
    key=("rule", "valid_from"),
    optional=("valid_to",),
)


@dataclass(frozen=True)
class Rule:
    """A rule as it stood on one day: value with unit, sentence in both languages, span, source and mark."""

    rule: str
    valid_from: date
    valid_to: date | None
    value: int
    unit: str
    text_id: str
    text_en: str
    source: str
    mark: str

    def holds(self, on: date) -> bool:
        """Whether the rule was in force on that day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def rules() -> pl.DataFrame:
    """Every dated rule: first and last day (empty = in force), value, unit, sentence in both languages."""
    return load("rules")


def rule(name: str, on: date) -> Rule:
    """The rule of that name as it stood on a day.

    Raises
    ------
    BadRequest
        The rule is unknown, or the day lies before its first version.
    """
    versions = [Rule(**row) for row in rules().iter_rows(named=True) if row["rule"] == name]
    if not versions:
        known = ", ".join(rules()["rule"].unique(maintain_order=True))
        raise BadRequest("There is no rule called {name}.", cure="Known are: {known}.", name=name, known=known)
    for version in versions:
        if version.holds(on):
            return version
    first = min(version.valid_from for version in versions)
    raise BadRequest(
        "No version of the rule {name} is known for {day}.",
        cure="The first one starts on {first}.",
        name=name,
        day=on.isoformat(),
        first=first.isoformat(),
    )


def validity_years(age_years: int, is_married: bool, on: date) -> int:
    """Longest validity that an applicant may ask for, in years: 10 from 12 October 2022 for adults, else 5.

    An adult is 17 or older, or married.   Source : Permenkumham 18/2022.

    Raises
    ------
    BadRequest
        The day lies before 2019.
    """
    is_adult = age_years >= rule("adult_age_years", on).value or is_married
    return rule("validity_years_adult" if is_adult else "validity_years_child", on).value


def rule_expr(name: str, on: pl.Expr) -> pl.Expr:
    """Value of a rule for a Date column: an Int64 expression, null before the first version.

    Raises
    ------
    BadRequest
        The rule is unknown.
    """
    versions = [row for row in rules().iter_rows(named=True) if row["rule"] == name]
    if not versions:
        rule(name, date.min)
    result = pl.lit(None, dtype=pl.Int64())
    for row in versions:
        applies = on.is_between(row["valid_from"], row["valid_to"] or date.max)
        result = pl.when(applies).then(pl.lit(row["value"], dtype=pl.Int64())).otherwise(result)
    return result


def validity_years_expr(age_years: pl.Expr, is_married: pl.Expr, on: pl.Expr) -> pl.Expr:
    """`validity_years` for a whole table: an Int64 expression in years, null before 2019."""
    is_adult = (age_years >= rule_expr("adult_age_years", on)) | is_married
    adult, child = rule_expr("validity_years_adult", on), rule_expr("validity_years_child", on)
    return pl.when(is_adult).then(adult).otherwise(child)
