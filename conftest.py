"""Key figures of notebooks: kept beside the tests, given back to nbval when it compares what a cell prints."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from nbformat.v4 import new_output

KEPT_OUTPUTS = Path(__file__).parent / "tests" / "faces" / "kept_outputs"


def pytest_itemcollected(item: Any) -> None:
    """A notebook holds no outputs, so nbval finds none; a tagged cell without a kept output then fails."""
    if hasattr(item, "cell_num") and item.options["check"]:
        kept = kept_outputs(item.path.stem).get(str(item.cell_num))
        item.cell.outputs = [new_output("stream", name="stdout", text=kept)] if kept is not None else []
        item.cell.execution_count = item.cell_num + 1  # nbval wants one where outputs are


@cache
def kept_outputs(name: str) -> dict[str, str]:
    """Printed text of a notebook's key-figure cells, by the number of the code cell."""
    path = KEPT_OUTPUTS / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
