"""Columns that serve audits only, ready to be guessed: few values each, nobody's number among them."""

from __future__ import annotations

import pytest

from simi_lab.store import Run
from simi_lab.study import proxies as module
from simi_lab.study.proxies import protected_columns


def test_districts_that_few_come_from_are_one_value(mungil: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_DISTRICTS", 2)
    table = protected_columns(mungil)
    sizes = dict(table["district"].value_counts().iter_rows())
    assert len(sizes) == 3 and "other" in sizes
    assert table.height == mungil.table("applications").collect().height
    assert not {"name", "nik", "birth_date", "person_id"} & set(table.columns)
