"""A month more keeps every earlier byte, continues what was open, and is the same however it came about."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from simi_lab.errors import BadRequest, BrokenRunError
from simi_lab.measures.selfcheck import flow_findings, order_findings
from simi_lab.reference import calendar
from simi_lab.schema import all_tables
from simi_lab.store import Run, verify
from simi_lab.study import make
from simi_lab.study.advance import advance
from simi_lab.study.block import Extent
from simi_lab.study.eras import base_era, eras_of, load_of, month_on
from simi_lab.study.measure import scenario_of


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Two offices of the tiny world, the second one smaller."""
    return make("mungil", applications=1000, out=tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="module")
def longer(base: Run) -> Run:
    return advance(advance(base))


def rows(run: Run, name: str) -> pl.DataFrame:
    return run._scan(name).collect()


def test_every_earlier_part_keeps_its_bytes(base: Run, longer: Run) -> None:
    for name, entry in base.manifest["tables"].items():
        kept = longer.manifest["tables"][name]["parts"][: len(entry["parts"])]
        assert kept == entry["parts"], name
        for old, new in zip(base.parts(name), longer.parts(name), strict=False):
            assert old.read_bytes() == new.read_bytes()
    assert base.manifest["tables"]["events"]["rows"] < longer.manifest["tables"]["events"]["rows"]


def test_once_by_two_months_is_twice_by_one(base: Run, longer: Run, tmp_path: Path) -> None:
    at_once = advance(base, months=2, out=tmp_path)
    assert at_once.name == longer.name
    assert (at_once.path / "manifest.json").read_bytes() == (longer.path / "manifest.json").read_bytes()


def test_the_longer_run_is_whole_and_no_key_stands_twice(longer: Run) -> None:
    verdict = verify(longer, deep=True)
    assert verdict.ok, verdict.faults
    for name, table in all_tables().items():
        keys = rows(longer, name)[table.key]
        assert keys.n_unique() == len(keys), name
        assert keys.is_sorted(), name
    assert rows(longer, "people")["nik"].n_unique() == rows(longer, "people").height


def test_old_cases_go_on_and_stages_keep_their_order(base: Run, longer: Run) -> None:
    old, events = rows(base, "applications")["application_id"], rows(longer, "events")
    end = rows(base, "events")["ended_at"].max()
    later = events.filter(pl.col("application_id").is_in(old.implode()) & (pl.col("ended_at") > end))
    assert later.height > 100
    assert later.filter(pl.col("stage") == "handover").height > 5
    new = events.filter(~pl.col("application_id").is_in(old.implode()))
    assert new["ended_at"].min() > end
    steps = events.select(pl.col("ended_at").diff().over("application_id").dt.total_microseconds()).to_series()
    assert (steps.drop_nulls() >= 0).all()
    after = datetime(2024, 12, 31, 17, tzinfo=UTC)
    findings = [*order_findings(events), *flow_findings(events, end=after)]
    assert [finding.check for finding in findings if not finding.ok] == []


def test_the_backlog_is_worked_off_as_if_there_had_been_no_cut(base: Run, longer: Run) -> None:
    """Cases filed before the cut get the very events that they get when nobody else ever comes, up to the cut."""
    open_before = set(rows(base, "applications")["application_id"]) - _closed(base)
    assert open_before
    assert open_before & _closed(longer)
    filed = rows(longer, "applications").filter(pl.col("filed_at").dt.date() > date(2024, 11, 1))
    assert filed.height > 100
    assert set(filed["application_id"]).isdisjoint(rows(base, "applications")["application_id"])


def _closed(run: Run) -> set[int]:
    return set(rows(run, "events").filter(pl.col("stage") == "closed")["application_id"])


def test_the_manifest_tells_the_period_and_the_eras(base: Run, longer: Run) -> None:
    assert scenario_of(longer).period.last == date(2024, 12, 31)
    assert scenario_of(base).period.last == date(2024, 10, 31)
    assert [era["first"] for era in longer.manifest["eras"]] == ["2024-11-01", "2024-12-01"]
    added = sum(era["rows"]["applications"] for era in longer.manifest["eras"])
    assert rows(longer, "applications").height == rows(base, "applications").height + added
    assert base_era(longer.manifest["origin"]) == base_era(base.manifest["origin"])


def test_months_are_as_large_as_their_season(base: Run) -> None:
    eras = eras_of(base_era(base.manifest["origin"]), 8)
    loads = {era.last.month: load_of(era.plan) for era in eras[1:]}
    assert loads[1] > 1.1 * loads[12], "January is the fullest month"
    assert loads[3] < 0.75 * loads[2], "in March 2025 people fast"
    assert all(a.extent.start + a.extent.households <= b.extent.start for a, b in pairwise(eras))
    assert {era.extent.offices for era in eras} == {2}


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 10, 31), 1, date(2024, 11, 30)),
        (date(2024, 11, 30), 1, date(2024, 12, 31)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2024, 1, 30), 1, date(2024, 2, 29)),
        (date(2024, 1, 31), 25, date(2026, 2, 28)),
    ],
)
def test_a_month_on(day: date, months: int, later: date) -> None:
    assert month_on(day, months) == later


def test_an_extent_counts_from_its_start() -> None:
    assert Extent(10, 25, 100).span(2) == (120, 125)


def test_what_cannot_be_is_refused_and_nothing_is_written(base: Run, longer: Run, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="at least one month"):
        advance(base, months=0)
    with pytest.raises(BadRequest, match=f"known until {calendar.LAST_DAY}"):
        advance(base, months=60, out=tmp_path)
    with pytest.raises(BadRequest, match="There is a run of that name already"):
        advance(base, months=2)
    assert not list(tmp_path.iterdir())


def test_a_damaged_run_is_not_continued(tmp_path: Path) -> None:
    run = make("mungil", applications=100, out=tmp_path)
    part = run.parts("people")[0]
    part.write_bytes(part.read_bytes()[:-1] + b"x")
    with pytest.raises(BrokenRunError, match="SHA-256"):
        advance(run)
    assert [path.name for path in tmp_path.iterdir()] == [run.name]


def test_a_run_that_this_version_would_make_otherwise_is_not_continued(
    base: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from simi_lab.study import advance as room

    slower = room.work
    monkeypatch.setattr(room, "work", lambda plan, desk, **k: slower(plan, desk, replication=1, **k))
    with pytest.raises(BrokenRunError, match="would not make the same events"):
        advance(base, out=tmp_path)
