"""The committed sample: what the command makes, marked, whole in itself and without anything hidden."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from simi_lab import paths
from simi_lab.schema import all_tables
from simi_lab.store import Run
from simi_lab.store.exporting import MARK, RISKY_START
from simi_lab.study.sample import READ_ME, sample_dir, sample_files, sample_tables

CURE = "run `python -m simi_lab.study.sample` and commit synthetic_data/samples"


@pytest.fixture(scope="module")
def tables(mungil: Run) -> dict[str, pl.DataFrame]:
    return sample_tables(mungil)


def test_the_committed_sample_equals_what_the_command_makes(mungil: Run) -> None:
    made = sample_files(mungil)
    committed = {path.name: path.read_bytes() for path in sample_dir().iterdir()}
    assert sorted(committed) == sorted(made), CURE
    assert [name for name in made if committed[name] != made[name]] == [], CURE


def test_every_file_says_that_it_is_synthetic() -> None:
    names = [path.name for path in sample_dir().iterdir()]
    assert all(name.startswith(MARK) for name in names if name != READ_ME)
    assert "DATA SINTETIS" in (sample_dir() / READ_ME).read_text(encoding="utf-8")


def test_nothing_hidden_is_in_the_sample(tables: dict[str, pl.DataFrame]) -> None:
    assert not [name for name in tables if all_tables()[name].in_truth]
    assert {"labels", "decisions"}.isdisjoint(tables)


@pytest.mark.parametrize(
    ("child", "parent", "key"),
    [
        ("applications", "people", "person_id"),
        ("people", "households", "household_id"),
        ("households", "districts", "district_id"),
        ("documents", "applications", "application_id"),
        ("events", "applications", "application_id"),
        ("surveys", "offices", "office_id"),
    ],
)
def test_every_row_finds_its_parent(tables: dict[str, pl.DataFrame], child: str, parent: str, key: str) -> None:
    assert tables[child].height > 0
    assert tables[child].join(tables[parent], on=key, how="anti").height == 0


def test_every_household_is_whole(tables: dict[str, pl.DataFrame], mungil: Run) -> None:
    all_members = mungil.table("people").join(tables["households"].lazy(), on="household_id", how="semi").collect()
    assert tables["people"].equals(all_members.sort("person_id"))


def test_no_cell_can_become_a_formula_or_lose_a_digit(tables: dict[str, pl.DataFrame]) -> None:
    for name in tables:
        frame = pl.read_csv(sample_dir() / f"{MARK}_{name}.csv", infer_schema=False)
        texts = [c.name for c in all_tables()[name].columns if c.dtype in (pl.String, pl.Enum)]
        for text in texts:
            risky = frame[text].drop_nulls().str.contains(RISKY_START)
            assert (frame[text].drop_nulls().filter(risky).str.slice(0, 1) == "'").all(), f"{name}.{text}"
    assert frame.height > 0


def test_the_command_writes_the_same_files_elsewhere(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "simi_lab.study.sample", "--out", str(tmp_path / "sample")]
    done = subprocess.run(words, cwd=paths.root(), capture_output=True, text=True, check=True)
    assert str(tmp_path / "sample") in done.stdout
    for path in (tmp_path / "sample").iterdir():
        assert path.read_bytes() == (sample_dir() / path.name).read_bytes(), CURE
