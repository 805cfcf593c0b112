"""A lesson, or one task for analysts, in a notebook cell: `from simi_lab.training.nb import lesson, task`."""

from __future__ import annotations

import panel as pn

from simi_lab.errors import BadRequest
from simi_lab.i18n import LANGS
from simi_lab.store.workspace import open_workspace
from simi_lab.training.content import load_module
from simi_lab.training.content.kinds.code import Code
from simi_lab.training.engine import Lesson, Record, default_alias
from simi_lab.training.engine.cases import newest_cases
from simi_lab.training.player import Player
from simi_lab.training.task import Task
from simi_lab.training.text import FactSource, newest_world


def lesson(name: str, *, lang: str = "id", alias: str | None = None, facts: FactSource | None = None) -> Player:
    """Show a module in a cell, or in Panel's preview of the notebook, where no cell is seen.

    The record is the one of the pages: what is begun here is continued there. Everything that the browser needs is
    put into the notebook, so that it works without a network; do not save the output.

    Parameters
    ----------
    name : folder name of the module
    lang : "id" or "en"; in the preview `?lang=en` does the same, and the sheet has a switch
    alias : learner's alias, optional
        Default: `SIMI_LAB_ALIAS`, else the guest.
    facts : source of the world's numbers, optional
        Default: the newest world on this computer.

    Raises
    ------
    BadRequest
        No such module, or an alias that looks like personal data.
    ModuleError
        The module has faults.
    """
    if pn.state.curdoc is None or pn.state.curdoc.session_context is None:
        pn.extension(inline=True)  # in the preview the server brings the scripts
    asked = pn.state.session_args.get("lang", [b""])[0].decode("ascii", "replace")
    record = Record(open_workspace(), alias or default_alias())
    shown = Lesson(load_module(name), record, facts=facts or newest_world(), face="notebook", world=newest_cases())
    player = Player(shown, lang=asked if asked in LANGS else lang, alone=True)
    player.servable(title=shown.module.head.title.say(lang))  # for the preview; a cell shows what is returned
    return player


def task(name: str, key: str, *, lang: str = "id", alias: str | None = None) -> Task:
    """Take up one task of a module: `t = task("A1_polars_dan_dunia", "t_bulan")`, then `t.check(answer)`.

    The record is the one of the pages and of `lesson`. Tables are in `t.world`; `t.hint()` gives one hint more,
    `t.solution()` the solution after three tries.

    Parameters
    ----------
    name : folder name of the module
    key : of the task
    lang : "id" or "en"
    alias : learner's alias, optional
        Default: `SIMI_LAB_ALIAS`, else the guest.

    Raises
    ------
    BadRequest
        No such module or task, or an alias that looks like personal data.
    ModuleError
        The module has faults.
    """
    module = load_module(name)
    tasks = {step.key: step for step in module.questions if isinstance(step, Code)}
    if key not in tasks:
        known = ", ".join(tasks) or "none"
        raise BadRequest("There is no task {name}.", cure="Choose one of: {known}.", name=key, known=known, where=name)
    record = Record(open_workspace(), alias or default_alias())
    return Task(Lesson(module, record, face="notebook"), tasks[key], lang)
