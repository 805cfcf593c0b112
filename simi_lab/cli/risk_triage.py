"""`simi-lab risk triage`: risk found against waiting caused, at one capacity and over all of them."""

from __future__ import annotations

from typing import Annotated

import typer

from simi_lab.cli.progress import Progress
from simi_lab.cli.speech import emit, lang, out


def triage(
    run: Annotated[str, typer.Argument(metavar="RUN", help="Name or folder of a run.")],
    model: Annotated[str, typer.Option("--model", help="Whose scores choose who is spoken with.")] = "glass_box",
    capacity: Annotated[
        float | None, typer.Option("--capacity", help="Conversations a working day; else the scenario's.")
    ] = None,
    replications: Annotated[
        int | None, typer.Option("--replications", help="How often the office works in each setting.")
    ] = None,
    officers: Annotated[bool, typer.Option("--officers", help="Compare ways to share out the cases instead.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for a script.")] = False,
) -> None:
    """Send the applicants of the test months through lanes: whom that finds, whom it troubles, how long all wait."""
    if officers:
        return _officers(run, model, replications, as_json)
    from simi_lab import study
    from simi_lab.cli.risk_triage_words import triage_lines
    from simi_lab.study.lanes import REPLICATIONS, frontier
    from simi_lab.study.lanes.words import shown

    opened = study.open_run(run)
    with Progress() as progress:
        progress("The office works in each setting")
        found = frontier(
            opened,
            model,
            capacity=capacity,
            replications=REPLICATIONS if replications is None else replications,
            progress=lambda done, of: progress("The office works in each setting", done, of),
        )
    asked = found.facts["own_capacity"] if capacity is None else float(capacity)
    if as_json:
        return emit({"capacity": asked, **found.to_dict(), "points": shown(found.points).to_dicts()})
    for line in triage_lines(found, asked, lang()):
        out(line)


def _officers(run: str, model: str, replications: int | None, as_json: bool) -> None:
    from simi_lab import study
    from simi_lab.cli.risk_triage_words import officer_lines
    from simi_lab.study.lanes.officers import REPLICATIONS, share_out

    opened = study.open_run(run)
    with Progress() as progress:
        progress("The officers decide")
        shared = share_out(opened, model, replications=REPLICATIONS if replications is None else replications)
    if as_json:
        return emit(shared.to_dict())
    for line in officer_lines(shared, lang()):
        out(line)
