"""A small committed sample of the smallest world, for people who want to look before they install.

Run as `python -m simi_lab.study.sample`; a test compares what is committed with what this makes.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from pathlib import Path

import polars as pl

from simi_lab import paths
from simi_lab.store import Run
from simi_lab.store.export_notes import column_lines
from simi_lab.store.exporting import BOM, MARK, guarded

APPLICATIONS = 200
SURVEYS = 200
READ_ME = "BACA_SAYA.txt"
_NOTICE = """DATA SINTETIS. Semua orang, nomor, dan kejadian di berkas-berkas ini rekaan; tidak seorang pun nyata.
SYNTHETIC DATA. Every person, number and event in these files is invented.

Cuplikan dunia "mungil": {applications} permohonan pertama, lengkap dengan keluarga, dokumen, dan kejadiannya, serta
{surveys} jawaban survei pertama (anonim, jadi tidak terhubung dengan permohonan).
A sample of the world "mungil": its first {applications} applications with their households, papers and events, and
the first {surveys} survey answers (anonymous, so not linked to applications).

{tables}
  {mark}_kolom.csv: arti, satuan, dan jenis setiap kolom / meaning, unit and type of every column

Tanda petik (') di depan teks menjaga NIK, nomor telepon, dan kode kecamatan tetap utuh di lembar kerja.
The apostrophe (') in front of texts keeps NIK, phone numbers and district codes whole in a spreadsheet.

Dibuat dengan / Made by: python -m simi_lab.study.sample
"""


def sample_dir() -> Path:
    """Folder of the committed sample."""
    return paths.root() / "synthetic_data" / "samples"


def sample_tables(run: Run, applications: int = APPLICATIONS, surveys: int = SURVEYS) -> dict[str, pl.DataFrame]:
    """The first applications of a run and every row of other tables that they point to; nothing hidden.

    Parameters
    ----------
    applications, surveys : so many rows of these tables, in the order of their keys

    Returns
    -------
    dict
        Tables by name with their catalogue schemas; whole households, so that family cards are complete.
    """
    filed = run.table("applications").head(applications)
    people, households = run.table("people"), run.table("households")
    homes = people.join(filed, on="person_id", how="semi").select("household_id").unique()
    parts = {
        "offices": run.table("offices"),
        "districts": run.table("districts"),
        "households": households.join(homes, on="household_id", how="semi"),
        "people": people.join(homes, on="household_id", how="semi"),
        "applications": filed,
        "documents": run.table("documents").join(filed, on="application_id", how="semi"),
        "events": run.table("events").join(filed, on="application_id", how="semi"),
        "surveys": run.table("surveys").head(surveys),
    }
    return {name: part.collect().sort(part.collect_schema().names()[0]) for name, part in parts.items()}


def sample_files(run: Run) -> dict[str, bytes]:
    """Contents of the sample's files by name: tables as CSV that a spreadsheet reads safely, the columns, a notice."""
    tables = sample_tables(run)
    files = {f"{MARK}_{name}.csv": _csv(frame) for name, frame in tables.items()}
    files[f"{MARK}_kolom.csv"] = _csv(column_lines(list(tables)))
    lines = "\n".join(f"  {MARK}_{name}.csv: {frame.height} baris / rows" for name, frame in tables.items())
    counts = {name: tables[name].height for name in ("applications", "surveys")}
    files[READ_ME] = _NOTICE.format(tables=lines, mark=MARK, **counts).encode()
    return files


def _csv(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO(BOM)
    buffer.seek(len(BOM))
    guarded(frame).write_csv(buffer)
    return buffer.getvalue()


def main() -> None:
    """Make `mungil` in a folder that is thrown away, and write its sample."""
    from simi_lab.study.make import make

    parser = argparse.ArgumentParser(prog="python -m simi_lab.study.sample", description=__doc__)
    parser.add_argument("--out", type=Path, default=sample_dir(), help="folder to write to")
    folder: Path = parser.parse_args().out
    with tempfile.TemporaryDirectory() as throwaway:
        files = sample_files(make("mungil", out=Path(throwaway)))
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    sys.stdout.write(f"{len(files)} files, {sum(map(len, files.values())) / 1e3:.0f} kB: {folder}\n")


if __name__ == "__main__":
    main()
