"""`simi-lab risk proxies`: what still gives away sex, age, district and the rest."""

from __future__ import annotations

from simi_lab.cli.risk_words import AsJson, Run
from simi_lab.cli.speech import emit, lang, out


def proxies(run: Run, as_json: AsJson = False) -> None:
    """Say what the features still give away of sex, age and district, beside chance, and which carry it."""
    from simi_lab import study
    from simi_lab.risk.telling.proxies import proxy_lines
    from simi_lab.study.proxies import proxy_report

    report = proxy_report(study.open_run(run))
    if as_json:
        return emit(report.to_dict())
    for line in proxy_lines(report, lang()):
        out(line)
