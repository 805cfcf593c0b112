"""Derived things: named by parents, whole or not there, free to be deleted."""

from __future__ import annotations

import json
from collections.abc import Callable

import polars as pl
import pytest

from simi_lab.errors import BrokenRunError, MissingRunError
from simi_lab.store import Derived, Run, derived, derived_current
from simi_lab.store.run import Origin, manifest

Make = Callable[..., Run]
FRAME = pl.DataFrame({"month": ["2024-05"], "n": [3]})


def test_what_was_written_is_there_with_its_parents(make: Make) -> None:
    run = make()
    counts = derived(run, "counts", {"by": ["month"]})
    assert not counts.exists
    with pytest.raises(MissingRunError, match="no counts of this run yet"):
        counts.frame("months")
    counts.write({"months": FRAME}, {"note": "x"}, files={"model.bin": b"\0\1"})
    assert counts.exists
    assert counts.frame("months").collect().equals(FRAME)
    assert counts.file("model.bin").read_bytes() == b"\0\1"
    assert counts.meta == {"note": "x"}
    content = json.loads((counts.path / "manifest.json").read_text("utf-8"))
    assert content["parents"] == {"run": run.hash}
    assert content["params"] == {"by": ["month"]}
    assert content["synthetic"] is True


def test_parameters_parents_run_and_version_each_give_another_place(
    make: Make, origin: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, other = make("tiny-1"), make("tiny-2", origin=Origin({}, "tiny", "1" * 64, seed=8))
    model = derived(run, "model")
    places = [
        derived(run, "counts"),
        derived(run, "counts", {"by": "day"}),
        derived(run, "counts", parents=[model]),
        derived(run, "counts", parents=[derived(run, "model", {"depth": 2})]),
        derived(other, "counts"),
        model,
    ]
    assert len({place.path for place in places}) == len(places)
    assert derived(run, "counts", {"a": 1, "b": 2}) == derived(run, "counts", {"b": 2, "a": 1})
    versions = {**manifest.versions(), "simi_lab": "9.0.0"}
    monkeypatch.setattr("simi_lab.store.derive.versions", lambda: versions)
    assert derived(run, "counts").path not in {place.path for place in places}


def test_a_failure_on_the_way_leaves_nothing(make: Make) -> None:
    counts = derived(make(), "counts")
    with pytest.raises(ZeroDivisionError), counts.writing() as folder:
        (folder / "half.txt").write_text("half")
        raise ZeroDivisionError
    assert not counts.exists
    assert list(counts.path.parent.iterdir()) == []


def test_a_second_writer_keeps_what_the_first_wrote(make: Make) -> None:
    counts = derived(make(), "counts")
    counts.write({"months": FRAME})
    counts.write({"months": FRAME.clear()})
    assert counts.frame("months").collect().height == 1
    assert len(list(counts.path.parent.iterdir())) == 1


def test_deleted_it_can_be_made_again(make: Make) -> None:
    counts = derived(make(), "counts").write({"months": FRAME})
    counts.delete()
    assert not counts.exists
    assert counts.write({"months": FRAME}).exists


def test_a_damaged_one_is_told(make: Make) -> None:
    counts = derived(make(), "counts").write({"months": FRAME})
    counts.file("months.parquet").unlink()
    with pytest.raises(MissingRunError, match="holds no months"):
        counts.frame("months")
    (counts.path / "manifest.json").write_text("{")
    with pytest.raises(BrokenRunError, match="manifest"):
        _ = counts.meta


def test_the_current_one_is_the_newest_of_this_version(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    run = make()
    assert derived_current(run, "counts") is None
    first = derived(run, "counts", {"by": "month"}).write({})
    assert derived_current(run, "counts") == first
    second = derived(run, "counts", {"by": "day"}).write({})
    (first.path / "manifest.json").touch()
    assert derived_current(run, "counts") == first
    derived(run, "counts-long").write({})
    assert derived_current(run, "counts") == first
    assert isinstance(second, Derived)
    versions = {**manifest.versions(), "simi_lab": "9.0.0"}
    monkeypatch.setattr("simi_lab.store.derive.versions", lambda: versions)
    assert derived_current(run, "counts") is None
