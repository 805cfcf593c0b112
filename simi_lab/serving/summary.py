"""The static summary of a run: made once, kept beside it, served as plain files."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def summary_folder(run: Any) -> Path:
    """Folder of the summary pages of a run (`index.html`, `en.html`), written when missing.

    Returns
    -------
    Path
        A folder of derived things; it can be deleted and is made again.
    """
    from simi_lab.dashboards.summary import summary_html
    from simi_lab.store import derived
    from simi_lab.study import aggregates
    from simi_lab.study.causes import causes

    split = causes(run)
    thing = derived(run, "summary", {"form": 2, "is_split": split is not None})  # written anew once causes are known
    if not thing.exists:
        figures, info = aggregates(run), run_info(run)
        names = {"index.html": "id", "en.html": "en"}
        pages = {name: summary_html(figures, info, first, split) for name, first in names.items()}
        thing.write({}, files={name: text.encode("utf-8") for name, text in pages.items()})
    return thing.path


def run_info(run: Any) -> dict[str, Any]:
    """Name, office, period and hash of a run, as the pages show them."""
    scenario = run.manifest["origin"]["scenario"]
    period = scenario["period"]
    return {
        "name": run.name,
        "office": scenario["site"]["name"],
        "first": period["first"],
        "last": period["last"],
        "hash": run.hash,
    }
