"""What `simi-lab class` works out and says in several verbs: seats chosen, addresses, where the sheet lies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from simi_lab.cli.speech import say

if TYPE_CHECKING:
    from simi_lab.store.accounts import ClassInfo, Seat
    from simi_lab.store.workspace import Workspace

_ADDRESS_FILE = "address.txt"


def chosen_seats(space: Workspace, info: ClassInfo, alias: str) -> list[Seat]:
    """The seats that are to get a new slip: the one asked for, or all.

    Raises
    ------
    BadRequest
        The class has no such alias.
    """
    from simi_lab.errors import BadRequest
    from simi_lab.store.accounts import seats
    from simi_lab.training.engine import clean_alias

    there = seats(space, info.class_id)
    if not alias:
        return there
    wanted = clean_alias(alias)
    found = [seat for seat in there if seat.alias == wanted]
    if not found:
        raise BadRequest(
            "The class {label} has no alias {alias}.",
            where="--alias",
            cure="Its aliases stand on the board and in: simi-lab class attendance {label}",
            label=info.label,
            alias=wanted,
        )
    return found


def url_of(info: ClassInfo, asked: str) -> str:
    """What stands on the slips: the address asked for, or the one of the last start."""
    from simi_lab import paths

    if asked:
        return asked
    kept = paths.class_dir(info.label) / _ADDRESS_FILE
    return kept.read_text(encoding="utf-8").strip() if kept.is_file() else "http://127.0.0.1:5006/"


def keep_url(info: ClassInfo, url: str) -> None:
    """Remember the address for slips that are printed later."""
    from simi_lab import paths

    folder = paths.class_dir(info.label)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _ADDRESS_FILE).write_text(url + "\n", encoding="utf-8")


def tell_sheet(path: Path) -> None:
    """Say where the sheet is and what to do with it."""
    say("Slips: {path}", path=path)
    say("Open it in a browser, print it, cut it, then delete the file: the PINs stand on it and nowhere else.")
