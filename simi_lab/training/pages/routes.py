"""The academy as routes of the shell: the list, one page per module, the learner's own record."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

from simi_lab.errors import FaultsError
from simi_lab.shell import Route, Session
from simi_lab.training.content import Module, load_module, module_names
from simi_lab.training.pages.class_board import build_board
from simi_lab.training.pages.class_exam import exam_page
from simi_lab.training.pages.desk import alias_choice, desk
from simi_lab.training.pages.guard import TRAINERS
from simi_lab.training.pages.home import build_home, page_of
from simi_lab.training.pages.lesson import LessonPage
from simi_lab.training.pages.own_record import OwnRecord
from simi_lab.training.pages.review import PAGE as REVIEW
from simi_lab.training.pages.review import ReviewPage
from simi_lab.training.pages.trainer import build_trainer
from simi_lab.training.text import FactSource, world_facts

_log = logging.getLogger(__name__)


def academy_routes(facts: Callable[[Any], FactSource] = world_facts) -> list[Route]:
    """Make the routes of the academy.

    Parameters
    ----------
    facts : function from the session's run (or None) to a source of the world's numbers

    Returns
    -------
    list of Route
        `belajar` (the list), `belajar/ulangan` (today's review), `belajar/NN_name` per module, `belajar/catatan`,
        `belajar/pelatih` (for trainers). A module with faults is left out and logged: one author's slip must not close
        the school.
    """
    modules = whole_modules()
    return [
        Route("belajar", "Lessons", "school", lambda session: build_home(session, modules), filters=alias_choice),
        Route(
            "belajar/tes",
            "Test before and after",
            "fact_check",
            exam_page(modules, facts),
            lead="A few questions without hints; what was right you see at the end.",
            when=lambda session: session.account is not None,
        ),
        Route(
            REVIEW,
            "Today's review",
            "replay",
            lambda session: ReviewPage(session, modules, facts(session.run)),
            lead="Questions you have answered come back before they are forgotten: five minutes a day at most.",
            filters=alias_choice,
        ),
        *(_module_route(module, facts) for module in modules),
        Route(
            "belajar/catatan",
            "My record",
            "person",
            lambda session: OwnRecord(session, modules),
            lead="What is kept of you here, and how to take it along or erase it.",
            filters=alias_choice,
        ),
        Route(
            "belajar/kelas",
            "Class board",
            "how_to_reg",
            lambda session: build_board(session, modules),
            lead="Who has come, where everyone is, and who may need a hand.",
            roles=TRAINERS,
        ),
        Route(
            "belajar/pelatih",
            "For the trainer",
            "groups",
            lambda session: build_trainer(session, modules),
            lead="How the class is doing: a helper's list, not a ranking.",
            roles=TRAINERS,
        ),
    ]


def whole_modules() -> Sequence[Module]:
    """Return all modules without faults, in order."""
    modules = []
    for name in module_names():
        try:
            modules.append(load_module(name))
        except FaultsError as error:
            _log.error("training module %s is left out:\n%s", name, error.message())
    return modules


def _module_route(module: Module, facts: Callable[[Any], FactSource]) -> Route:
    def build(session: Session) -> LessonPage:
        return LessonPage(session, desk(session), module, facts(session.run))

    return Route(page_of(module), module.head.title.en, "menu_book", build, filters=alias_choice)
