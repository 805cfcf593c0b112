"""Who may open the trainer's pages of the academy."""

from __future__ import annotations

from simi_lab.shell import Session

TRAINER = "trainer"
TRAINERS = frozenset({TRAINER})
"""For `Route(roles=TRAINERS)`: the page stands in the menu of trainers only, and nobody else can open it."""


def may_train(session: Session) -> bool:
    """Whether the visitor may see how a class does: on a computer without accounts, else only the trainer's account.

    Examples
    --------
    >>> may_train(Session()), may_train(Session(account="elang", roles=frozenset({"learner"})))
    (True, False)
    """
    return session.may_see(TRAINERS)
