"""How names are written, by birth date and origin; the origin itself stays inside."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from simi_lab.people.names import POOL
from simi_lab.people.spelling import FORMS, Spellings, as_heard, before_reform
from simi_lab.reference.identity import is_reserved_email
from simi_lab.reference.identity.mrz import name_field
from simi_lab.scenario.model import Scenario

from .conftest import standard_error

REFORM = date(1972, 8, 17)


def test_every_form_is_another_way_to_write_its_word() -> None:
    for word, forms in FORMS.items():
        each = forms.split()
        assert len({*each, word}) == len(each) + 1
        assert all(form[0].isupper() and form.replace(".", "").isalpha() for form in each)


def test_old_letters_are_those_before_the_reform() -> None:
    assert [before_reform(word) for word in ("Sutrisno", "Joko", "Cahyono", "Rahayu")] == [
        "Soetrisno",
        "Djoko",
        "Tjahyono",
        "Rahayu",
    ]


def test_every_word_of_the_pool_points_at_its_own_forms() -> None:
    pool = pl.read_csv(POOL)["word"].to_list()
    table = Spellings(pool)
    for row in np.flatnonzero(table.count):
        first = int(table.first[row])
        assert table.words[first : first + int(table.count[row])] == FORMS[pool[row]].split()
    changed = table.old[: len(pool)] != np.arange(len(pool))
    assert changed.sum() > 100
    assert all(table.words[table.old[row]] == before_reform(pool[row]) for row in np.flatnonzero(changed))
    assert [table.words[row] for row in table.heard[: len(pool)]] == [as_heard(word) for word in pool]


def test_old_spelling_is_of_those_born_before_the_reform(members: pl.DataFrame) -> None:
    old = pl.col("name").str.contains(r"\b(Soe|Dj|Tj|Moe|Joe)")
    share = members.group_by(pl.col("birth_date") < REFORM).agg(old.mean().alias("share")).sort("birth_date")
    assert share["share"][0] == 0
    assert share["share"][1] > 0.03


def test_religious_names_have_the_planned_share_of_other_forms(plan: Scenario, members: pl.DataFrame) -> None:
    def written(form: str) -> int:
        return members.filter(pl.col("name").str.starts_with(f"{form} ")).height

    plain, others = written("Muhammad"), sum(written(form) for form in FORMS["Muhammad"].split())
    share = plan.households.other_spelling_share.value
    assert abs(others / (plain + others) - share) < 4 * standard_error(share, plain + others)


def test_no_shortened_word_stands_alone(members: pl.DataFrame) -> None:
    assert not members["name"].str.contains(r"\.$").any()
    assert members.select((pl.col("is_mononym") == ~pl.col("name").str.contains(" ")).all()).item()


def test_names_fit_passports_and_addresses(members: pl.DataFrame) -> None:
    short = members.filter(pl.col("name").str.contains(".", literal=True))
    assert short.height > 300
    assert all(name_field(name).replace("<", "").isalpha() for name in short["name"].head(300))
    assert all(is_reserved_email(email) for email in short["email"].drop_nulls().head(300))
    assert not members["email"].str.contains("..", literal=True).any()


def test_some_names_are_written_as_they_are_heard(members: pl.DataFrame) -> None:
    def written(first: str) -> int:
        return members.filter(pl.col("name").str.starts_with(first)).height

    # words of Faker that begin so by themselves are few
    assert 0.02 < written("Pit") / (written("Pit") + written("Fit")) < 0.35
