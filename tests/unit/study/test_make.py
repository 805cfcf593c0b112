"""A run is whole, its chance does not depend on the machine, and the truth stays apart."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from simi_lab.errors import BadRequest, BrokenRunError, ScenarioError
from simi_lab.schema import CODES, all_tables
from simi_lab.schema.checks import check_table
from simi_lab.store import Run, verify
from simi_lab.study import make
from simi_lab.study.block import extent_of
from simi_lab.study.kept import kept_scenario
from simi_lab.study.make import plan_of, run_name
from simi_lab.study.measure import scenario_of

HASHES = "import json,sys; from simi_lab.study import make; print(json.dumps(make('mungil').manifest['tables']))"


def hashes(home: Path, **environment: str) -> dict[str, object]:
    """Tables of the manifest of `mungil`, made in a process of its own."""
    env = {**os.environ, "SIMI_LAB_HOME": str(home), **environment}
    done = subprocess.run(
        [sys.executable, "-c", HASHES], env=env, capture_output=True, text=True, check=True, timeout=120
    )
    tables: dict[str, object] = json.loads(done.stdout)
    return tables


def test_every_table_keeps_its_catalogue(mungil: Run) -> None:
    for name, table in all_tables().items():
        frame = (mungil.truth(name) if table.in_truth else mungil.table(name)).collect()
        check_table(frame, name)
        assert frame.height > 0, name
    assert verify(mungil, deep=True).ok


def test_other_threads_zone_and_locale_give_the_same_bytes(mungil: Run, tmp_path: Path) -> None:
    elsewhere = hashes(tmp_path, POLARS_MAX_THREADS="1", TZ="America/New_York", LC_ALL="C", PYTHONHASHSEED="7")
    assert elsewhere == json.loads(json.dumps(mungil.manifest["tables"]))


def test_two_workers_make_what_one_makes(tmp_path: Path) -> None:
    """Three offices of the tiny world, the last one smaller."""
    one = make("mungil", applications=2000, out=tmp_path / "one")
    two = make("mungil", applications=2000, workers=2, out=tmp_path / "two")
    assert one.manifest == two.manifest
    assert one.table("offices").collect().height == 3


def test_a_smaller_world_is_the_first_rows_of_a_bigger_one(tmp_path: Path) -> None:
    big = make("mungil", applications=1700, out=tmp_path)
    small = make("mungil", applications=300, out=tmp_path)
    for name in ("households", "people"):
        keys = small.table(name).collect()
        other = big.table(name).head(keys.height).collect()
        planted = small.truth("truth_rings").collect().height + big.truth("truth_rings").collect().height
        columns = keys.columns if name == "households" else ["person_id", "household_id", "sex", "education", "phone"]
        assert planted
        assert keys.select(columns).equals(other.select(columns))


def test_another_seed_gives_other_people_of_the_same_number(mungil: Run, tmp_path: Path) -> None:
    other = make("mungil", seed=99, out=tmp_path)
    assert other.hash != mungil.hash
    same = other.table("people").collect()["name"].head(50).to_list()
    assert same != mungil.table("people").collect()["name"].head(50).to_list()


def test_the_truth_is_not_among_the_tables(mungil: Run) -> None:
    with pytest.raises(BadRequest):
        mungil.table("truth_applications")
    columns = set(mungil.table("applications").collect_schema().names())
    assert not columns & {"typology", "is_positive", "ring_id", "twin_of"}


def test_events_of_a_case_run_forward_in_legal_order(mungil: Run) -> None:
    events = mungil.table("events").collect()
    assert events.select(
        ((pl.col("queued_at") <= pl.col("started_at")) & (pl.col("started_at") <= pl.col("ended_at"))).all()
    ).item()
    order = {stage: i for i, stage in enumerate(CODES["stage"])}
    last = events.sort("application_id", "event_id").group_by("application_id", maintain_order=True).agg(
        pl.col("stage").cast(pl.String).replace_strict(order).last().alias("last"),
        (pl.col("ended_at").diff().dt.total_seconds() >= 0).all().alias("forward"),
    )  # fmt: skip
    assert last["forward"].all()


def test_labels_are_known_no_earlier_than_their_decision(mungil: Run) -> None:
    labels = mungil.table("labels").collect()
    decided = mungil.table("decisions").collect().group_by("application_id").agg(pl.col("decided_at").max())
    rows = labels.join(decided, on="application_id", how="left")
    assert rows["decided_at"].null_count() == 0
    assert (rows["known_at"] <= rows["decided_at"]).all()
    held = labels.filter(pl.col("label") != "none")["application_id"]
    ends = mungil.table("decisions").collect().filter(pl.col("decision").cast(pl.String).is_in(["postpone", "refuse"]))
    assert set(held) <= set(ends["application_id"])


def test_recorded_and_true_labels_differ(mungil: Run) -> None:
    """Some true cases pass unseen, and some ordinary people are held: the reason why the truth must be known."""
    truth = mungil.truth("truth_applications").collect()
    rows = truth.join(mungil.table("labels").collect(), on="application_id", how="left")
    found = rows.filter(pl.col("is_positive") & (pl.col("label").cast(pl.String).fill_null("none") != "none")).height
    assert 0 < found < rows["is_positive"].sum()


def test_the_manifest_holds_the_whole_scenario(mungil: Run) -> None:
    again = scenario_of(mungil)
    assert again.name == "mungil"
    assert extent_of(again, None) == extent_of(plan_of(_resolved()), None)
    assert again == plan_of(_resolved())


def _resolved():  # type: ignore[no-untyped-def]
    from simi_lab.scenario.load import resolve

    return resolve("mungil")


def test_names_of_runs_tell_what_was_asked_for() -> None:
    plan = plan_of(_resolved())
    assert run_name(plan, (), None, None) == "mungil"
    assert run_name(plan, ("simi",), 7, 500) == "mungil-simi-s7-n500"


def test_a_run_is_never_overwritten(mungil: Run) -> None:
    with pytest.raises(BadRequest, match="already"):
        make("mungil")


def test_unknown_scenarios_and_faults_stop_before_any_work(world_home: Path, tmp_path: Path) -> None:
    with pytest.raises(BadRequest):
        make("atlantis")
    bad = tmp_path / "buruk.yaml"
    bad.write_text("extends: mungil\nname: buruk\nperiod: {first: 2024-13-01, last: 2024-10-31}\nwarna: biru\n")
    with pytest.raises(ScenarioError) as caught:
        make(bad)
    text = caught.value.message()
    assert "buruk.yaml:3" in text and "buruk.yaml:4" in text


def test_an_outage_stops_the_printer_and_not_the_counter(mungil: Run, tmp_path: Path) -> None:
    outage = make("mungil", changes=["gangguan_pdns"], out=tmp_path)
    window = pl.col("started_at").is_between(
        pl.datetime(2024, 6, 20, time_zone="UTC"), pl.datetime(2024, 6, 27, time_zone="UTC")
    )

    def started(run: Run, stage: str) -> int:
        return run.table("events").filter((pl.col("stage") == stage) & window).collect().height

    assert started(outage, "printing") == 0 < started(mungil, "printing")
    assert started(outage, "counter") > 0
    same = ["application_id", "person_id", "purpose", "phone"]
    ours, theirs = (r.table("applications").select(same).collect() for r in (outage, mungil))
    assert ours.equals(theirs)


def test_without_simi_everyone_works_the_old_way(tmp_path: Path) -> None:
    run = make("mungil", changes=["tanpa_simi"], out=tmp_path)
    assert run.table("applications").select(
        pl.col("regime").cast(pl.String).unique()
    ).collect().to_series().to_list() == ["manual"]
    assert run.table("offices").collect()["simi_from"].to_list() == [None]


def test_a_run_of_another_version_is_told_so(mungil: Run) -> None:
    plain = {**mungil.scenario, "office": {**mungil.scenario["office"], "abacus": True}}
    with pytest.raises(BrokenRunError, match=r"office\.abacus.*another version.*study make mungil"):
        kept_scenario(plain)
