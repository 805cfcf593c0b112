"""`simi-lab learn items`: how good the questions are, from the first tries of everyone who learned here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simi_lab.cli.speech import emit, err, lang, out, phrase, say

if TYPE_CHECKING:
    from simi_lab.training import Module
    from simi_lab.training.engine.overview import Overview


def items(
    module: Annotated[str, typer.Argument(metavar="MODULE", help="One module; default all.")] = "",
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write the table as CSV.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for a script.")] = False,
) -> None:
    """Statistics of the questions from first tries; questions tried by fewer than five learners are hidden."""
    from simi_lab.training.engine.sheets import item_row

    modules, seen = _look(module)
    if csv is not None:
        _write(csv, seen)
    if as_json:
        return emit([item_row(item) for item in seen.items])
    if csv is not None:
        return say("Written: {path} ({n} questions).", path=csv, n=len(seen.items))
    _tell(modules, seen)


def _look(name: str) -> tuple[list[Module], Overview]:
    """The modules asked for and the class in them; what is damaged is told first."""
    from simi_lab.store.workspace import open_workspace
    from simi_lab.training import load_module, load_modules
    from simi_lab.training.engine.overview import look_over
    from simi_lab.training.engine.roll import read_everyone

    modules = [load_module(name)] if name else load_modules()
    with open_workspace() as workspace:
        seen = look_over(modules, read_everyone(workspace))
        for fault in (*workspace.notes, *seen.damaged):
            err(f"  - {fault}")
    return modules, seen


def _write(file: Path, seen: Overview) -> None:
    from simi_lab.shell.cards.table import csv_text
    from simi_lab.training.engine.sheets import items_frame

    file.write_text(csv_text(items_frame(seen.items), phrase("SYNTHETIC DATA")), encoding="utf-8")


def _tell(modules: list[Module], seen: Overview) -> None:
    from simi_lab.i18n import number, percent

    shown = [item for item in seen.items if not item.is_hidden]
    titles = {one.id: one for one in modules}
    for item in shown:
        words: dict[str, Any] = {
            "question": titles[item.module].step(item.key).title.say(lang()),
            "module": item.module,
            "n": item.difficulty.n,
            "right": percent(item.difficulty.value, lang()),
            "apart": number(item.discrimination.value, lang(), 2),
            "helped": percent(item.helped.value, lang()),
        }
        say("{module}  {question}: {right} right at first of {n}, tells apart {apart}, {helped} needed help", **words)
    hidden = len(seen.items) - len(shown)
    if hidden:
        say("{n} questions are hidden: fewer than five learners have tried them.", n=hidden)
    if shown:
        out(phrase("All figures with intervals and choices: --json or --csv FILE"))
