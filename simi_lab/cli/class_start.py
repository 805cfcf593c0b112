"""`simi-lab class start`: from a number of seats to a warmed server and a sheet of slips."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from simi_lab.cli import class_words as words
from simi_lab.cli.speech import note, out, phrase, say
from simi_lab.cli.stopping import end_on_every_signal

if TYPE_CHECKING:
    from simi_lab.training.classroom import Opened


def run(n_seats: int, name: str, address: str, port: int, modules: list[str]) -> int:
    """Check everything first, then make the class, warm its pages, and serve until Ctrl-C or `class stop`."""
    from simi_lab.serving.ports import check_address, free_port
    from simi_lab.store.accounts.seats import now_us
    from simi_lab.store.workspace import open_workspace
    from simi_lab.training.classroom import open_class
    from simi_lab.training.classroom.attendance import local
    from simi_lab.training.classroom.opening import clean_label

    end_on_every_signal()
    check_address(address, has_accounts=True)
    label = clean_label(name or f"kelas-{local(now_us())[0]}")
    chosen = _modules(modules)
    free = free_port(port, address)
    if free != port:
        note("Port {port} is taken; {free} is used instead.", port=port, free=free)
    space = open_workspace()
    opened = open_class(space, label, n_seats, chosen)
    host = f"[{address}]" if ":" in address else address
    url = f"http://{host}:{free}/"
    sheet = _write(opened, url)  # at once: whoever stops us now must not lose the PINs
    _tell(opened, url, address)
    from simi_lab.serving.class_server import serve_class

    note("The lessons are opened once, so that nobody has to wait for the first time ...")
    serve_class(space, opened.info, port=free, address=address, run=_run(), on_ready=lambda: _ready(opened, url, sheet))
    note("The server has ended; the class {name} is kept.", name=label)
    return 0


def _modules(asked: list[str]) -> list[str]:
    """Modules that the tests ask about: those named, or all that are not for analysts only."""
    from simi_lab.errors import BadRequest
    from simi_lab.training import load_module
    from simi_lab.training.content import module_names

    known = module_names()
    for name in asked:
        if name not in known:
            raise BadRequest(
                "There is no training module {name}.", where="--module", cure="Choose one of: {known}.", name=name,
                known=", ".join(known),
            )  # fmt: skip
    return asked or [name for name in known if load_module(name).head.role != "analyst"]


def _write(opened: Opened, url: str) -> Path | None:
    from simi_lab.training.classroom.slips import write_sheet

    words.keep_url(opened.info, url)
    return write_sheet(opened.info.label, url, opened.slips) if opened.slips else None


def _tell(opened: Opened, url: str, address: str) -> None:
    say("SIMI Lab: SYNTHETIC DATA, every person is invented.")
    label, n = opened.info.label, len(opened.seats)
    if opened.is_new:
        say("The class {name} is made: {n} seats.", name=label, n=n)
    else:
        say("The class {name} goes on: {n} seats, {new} of them new. Slips handed out before stay good.", name=label,
            n=n, new=len(opened.slips))  # fmt: skip
    out(f"  {phrase('Address')}: {url}")
    say("  Trainer: {alias}, PIN {pin} (told here only, and new at each start)", alias=opened.trainer.alias,
        pin=opened.trainer.pin)  # fmt: skip
    if address in ("localhost", "::1") or address.startswith("127."):
        _tell_others()


def _tell_others() -> None:
    from simi_lab.serving.ports import own_addresses

    say("Only this computer can open it. For phones in the same network: --address {own}",
        own=next(iter(own_addresses()), "192.168.1.2"))  # fmt: skip
    say("Use a network of your own: what is sent there is not encrypted.")


def _run() -> Any:
    """The newest world, if there is one: lessons quote its figures."""
    from simi_lab.errors import MissingRunError
    from simi_lab.study import open_run

    try:
        return open_run("latest")
    except MissingRunError:
        return None


def _ready(opened: Opened, url: str, sheet: Path | None) -> None:
    say("Ready.")
    if sheet is not None:
        words.tell_sheet(sheet)
    else:
        say("New slips for those that are lost: simi-lab class slips {name} --alias ALIAS", name=opened.info.label)
    out(f"  {phrase('Board')}: {url}belajar?page=belajar/kelas")
    say("Ctrl-C ends the server and keeps the class; the same command goes on. To end the class: simi-lab class stop")
