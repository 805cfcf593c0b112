"""What the metrics read: the tables of a world, and applications with who filed them, when, and whether planted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from simi_lab.clock import to_local
from simi_lab.scenario.model import Scenario

ADULT = 17
YEAR_DAYS = 365.25


@dataclass(frozen=True)
class World:
    """Tables of a world by name (hidden ones as `truth_applications`, ...) and the scenario it was made from.

    `is_whole` is false where another number of applications was asked for than the scenario's own.
    """

    tables: Mapping[str, pl.LazyFrame]
    scenario: Scenario
    is_whole: bool = True

    def table(self, name: str) -> pl.LazyFrame:
        """Scan a table."""
        return self.tables[name]

    @cached_property
    def offices(self) -> int:
        """Number of offices."""
        return int(self.table("offices").select(pl.len()).collect().item())

    @cached_property
    def people(self) -> pl.DataFrame:
        """People with district, signal and phone of their household, and age in years on the first day."""
        homes = self.table("households").select(
            "household_id", "district_id", "signal", pl.col("phone").alias("household_phone")
        )
        days = (pl.lit(self.scenario.period.first) - pl.col("birth_date")).dt.total_days()
        return (
            self.table("people")
            .join(homes, on="household_id", how="left", maintain_order="left")
            .with_columns((days / YEAR_DAYS).alias("age_years"))
            .collect()
        )

    @cached_property
    def applications(self) -> pl.DataFrame:
        """Applications with sex, household, signal and age of the applicant, and the office-local day and hour.

        `is_planted` marks members of a ring, harmful or benign; `is_first` one application of each household.
        """
        who = self.people.lazy().select("person_id", "sex", "birth_date", "household_id", "district_id", "signal")
        truth = self.table("truth_applications").select(
            "application_id", "typology", "twin_of", "ring_id", "ring_role", "is_positive", "is_linked"
        )
        local = to_local(pl.col("filed_at"), self.scenario.site.zone)
        day = local.dt.date()
        return (
            self.table("applications")
            .join(who, on="person_id", how="left", maintain_order="left")
            .join(truth, on="application_id", how="left", maintain_order="left")
            .with_columns(
                day.alias("filed_on"),
                day.dt.year().cast(pl.String).alias("year"),
                local.dt.hour().cast(pl.String).alias("hour"),
                ((day - pl.col("birth_date")).dt.total_days() / YEAR_DAYS).alias("age_years"),
                pl.col("ring_id").is_not_null().alias("is_planted"),
                pl.col("application_id").is_first_distinct().over("household_id").alias("is_first"),
            )
            .collect()
        )

    @cached_property
    def ordinary(self) -> pl.DataFrame:
        """Applications outside every ring: what members show is drawn anew and has targets of its own."""
        return self.applications.filter(~pl.col("is_planted"))

    @cached_property
    def events(self) -> pl.DataFrame:
        """Events in the order in which they happened to each application."""
        return self.table("events").sort("application_id", "event_id").collect()
