"""Worlds and twins that several files of this folder judge; made once."""

from __future__ import annotations

import polars as pl
import pytest

from simi_lab.office import OfficeResult, run_office
from tests.sanity.office_worlds import (
    KOTABUMI,
    LIWA,
    draws,
    two_years,
)


@pytest.fixture(scope="session")
def big() -> tuple[pl.DataFrame, pl.DataFrame]:
    return two_years(16_000)


@pytest.fixture(scope="session")
def small() -> tuple[pl.DataFrame, pl.DataFrame]:
    return two_years(2_350, outreach=0.0)


@pytest.fixture(scope="session")
def twins(big, small) -> dict[tuple[str, str], OfficeResult]:  # type: ignore[no-untyped-def]
    """Both offices, never and always with SIMI, on the same applicants."""
    return {
        (name, regime): run_office(*world, plan=plan, draws=draws, regime_override=regime)
        for name, world, plan in (("kotabumi", big, KOTABUMI), ("liwa", small, LIWA))
        for regime in ("manual", "simi")
    }
