"""What `simi-lab study` says about runs: lines for people, facts for scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from simi_lab.cli.speech import phrase
from simi_lab.i18n import number
from simi_lab.schema import all_tables
from simi_lab.vocabulary import label

if TYPE_CHECKING:
    from simi_lab.store import Run
    from simi_lab.store.run.check import Verdict
    from simi_lab.store.run.read import Shelf


def facts(run: Run) -> dict[str, Any]:
    """Return what a script wants to know about a run."""
    origin = run.manifest["origin"]
    return {
        "run": run.name,
        "path": run.path,
        "hash": run.hash,
        "scenario": origin["scenario_name"],
        "changes": origin["changes"],
        "seed": origin["seed"],
        "made_by": run.manifest["made_by"]["simi_lab"],
        "rows": {name: run.manifest["tables"][name]["rows"] for name in all_tables()},
        "synthetic": True,
    }


def made_lines(run: Run, lang: str) -> Iterator[str]:
    """Say what was made and how to look at it."""
    rows = run.manifest["tables"]
    yield phrase(
        "Run {run} is whole: {people} people, {applications} applications, {events} events. DATA SINTETIS.",
        run=run.name,
        **{name: number(rows[name]["rows"], lang) for name in ("people", "applications", "events")},
    )
    yield phrase("It is in {path}.", path=run.path)
    yield phrase("Look at it: {command}", command=f"simi-lab study show {run.name}")


def list_lines(shelf: Shelf, lang: str) -> Iterator[str]:
    """Say which runs there are, newest first, then what is unfinished or damaged."""
    if not shelf.runs:
        yield phrase("There is no run yet. Make one: {command}", command="simi-lab study make kotabumi")
    else:
        names = [run.name for run in shelf.runs]
        width = max(map(len, names))
        for run in shelf.runs:
            origin, n = run.manifest["origin"], run.manifest["tables"]["applications"]["rows"]
            made_from = " + ".join([origin["scenario_name"], *origin["changes"]])
            applications = phrase("{n} applications", n=number(n, lang))
            yield f"{run.name:<{width}}  {made_from}, seed {origin['seed']}, {applications}"
    for item in shelf.unfinished:
        what = "being made now: {path}" if item.in_use else "unfinished, removed when {name} is made again: {path}"
        yield phrase(what, name=item.name, path=item.path)
    for _, why in shelf.broken:
        yield phrase("cannot be read: {why}", why=why)


def show_lines(run: Run, lang: str) -> Iterator[str]:
    """Say what a run is made from and what is in it."""
    origin, tables = run.manifest["origin"], run.manifest["tables"]
    yield f"{run.name}  DATA SINTETIS"
    title = origin["scenario"].get("title", {}).get(lang, "")
    made_from = " + ".join([origin["scenario_name"], *origin["changes"]])
    for name, value in (
        ("Scenario of the run", f"{made_from}  {title}".rstrip()),
        ("Seed of the run", origin["seed"]),
        ("Version that made it", f"SIMI Lab {run.manifest['made_by']['simi_lab']}"),
        ("Fingerprint", run.hash),
        ("Folder of the run", run.path),
        ("Files it was read from", ", ".join(origin["files"])),
    ):
        yield f"{phrase(name)}: {value}"
    yield ""
    width = max(len(name) for name in tables)
    for name in all_tables():
        yield f"  {name:<{width}} {number(tables[name]['rows'], lang):>11}  {label('grain', name, lang)}"
    for remark in run.manifest["notes"]:
        yield f"  {phrase(remark)}"
    yield ""
    yield phrase("Check it: {command}", command=f"simi-lab study check {run.name}")
    yield phrase("Take it to a spreadsheet: {command}", command=f"simi-lab study export {run.name} --format csv")


def verdict_lines(verdict: Verdict, deep: bool, lang: str) -> Iterator[str]:
    """Say whether a run is what its manifest says, and every fault."""
    if verdict.ok:
        what = "{run} is whole: {parts} parts, {rows} rows, every byte as it was written."
        yield phrase(what, run=verdict.name, parts=verdict.n_parts, rows=number(verdict.n_rows, lang))
        if not deep:
            yield phrase("Values and rules too: {command}", command=f"simi-lab study check {verdict.name} --deep")
    else:
        yield phrase("{run} should not be used: {n} faults.", run=verdict.name, n=len(verdict.faults))
    for fault in verdict.faults:
        yield f"  - {fault.where}: {phrase(fault.what)} {phrase(fault.cure)}".rstrip()
    for remark in verdict.remarks:
        yield f"  {remark}"
