"""Spelling variants meet, different names do not."""

from __future__ import annotations

import polars as pl
import pytest

from simi_lab.risk.asof.names import name_key


def key(name: str) -> str:
    return pl.DataFrame({"name": [name]}).select(name_key(pl.col("name"))).item()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muhammad Khoirul", "M. Choirul"),
        ("MOH. ALI", "Mochamad Ali"),
        ("Soekarno", "Sukarno"),
        ("Djoko Tjahjono", "Joko Cahjono"),
        ("Siti  Nurbaya", "ST. NURBAYA"),
        ("Sri Rahayuu", "SRIE RAHAYU"),
    ],
)
def test_variants_of_one_name_meet(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), [("SITI AMINAH", "SITI AISYAH"), ("AGUS", "BAGUS"), ("MARIAM", "MIRIAM")])
def test_different_names_stay_apart(one, other):
    assert key(one) != key(other)
