"""The description beside an export fits the files beside it."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest

from simi_lab.schema import all_tables
from simi_lab.store import Run, export


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_every_file_is_described_as_it_is(mungil: Run, tmp_path: Path, format: str) -> None:
    done = export(mungil, tmp_path / "x", format)
    told = json.loads((done.folder / "datapackage.json").read_text("utf-8"))
    assert told["synthetic"] is True
    assert told["licenses"][0]["name"] == "MIT"
    assert [r["name"] for r in told["resources"]] == list(done.rows)
    for resource in told["resources"]:
        content = (done.folder / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["bytes"] == len(content)
        schema = resource["schema"]
        assert schema["primaryKey"] == [all_tables()[resource["name"]].key]
        names = [field["name"] for field in schema["fields"]]
        if format == "csv":
            assert next(csv.reader(content.decode("utf-8-sig").splitlines())) == names
        for key in schema.get("foreignKeys", []):
            assert key["reference"]["resource"] in done.rows
            assert key["fields"][0] in names


def test_a_foreign_key_needs_the_table_that_it_points_to(mungil: Run, tmp_path: Path) -> None:
    export(mungil, tmp_path / "x", tables=["documents"])
    told = json.loads((tmp_path / "x" / "datapackage.json").read_text("utf-8"))
    assert "foreignKeys" not in told["resources"][0]["schema"]
    export(mungil, tmp_path / "y", tables=["documents", "applications"])
    told = json.loads((tmp_path / "y" / "datapackage.json").read_text("utf-8"))
    assert told["resources"][0]["schema"]["foreignKeys"][0]["reference"]["fields"] == ["application_id"]
