"""The committed tables keep their declared columns, and a damaged one is refused with its place."""

from __future__ import annotations

import pytest

from simi_lab.errors import TableError
from simi_lab.reference import _tables

NAMES = sorted(path.stem for path in _tables.FOLDER.glob("*.csv"))


def test_every_file_is_declared_and_every_declared_table_has_a_file():
    assert sorted(_tables._COLUMNS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_row_names_a_source_and_carries_a_mark(name: str):
    frame = _tables.load(name)
    assert frame.height > 0
    assert (frame["source"].str.len_chars() > 2).all()
    assert set(frame["mark"].cast(str)) <= set(_tables.MARKS)


@pytest.fixture
def damaged(tmp_path, monkeypatch):
    """A copy of the fees table whose text can be changed before it is read."""

    def write(old: str, new: str):
        text = (_tables.FOLDER / "fees.csv").read_text(encoding="utf-8")
        assert old in text
        (tmp_path / "fees.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
        monkeypatch.setattr(_tables, "FOLDER", tmp_path)
        return _tables.load.__wrapped__("fees")

    return write


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("fee_idr", "rupiah", "fees.csv: columns are"),
        (",350000,", ",many,", "fees.csv: a value has the wrong type"),
        (",350000,", ",,", "fees.csv, fee_idr: a value is empty."),
        (",sourced", ",rumour", "fees.csv: a value has the wrong type"),
        ("2022-10-12", "2022-13-12", "fees.csv: a value has the wrong type"),
        ("nonel_5,2024-12-17", "nonel_5,2019-05-03", "the key ('item', 'valid_from') repeats"),
    ],
)
def test_a_damaged_table_is_refused_with_file_and_fault(damaged, old: str, new: str, words: str):
    with pytest.raises(TableError) as refused:
        damaged(old, new)
    assert words in str(refused.value)


def test_an_undamaged_copy_is_read(damaged):
    assert damaged("sourced", "sourced").height == _tables.load("fees").height
