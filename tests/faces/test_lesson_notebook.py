"""The lesson notebook runs from a cold start and shows the sheet; it writes to the record only when one acts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from simi_lab import paths
from simi_lab.store.workspace import open_workspace
from simi_lab.training import Record, load_modules
from simi_lab.training.nb import lesson

# each is run by nbval together with all tests too; from a cold start, with a home of its own, one stands for all
FIRST, *OTHERS = [module.id for module in load_modules()]


@pytest.mark.parametrize("name", [FIRST, *(pytest.param(name, marks=pytest.mark.full) for name in OTHERS)])
def test_the_notebook_passes_nbval(name: str, tmp_path: Path) -> None:
    notebook = paths.modules_dir() / name / "lesson.ipynb"
    before = notebook.read_bytes()
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "-q", "-p", "no:cacheprovider", "-o", "addopts=",
               str(notebook)]  # fmt: skip
    environment = {**os.environ, "SIMI_LAB_HOME": str(tmp_path), "PYTHONPATH": str(paths.root())}
    found = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert found.returncode == 0, found.stdout[-2000:]
    assert "passed" in found.stdout
    assert notebook.read_bytes() == before


def test_a_cell_continues_what_a_page_began(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMI_LAB_HOME", str(tmp_path))
    monkeypatch.setenv("SIMI_LAB_ALIAS", "kebun")
    with open_workspace() as space:
        Record(space, "kebun").add("01_mengenal_simi", 1, "alur", "progressed")
    player = lesson("01_mengenal_simi", lang="en")
    assert player.sheet.view["heading"] == "The way of one application"
    assert player.sheet.view["mark"] == "SYNTHETIC DATA"
    assert player.sheet.alone
    player.act({"do": "lang", "lang": "id"})
    assert player.sheet.view["heading"] == "Perjalanan satu permohonan"
    player.act({"do": "forward"})
    with open_workspace() as space:
        acts = Record(space, "kebun").read().events
    assert {event.data.get("face") for event in acts[1:]} == {"notebook"}
