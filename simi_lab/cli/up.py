"""`simi-lab up`: from installed packages to an open home page, JupyterLab beside it; Ctrl-C ends both."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, Annotated

import typer

from simi_lab import paths
from simi_lab.cli.children import Family
from simi_lab.cli.lab_server import HOST, LabServer, answers
from simi_lab.cli.progress import Progress
from simi_lab.cli.screens import has_screen
from simi_lab.cli.speech import note, out, phrase, say
from simi_lab.cli.stopping import end_on_every_signal

if TYPE_CHECKING:
    from simi_lab.store import Run

WORLD = "kotabumi"
PAGES_PORT, LAB_PORT = 5006, 8888


def command(
    world: Annotated[str, typer.Argument(metavar="SCENARIO", help="World to open; made if it is missing.")] = WORLD,
    port: Annotated[int, typer.Option(help="Port of the pages.", min=1, max=65535)] = PAGES_PORT,
    lab_port: Annotated[int, typer.Option(help="Port of JupyterLab.", min=1, max=65535)] = LAB_PORT,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the addresses.")] = False,
    no_lab: Annotated[bool, typer.Option("--no-lab", help="Without JupyterLab.")] = False,
) -> int:
    """Prepare everything and open the home page."""
    end_on_every_signal()
    say("SIMI Lab: SYNTHETIC DATA, every person is invented.")
    run = prepare(world)
    from simi_lab.serving import serve

    port = _free(port)
    family = Family()
    lab = None if no_lab else LabServer(_free(lab_port), family)
    threading.Thread(target=_welcome, args=(run, port, lab, family, not no_browser), daemon=True).start()
    try:
        serve(run.name, port=port, address=HOST, lab_url=lab.url if lab else None, show=False)
    finally:
        family.end()
    note("Everything is ended.")
    return 0


def prepare(world: str) -> Run:
    """Open the newest run of a scenario with what every page reads; what is missing is made."""
    from simi_lab import study
    from simi_lab.errors import MissingRunError

    with Progress() as progress:
        try:
            run = study.open_run(world)
        except MissingRunError:
            note("Making the world {world}: once, some seconds.", world=world)
            progress("World")
            run = study.make(world, progress=progress)
        progress("Counts for the pages")
        study.aggregates(run)
    return run


def _free(port: int) -> int:
    """Take the port asked for, or say which one is taken instead of it."""
    from simi_lab.serving import free_port

    free = free_port(port)
    if free != port:
        note("Port {port} is taken; {free} is used instead.", port=port, free=free)
    return free


def _welcome(run: Run, port: int, lab: LabServer | None, family: Family, may_open: bool) -> None:
    """Once the pages answer: say where they are, open them, start JupyterLab and make what no page waits for."""
    if not answers(port):
        return
    home = f"http://{HOST}:{port}/"
    out(f"\n  {phrase('Home page')}: {home}")
    if may_open and has_screen():
        import webbrowser

        webbrowser.open(home)
    if lab:
        if lab.start():
            out(f"  JupyterLab: {lab.url}")
        else:
            note("JupyterLab did not start; the pages work without it. Details: {log}", log=lab.log)
    if os.environ.get("SSH_CONNECTION"):
        ports = " ".join(f"-L {n}:{HOST}:{n}" for n in [port, *([lab.port] if lab else [])])
        say("From your own computer, first: ssh {ports} USER@THIS-COMPUTER", ports=ports)
    say("Ctrl-C ends everything.")
    _fit_model(run, family)
    _split_causes(run, family)
    _work_ahead(run, family)


def _fit_model(run: Run, family: Family) -> None:
    """Fit the risk model in a process of its own: the pages stay quick meanwhile."""
    log = paths.workspace_dir() / "risk-model.log"
    command = [sys.executable, "-m", "simi_lab", "risk", "fit", str(run.path)]
    child = family.start(command, log, {"PYTHONUTF8": "1"}, paths.root())
    if child is not None and child.wait() > 0:
        note("The risk model could not be fitted; the pages work without it. Details: {log}", log=log)


def _split_causes(run: Run, family: Family) -> None:
    """Work out which cause brings how much, after the model: no page waits for it."""
    from simi_lab.study.causes import causes

    if causes(run) is not None:
        return
    log = paths.workspace_dir() / "causes.log"
    command = [sys.executable, "-m", "simi_lab.study.causes", str(run.path)]
    child = family.start(command, log, {"PYTHONUTF8": "1"}, paths.root())
    if child is not None and child.wait() > 0:
        note("The split by cause could not be made; the pages work without it. Details: {log}", log=log)


def _work_ahead(run: Run, family: Family) -> None:
    """What the pages on models show first; whoever opens one earlier makes it there, and waits."""
    log = paths.workspace_dir() / "pages.log"
    command = [sys.executable, "-m", "simi_lab.study.ahead", str(run.path)]
    child = family.start(command, log, {"PYTHONUTF8": "1"}, paths.root())
    if child is not None and child.wait() > 0:
        note("The pages on models could not be prepared; each makes its own figures. Details: {log}", log=log)
