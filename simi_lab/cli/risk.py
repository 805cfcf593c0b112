"""`simi-lab risk`: fit the models of a run, judge them, print their card."""

from __future__ import annotations

from typing import Annotated

import typer

from simi_lab.cli.risk_audit import audit
from simi_lab.cli.risk_dpia import dpia
from simi_lab.cli.risk_explain import explain
from simi_lab.cli.risk_monitor import monitor
from simi_lab.cli.risk_proxies import proxies
from simi_lab.cli.risk_triage import triage
from simi_lab.cli.risk_words import AsJson, Run
from simi_lab.cli.speech import LANGS, emit, lang, out, say

app = typer.Typer(no_args_is_help=True)
app.command("explain")(explain)
app.command("monitor")(monitor)
app.command("proxies")(proxies)

Again = Annotated[bool, typer.Option("--again", help="Delete the models that are there and fit anew.")]


@app.command("fit")
def fit(run: Run, again: Again = False, as_json: AsJson = False) -> None:
    """Fit the risk models on the earlier months of a run."""
    from simi_lab import study
    from simi_lab.risk.telling.sentences import few, situation

    opened = study.open_run(run)
    model = study.risk_model(opened, again=again)
    if as_json:
        return emit({"run": opened.name, "path": model.path, "facts": model.evaluation.facts})
    say("Models of run {run} are in {path}.", run=opened.name, path=model.path)
    for line in (situation(model.evaluation, lang()), *few(model.evaluation, lang())):
        out(line)
    say("How they do: {command}", command=f"simi-lab risk evaluate {opened.name}")


@app.command("evaluate")
def evaluate(run: Run, as_json: AsJson = False) -> None:
    """Say what the models find at the interviewers' capacity, beside a rule and beside chance."""
    from simi_lab import study
    from simi_lab.risk.telling import report_lines

    evaluation = study.risk_model(study.open_run(run)).evaluation
    if as_json:
        return emit(evaluation.to_dict())
    for line in report_lines(evaluation, lang()):
        out(line)


@app.command("card")
def card(run: Run, as_json: AsJson = False) -> None:
    """Print the model card of a run as Markdown."""
    from simi_lab import study
    from simi_lab.risk import card as model_card

    opened = study.open_run(run)
    evaluation = study.risk_model(opened).evaluation
    if not as_json:
        return out(model_card(evaluation, lang()))
    from simi_lab.risk.signals import FEATURES

    looked_at = [{"name": f.name, "sources": f.sources, "meaning": f.meaning, "ground": f.ground} for f in FEATURES]
    text = {each: model_card(evaluation, each) for each in LANGS}
    emit({"synthetic": True, "run": opened.name, "features": looked_at, **evaluation.to_dict(), "card": text})


app.command("dpia")(dpia)
app.command("audit")(audit)
app.command("triage")(triage)
