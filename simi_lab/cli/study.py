"""`simi-lab study`: make worlds, list them, look at them, check them, hand them on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simi_lab.cli.progress import Progress
from simi_lab.cli.speech import emit, lang, note, out, say
from simi_lab.cli.study_recipe import recipe
from simi_lab.cli.study_report import report_facts, report_lines
from simi_lab.cli.study_words import facts, list_lines, made_lines, show_lines

app = typer.Typer(no_args_is_help=True)
app.command("recipe")(recipe)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]
RunName = Annotated[str, typer.Argument(metavar="RUN", help="Name or folder of a run; `latest` is the newest.")]


@app.command("make")
def make(
    scenario: Annotated[str, typer.Argument(help="Name of a scenario, or a YAML file.")] = "kotabumi",
    change: Annotated[list[str] | None, typer.Option("--change", help="Name or file of a change; repeatable.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", min=0, help="Another seed than the scenario's.")] = None,
    applications: Annotated[int | None, typer.Option("--applications", min=1, help="So many applications.")] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that work at the same time.")] = 1,
    folder: Annotated[Path | None, typer.Option("--out", help="Folder for the run instead of the usual one.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a world: people, applications, the work of the office, surveys and the hidden truth."""
    from simi_lab import study

    with Progress() as progress:
        run = study.make(
            scenario,
            changes=tuple(change or ()),
            seed=seed,
            applications=applications,
            workers=workers,
            out=folder,
            progress=progress,
        )
    if as_json:
        return emit(facts(run))
    for line in made_lines(run, lang()):
        out(line)


@app.command("list")
def list_(
    folder: Annotated[Path | None, typer.Option("--out", help="Folder of runs instead of the usual one.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the worlds there are, unfinished and damaged ones apart."""
    from simi_lab.store.run.read import shelf

    found = shelf(folder)
    if as_json:
        unfinished = [{"path": item.path, "name": item.name, "in_use": item.in_use} for item in found.unfinished]
        broken = [{"path": path, "why": why} for path, why in found.broken]
        return emit({"runs": [facts(run) for run in found.runs], "unfinished": unfinished, "broken": broken})
    for line in list_lines(found, lang()):
        out(line)


@app.command("show")
def show(run: RunName = "latest", as_json: AsJson = False) -> None:
    """Say what a world is made from and what is in it."""
    from simi_lab.store import open_run

    opened = open_run(run)
    if as_json:
        return emit({**facts(opened), "manifest": dict(opened.manifest)})
    for line in show_lines(opened, lang()):
        out(line)


@app.command("check")
def check(
    run: RunName = "latest",
    deep: Annotated[bool, typer.Option("--deep", help="Also read every value and prove the posterior.")] = False,
    as_json: AsJson = False,
) -> int:
    """Compare a world with its manifest and every rate with its target; each fault is named."""
    from simi_lab.store import open_run
    from simi_lab.study.check import check as examine

    with Progress() as progress:
        report = examine(open_run(run), deep=deep, progress=progress)
    if as_json:
        emit(report_facts(report))
    else:
        for line in report_lines(report, deep, lang()):
            out(line)
    return 0 if report.ok else 1


@app.command("datasheet")
def datasheet(
    run: RunName = "latest",
    folder: Annotated[
        Path | None, typer.Option("--out", help="Write it here, with the drawing of the process, instead of printing.")
    ] = None,
) -> None:
    """Print the datasheet of a world: how it was made, what it must not be used for, what is assumed."""
    from simi_lab.store import open_run
    from simi_lab.study.datasheet import datasheet, write_datasheet

    opened = open_run(run)
    if folder is None:
        return out(datasheet(opened, lang()).rstrip("\n"))
    say("Datasheet with its drawing: {path}", path=write_datasheet(opened, folder, lang()).resolve())


@app.command("drawing")
def drawing(
    asked: Annotated[
        str, typer.Argument(metavar="SCENARIO_OR_RUN", help="Name of a scenario, a YAML file, or a run.")
    ] = "kotabumi",
    change: Annotated[list[str] | None, typer.Option("--change", help="Name or file of a change; repeatable.")] = None,
    file: Annotated[Path | None, typer.Option("--out", help="SVG file instead of the usual one.")] = None,
) -> None:
    """Draw the office's process from a scenario: stages, officers, minutes, and every way off the path."""
    from simi_lab.study.drawing import process_drawing, scenario_of, write_drawing

    scenario = scenario_of(asked, change or ())
    path = write_drawing(process_drawing(scenario, lang()), file or Path(f"SINTETIS_{scenario.name}_{lang()}.svg"))
    say("Drawing of the process: {path}", path=path.resolve())
    note("Open it in a browser; it follows the light or dark setting of the screen.")


@app.command("advance")
def advance(
    run: RunName = "latest",
    months: Annotated[int, typer.Option("--months", min=1, help="How many months more.")] = 1,
    folder: Annotated[Path | None, typer.Option("--out", help="Folder for the run instead of the usual one.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a world that goes on for some months; what is there stays byte for byte."""
    from simi_lab.store import open_run
    from simi_lab.study.advance import advance

    with Progress() as progress:
        longer = advance(open_run(run), months=months, out=folder, progress=progress)
    if as_json:
        return emit(facts(longer))
    for line in made_lines(longer, lang()):
        out(line)


@app.command("compare")
def compare(
    scenario: Annotated[str, typer.Argument(help="Name of a scenario, or a YAML file.")],
    change: Annotated[list[str], typer.Option("--change", help="Name or file of a change; repeatable.")],
    replications: Annotated[
        int | None, typer.Option("--replications", min=2, help="So many, instead of until it is precise.")
    ] = None,
    split: Annotated[bool, typer.Option("--split/--no-split", help="Split the difference by cause.")] = True,
    as_json: AsJson = False,
) -> None:
    """Compare never with always on the same applicants: waits, days, journeys, and what makes the difference."""
    from simi_lab.cli.compare_words import compare_lines
    from simi_lab.study.compare import compare

    with Progress() as progress:
        found = compare(scenario, changes=change, replications=replications, split=split, progress=progress)
    if as_json:
        return emit(found)
    for line in compare_lines(found, lang()):
        out(line)


@app.command("export")
def export_(
    run: RunName = "latest",
    format: Annotated[str, typer.Option("--format", metavar="csv|parquet", help="Kind of file.")] = "csv",
    folder: Annotated[Path | None, typer.Option("--out", help="A new folder for the files.")] = None,
    table: Annotated[list[str] | None, typer.Option("--table", help="Only this table; repeatable.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write the tables of a world as CSV that a spreadsheet can open, or as Parquet."""
    from simi_lab.store import export, open_run

    opened = open_run(run)
    done = export(opened, folder or Path(f"SINTETIS_{opened.name}"), format, table)
    if as_json:
        return emit({"run": opened.name, "folder": done.folder, "files": done.files, "rows": done.rows})
    say("{n} files of run {run} are in {folder}.", n=len(done.files), run=opened.name, folder=done.folder.resolve())
    note("Read {file} first: it says how to open them.", file="BACA_SAYA.txt")
