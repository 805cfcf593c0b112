"""A run as files for other programs: CSV that a spreadsheet neither calculates nor rounds, or Parquet.

The CSV is UTF-8 with a byte order mark, comma separated, one header line, no comments. Spreadsheets guess: a text that
begins with `=`, `+`, `-` or `@` becomes a formula, sixteen digits lose the last one, a phone loses its zero, the code
18.04.04 becomes a day. Therefore every text cell that begins with a digit, an apostrophe, a white space or one of
those signs (their full-width forms too) gets one apostrophe in front. A program takes one leading apostrophe away from
text columns and has the exact value again. Instants are written in office time with their offset
(`2024-05-13T08:10:00+07:00`), which a spreadsheet leaves alone.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from simi_lab.clock import OFFICE_ZONE
from simi_lab.errors import BadRequest, BrokenRunError
from simi_lab.scenario.faults import suggestion
from simi_lab.schema import all_tables
from simi_lab.store import datapackage
from simi_lab.store.export_notes import column_lines, read_me
from simi_lab.store.run.atomic import PartialFolder, json_bytes, telling_disk_faults, write_file
from simi_lab.store.run.read import CHECK_CURE, Run

FORMATS = ("csv", "parquet")
MARK = "SINTETIS"
BOM = b"\xef\xbb\xbf"
RISKY_START = r"^[\s0-9'=+\-@\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]"


@dataclass(frozen=True)
class Exported:
    """What was written: the folder, its files, and rows by table."""

    folder: Path
    files: tuple[str, ...]
    rows: dict[str, int]


def export(run: Run, folder: Path, format: str = "csv", tables: Sequence[str] | None = None) -> Exported:
    """Write tables of a run into a new folder, with a notice, a list of columns and a description
    for programs (`datapackage.json`); whole or not at all.

    Parameters
    ----------
    run : the run
    folder : a folder that does not exist or is empty
    format : "csv" (safe to open in a spreadsheet) or "parquet" (the parts as they are)
    tables : names in the catalog; None for all but the hidden ones, which must be named

    Raises
    ------
    BadRequest
        The folder holds something, the format or a table is not known, or the place can not be written.
    SimiError
        The disk is full; nothing is left behind.
    """
    names = _chosen(tables)
    if format not in FORMATS:
        raise BadRequest("There is no format {format}.", format=format, cure="Choose csv or parquet.")
    _refuse_full(folder)
    partial = PartialFolder(folder)
    try:
        with telling_disk_faults(folder):
            for name in names:
                _write_csv(run, name, partial.path) if format == "csv" else _copy_parts(run, name, partial.path)
            rows = {name: run.manifest["tables"][name]["rows"] for name in names}
            write_file(partial.path / "BACA_SAYA.txt", read_me(run, format, rows).encode())
            parts = {name: _files_of(partial.path, name) for name in names}
            write_file(partial.path / datapackage.FILE, json_bytes(datapackage.describe(run, partial.path, parts)))
            write_file(partial.path / f"{MARK}_kolom.csv", BOM + _csv(guarded(column_lines(names)), header=True))
            files = tuple(sorted(path.name for path in partial.path.iterdir()))
            if folder.exists():
                folder.rmdir()  # it is empty; a rename needs the place on Windows
    except BaseException:
        partial.discard()
        raise
    if not partial.publish():
        raise BadRequest("The folder was filled meanwhile.", where=str(folder), cure="Choose another folder.")
    return Exported(folder, files, rows)


def guarded(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame as a spreadsheet may read it: risky texts with an apostrophe, instants with their offset.

    Examples
    --------
    >>> guarded(pl.DataFrame({"a": ["=1+1", "0812", "Rina"]}))["a"].to_list()
    ["'=1+1", "'0812", 'Rina']
    """
    return frame.select(_guarded(name, dtype) for name, dtype in frame.schema.items())


def _guarded(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if isinstance(dtype, pl.Datetime):
        return column.dt.convert_time_zone(OFFICE_ZONE).dt.strftime("%Y-%m-%dT%H:%M:%S%:z")
    if dtype != pl.String and not isinstance(dtype, pl.Enum):
        return column
    text = column.cast(pl.String)
    return pl.when(text.str.contains(RISKY_START)).then(pl.concat_str(pl.lit("'"), text)).otherwise(text).alias(name)


def _write_csv(run: Run, name: str, folder: Path) -> None:
    with (folder / f"{MARK}_{name}.csv").open("wb") as stream:
        stream.write(BOM)
        for number, part in enumerate(run.parts(name)):
            stream.write(_csv(guarded(_read_part(part)), header=number == 0))
        stream.flush()
        os.fsync(stream.fileno())


def _read_part(part: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(part, glob=False)
    except pl.exceptions.PolarsError as error:
        raise BrokenRunError("A part of the run is damaged.", where=str(part), cure=CHECK_CURE) from error


def _csv(frame: pl.DataFrame, *, header: bool) -> bytes:
    buffer = io.BytesIO()
    frame.write_csv(buffer, include_header=header)
    return buffer.getvalue()


def _copy_parts(run: Run, name: str, folder: Path) -> None:
    parts = run.parts(name)
    for number, part in enumerate(parts):
        suffix = f"-{number:05d}" if len(parts) > 1 else ""
        write_file(folder / f"{MARK}_{name}{suffix}.parquet", part.read_bytes())


def _files_of(folder: Path, name: str) -> list[str]:
    """Files of a table in an export, in row order."""
    of_table = re.compile(rf"{MARK}_{name}(-\d+)?\.(csv|parquet)")
    return sorted(path.name for path in folder.iterdir() if of_table.fullmatch(path.name))


def _chosen(tables: Sequence[str] | None) -> list[str]:
    known = all_tables()
    if tables is None:
        return [name for name, table in known.items() if not table.in_truth]
    for name in tables:
        if name not in known:
            raise BadRequest("There is no table {name}.", name=name, **suggestion(name, known))
    return list(dict.fromkeys(tables))


def _refuse_full(folder: Path) -> None:
    with telling_disk_faults(folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            cure = "Choose a new or an empty folder: nothing is overwritten."
            raise BadRequest("The folder is not empty.", where=str(folder), cure=cure)
