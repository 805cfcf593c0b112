"""Specimens from Faker: consistent, reserved and repeatable."""

from __future__ import annotations

import pytest
from faker import Faker

from simi_lab.people.faker_provider import SimiProvider
from simi_lab.reference.identity import is_reserved_email, is_reserved_phone, kk, nik, passport


@pytest.fixture
def fake() -> Faker:
    faker = Faker("id_ID")
    faker.add_provider(SimiProvider)
    faker.seed_instance(20260101)
    return faker


def test_a_person_agrees_with_itself(fake: Faker) -> None:
    for _ in range(200):
        person = fake.simi_person()
        assert nik.check(person["nik"], sex=person["sex"], birth_date=person["birth_date"]) == "ok"
        assert person["nik"][:6] == person["kk_number"][:6] == person["district_id"].replace(".", "")
        assert nik.is_reserved(person["nik"]) and kk.is_reserved(person["kk_number"])
        assert passport.is_reserved(person["passport_number"])
        assert is_reserved_phone(person["phone"]) and is_reserved_email(person["email"])
        assert person["is_synthetic"] is True


def test_the_same_seed_gives_the_same_people(fake: Faker) -> None:
    first = [fake.simi_person() for _ in range(5)]
    fake.seed_instance(20260101)
    assert [fake.simi_person() for _ in range(5)] == first


def test_given_facts_are_kept(fake: Faker) -> None:
    from datetime import date

    number = fake.simi_nik(sex="F", birth_date=date(1990, 3, 9), district_id="18.04.09")
    assert number.startswith("180409490390")
