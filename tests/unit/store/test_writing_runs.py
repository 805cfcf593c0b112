"""Writing a run: same rows, same bytes; bad rows, no run."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from simi_lab.errors import BadRequest, SimiError, TableError
from simi_lab.schema import all_tables
from simi_lab.schema.tiny import tiny
from simi_lab.store import Run, list_runs
from simi_lab.store.run import Origin, new_run, parts
from simi_lab.store.run.atomic import PartialFolder, leftovers
from simi_lab.store.run.read import shelf

Make = Callable[..., Run]


def files_of(run: Run) -> dict[str, str]:
    return {
        path.relative_to(run.path).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in run.path.rglob("*")
        if path.is_file()
    }


def test_what_was_written_is_read_back(make: Make) -> None:
    run = make()
    for name in all_tables():
        frame = run.truth(name) if name.startswith("truth_") else run.table(name)
        assert frame.collect().equals(tiny(name)), name
        assert frame.collect_schema() == tiny(name).schema


@pytest.mark.parametrize("block", [1, 2, 7])
def test_any_split_into_blocks_gives_the_same_bytes(
    make: Make, block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART_ROWS", 4)
    whole, split = make(), make(block=block, folder=tmp_path / "other")
    assert files_of(split) == files_of(whole)
    assert split.hash == whole.hash
    assert [part["rows"] for part in split.manifest["tables"]["documents"]["parts"]] == [4, 3]


def test_parts_are_cut_where_they_are_full_and_hashed_as_one(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    one = make("one")
    monkeypatch.setattr(parts, "PART_ROWS", 5)
    three = make("three")
    assert three.hash == one.hash
    assert [part["rows"] for part in three.manifest["tables"]["events"]["parts"]] == [5, 5, 5, 1]
    assert three.table("events").collect().equals(tiny("events"))


def test_threads_do_not_change_a_byte(make: Make, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from simi_lab.schema import all_tables\n"
        "from simi_lab.schema.tiny import tiny; from simi_lab.store.run import Origin, new_run\n"
        "with new_run('tiny-7', Origin({'name': 'tiny'}, 'tiny', '0' * 64, seed=7), Path(sys.argv[1])) as writer:\n"
        "    [writer.append(name, tiny(name)) for name in all_tables()]\n"
        "    print(writer.publish().hash)\n"
    )
    variables = {"POLARS_MAX_THREADS": "1", "TZ": "America/New_York", "LC_ALL": "C", "PATH": "/usr/bin"}
    here = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True,
                          env={**variables, "PYTHONPATH": str(here)}, timeout=60)  # fmt: skip
    run = make()
    assert done.stdout.strip() == run.hash
    other = Run(tmp_path / "tiny-7", "tiny-7", {}, "")
    assert files_of(other) == files_of(run)


def test_every_file_says_that_it_is_synthetic(make: Make) -> None:
    run = make()
    assert run.manifest["synthetic"] is True
    assert "DATA SINTETIS" in run.manifest["notice"]
    for path in run.path.rglob("*.parquet"):
        metadata = pl.read_parquet_metadata(path)
        assert metadata["synthetic"] == "true"
        assert "DATA SINTETIS" in metadata["notice"]


def test_tables_without_rows_are_there_and_empty(origin: Origin) -> None:
    with new_run("empty", origin) as writer:
        run = writer.publish()
    assert run.table("surveys").collect().equals(tiny("surveys").clear())
    assert run.manifest["tables"]["people"]["rows"] == 0


def test_rows_that_break_the_contract_make_no_run(origin: Origin) -> None:
    bad = tiny("people").drop("sex").with_columns(pl.lit(None, pl.String).alias("name"), pl.lit(1).alias("religion"))
    with pytest.raises(TableError) as caught, new_run("bad", origin) as writer:
        writer.append("people", bad)
        writer.publish()
    assert {fault.where for fault in caught.value.faults} == {"people.sex", "people.religion"}
    assert list_runs() == []
    assert shelf().unfinished == []


@pytest.mark.parametrize(
    ("table", "column", "value", "kind"),
    [
        ("people", "nik", "1804040403610001", "identity"),
        ("people", "nik", "1804 0404 0361 0001", "identity"),
        ("households", "kk_number", "1804040101100001", "family card"),
        ("people", "phone", "081234567890", "phone"),
        ("applications", "phone", "+62 812-3456-7890", "phone"),
        ("people", "email", "siti@gmail.com", "e-mail"),
        ("documents", "number", "A1234567", "passport"),
        ("truth_clean_values", "clean_value", "1804040403610001", "identity"),
    ],
)
def test_a_number_that_may_be_real_is_never_published(
    make: Make, table: str, column: str, value: str, kind: str
) -> None:
    key = all_tables()[table].key
    first = pl.col(key) == pl.col(key).min()
    frame = tiny(table).with_columns(pl.when(first).then(pl.lit(value)).otherwise(column).alias(column))
    with pytest.raises(TableError) as caught:
        make(replaced={table: frame})
    assert [fault.where for fault in caught.value.faults] == [f"{table}.{column}"]
    assert kind in caught.value.faults[0].what
    assert value not in str(caught.value)
    assert list_runs() == []


def test_damaged_numbers_that_are_none_any_more_pass(make: Make) -> None:
    damaged = tiny("documents").with_columns(pl.lit("18O4040403619000").alias("number"))
    assert make(replaced={"documents": damaged}).table("documents").collect().height == 7


def test_blocks_come_in_the_order_of_the_key(origin: Origin) -> None:
    people = tiny("people")
    with new_run("order", origin) as writer:
        writer.append("people", people[3:])
        with pytest.raises(TableError, match="key 0 comes after 5"):
            writer.append("people", people[:3])
    with new_run("order", origin) as writer:
        writer.append("people", people[:3])
        with pytest.raises(TableError, match="key 2 comes after 2"):
            writer.append("people", people[2:])


def test_a_run_is_never_overwritten(make: Make, origin: Origin) -> None:
    run = make()
    before = files_of(run)
    with pytest.raises(BadRequest, match="of that name already"):
        new_run(run.name, origin)
    assert files_of(run) == before


def test_the_first_of_two_writers_of_one_run_wins(origin: Origin) -> None:
    with new_run("twice", origin) as first, new_run("twice", origin) as second:
        assert [item.in_use for item in shelf().unfinished] == [True, True]
        for writer in (first, second):
            writer.append("people", tiny("people"))
        assert second.publish().hash == first.publish().hash
    assert [run.name for run in list_runs()] == ["twice"]
    assert shelf().unfinished == []


def test_leftovers_of_the_same_run_are_removed_and_others_left(make: Make, home: Path, origin: Origin) -> None:
    folder = home / "synthetic_data" / "generated"
    for name in ("tiny-7", "other-1"):
        partial = PartialFolder(folder / name)
        (partial.path / "part").write_bytes(b"half")
        partial._lock.close()  # what the system does when a writer dies
    assert {(item.name, item.in_use) for item in leftovers(folder)} == {("tiny-7", False), ("other-1", False)}
    make()
    assert [item.name for item in leftovers(folder)] == ["other-1"]
    assert [path.name for path in folder.glob(".partial-tiny-7-*")] == []


@pytest.mark.parametrize("folder", ["in the way/runs", "in the way"])
def test_a_folder_that_cannot_be_written_is_told_with_its_cure(
    make: Make, tmp_path: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in the way").write_text("a file")
    with pytest.raises(BadRequest, match=r"Cannot write here .*--out") as caught:
        make(folder=tmp_path / folder)
    assert caught.value.exit_code == 2
    assert (tmp_path / "in the way").read_text() == "a file"


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_full_disk_leaves_nothing_behind(make: Make, home: Path) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, hard))
    try:
        with pytest.raises(SimiError, match="Nothing was published") as caught:
            make()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.exit_code == 1
    assert list((home / "synthetic_data" / "generated").iterdir()) == []
