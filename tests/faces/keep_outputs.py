"""Run the notebooks on a fresh world and keep the outputs of key-figure cells: `python tests/faces/keep_outputs.py`.

For after a change of the world or of a notebook. Look at the difference before you commit it: each changed figure
needs a reason.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

KEPT = "nbval-check-output"
FOLDER = Path(__file__).resolve().parents[2] / "notebooks"


def strip(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Leave only what a key-figure cell printed, and nothing that differs from run to run."""
    for number, cell in enumerate(notebook.cells):
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            is_key = KEPT in cell.metadata.get("tags", [])
            cell.execution_count = number if is_key else None  # nbval wants one where outputs are
            cell.outputs = [each for each in cell.outputs if is_key and each.get("name") == "stdout"]
    notebook.metadata.language_info = {"name": "python"}
    return notebook


def main() -> int:
    """Run and write each notebook."""
    with tempfile.TemporaryDirectory(prefix="simi-notebooks-") as home:
        os.environ["SIMI_LAB_HOME"] = home
        for path in sorted(FOLDER.glob("*.ipynb")):
            notebook = nbformat.read(path, as_version=4)
            NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(FOLDER)}}).execute()
            nbformat.write(strip(notebook), path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
