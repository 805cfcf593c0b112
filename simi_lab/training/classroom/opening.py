"""A class is made, or taken up again where it was left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from simi_lab.errors import BadRequest
from simi_lab.store.accounts import ClassInfo, Seat, add_class, find_class, seats
from simi_lab.store.accounts.seats import LEARNER, TRAINER, Slip, add_seats, renew, used_aliases
from simi_lab.store.workspace import Workspace
from simi_lab.training.classroom.aliases import draw_aliases

MOST_SEATS = 100
_TRAINER_ALIAS = "pelatih"
_LABEL = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True)
class Opened:
    """What came of opening a class.

    Parameters
    ----------
    info : the class
    slips : alias and PIN of each new seat; PINs of seats that were there before are not known any more
    trainer : alias and PIN of the trainer, new each time
    seats : all seats of learners
    """

    info: ClassInfo
    slips: tuple[Slip, ...]
    trainer: Slip
    seats: tuple[Seat, ...]

    @property
    def is_new(self) -> bool:
        """Whether the class was made just now."""
        return len(self.slips) == len(self.seats)


def clean_label(typed: str) -> str:
    """Bring the name of a class into the form of a folder's name.

    Raises
    ------
    BadRequest
        Empty, too long, or with other signs than letters, digits and dashes; or with a number as long as a real NIK's.
    """
    label = "-".join(typed.strip().lower().split())
    if not _LABEL.fullmatch(label) or re.search(r"\d{9}", label):
        raise BadRequest(
            "A class cannot be called {typed!r}.",
            where="--name",
            cure="Use 1 to 40 letters, digits and dashes, for instance liwa-pagi; no name or number of a person.",
            typed=typed,
        )
    return label


def open_class(workspace: Workspace, label: str, n_seats: int, modules: Sequence[str]) -> Opened:
    """Make a class with its seats and a trainer; or take up the one of that label, adding seats that are missing.

    Parameters
    ----------
    label : name of the class, cleaned by `clean_label`
    n_seats : seats of learners, 1 to `MOST_SEATS`; fewer than there are takes none away
    modules : ids of the modules that its tests are drawn from; used for a new class only

    Raises
    ------
    BadRequest
        A number of seats that cannot be; a label whose class has ended; no invented words are left.
    """
    label = clean_label(label)
    if not 1 <= n_seats <= MOST_SEATS:
        raise BadRequest(
            "A class has 1 to {most} seats, not {n}.",
            where="--seats",
            cure="For more people, start two classes with two names and two ports.",
            most=MOST_SEATS,
            n=n_seats,
        )
    info = find_class(workspace, label)
    if info is not None and not info.is_open:
        raise BadRequest(
            "The class {label} has ended.", where="--name", cure="Choose a new name with --name.", label=label
        )
    there = seats(workspace, info.class_id) if info is not None else []
    try:
        aliases = draw_aliases(max(0, n_seats - len(there)), used_aliases(workspace))
    except ValueError as error:
        raise BadRequest(
            "There are not enough invented words left for {n} new aliases.",
            cure="Free those of old classes: simi-lab class stop NAME --erase",
            n=n_seats - len(there),
        ) from error
    info = info or add_class(workspace, label, modules)
    slips = add_seats(workspace, info.class_id, aliases, LEARNER)
    return Opened(info, tuple(slips), _trainer(workspace, info), tuple(seats(workspace, info.class_id)))


def _trainer(workspace: Workspace, info: ClassInfo) -> Slip:
    """Give the trainer a new PIN; it is told once, so the old one would be of no use."""
    found = seats(workspace, info.class_id, TRAINER)
    if found:
        return renew(workspace, found[0])
    used = used_aliases(workspace)
    names = (_TRAINER_ALIAS if n == 1 else f"{_TRAINER_ALIAS} {n}" for n in range(1, 1_000))
    return add_seats(workspace, info.class_id, [next(name for name in names if name not in used)], TRAINER)[0]
