"""What is left of an identifier on a screen."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from simi_lab.errors import BadRequest
from simi_lab.privacy import mask


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("nik", "1804041203909001", "••••••••••••9001"),
        ("passport", "Z1234567", "•••••567"),
        ("phone", "0899", "••••"),
        ("name", "Sutrisno", "S•••"),
        ("email", "siti@contoh.example", "s•••@contoh.example"),
        ("email", "not a mailbox", "••••••"),
        ("birth_date", date(1990, 3, 12), "1990-••-••"),
        ("address", "Pekon Padang Dalom", "••••••"),
    ],
)
def test_what_is_left(kind: str, value: object, shown: str) -> None:
    assert mask(pl.Series("x", [value, None]), kind).to_list() == [shown, None]


def test_an_unknown_kind_never_slips_through() -> None:
    with pytest.raises(BadRequest):
        mask(pl.Series(["1804041203909001"]), "fingerprint")
