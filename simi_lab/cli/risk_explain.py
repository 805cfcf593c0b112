"""`simi-lab risk explain`: why an application has its score, and what evidence would change it."""

from __future__ import annotations

from typing import Annotated

import typer

from simi_lab.cli.risk_words import AsJson, Run
from simi_lab.cli.speech import emit, lang, note, out

Application = Annotated[
    str, typer.Option("--application", metavar="NUMBER", help="Number of an application, such as SIM-2025-000123.")
]
Model = Annotated[str, typer.Option("--model", metavar="NAME", help="Model whose score is explained.")]


def explain(run: Run, application: Application, model: Model = "glass_box", as_json: AsJson = False) -> None:
    """Say why an application has its score, and what evidence would change it."""
    from simi_lab import study
    from simi_lab.risk.telling.reasons import reason_lines
    from simi_lab.study.gate import gate
    from simi_lab.study.reasons import reasons_of

    opened = study.open_run(run)
    told = reasons_of(opened, application, model=model)
    door = gate(opened)
    lines = list(reason_lines(told, lang()))
    if as_json:
        said = [line.strip() for line in lines]
        return emit({**told.to_dict(), "gate": {"is_open": door.is_open, "why": door.why}, "said": said})
    for line in lines:
        out(line)
    if not door.is_open:
        note("For study in a terminal only: no page shows this score. {why}", why=door.words(lang()))
