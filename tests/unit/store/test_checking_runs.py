"""What `verify` finds, and that it names it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from simi_lab.errors import BrokenRunError, SimiError
from simi_lab.schema.tiny import tiny
from simi_lab.store import Run, verify
from simi_lab.store.run import manifest, parts
from simi_lab.store.run.atomic import json_bytes

Make = Callable[..., Run]


@pytest.fixture
def run(make: Make, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(parts, "PART_ROWS", 3)
    return make()


def rewrite(run: Run, change: Callable[[dict[str, Any]], object]) -> None:
    content = json.loads((run.path / "manifest.json").read_text("utf-8"))
    change(content)
    content["hash"] = manifest.run_hash(content)
    (run.path / "manifest.json").write_bytes(json_bytes(content))


def forge(run: Run, table: str, number: int, frame: pl.DataFrame) -> None:
    """Replace a part and its checksum, as one would who wants to hide it."""
    content = parts.parquet_bytes(frame, table)
    run.parts(table)[number].write_bytes(content)
    entry = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content), "rows": frame.height}
    rewrite(run, lambda m: m["tables"][table]["parts"][number].update(entry))


def test_a_whole_run_has_no_fault(run: Run) -> None:
    for deep in (False, True):
        verdict = verify(run, deep=deep)
        assert verdict.ok, verdict.faults
        assert verdict.remarks == []
        assert verdict.n_rows == sum(entry["rows"] for entry in run.manifest["tables"].values())


@pytest.mark.parametrize("at", [0, 4, 500, -1])
def test_one_changed_byte_is_found_in_the_part_that_holds_it(run: Run, at: int) -> None:
    path = run.parts("events")[2]
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    assert [(f.where, "damaged" in f.what) for f in verify(run).faults] == [("tables/events/part-00002.parquet", True)]


def test_every_fault_is_named_at_once(run: Run) -> None:
    run.parts("people")[0].unlink()
    short = run.parts("documents")[1]
    short.write_bytes(short.read_bytes()[:-100])
    run.parts("truth_rings")[0].write_bytes(b"")
    (run.path / "tables" / "people" / "mine.xlsx").write_bytes(b"x")
    found = {fault.where: fault.what for fault in verify(run).faults}
    assert set(found) == {
        "tables/people/part-00000.parquet", "tables/documents/part-00001.parquet", "truth/rings/part-00000.parquet",
        "tables/people/mine.xlsx",
    }  # fmt: skip
    assert "missing" in found["tables/people/part-00000.parquet"]
    assert "bytes instead of" in found["tables/documents/part-00001.parquet"]
    assert "0 bytes" in found["truth/rings/part-00000.parquet"]
    assert all(fault.cure for fault in verify(run).faults)


def test_another_version_of_the_lab_is_told_with_the_cure(run: Run) -> None:
    rewrite(run, lambda m: m["made_by"].update(simi_lab="0.0.1"))
    (fault,) = verify(run).faults
    assert "made by SIMI Lab 0.0.1" in fault.what
    assert "simi-lab study make tiny --seed 7" in fault.cure


def test_another_shape_of_the_tables_is_told_though_the_run_cannot_be_opened(run: Run) -> None:
    rewrite(run, lambda m: m.update(schema="f" * 64))
    (fault,) = verify(run.path).faults
    assert "tables differ" in fault.what


def test_another_library_is_a_remark_and_no_fault(run: Run) -> None:
    rewrite(run, lambda m: m["made_by"].update(polars="1.0.0"))
    verdict = verify(run)
    assert verdict.ok
    assert "polars 1.0.0" in verdict.remarks[0]


def test_a_forged_value_is_found_in_depth_only(run: Run) -> None:
    forge(run, "people", 0, tiny("people")[:3].with_columns(pl.lit("Orang Lain").alias("name")))
    assert verify(run).ok
    assert [fault.where for fault in verify(run, deep=True).faults] == ["people.name"]


def test_a_forged_real_number_is_found_in_depth(run: Run) -> None:
    forge(run, "people", 1, tiny("people")[3:].with_columns(pl.lit("081234567890").alias("phone")))
    whats = [fault.what for fault in verify(run, deep=True).faults]
    assert any("phone number(s) outside the reserved range" in what for what in whats)


@pytest.mark.parametrize(
    ("table", "column", "number"),
    [
        ("guarantors", "nib_number", "9120001234567"),
        ("foreigners", "niora", "IM1AI12345"),
        ("foreigners", "passport_number", "A1234567"),
        ("permits", "permit_number", "2C11BC0000-X"),
        ("guarantors", "address", "2C11BC0000-X"),
    ],
)
def test_numbers_of_foreigners_that_could_be_real_are_not_published(
    make: Make, table: str, column: str, number: str
) -> None:
    with pytest.raises(SimiError, match="not published"):
        make(replaced={table: tiny(table).with_columns(pl.lit(number).alias(column))})


def test_lost_rows_are_found_even_when_the_part_fits_its_checksum(run: Run) -> None:
    forge(run, "people", 1, tiny("people")[4:])
    assert [fault.where for fault in verify(run).faults] == ["tables/people"]


def test_a_changed_column_hash_is_found(run: Run) -> None:
    rewrite(run, lambda m: m["tables"]["people"]["columns"].update(name="0" * 64))
    assert [fault.where for fault in verify(run).faults] == ["people"]


def test_a_row_that_refers_to_nothing_is_found_in_depth(make: Make) -> None:
    run = make(replaced={"applications": tiny("applications").with_columns(person_id=pl.lit(99, pl.Int64))})
    assert verify(run).ok
    (fault,) = verify(run, deep=True).faults
    assert fault.where == "applications.person_id"
    assert "99" in fault.what


def test_what_is_no_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(BrokenRunError, match="manifest can not be read"):
        verify(tmp_path)
