"""Run the notebooks on a fresh world and keep the outputs of key-figure cells: `python tests/faces/keep_outputs.py`.

For after a change of the world or of a notebook. Look at the difference before you commit it: each changed figure
needs a reason.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

KEPT = "nbval-check-output"
FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
OUTPUTS = Path(__file__).parent / "kept_outputs"


def printed(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """What each key-figure cell printed, by the number of the code cell."""
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return {
        str(number): "".join(each.text for each in cell.outputs if each.get("name") == "stdout")
        for number, cell in enumerate(codes)
        if KEPT in cell.metadata.get("tags", [])
    }


def main() -> int:
    """Run each notebook and write what it printed; the notebook itself is left as it is."""
    with tempfile.TemporaryDirectory(prefix="simi-notebooks-") as home:
        os.environ["SIMI_LAB_HOME"] = home
        for path in sorted(FOLDER.glob("*.ipynb")):
            notebook = nbformat.read(path, as_version=4)
            NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(FOLDER)}}).execute()
            text = json.dumps(printed(notebook), indent=1, ensure_ascii=False)
            (OUTPUTS / f"{path.stem}.json").write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
