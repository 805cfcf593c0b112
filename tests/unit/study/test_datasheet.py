"""The datasheet counts and lists what its run says."""

from __future__ import annotations

import pytest

from simi_lab.store import Run
from simi_lab.study.datasheet import datasheet, marked


@pytest.mark.parametrize(("lang", "title"), [("id", "Larangan pemakaian"), ("en", "What it must not be used for")])
def test_every_number_of_the_scenario_is_listed_once(mungil: Run, lang: str, title: str) -> None:
    page = datasheet(mungil, lang)
    facts = list(marked(mungil.scenario))
    assert len(facts) > 100
    assert title in page
    assert "DATA SINTETIS" in page
    assert mungil.hash in page
    lines = page.splitlines()
    assert all(sum(line.startswith(f"- `{path}`: ") for line in lines) == 1 for path, _ in facts)
    assert f"{sum(fact['mark'] == 'assumed' for _, fact in facts)} " in page
