"""`simi-lab risk monitor`: a year of a model in use, what its office believes, and what is true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from simi_lab.cli.progress import Progress
from simi_lab.cli.speech import emit, lang, out

if TYPE_CHECKING:
    from simi_lab.scenario.feedback import FeedbackPlan
    from simi_lab.study import Run


def monitor(
    run: Annotated[str, typer.Argument(metavar="RUN", help="Name or folder of a run.")],
    months: Annotated[int | None, typer.Option("--months", help="Months played, at its end; else a year.")] = None,
    explore: Annotated[
        float | None, typer.Option("--explore", help="Share of the other applicants looked at by lot.")
    ] = None,
    with_drift: Annotated[
        bool, typer.Option("--drift", help="Judge detectors of drift as well, on planted changes.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for a script.")] = False,
) -> None:
    """Play a year of a model in use: whom it lists, what officers record, what it learns, what is true."""
    from simi_lab import study
    from simi_lab.study.feedback import feedback
    from simi_lab.study.feedback.drift import drift
    from simi_lab.study.feedback.drift_words import drift_lines
    from simi_lab.study.feedback.words import headline, lines

    opened = study.open_run(run)
    with Progress() as progress:
        found = feedback(opened, plan=_plan(opened, months, explore), progress=progress)
        watched = drift(opened, progress=progress) if with_drift else None
    if as_json:
        return emit({"run": opened.name, **found.to_dict(), **({"drift": watched.to_dict()} if watched else {})})
    out("DATA SINTETIS")
    out(headline(found, lang()))
    out("")
    for line in lines(found, lang()):
        out(line)
    for line in ("", *drift_lines(watched, lang())) if watched else ():
        out(line)


def _plan(run: Run, months: int | None, explore: float | None) -> FeedbackPlan:
    """The plan asked for; what no plan may hold is refused in words."""
    from pydantic import ValidationError

    from simi_lab.errors import BadRequest
    from simi_lab.scenario.feedback import FeedbackPlan
    from simi_lab.study.feedback import default_plan

    plain = default_plan(run).model_dump()
    if months is not None:
        plain["months"] = months
    if explore is not None:
        plain["explore_share"]["value"] = explore
    try:
        return FeedbackPlan.model_validate(plain)
    except ValidationError as error:
        raise BadRequest(
            "A year of feedback cannot be played like this.",
            where=", ".join(str(fault["loc"][0]) if fault["loc"] else fault["msg"] for fault in error.errors()),
            cure="Give 1 to 60 months, and a share from 0 to 1.",
        ) from None
