"""A protected column is refused by its name, by an unknown name, and by its values under another name."""

from __future__ import annotations

import polars as pl
import pytest

from simi_lab.risk.asof import Family, Feature, ProtectedColumnError, View
from simi_lab.risk.asof.protected import refuse_declared
from simi_lab.risk.signals import FAMILIES, FEATURES, features
from simi_lab.schema import forbidden_for_models

AUDIT_ONLY = [
    "people.sex", "people.birth_date", "people.education", "people.livelihood", "households.district_id",
    "households.village", "applications.is_minor", "applications.is_priority", "truth_applications.is_positive",
]  # fmt: skip


def family(source: str, make=None, kind="flag") -> Family:
    return Family("smuggler", (Feature("harmless", kind, (source,), "Harmless.", "None."),), make)


@pytest.mark.parametrize("source", AUDIT_ONLY)
def test_a_declared_protected_source_is_refused(source):
    with pytest.raises(ProtectedColumnError, match=f"harmless <- {source}: the source is protected"):
        refuse_declared([family(source)])


def test_every_fault_is_told_at_once():
    with pytest.raises(ProtectedColumnError) as told:
        refuse_declared([family(source) for source in AUDIT_ONLY])
    assert len(told.value.faults) == len(AUDIT_ONLY)
    assert told.value.exit_code == 2


def test_a_column_under_an_invented_name_is_refused():
    with pytest.raises(ProtectedColumnError, match=r"people\.jk: the source is not in the catalog"):
        refuse_declared([family("people.jk")])


def test_no_declared_feature_draws_on_a_protected_column():
    refuse_declared(FAMILIES)
    assert not {pair for feature in FEATURES for pair in feature.pairs} & forbidden_for_models()


def test_features_refuse_it_before_reading_anything(world, as_of):
    with pytest.raises(ProtectedColumnError):
        features(**world.given(), as_of=as_of, families=[*FAMILIES, family("people.sex")])


def test_a_family_cannot_read_what_it_did_not_declare(world, as_of):
    def make(view: View) -> pl.DataFrame:
        people = view["people"].with_columns(harmless=pl.col("sex").cast(pl.String) == "F")
        return view["applications"].join(people, on="person_id").select("application_id", "harmless")

    with pytest.raises(pl.exceptions.ColumnNotFoundError, match="sex"):
        features(**world.given(), as_of=as_of, families=[family("applications.is_group", make)])


def test_an_identity_number_cannot_be_read_only_compared(world, as_of):
    seen = []

    def make(view: View) -> pl.DataFrame:
        seen.append(view["people"]["nik"])
        return view["applications"].select("application_id", harmless=pl.lit(False))

    features(**world.given(), as_of=as_of, families=[family("people.nik", make)])
    assert seen[0].dtype == pl.UInt64
    assert seen[0].n_unique() == world.tables["people"].height


def renamed(world, values: pl.Expr, column: str) -> dict[str, pl.DataFrame]:
    """Put a protected column of people or households into a permitted column of applications."""
    homes = world.tables["households"].select("household_id", "district_id", "signal")
    owners = world.tables["people"].join(homes, on="household_id")
    forms = world.tables["applications"]
    smuggled = forms.join(owners, on="person_id", how="left", maintain_order="left").select(values.alias(column))[
        column
    ]
    return world.given(applications=forms.with_columns(smuggled))


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (pl.col("sex").cast(pl.String) == "F", "people.sex"),
        (pl.col("sex").cast(pl.String) != "F", "people.sex"),
        (pl.col("education").cast(pl.String) == "primary", "people.education"),
        (pl.col("district_id").is_in(["18.04.09", "18.04.22", "18.04.23"]), "households.district_id"),
        (pl.col("is_minor"), "applications.is_minor"),
    ],
    ids=["sex", "sex turned", "schooling", "pocket", "minor"],
)
def test_a_renamed_protected_column_is_found_by_its_values(world, as_of, values, told):
    with pytest.raises(ProtectedColumnError, match=f"same_day_request = {told}: the values repeat"):
        features(**renamed(world, values, "is_same_day"), as_of=as_of)


def test_age_under_another_name_is_found_by_its_order(world, as_of):
    born = world.tables["people"]["birth_date"]
    departs = pl.col("filed_at").dt.date() + pl.duration(days=pl.Series(born.to_physical() + 10_000))
    forms = world.tables["applications"].with_columns(departs_on=departs)
    with pytest.raises(ProtectedColumnError, match=r"days_to_departure = people\.birth_date"):
        features(**world.given(applications=forms), as_of=as_of)
