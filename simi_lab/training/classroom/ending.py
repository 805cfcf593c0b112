"""A class begun anew, or ended; what learners did is erased only when that is asked for."""

from __future__ import annotations

from simi_lab.store.accounts import ClassInfo, end_class, seats
from simi_lab.store.accounts.classes import forget_sign_ins, open_test
from simi_lab.store.accounts.seats import remove_seats
from simi_lab.store.workspace import Workspace
from simi_lab.training.classroom.slips import remove_sheets
from simi_lab.training.engine import Record


def reset_class(workspace: Workspace, info: ClassInfo) -> int:
    """Erase what the learners of a class did, sign-ins and locks included; slips stay good. How many entries went.

    The first test is open afterwards, as in a new class.
    """
    gone = _erase(workspace, info)
    forget_sign_ins(workspace, info.class_id)
    open_test(workspace, info.class_id, "pre")
    return gone


def stop_class(workspace: Workspace, info: ClassInfo, *, erase: bool) -> int:
    """End a class: nobody can sign in any more, its sheets of PINs are removed; how many entries were erased.

    Parameters
    ----------
    erase : also erase every record and account, so that the invented words may be used again
    """
    end_class(workspace, info.class_id)
    remove_sheets(info.label)
    if not erase:
        return 0
    gone = _erase(workspace, info)
    remove_seats(workspace, info.class_id)
    return gone


def _erase(workspace: Workspace, info: ClassInfo) -> int:
    return sum(Record(workspace, seat.alias).erase() for seat in seats(workspace, info.class_id))
