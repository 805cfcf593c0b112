"""What one visitor of the academy has on the desk: an alias, the record kept under it, a bell when it changes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any

import param

from simi_lab import paths
from simi_lab.errors import BadRequest, Fault
from simi_lab.i18n import t
from simi_lab.shell import Filters, Session
from simi_lab.store.workspace import Workspace, open_workspace
from simi_lab.training.content import Module
from simi_lab.training.engine import Record, clean_alias, default_alias, fold
from simi_lab.training.engine.progress import Progress

_SHAPE = r"^(?!(?:\D*\d){7})\w[\w .\-]{0,23}$"  # as `clean_alias` wants it; anything else in an address is refused


class AliasChoice(Filters):
    """The alias, kept in the address: `?alias=kopi` opens that record again."""

    alias: Any = param.String(default="tamu", regex=_SHAPE)


def alias_choice(session: Session) -> AliasChoice:
    """Make the choice of a session, starting from the alias of this computer."""
    choice = AliasChoice(alias=default_alias())
    choice.keep_as_default()
    return choice


class Desk(param.Parameterized):
    """The learner of a session and the record.

    Parameters
    ----------
    changed : counts the learner's acts on this page, so that lists of progress know when to look again
    """

    changed: Any = param.Integer(default=0)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._account = session.account
        self.choice = session.shared(alias_choice)
        self.choice.param.watch(lambda _: self.ring(), "alias")

    @property
    def account(self) -> str | None:
        """Alias of the account, where the server has accounts; otherwise None, and the alias is free to choose."""
        return self._account

    @property
    def record(self) -> Record:
        """The record under the present alias."""
        try:
            return Record(workspace(), clean_alias(self.account or self.choice.alias))
        except BadRequest:
            return Record(workspace(), default_alias())

    def progress(self, module: Module) -> Progress:
        """Where the learner stands in a module."""
        return fold(module, self.record.read(module.id).events)

    def ring(self) -> None:
        """Tell that the record, or whose record it is, has changed."""
        self.changed += 1


def desk(session: Session) -> Desk:
    """Return the desk of a session; all pages of the academy share it."""
    return session.shared(Desk)


def damage_notes(faults: Sequence[Fault], lang: str) -> str:
    """Write, for the learner, that something was damaged and where it now lies."""
    message = "A part of the records was damaged and has been set aside: {where}. Everything else is here."
    return "".join(f'<p class="note">{escape(t(message, lang, where=fault.where))}</p>' for fault in faults)


def workspace() -> Workspace:
    """Return this process's workspace, opened once per address."""
    return _workspace(paths.workspace_url())


@cache
def _workspace(url: str) -> Workspace:
    return open_workspace(url)
