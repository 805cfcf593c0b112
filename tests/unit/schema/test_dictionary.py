"""The committed dictionary pages are what the command writes."""

from __future__ import annotations

import pytest

from simi_lab import paths
from simi_lab.schema import CODES, all_tables
from simi_lab.schema.dictionary import page, page_name, pages


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_committed_page_is_up_to_date(lang: str) -> None:
    committed = (paths.root() / "synthetic_data" / page_name(lang)).read_text("utf-8")
    assert committed == page(lang), "run: simi-lab dictionary --write"


def test_both_languages_tell_the_same_tables_and_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMI_LAB_STRICT", "1")
    for text in pages().values():
        assert "DATA SINTETIS" in text
        for table in all_tables().values():
            rows = [
                line for line in text.split(f"## {table.name}\n")[1].split("## ")[0].splitlines() if line[:3] == "| `"
            ]
            assert [row.split("`")[1] for row in rows] == [column.name for column in table.columns]


def test_every_code_of_the_tables_is_explained() -> None:
    text = page("id")
    used = {column.kind for table in all_tables().values() for column in table.columns if column.kind in CODES}
    assert all(f"`{code}`" in text for kind in used for code in CODES[kind])


def test_what_no_model_may_use_is_marked() -> None:
    row = next(line for line in page("id").splitlines() if line.startswith("| `sex`"))
    assert "hanya audit" in row
