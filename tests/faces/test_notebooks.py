"""Notebooks and the start page: both languages, links that lead somewhere, figures that are compared."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from simi_lab import paths

KEPT = "nbval-check-output"
MOST_BYTES = 200_000
OUTPUTS = Path(__file__).parent / "kept_outputs"
START = paths.notebooks_dir() / "mulai.md"
NOTEBOOKS = sorted(paths.notebooks_dir().glob("*.ipynb"))
LESSONS = sorted(paths.modules_dir().glob("*/lesson.ipynb"))
PREVIEW = "/panel-preview/render/"


def links(text: str) -> list[str]:
    """Addresses of a Markdown text: its own links and those of its tiles."""
    return re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'href="([^"]+)"', text)


def target(address: str, page: Path) -> Path:
    """The file behind an address of a page."""
    if address.startswith(PREVIEW):
        return paths.root() / address.removeprefix(PREVIEW)
    return (page.parent / address.partition("#")[0]).resolve()


def prose(path: Path) -> list[str]:
    """Markdown cells of a notebook."""
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]


@pytest.mark.parametrize("page", [START, *NOTEBOOKS], ids=lambda path: path.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8") if page.suffix == ".md" else "\n".join(prose(page))
    found = links(text)
    assert found
    assert not [address for address in found if not target(address, page).is_file()]


def test_every_lesson_and_notebook_has_a_tile() -> None:
    reached = {target(address, START) for address in links(START.read_text(encoding="utf-8"))}
    templates = sorted(paths.templates_dir().glob("*.ipynb"))
    assert LESSONS and NOTEBOOKS
    assert not {*LESSONS, *NOTEBOOKS, *templates} - reached
    lessons = [path.relative_to(paths.root()).as_posix() for path in LESSONS]
    assert not [name for name in lessons if PREVIEW + name not in START.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_prose_is_in_both_languages_and_says_that_data_is_synthetic(path: Path) -> None:
    cells = prose(path)
    assert cells[0].startswith("# ")
    assert "DATA SINTETIS" in cells[0] and "SYNTHETIC DATA" in cells[0]
    assert not [cell for cell in cells if not re.search(r"\n\n\*.+\*", cell)], "no English in italics below"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_key_figures_are_kept_and_small(path: Path) -> None:
    assert path.stat().st_size < MOST_BYTES
    codes = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert not [cell for cell in codes if cell.outputs or cell.execution_count]
    key = {str(number) for number, cell in enumerate(codes) if KEPT in cell.metadata.get("tags", [])}
    kept = json.loads((OUTPUTS / f"{path.stem}.json").read_text(encoding="utf-8"))
    assert len(key) >= 3
    assert set(kept) == key, "run tests/faces/keep_outputs.py"
    assert all(re.search(r"\d", text) for text in kept.values())


def test_a_figure_that_changed_or_was_never_kept_is_found(tmp_path: Path) -> None:
    shutil.copy(paths.root() / "conftest.py", tmp_path)
    kept = tmp_path / OUTPUTS.relative_to(paths.root())
    kept.mkdir(parents=True)
    cells = [nbformat.v4.new_code_cell(f"print({n})", metadata={"tags": [KEPT]}) for n in (16, 17, 18)]
    (tmp_path / "changed.ipynb").write_text(json.dumps(nbformat.v4.new_notebook(cells=cells)), encoding="utf-8")
    (kept / "changed.json").write_text(json.dumps({"0": "16\n", "1": "16\n"}), encoding="utf-8")
    words = ["--nbval-lax", "--nbval-current-env", "-q", "-o", "addopts=", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *words, "--rootdir", str(tmp_path), str(tmp_path / "changed.ipynb")]
    found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert found.returncode == 1, found.stdout
    assert "2 failed, 1 passed" in found.stdout
