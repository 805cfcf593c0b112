"""`simi-lab learn`: the modules, and a learner's own record, from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simi_lab.cli import learn_award, learn_items, learn_review
from simi_lab.cli.speech import emit, err, lang, note, out, phrase, say

if TYPE_CHECKING:
    from simi_lab.training import Record

app = typer.Typer(no_args_is_help=True)
app.command("items")(learn_items.items)
app.command("review")(learn_review.review)
app.command("certificate")(learn_award.certificate)
app.command("verify")(learn_award.verify)
app.command("key")(learn_award.key)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]
Alias = Annotated[str, typer.Option(metavar="NAME", help="Alias of the learner; default SIMI_LAB_ALIAS or the guest.")]


@app.command("list")
def list_modules(alias: Alias = "", as_json: AsJson = False) -> None:
    """List the modules with how far one has come in each."""
    from simi_lab.training import fold, load_modules

    record = _record(alias)
    rows = []
    for module in load_modules():
        state = fold(module, record.read(module.id).events)
        title = module.head.title.say(lang())
        minutes, questions = module.head.minutes, len(module.questions)
        rows.append({"id": module.id, "title": title, "minutes": minutes, "questions": questions, "done": state.n_done,
                     "steps": len(state.steps), "passed": state.passed})  # fmt: skip
    if as_json:
        return emit(rows)
    for row in rows:
        say("{id}  {title} · about {minutes} minutes · {questions} questions · {done} of {steps} steps done", **row)


@app.command("check")
def check(module: Annotated[str, typer.Argument(metavar="MODULE", help="One module; default all.")] = "") -> None:
    """Check modules: both languages whole, answers pass or get their own words, every path of a story ends."""
    from simi_lab.training import ModuleError, load_module, load_modules
    from simi_lab.training.engine.selfcheck import play
    from simi_lab.training.engine.storycheck import shared_texts
    from simi_lab.training.text import no_facts

    try:
        modules = [load_module(module)] if module else load_modules()
        faults = [fault for one in modules for fault in play(one, no_facts)] + list(shared_texts(modules))
    except ModuleError as error:
        faults = error.faults
    for fault in faults:
        err(f"  - {fault}")
    if faults:
        note("{n} faults found in training modules.", n=len(faults))
        raise typer.Exit(1)
    for one in modules:
        say("{id} is whole: {steps} steps, {questions} questions, {stories} stories.", id=one.id, steps=len(one.steps),
            questions=len(one.questions), stories=len(one.stories))  # fmt: skip


@app.command("progress")
def progress(alias: Alias = "", as_json: AsJson = False) -> None:
    """Show a learner's own progress, and whether anything in the record is damaged."""
    from simi_lab.i18n import percent
    from simi_lab.training import fold, load_modules
    from simi_lab.training.engine.progress import outcome_marks, unreached

    record = _record(alias)
    rows: list[dict[str, Any]] = []
    for module in load_modules():
        state = fold(module, record.read(module.id).events)
        if state.started:
            row: dict[str, Any] = {
                "id": module.id,
                "place": state.place,
                "done": state.n_done,
                "steps": len(state.steps),
            }
            marks = {key: round(share, 4) for key, share in outcome_marks(module, state).items()}
            row |= {"score": round(state.score, 4), "passed": state.passed, "outcomes": marks}
            rows.append({**row, "below": list(unreached(module, state)), "barred": state.barred})
    damaged = record.read().damaged
    if as_json:
        return emit({"alias": record.alias, "modules": rows, "damaged": [str(fault) for fault in damaged]})
    say("Record of {alias}:", alias=record.alias)
    for row in rows:
        say("{id}  {done} of {steps} steps done, marks {marks}", marks=percent(row["score"], lang()), **row)
        standing = _standing(row)
        if standing:
            out(f"    {standing}")
    if not rows:
        say("Nothing has been begun yet.")
    for fault in damaged:
        err(f"  - {fault}")


def _standing(row: dict[str, Any]) -> str:
    """Say whether a module is passed, and what is missing once all its steps are done."""
    from simi_lab.i18n import percent

    if row["passed"]:
        return phrase("passed")
    if row["barred"]:
        return phrase("not passed: a crime was chosen on a first path")
    if row["done"] < row["steps"]:
        return ""
    below = ", ".join(f"{key} {percent(row['outcomes'][key], lang())}" for key in row["below"])
    return phrase("not passed yet; goals below the mark: {below}", below=below)


@app.command("export")
def export(
    alias: Alias = "",
    to: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="File to write; default the screen.")] = None,
) -> None:
    """Give a learner everything that is kept, as JSON."""
    import json

    content = _record(alias).export()
    if to is None:
        return emit(content)
    to.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    say("Written: {path} ({n} entries).", path=to, n=len(content["events"]))


@app.command("erase")
def erase(
    alias: Alias = "", yes: Annotated[bool, typer.Option("--yes", help="Erase without asking once more.")] = False
) -> None:
    """Erase a learner's whole record; it cannot be brought back."""
    record = _record(alias)
    if not yes:
        typer.confirm(phrase("Erase everything under the alias {alias}?", alias=record.alias), abort=True)
    say("The record is erased: {n} entries.", n=record.erase())


def _record(alias: str) -> Record:
    """Open the record of an alias; what was found damaged while opening is told first."""
    from simi_lab.store.workspace import open_workspace
    from simi_lab.training import Record
    from simi_lab.training.engine import default_alias

    workspace = open_workspace()
    for fault in workspace.notes:
        err(f"  - {fault}")
    return Record(workspace, alias or default_alias())
