"""Exports: read back exactly, and safe in a spreadsheet."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from simi_lab.errors import BadRequest, BrokenRunError, SimiError
from simi_lab.schema import all_tables, polars_schema
from simi_lab.schema.tiny import tiny
from simi_lab.store import Run, export
from simi_lab.store.exporting import BOM
from simi_lab.store.run import parts

Make = Callable[..., Run]

ATTACKS = ["=HYPERLINK(\"http://x\")", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "'=1", "＝1", "0812",
           "18.04.04", "1E5", "1/2", "a\"b,c", "tiga\nbaris"]  # fmt: skip


def read_back(path: Path, table: str) -> pl.DataFrame:
    """Read an exported CSV as BACA_SAYA.txt says: one leading apostrophe away, types from the catalog."""
    raw = pl.read_csv(path, infer_schema=False, encoding="utf8")
    done = []
    for name, dtype in polars_schema(table).items():
        text = pl.col(name)
        if dtype == pl.Boolean:
            done.append(text == "true")
        elif dtype == pl.Date:
            done.append(text.str.to_date())
        elif isinstance(dtype, pl.Datetime):
            done.append(text.str.to_datetime("%Y-%m-%dT%H:%M:%S%z", time_unit="us").dt.convert_time_zone("UTC"))
        elif dtype == pl.String or isinstance(dtype, pl.Enum):
            done.append(text.str.replace("^'", "").cast(dtype))
        else:
            done.append(text.cast(dtype))
    return raw.select(done)


def cells(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().removeprefix(BOM).decode("utf-8"), newline="")))


def test_every_table_comes_back_exactly(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_ROWS", 4)
    done = export(make(), tmp_path / "out")
    for name, rows in done.rows.items():
        assert read_back(tmp_path / "out" / f"SINTETIS_{name}.csv", name).equals(tiny(name)), name
        assert rows == tiny(name).height


def test_no_cell_is_a_formula_and_none_is_changed(make: Make, tmp_path: Path) -> None:
    offices = pl.concat([tiny("offices")] * len(ATTACKS)).with_columns(
        pl.int_range(len(ATTACKS), dtype=pl.Int64).alias("office_id"), pl.Series("name", ATTACKS)
    )
    export(make(replaced={"offices": offices}), tmp_path / "out")
    path = tmp_path / "out" / "SINTETIS_offices.csv"
    shown = [row[1] for row in cells(path)[1:]]
    assert [text[0] for text in shown[:14]] == ["'"] * 14
    assert [text.removeprefix("'") for text in shown[:8] + shown[9:]] == ATTACKS[:8] + ATTACKS[9:]
    assert shown[8] == "''=1"
    assert shown[14:] == ATTACKS[14:]


def test_numbers_of_people_stay_text(make: Make, tmp_path: Path) -> None:
    export(make(), tmp_path / "out")
    folder = tmp_path / "out"
    people, households = cells(folder / "SINTETIS_people.csv"), cells(folder / "SINTETIS_households.csv")
    nik, kk, phone = people[0].index("nik"), households[0].index("kk_number"), households[0].index("phone")
    assert people[1][nik] == "'1804040403619000"
    assert households[1][kk] == "'1804040101109000"
    assert households[1][phone].startswith("'08000")
    risky = [cell for file in folder.glob("*.csv") for row in cells(file) for cell in row if cell[:1] in set("=+@\t\r")]
    assert risky == []
    latitudes = [row[4] for row in cells(folder / "SINTETIS_districts.csv")[1:]]
    assert latitudes[0] == "-5.0235"  # a number, not a text, may begin with a minus


def test_the_files_say_what_they_are(make: Make, tmp_path: Path) -> None:
    run = make()
    done = export(run, tmp_path / "out")
    folder = tmp_path / "out"
    assert sorted(done.files) == sorted(path.name for path in folder.iterdir())
    assert all(name.startswith("SINTETIS_") or name in ("BACA_SAYA.txt", "datapackage.json") for name in done.files)
    text = (folder / "BACA_SAYA.txt").read_text("utf-8")
    assert text.startswith("DATA SINTETIS")
    assert run.hash in text
    assert "apostrophe" in text
    for path in folder.glob("*.csv"):
        assert path.read_bytes().startswith(BOM)
    columns = cells(folder / "SINTETIS_kolom.csv")
    assert columns[0][:2] == ["table", "column"]
    assert ["people", "nik"] in [row[:2] for row in columns]


def test_hidden_tables_leave_only_when_they_are_named(make: Make, tmp_path: Path) -> None:
    run = make()
    assert not [name for name in export(run, tmp_path / "a").rows if name.startswith("truth_")]
    done = export(run, tmp_path / "b", tables=["people", "truth_rings", "people"])
    assert list(done.rows) == ["people", "truth_rings"]


def test_parquet_is_the_parts_as_they_are(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_ROWS", 4)
    run = make()
    export(run, tmp_path / "out", "parquet")
    assert pl.read_parquet(tmp_path / "out" / "SINTETIS_surveys.parquet").equals(tiny("surveys"))
    assert pl.read_parquet(tmp_path / "out" / "SINTETIS_people-*.parquet").equals(tiny("people"))
    assert (tmp_path / "out" / "SINTETIS_people-00001.parquet").read_bytes() == run.parts("people")[1].read_bytes()


def test_nothing_is_overwritten(make: Make, tmp_path: Path) -> None:
    run = make()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for place in ("full", "file"):
        with pytest.raises(BadRequest, match="not empty") as caught:
            export(run, tmp_path / place)
        assert caught.value.exit_code == 2
    with pytest.raises(BadRequest, match="Cannot write here"):
        export(run, tmp_path / "file" / "below")
    (tmp_path / "empty").mkdir()
    export(run, tmp_path / "empty")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]


def test_unknown_words_are_answered_with_the_known(make: Make, tmp_path: Path) -> None:
    run = make()
    with pytest.raises(BadRequest, match="Did you mean people"):
        export(run, tmp_path / "a", tables=["peopel"])
    with pytest.raises(BadRequest, match="Choose csv or parquet"):
        export(run, tmp_path / "a", "xlsx")
    assert not (tmp_path / "a").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_a_full_disk_leaves_nothing_behind(make: Make, tmp_path: Path, format: str) -> None:
    import resource

    run = make(replaced={"people": tiny("people")})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (900, hard))
    try:
        with pytest.raises(SimiError, match="Nothing was published") as caught:
            export(run, tmp_path / "out", format)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.exit_code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_a_damaged_part_stops_the_export_and_is_named(make: Make, tmp_path: Path) -> None:
    run = make()
    run.parts("events")[0].write_bytes(b"PAR1" + b"\0" * 500 + b"PAR1")
    with pytest.raises(BrokenRunError, match=r"events.*damaged"):
        export(run, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_all_tables_of_the_catalog_can_leave(make: Make, tmp_path: Path) -> None:
    assert list(export(make(), tmp_path / "out", tables=list(all_tables())).rows) == list(all_tables())
