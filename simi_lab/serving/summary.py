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

    thing = derived(run, "summary")
    if not thing.exists:
        figures, info = aggregates(run), run_info(run)
        pages = {"index.html": summary_html(figures, info, "id"), "en.html": summary_html(figures, info, "en")}
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
