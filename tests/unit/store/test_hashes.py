"""The logical hash: equal for equal values, whatever brought them; different for everything else."""

from __future__ import annotations

import hashlib
import math
import struct
from collections.abc import Sequence
from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simi_lab.store.run.hashes import ColumnHash, column_hashes, kind_of, table_hash

VALUES = {
    "Int64": st.integers(-(2**63), 2**63 - 1),
    "Int8": st.integers(-128, 127),
    "Float64": st.floats(),
    "Boolean": st.booleans(),
    "Text": st.text(max_size=5),
    "Date": st.dates(),
    "Datetime[us,UTC]": st.datetimes(timezones=st.just(UTC)),
}
DTYPES = {
    "Int64": pl.Int64, "Int8": pl.Int8, "Float64": pl.Float64, "Boolean": pl.Boolean, "Text": pl.String,
    "Date": pl.Date, "Datetime[us,UTC]": pl.Datetime("us", "UTC"),
}  # fmt: skip
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def by_the_definition(values: Sequence[object], kind: str) -> str:
    """The docstring of `hashes`, once more, in plain Python and row by row."""
    nulls = b"".join(struct.pack("<Q", i) for i, value in enumerate(values) if value is None)
    cells = [_cell(value, kind) for value in values]
    lengths = b"".join(struct.pack("<I", len(cell)) for cell in cells) if kind == "Text" else b""
    digests = b"".join(hashlib.sha256(part).digest() for part in (nulls, b"".join(cells), lengths))
    head = b"simi-column-1\0" + kind.encode() + b"\0" + struct.pack("<Q", len(values))
    return hashlib.sha256(head + digests).hexdigest()


def _cell(value: object, kind: str) -> bytes:
    if kind == "Text":
        return str(value or "").encode()
    if kind == "Float64":
        number = float(value or 0.0)  # type: ignore[arg-type]
        return struct.pack("<d", math.nan if math.isnan(number) else number + 0.0)
    if isinstance(value, datetime):
        return struct.pack("<q", (value - EPOCH) // (EPOCH.resolution))
    if isinstance(value, date):
        return struct.pack("<i", (value - EPOCH.date()).days)
    widths = {"Int64": "<q", "Int8": "<b", "Boolean": "<B", "Date": "<i", "Datetime[us,UTC]": "<q"}
    return struct.pack(widths[kind], int(value or 0))  # type: ignore[call-overload]


def hash_of(values: Sequence[object], dtype: object) -> str:
    return column_hashes(pl.DataFrame({"x": pl.Series(values, dtype=dtype)}))["x"]  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", VALUES)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(data=st.data())
def test_any_column_in_any_blocks_is_as_defined(kind: str, data: st.DataObject) -> None:
    values = data.draw(st.lists(st.none() | VALUES[kind], max_size=12))
    column = pl.Series("x", values, dtype=DTYPES[kind])
    cuts = sorted(data.draw(st.lists(st.integers(0, len(values)), max_size=4)))
    running = ColumnHash(kind)
    for start, end in zip([0, *cuts], [*cuts, len(values)], strict=True):
        running.add(column[start:end])
    assert running.hexdigest() == by_the_definition(values, kind)


def test_a_known_answer_never_changes() -> None:
    table = pl.DataFrame({"a": pl.Series([1, None, 3], dtype=pl.Int64), "b": ["x", "", None]})
    assert table_hash(column_hashes(table)) == "33b564c903c58171fbde26b4a98f6185c21fd5f32c5272b3a833252e9e3b480c"


def test_column_order_and_chunks_do_not_matter_but_row_order_does() -> None:
    table = pl.DataFrame({"a": [1, 2, 3], "b": ["x", "y", "z"]})
    pieces = pl.concat([table[:1], table[1:]], rechunk=False)
    assert column_hashes(pieces) == column_hashes(table)
    assert table_hash(column_hashes(table.select("b", "a"))) == table_hash(column_hashes(table))
    assert hash_of([1, 2], pl.Int64) != hash_of([2, 1], pl.Int64)


def test_what_looks_alike_is_told_apart() -> None:
    texts = [["ab", "c"], ["a", "bc"], ["abc", ""], ["abc", None], ["abc"]]
    numbers = [([0], pl.Int64), ([None], pl.Int64), ([0], pl.Int32), ([0.0], pl.Float64), ([False], pl.Boolean)]
    hashes = [hash_of(rows, pl.String) for rows in texts] + [hash_of(rows, dtype) for rows, dtype in numbers]
    assert len(set(hashes)) == len(hashes)
    assert table_hash({"a": "1", "b": "2"}) != table_hash({"a": "2", "b": "1"})


def test_codes_are_hashed_as_the_words_they_stand_for() -> None:
    words = ["F", "M", None, "F"]
    plain = hash_of(words, pl.String)
    assert hash_of(words, pl.Enum(["F", "M"])) == plain
    assert hash_of(words, pl.Enum(["M", "F", "X"])) == plain
    assert hash_of(words, pl.Categorical) == plain


def test_zeros_and_not_numbers_have_one_form() -> None:
    other_nan = struct.unpack("<d", struct.pack("<Q", 0x7FF8_0000_0000_0001))[0]
    assert hash_of([-0.0, other_nan], pl.Float64) == hash_of([0.0, math.nan], pl.Float64)


def test_blocks_of_another_kind_are_refused() -> None:
    running = ColumnHash("Int64")
    with pytest.raises(ValueError, match="changed from Int64 to Int32"):
        running.add(pl.Series("x", [1], dtype=pl.Int32))
    with pytest.raises(ValueError, match="no logical hash"):
        kind_of(pl.List(pl.Int64))


def test_long_columns_cross_the_chunks_of_the_hash() -> None:
    words = ["é", None, "", "ab"] * 40_000
    whole = hash_of(words, pl.String)
    assert whole == by_the_definition(words, "Text")
