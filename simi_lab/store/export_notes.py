"""What lies beside exported tables: the notice and the list of columns, for people who open them without the lab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from simi_lab.schema import all_tables
from simi_lab.store.run.read import Run
from simi_lab.vocabulary import LANGS, label

_NOTICE = """DATA SINTETIS. Semua orang, nomor, dan kejadian di berkas-berkas ini rekaan; tidak seorang pun nyata.
SYNTHETIC DATA. Every person, number and event in these files is invented.

Asal / Origin: {name}
Skenario / Scenario: {scenario}, seed {seed}, SIMI Lab {version}
Sidik jari / Fingerprint: {hash}

Isi / Contents
{tables}
  {columns}: arti, satuan, dan jenis setiap kolom / meaning, unit and type of every column
"""
_CSV = """
Membaca CSV dengan lembar kerja
  Di Excel berbahasa Indonesia, bukalah lewat Data > Dari Teks/CSV, pilih pemisah koma dan asal berkas UTF-8;
  klik ganda dapat menaruh semuanya di satu kolom, dan angka 0.25 dapat terbaca lain.
  Tanda petik (') di depan teks sengaja dipasang: tanpa itu NIK kehilangan digit terakhir, nomor telepon
  kehilangan nol, kode kecamatan menjadi tanggal, dan teks yang diawali tanda sama dengan menjadi rumus.
  Waktu ditulis menurut jam kantor, dengan selisihnya dari UTC.

Reading the CSV
  A program takes one leading apostrophe away from text columns; the value is then exact. Comma separated, UTF-8
  with byte order mark, decimal point, empty for missing, instants in office time with their UTC offset.
"""


def read_me(run: Run, format: str, rows: Mapping[str, int]) -> str:
    """Text of BACA_SAYA.txt, in both languages."""
    origin = run.manifest["origin"]
    tables = "\n".join(_table_line(name, n) for name, n in rows.items())
    text = _NOTICE.format(
        name=run.name,
        scenario=" + ".join([origin["scenario_name"], *origin["changes"]]),
        seed=origin["seed"],
        version=run.manifest["made_by"]["simi_lab"],
        hash=run.hash,
        tables=tables,
        columns="SINTETIS_kolom.csv",
    )
    return text + (_CSV if format == "csv" else "")


def column_lines(tables: Sequence[str]) -> pl.DataFrame:
    """List the columns of tables: one row per table and column."""
    rows = [
        (table, c.name, c.kind, c.unit, c.sensitivity, c.nullable, *_meaning(f"{table}.{c.name}"))
        for table in tables
        for c in all_tables()[table].columns
    ]
    names = ("table", "column", "kind", "unit", "sensitivity", "may_be_missing", "arti", "meaning")
    return pl.DataFrame(rows, schema=list(names), orient="row")


def _meaning(column: str) -> list[str]:
    return [label("meaning", column, lang) for lang in LANGS]


def _table_line(name: str, n: int) -> str:
    return f"  {name}: {n} baris / rows ({' / '.join(label('grain', name, lang) for lang in LANGS)})"
