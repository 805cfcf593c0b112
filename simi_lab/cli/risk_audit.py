"""`simi-lab risk audit`: whom a model or the office reaches, how often without ground, group by group."""

from __future__ import annotations

from typing import Annotated

import typer

from simi_lab.cli.speech import emit, lang, out


def audit(
    run: Annotated[str, typer.Argument(metavar="RUN", help="Name or folder of a run.")],
    model: Annotated[
        str, typer.Option("--model", help="A model of the ladder, or office: the officers without any model.")
    ] = "glass_box",
    group: Annotated[
        str | None, typer.Option("--group", help="sex, age_band, district, distance or signal; else all, in short.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for a script.")] = False,
) -> None:
    """Say whom each stage reaches, how often without ground, and whether groups differ more than chance explains."""
    from simi_lab import study
    from simi_lab.study.fairness import audit as made
    from simi_lab.study.fairness import told as fairness_told
    from simi_lab.study.fairness.rows import checked, checked_group

    checked(model)
    if group is not None:
        checked_group(group)
    found = made(study.open_run(run), model)
    if as_json:
        table = found.funnel if group is None else found.funnel.filter(column=group)
        return emit({"model": found.picker, "facts": found.facts, "funnel": table.to_dicts()})
    for line in fairness_told.audit_lines(found, group, lang()):
        out(line)
