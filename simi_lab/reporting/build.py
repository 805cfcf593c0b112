"""Build a report: check, look whether it is there already, execute, write the page, keep the record."""

from __future__ import annotations

import hashlib
import json
import math
import os
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from simi_lab import __version__, paths
from simi_lab.errors import SimiError
from simi_lab.i18n import t
from simi_lab.reporting.parameters import Request, check
from simi_lab.reporting.templates import Template, find_template

Progress = Callable[..., Any]
HTML, NOTEBOOK, RECORD = "laporan.html", "laporan.ipynb", "record.json"
# rooms and files of the lab that shape the words and figures of a report
_SHAPERS = (
    "reporting", "charts", "measures", "privacy", "vocabulary", "study/measure.py", "study/series.py",
    "locale/id/reporting.po", "locale/id/reporting_impact.po",
)  # fmt: skip
_TOOLS = ("papermill", "nbconvert", "polars", "holoviews", "matplotlib")


class ReportFailedError(SimiError):
    """A report did not come to its end; what was made lies at `where`, readable."""


@dataclass(frozen=True)
class Built:
    """A built report.

    Parameters
    ----------
    folder : holds the page, the executed notebook and the record
    record : parameters, versions, hashes, seconds and the key figures
    is_cached : it was there already, made from the same things
    """

    folder: Path
    record: Mapping[str, Any]
    is_cached: bool

    @property
    def page(self) -> Path:
        """The HTML file."""
        return self.folder / HTML


def build(
    name: str,
    given: Mapping[str, Any],
    *,
    progress: Progress | None = None,
    fresh: bool = False,
    folder: Path | None = None,
    cell_seconds: int | None = None,
) -> Built:
    """Build a report, or give the one that was built from the same notebook, parameters, run and version.

    Parameters
    ----------
    name : name of the report
    given : its parameters
    progress : called with a label, what is done and how much there is
    fresh : build even if it is there
    folder : where the templates lie, instead of `reports/templates`
    cell_seconds : a cell that takes longer ends the build

    Raises
    ------
    BadRequest
        No such report or run, or parameters that cannot be taken; nothing was written.
    ReportFailedError
        The notebook failed, or its page would need the network or show a chart without words. The failed page and the
        notebook with its traceback lie in the folder that the error names; a good older report stays.

    Randomness : none: the same inputs give the same bytes of the page.
    """
    template = find_template(name, folder)
    request = check(template, given)
    content = content_hash(template, request)
    target = paths.reports_built() / f"{name}-{_params_hash(request)}"
    if not fresh and (kept := _kept(target, content)):
        return Built(target, kept, True)
    return _make(template, request, content, target, progress or (lambda *_: None), cell_seconds)


def content_hash(template: Template, request: Request) -> str:
    """Hash of all that shapes a report: notebook, sheet, parameters, run, version and the rooms that write it."""
    digest = hashlib.sha256()
    digest.update(json.dumps([__version__, request.run.hash, dict(request.values)], sort_keys=True).encode())
    for path in (template.notebook, template.sheet, *_sources()):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources() -> list[Path]:
    lab = Path(__file__).parent.parent
    kinds = {".py", ".j2", ".css", ".csv"}
    found = [lab / shaper for shaper in _SHAPERS]
    inside = [path for folder in found for path in folder.rglob("*") if path.suffix in kinds]
    return sorted([*inside, *(path for path in found if path.is_file())])


def _params_hash(request: Request) -> str:
    named = json.dumps([request.run.hash, dict(request.values)], sort_keys=True)
    return hashlib.sha256(named.encode()).hexdigest()[:12]


def _kept(target: Path, content: str) -> dict[str, Any] | None:
    """The record of a whole report made from the same things; None when it is missing, older or damaged."""
    try:
        record = json.loads((target / RECORD).read_text(encoding="utf-8"))
        page = hashlib.sha256((target / HTML).read_bytes()).hexdigest()
    except (OSError, ValueError):
        return None
    return record if record.get("content") == content and record.get("page_sha256") == page else None


def _make(
    template: Template, request: Request, content: str, target: Path, progress: Progress, cell_seconds: int | None
) -> Built:
    from simi_lab.study import aggregates
    from simi_lab.study.series import impact

    begun = time.monotonic()
    progress("Reading the run", 0, 3)
    aggregates(request.run)  # made here if need be: the time limit of a cell is for the report's own work
    if template.needs == "simi_begins":
        impact(request.run)
    working = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.rmtree(working, ignore_errors=True)
    working.mkdir(parents=True)
    try:
        record = _fill(working, template, request, content, progress, cell_seconds)
        record["seconds"] = round(time.monotonic() - begun, 2)
        _write(working / RECORD, json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False) + "\n")
        failed = target.with_name(f"{target.name}-failed")
        is_whole = record["status"] == "ok"
        _publish(working, target if is_whole else failed)
    finally:
        shutil.rmtree(working, ignore_errors=True)
    if not is_whole:
        cure = "Open {page} in it to see how far it came; the traceback is in the notebook beside it."
        raise ReportFailedError("The report was not finished: {reason}", where=str(failed), cure=cure, page=HTML,
                                reason=record["reason"])  # fmt: skip
    shutil.rmtree(failed, ignore_errors=True)
    return Built(target, record, False)


def _fill(
    working: Path, template: Template, request: Request, content: str, progress: Progress, cell_seconds: int | None
) -> dict[str, Any]:
    """Execute and render into a folder; the record, without its seconds."""
    import nbformat

    from simi_lab.reporting.execute import execute
    from simi_lab.reporting.render import page_faults, render

    progress("Working out the figures", 1, 3)
    patience = cell_seconds or template.step_seconds
    failure = execute(template.notebook, working / NOTEBOOK, request.values, cell_seconds=patience)
    progress("Writing the page", 2, 3)
    notebook: Any = nbformat.read(working / NOTEBOOK, as_version=4)
    reason = _reason(notebook, failure, request.lang) if failure else ""
    shown = {"title": template.title.say(request.lang), "lang": request.lang}
    provenance = _provenance(template, request, content)
    html = render(notebook, provenance=provenance, trouble=reason, **shown)
    if not reason and (faults := page_faults(html)):
        reason = t("The page does not keep its rules: {faults}.", request.lang, faults="; ".join(faults[:5]))
        html = render(notebook, provenance=provenance, trouble=reason, **shown)
    _write(working / HTML, html)
    return {
        "report": template.name,
        "status": "failed" if reason else "ok",
        **({"reason": reason, "error": f"{failure.kind}: {failure.reason}" if failure else None} if reason else {}),
        "synthetic": True,
        "parameters": dict(request.values),
        "run": {"name": request.run.name, "hash": request.run.hash},
        "content": content,
        "page_sha256": hashlib.sha256(html.encode("utf-8")).hexdigest(),
        "versions": _versions(),
        "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "figures": figures_of(notebook),
    }


def figures_of(notebook: Any) -> dict[str, Any]:
    """Key numbers that the blocks of an executed notebook carry; no number is left that JSON can not hold."""
    from simi_lab.reporting.parts import FIGURES

    found: dict[str, Any] = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            found |= output.get("data", {}).get(FIGURES, {})
    return {k: None if isinstance(v, float) and not math.isfinite(v) else v for k, v in found.items()}


def _reason(notebook: Any, failure: Any, lang: str) -> str:
    """One plain sentence: which step failed."""
    broken = [cell for cell in notebook.cells if _has_error(cell)]
    title = broken[0].metadata.get("step", {}).get(lang, "") if broken else ""
    if failure.kind == "Timeout":
        return t("A step took longer than it may.", lang)
    if not title:
        return t("A step of the notebook failed.", lang)
    return t('The step "{title}" failed; what came before it is below.', lang, title=title)


def _has_error(cell: Any) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", ()))


def _provenance(template: Template, request: Request, content: str) -> dict[str, str]:
    """Word and value, for the foot of the page; nothing of the moment or the machine."""
    lang, origin = request.lang, request.run.manifest["origin"]
    given = {
        template.parameters[name].title.say(lang): value or t("all", lang) for name, value in request.values.items()
    }
    return {
        **given,
        t("Scenario", lang): str(origin["scenario_name"]),
        t("Seed", lang): str(origin["seed"]),
        t("Hash of the run", lang): request.run.hash[:16],
        t("Hash of the report", lang): content[:16],
        t("SIMI Lab version", lang): __version__,
    }


def _versions() -> dict[str, str]:
    import platform
    from importlib.metadata import version

    return {"simi_lab": __version__, "python": platform.python_version(), **{name: version(name) for name in _TOOLS}}


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _publish(working: Path, target: Path) -> None:
    """Put a finished folder in its place; at no moment does half a report lie there."""
    aside = target.with_name(f".{target.name}.old-{os.getpid()}")
    if target.exists():
        target.rename(aside)
    working.rename(target)
    shutil.rmtree(aside, ignore_errors=True)
