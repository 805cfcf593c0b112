"""`simi-lab risk dpia`: the impact assessment that opens the gate before live scores: write it, check it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from simi_lab.cli.speech import emit, lang, out, say

if TYPE_CHECKING:
    from simi_lab.study.gate import Gate


def dpia(
    run: Annotated[str, typer.Argument(metavar="RUN", help="Name or folder of a run.")],
    write: Annotated[bool, typer.Option("--write", help="Write the form; answers to these models stay.")] = False,
    check: Annotated[bool, typer.Option("--check", help="End with 1 while the gate is closed.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for a script.")] = False,
) -> None:
    """Write and check the impact assessment without which no score is shown."""
    from simi_lab import study
    from simi_lab.study.gate import gate, write_form

    opened = study.open_run(run)
    if write:
        written = write_form(opened, lang())
    found = gate(opened)
    if as_json:
        emit(_plain(found))
    else:
        if write:
            say("The form is in {path}.", path=written.form)
        _tell(found)
    if check and not found.is_open:
        raise typer.Exit(1)


def _tell(found: Gate) -> None:
    from simi_lab.i18n import t
    from simi_lab.risk.telling.dpia import PARTS

    say("The gate is open: scores of single cases may be shown." if found.is_open else "The gate is closed.")
    out(found.words(lang()))
    for part in found.missing:
        heading, question = PARTS[part]
        out(f"  - {t(heading, lang())}: {t(question, lang())}")
    if found.missing:
        say("Write between the marks in {path}, then: {command}", path=found.form, command=found.command)
    elif found.command:
        say("Next: {command}", command=found.command)


def _plain(found: Gate) -> dict[str, object]:
    told = {name: getattr(found, name) for name in ("is_open", "state", "why", "form", "missing", "command")}
    return {**told, "model_hash": found.seal}
