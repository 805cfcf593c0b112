"""Visa indices and dated fees of stay permits."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from simi_lab.errors import BadRequest
from simi_lab.reference.stay import stay_fee, stay_fee_expr, stay_fees, visa_index
from simi_lab.schema import CODES


def test_indices_are_the_codes_of_the_tables() -> None:
    assert tuple(visa_index()["index_code"]) == CODES["index_code"]


def test_investors_and_spouses_of_citizens_need_no_guarantor_and_workers_do() -> None:
    needs = dict(visa_index().select("index_code", "needs_guarantor").iter_rows())
    assert (needs["E28A"], needs["E31A"], needs["E23"]) == (False, False, True)


def test_every_fee_that_an_index_names_exists() -> None:
    named = {*visa_index()["term_item"].drop_nulls(), *visa_index()["extension_item"]}
    assert named <= set(stay_fees()["item"])


@pytest.mark.parametrize(
    ("item", "on", "fee"),
    [
        ("itk_60", date(2024, 12, 16), 2_000_000),
        ("itk_60", date(2024, 12, 17), 1_000_000),
        ("itas_2", date(2024, 12, 17), 5_000_000),
    ],
)
def test_the_day_decides_on_the_fee(item: str, on: date, fee: int) -> None:
    assert stay_fee(item, on) == fee
    frame = pl.DataFrame({"item": [item, None], "on": [on, on]})
    assert frame.select(stay_fee_expr(pl.col("item"), pl.col("on"))).to_series().to_list() == [fee, None]


def test_an_unknown_fee_and_a_day_before_the_first_rule_are_refused() -> None:
    with pytest.raises(BadRequest, match="no fee called"):
        stay_fee("itk_1", date(2024, 1, 1))
    with pytest.raises(BadRequest, match="is known on"):
        stay_fee("itk_7", date(2020, 1, 1))
