"""`simi-lab class`: a class with seats, slips to print, a page to sign in and a live board."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simi_lab.cli import class_words as words
from simi_lab.cli.speech import emit, note, out, phrase, say

if TYPE_CHECKING:
    from simi_lab.store.accounts import ClassInfo
    from simi_lab.store.workspace import Workspace

app = typer.Typer(no_args_is_help=True)

PORT = 5006
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the class; default the newest open one.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking once more.")]


@app.command("start")
def start(
    seats: Annotated[int, typer.Option(help="Seats of learners, 1 to 100.")] = 30,
    name: Annotated[str, typer.Option(help="Name of the class; default the day.", metavar="NAME")] = "",
    address: Annotated[str, typer.Option(help="Address of this computer to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port of the pages.", min=1, max=65535)] = PORT,
    module: Annotated[
        list[str] | None, typer.Option(metavar="MODULE", help="Module that the tests ask about; may be given again.")
    ] = None,
) -> int:
    """Make a class, print its slips and serve it; the same name again goes on where it was left."""
    from simi_lab.cli.class_start import run

    return run(seats, name, address, port, module or [])


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List classes with seats, who has come, and whether they are open."""
    from simi_lab.store.accounts import list_classes, seats
    from simi_lab.store.accounts.seats import sign_ins
    from simi_lab.training.classroom.attendance import local

    space = _workspace()
    rows = []
    for info in list_classes(space):
        came = sign_ins(space, info.class_id)
        here = seats(space, info.class_id)
        rows.append({"name": info.label, "made": local(info.created_at)[0], "open": info.is_open, "seats": len(here),
                     "came": sum(seat.alias in came for seat in here), "test": info.open_test})  # fmt: skip
    if as_json:
        return emit(rows)
    for row in rows:
        state = phrase("open") if row["open"] else phrase("ended")
        say("{name}  made {made} · {came} of {seats} have come · {state}", **{**row, "state": state})
    if not rows:
        say("There is no class yet. To start one: simi-lab class start --seats 30")


@app.command("slips")
def slips(
    name: Name = "",
    alias: Annotated[str, typer.Option(metavar="ALIAS", help="Only this lost slip; default all.")] = "",
    address: Annotated[str, typer.Option(help="Address that stands on the slips.", metavar="URL")] = "",
    yes: Yes = False,
) -> None:
    """Print new slips with new PINs; the old ones are void from then on."""
    from simi_lab.store.accounts.seats import renew
    from simi_lab.training.classroom.slips import write_sheet

    space = _workspace()
    info = _open_class(space, name)
    chosen = words.chosen_seats(space, info, alias)
    url = words.url_of(info, address)
    if not yes:
        typer.confirm(phrase("Give {n} accounts new PINs? Their old slips will be void.", n=len(chosen)), abort=True)
    path = write_sheet(info.label, url, [renew(space, seat) for seat in chosen])
    words.tell_sheet(path)


@app.command("attendance")
def attendance(
    name: Name = "",
    to: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="File to write; default the screen.")] = None,
) -> None:
    """Write who was there on which day, as CSV."""
    from simi_lab.training.classroom.attendance import attendance_csv

    space = _workspace()
    text = attendance_csv(space, _any_class(space, name))
    if to is None:
        return out(text.removeprefix("\ufeff").rstrip("\n"))
    to.write_text(text, encoding="utf-8")
    say("Written: {path}", path=to)


@app.command("reset")
def reset(name: Name = "", yes: Yes = False) -> None:
    """Erase what the learners of a class did, and begin anew with the same slips."""
    from simi_lab.training.classroom.ending import reset_class

    space = _workspace()
    info = _open_class(space, name)
    if not yes:
        typer.confirm(phrase("Erase everything that the learners of {name} did?", name=info.label), abort=True)
    say("The class {name} begins anew; {n} entries are erased, slips stay good.", name=info.label,
        n=reset_class(space, info))  # fmt: skip


@app.command("stop")
def stop(
    name: Name = "",
    erase: Annotated[
        bool, typer.Option("--erase", help="Erase the records and accounts of its learners, too.")
    ] = False,
    yes: Yes = False,
) -> None:
    """End a class for good: a running server stops, nobody signs in, sheets of PINs are removed."""
    from simi_lab.training.classroom.ending import stop_class

    space = _workspace()
    info = _open_class(space, name) if not erase else _any_class(space, name)
    if not yes:
        message = "End the class {name} for good?"
        if erase:
            message = "End the class {name} for good and erase everything that its learners did?"
        typer.confirm(phrase(message, name=info.label), abort=True)
    gone = stop_class(space, info, erase=erase)
    say("The class {name} has ended.", name=info.label)
    if erase:
        say("The record is erased: {n} entries.", n=gone)
    else:
        say("Records are kept under their aliases; to erase them: simi-lab class stop {name} --erase", name=info.label)


def _workspace() -> Workspace:
    from simi_lab.cli.speech import err
    from simi_lab.store.workspace import open_workspace

    space = open_workspace()
    for fault in space.notes:
        err(f"  - {fault}")
    return space


def _open_class(space: Workspace, name: str) -> ClassInfo:
    from simi_lab.errors import BadRequest

    info = _any_class(space, name, only_open=True)
    if not info.is_open:
        raise BadRequest("The class {label} has ended.", cure="Start a new one: simi-lab class start --name NAME",
                         label=info.label)  # fmt: skip
    return info


def _any_class(space: Workspace, name: str, *, only_open: bool = False) -> ClassInfo:
    """The class of a name, or the newest; which one was meant is said when no name was given."""
    from simi_lab.errors import BadRequest
    from simi_lab.store.accounts import list_classes

    known = list_classes(space)
    if not known:
        raise BadRequest("There is no class yet.", cure="Start one: simi-lab class start --seats 30")
    if name:
        found = next((info for info in known if info.label == name), None)
        if found is None:
            labels = ", ".join(info.label for info in known)
            raise BadRequest("There is no class {label}.", cure="Choose one of: {known}.", label=name, known=labels)
        return found
    fitting = [info for info in known if info.is_open] if only_open else known
    if not fitting:
        raise BadRequest("No class is open.", cure="Start one: simi-lab class start --seats 30")
    note("Class: {name}", name=fitting[0].label)
    return fitting[0]
