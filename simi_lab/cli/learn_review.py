"""`simi-lab learn review`: what is due to be met again today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from simi_lab.cli.speech import emit, err, lang, out, phrase, say

if TYPE_CHECKING:
    from simi_lab.training.engine.sitting import Today


def review(
    alias: Annotated[
        str, typer.Option(metavar="NAME", help="Alias of the learner; default SIMI_LAB_ALIAS or the guest.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for a script.")] = False,
) -> None:
    """Tell which questions are due today: those of finished lessons come back before they are forgotten."""
    from simi_lab.clock import now
    from simi_lab.store.workspace import open_workspace
    from simi_lab.training import Record, load_modules
    from simi_lab.training.engine import default_alias
    from simi_lab.training.engine.sitting import today

    workspace = open_workspace()
    record = Record(workspace, alias or default_alias())
    modules = {module.id: module for module in load_modules()}
    reading = record.read()
    found = today(list(modules.values()), reading.events, now())
    titles = {card.key: modules[card.module].step(card.step).title.say(lang()) for card in found.due}
    for fault in (*workspace.notes, *reading.damaged):
        err(f"  - {fault}")
    if as_json:
        due = [{"module": card.module, "step": card.step, "title": titles[card.key], "due": card.due,
                "reviews": card.n_reviews} for card in found.due]  # fmt: skip
        return emit({"alias": record.alias, "due": due, "due_in_all": found.n_due, "done_today": found.done,
                     "next": found.following})  # fmt: skip
    _tell(found, titles, record.alias)


def _tell(found: Today, titles: dict[Any, str], alias: str) -> None:
    from simi_lab.i18n import day

    if found.due:
        say("{n} questions are due today for {alias} (about {minutes} minutes):", n=len(found.due), alias=alias,
            minutes=found.minutes)  # fmt: skip
        for card in found.due:
            since = phrase("since {day}", day=day(card.due, lang()))
            out(f"  {card.module}  {titles[card.key]} · {since}")
        say("Review them on the page Lessons > Today's review (simi-lab up).")
    elif found.done:
        say("Enough for today: {n} questions reviewed.", n=found.done)
    elif found.following is None:
        say("There is nothing to review yet: a question comes back some days after it was answered in a lesson.")
    if not found.due and found.following is not None:
        say("The next questions come back on {day}.", day=day(found.following, lang()))
