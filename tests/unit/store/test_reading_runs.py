"""Finding and opening runs."""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Callable

import pytest

from simi_lab.errors import BadRequest, BrokenRunError, MissingRunError
from simi_lab.store import Run, list_runs, open_run
from simi_lab.store.run import latest, manifest
from simi_lab.store.run.atomic import json_bytes
from simi_lab.store.run.read import shelf

Make = Callable[..., Run]


def edit(run: Run, **changed: object) -> None:
    """Change a manifest as a later version might have written it: with a hash that fits."""
    content = {**json.loads((run.path / "manifest.json").read_text("utf-8")), **changed}
    (run.path / "manifest.json").write_bytes(json_bytes({**content, "hash": manifest.run_hash(content)}))


def test_a_run_is_found_by_path_name_scenario_and_age(make: Make) -> None:
    old, new = make("tiny-1"), make("tiny-2")
    for age, run in enumerate((new, old)):
        os.utime(run.path / "manifest.json", ns=(10**18 - age * 10**9,) * 2)
    assert open_run(old.path) == open_run(str(old.path)) == open_run("tiny-1") == old
    assert open_run("tiny") == open_run() == latest() == new
    assert list_runs() == [new, old]


def test_an_unknown_run_is_answered_with_those_there_are(make: Make) -> None:
    with pytest.raises(MissingRunError, match="simi-lab study make kotabumi") as caught:
        latest()
    assert caught.value.exit_code == 2
    make()
    with pytest.raises(MissingRunError, match=r"There is no run tiny-8.*Did you mean tiny-7"):
        open_run("tiny-8")
    with pytest.raises(MissingRunError, match="There are: tiny-7"):
        open_run("something else")


def test_an_unknown_table_is_answered_with_those_there_are(make: Make) -> None:
    run = make()
    with pytest.raises(BadRequest, match="Did you mean people"):
        run.table("peple")
    with pytest.raises(BadRequest, match="There is no table truth_rings"):
        run.table("truth_rings")
    with pytest.raises(BadRequest, match="There are: applications, clean_values, guarantors, permits, rings"):
        run.truth("people")


def test_the_truth_says_once_that_it_is_the_truth(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    origin = manifest.Origin({}, "tiny", "1" * 64, seed=8)
    run = make(origin=origin)
    with caplog.at_level(logging.WARNING):
        run.truth("rings")
        run.truth("truth_applications")
    assert [record.getMessage() for record in caplog.records if "Truth of run tiny-7" in record.getMessage()] != []
    assert len(caplog.records) == 1


def test_a_run_whose_tables_another_version_shaped_is_refused_with_the_cure(make: Make) -> None:
    run = make()
    edit(run, schema="0" * 64, made_by={**run.manifest["made_by"], "simi_lab": "9.0.0"})
    with pytest.raises(BrokenRunError, match=r"made by SIMI Lab 9\.0\.0.*simi-lab study make tiny --seed 7") as caught:
        open_run("tiny-7")
    assert caught.value.exit_code == 1
    assert list_runs() == []
    assert [path for path, _ in shelf().broken] == [run.path]


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"hash": 1}', b"\xff", None])
def test_a_damaged_manifest_hides_a_run_but_no_other(make: Make, content: bytes | None) -> None:
    whole, damaged = make("tiny-1"), make("tiny-2")
    text = (damaged.path / "manifest.json").read_bytes()
    (damaged.path / "manifest.json").write_bytes(
        text.replace(b'"seed": 7', b'"seed": 8') if content is None else content
    )
    with pytest.raises(BrokenRunError, match="manifest"):
        open_run("tiny-2")
    assert list_runs() == [whole]
    assert [path.name for path, _ in shelf().broken] == ["tiny-2"]


def test_an_unfinished_run_is_listed_as_such_and_cannot_be_opened(make: Make) -> None:
    run = make()
    partial = run.path.with_name(".partial-tiny-9-00000000")
    shutil.copytree(run.path, partial)
    assert list_runs() == [run]
    assert [(item.name, item.in_use) for item in shelf().unfinished] == [("tiny-9", False)]
    with pytest.raises(BrokenRunError, match="not a whole run"):
        open_run(partial)


def test_a_missing_part_is_named_when_it_is_read(make: Make) -> None:
    run = make()
    run.parts("people")[0].unlink()
    with pytest.raises(BrokenRunError, match=r"people/part-00000\.parquet.*missing.*study check"):
        run.table("people")
