"""`simi-lab study recipe`: the cheapest plan of an office month that keeps a promise."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from simi_lab.cli.progress import Progress
from simi_lab.cli.speech import emit, lang, out


def recipe(
    scenario: Annotated[str, typer.Argument(help="Name of a scenario, or a YAML file.")] = "kotabumi",
    within: Annotated[float, typer.Option("--within", help="Minutes at the counter.")] = 30.0,
    share: Annotated[float, typer.Option("--share", help="Share of applicants it must hold for.")] = 0.9,
    days: Annotated[float, typer.Option("--days", help="Working days from interview to ready book.")] = 4.0,
    lead_days: Annotated[
        float | None, typer.Option("--lead-days", help="Most days to the visit; else today's and half a day.")
    ] = None,
    demand: Annotated[float, typer.Option("--demand", help="Applicants, times those of the month.")] = 1.0,
    outage_days: Annotated[int, typer.Option("--outage-days", help="Working days without the central system.")] = 0,
    month: Annotated[str | None, typer.Option("--month", metavar="YYYY-MM", help="Else the usual month.")] = None,
    lever: Annotated[list[str] | None, typer.Option("--lever", help="Only this lever may move; repeatable.")] = None,
    budget: Annotated[int, typer.Option("--budget", help="Months that the search may simulate.")] = 4000,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for a script.")] = False,
) -> None:
    """Find the cheapest desks, hours and quota with which a promise to applicants is kept, and what more would cost."""
    from simi_lab.cli.study_recipe_words import recipe_lines
    from simi_lab.study.recipe import FREE
    from simi_lab.study.recipe import recipe as find

    asked = _month(month)
    with Progress() as progress:
        found = find(
            scenario,
            within=within,
            share=share,
            days=days,
            lead_days=lead_days,
            demand=demand,
            outage_days=outage_days,
            month=asked,
            levers=tuple(lever or FREE),
            budget=budget,
            progress=progress,
        )
    if as_json:
        return emit(found)
    for line in recipe_lines(found, lang()):
        out(line)


def _month(asked: str | None) -> date | None:
    if asked is None:
        return None
    try:
        return date.fromisoformat(f"{asked}-01")
    except ValueError:
        from simi_lab.errors import BadRequest

        raise BadRequest(
            "{asked} is no month.", where="--month", cure="Write it as {form}.", asked=asked, form="2025-01"
        ) from None
