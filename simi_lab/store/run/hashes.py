"""Logical hashes: what a column holds, whatever blocks, parts, files or threads brought it.

The hash of a column of n rows is SHA-256 over the concatenation of

1. the ASCII text ``simi-column-1`` and a zero byte,
2. the ASCII name of its kind and a zero byte (``Int64``, ``Boolean``, ``Date``, ``Datetime[us,UTC]``, ``Text`` ...),
3. n as an unsigned 64-bit little-endian integer,
4. three SHA-256 digests of 32 bytes, each over the bytes of all rows in row order:

   - *nulls*: the row numbers (from 0) of the missing values, unsigned 64-bit little-endian;
   - *values*: integers, floats and temporal values in their own width, little-endian; Boolean as one byte 0 or 1;
     text as its UTF-8 bytes, one after the other; a missing value is 0 (text: no byte);
   - *lengths*: for text the byte length of each row, unsigned 32-bit little-endian; for all others empty.

Days are 32-bit day numbers, instants 64-bit microseconds, both since 1970-01-01 UTC. Enum and Categorical are hashed
as the text they stand for (kind ``Text``), so that neither the order nor the number of categories matters. Minus zero
is hashed as zero and every NaN as one pattern.

The hash of a table is SHA-256 over its columns in alphabetical order, each as name, zero byte, 64 hexadecimal digits,
newline. Column order is therefore no part of it; row order is (tables are kept in key order).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import numpy as np
import polars as pl

_MAGIC = b"simi-column-1\0"
_CHUNK_ROWS = 131_072  # bounds the text that is joined at a time
_TEXT = (pl.String, pl.Enum, pl.Categorical)


class ColumnHash:
    """Running logical hash of one column; rows are added in row order, in blocks of any size."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.n_rows = 0
        self._nulls, self._values, self._lengths = hashlib.sha256(), hashlib.sha256(), hashlib.sha256()

    def add(self, column: pl.Series) -> None:
        """Add the next rows.

        Raises
        ------
        ValueError
            The rows are of another kind than those before.
        """
        if kind_of(column.dtype) != self.kind:
            raise ValueError(f"column {column.name!r} changed from {self.kind} to {kind_of(column.dtype)}")
        for start in range(0, len(column), _CHUNK_ROWS):
            self._add_chunk(column.slice(start, _CHUNK_ROWS))

    def hexdigest(self) -> str:
        """Return the hash of all rows so far, 64 hexadecimal digits."""
        head = _MAGIC + self.kind.encode() + b"\0" + self.n_rows.to_bytes(8, "little")
        digests = self._nulls.digest() + self._values.digest() + self._lengths.digest()
        return hashlib.sha256(head + digests).hexdigest()

    def _add_chunk(self, column: pl.Series) -> None:
        if column.null_count():
            rows = column.is_null().arg_true().to_numpy().astype(np.uint64) + np.uint64(self.n_rows)
            self._nulls.update(_little(rows))
        if self.kind == "Text":
            text = column.cast(pl.String).fill_null("")
            self._lengths.update(_little(text.str.len_bytes().to_numpy()))
            self._values.update(text.str.join("").item().encode())
        else:
            self._values.update(_little(_numbers(column)))
        self.n_rows += len(column)


def kind_of(dtype: pl.DataType) -> str:
    """Name the kind of a column as it enters the hash.

    Raises
    ------
    ValueError
        The dtype has no place in a table of the lab (lists, structs, decimals, objects).
    """
    if isinstance(dtype, _TEXT):
        return "Text"
    if isinstance(dtype, pl.Datetime):
        return f"Datetime[{dtype.time_unit},{dtype.time_zone or ''}]"
    if dtype.is_integer() or dtype.is_float() or dtype in (pl.Boolean, pl.Date):
        return str(dtype)
    raise ValueError(f"no logical hash for dtype {dtype}")


def column_hashes(frame: pl.DataFrame) -> dict[str, str]:
    """Hash every column of a whole table.

    Examples
    --------
    >>> one = pl.DataFrame({"a": [1, 2, None], "b": ["x", "", "yz"]})
    >>> column_hashes(one) == column_hashes(one.select("b", "a"))
    True
    """
    return {column.name: _whole(column) for column in frame}


def table_hash(columns: Mapping[str, str]) -> str:
    """Hash a table from the hashes of its columns; their order does not matter."""
    lines = "".join(f"{name}\0{columns[name]}\n" for name in sorted(columns))
    return hashlib.sha256(lines.encode()).hexdigest()


def _whole(column: pl.Series) -> str:
    running = ColumnHash(kind_of(column.dtype))
    running.add(column)
    return running.hexdigest()


def _numbers(column: pl.Series) -> np.ndarray:
    if column.dtype == pl.Boolean:
        return column.fill_null(False).cast(pl.UInt8).to_numpy()
    if column.dtype.is_float():
        values = column.fill_null(0.0).to_numpy() + 0.0  # minus zero becomes zero
        return np.where(np.isnan(values), np.array(np.nan, dtype=values.dtype), values)
    return column.to_physical().fill_null(0).to_numpy()


def _little(values: np.ndarray) -> memoryview:
    return np.ascontiguousarray(values.astype(values.dtype.newbyteorder("<"), copy=False)).data
