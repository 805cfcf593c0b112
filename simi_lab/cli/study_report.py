"""What `simi-lab study check` says: the table of targets and self-checks for people, the same as facts for scripts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from simi_lab.cli.speech import phrase
from simi_lab.cli.study_words import verdict_lines
from simi_lab.i18n import number, percent
from simi_lab.vocabulary import has, label

if TYPE_CHECKING:
    from simi_lab.measures.selfcheck import Finding
    from simi_lab.measures.targets import Outcome
    from simi_lab.study.check import Report

WORDS = {
    "applied_channel": "channel",
    "applied_kind": "kind",
    "proof": "document_kind",
    "lone_status": "marital",
}
"""Strata whose codes have their words in a list of another name."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def report_facts(report: Report) -> dict[str, Any]:
    """Return everything that was found, for a script."""
    verdict, proof = report.verdict, report.proof
    faults = [{"where": fault.where, "what": fault.what, "cure": fault.cure} for fault in verdict.faults]
    answer: dict[str, Any] = {
        "run": verdict.name,
        "ok": report.ok,
        "faults": faults,
        "remarks": verdict.remarks,
        "is_judged": report.is_judged,
        "self_checks": [
            {"check": each.check, "ok": each.ok, "n": each.n, "wrong": each.wrong, "first": each.first}
            for each in report.findings
        ],
        "targets": [_target_facts(outcome) for outcome in report.outcomes],
    }
    if proof is not None:
        answer["proof"] = {"ok": proof.ok, "rows": proof.n_rows, "recall": proof.recall, "faults": proof.faults}
    return answer


def _target_facts(outcome: Outcome) -> dict[str, Any]:
    target, made = outcome.target, outcome.made
    return {
        "metric": target.metric,
        "strata": dict(target.strata),
        "made": made.value,
        "n": made.n,
        "target": target.value,
        "low": outcome.low,
        "high": outcome.high,
        "verdict": outcome.verdict,
        "source": target.source,
        "mark": target.mark,
        "note": target.note,
        "place": target.place,
    }


def report_lines(report: Report, deep: bool, lang: str) -> Iterator[str]:
    """Say whether the run is whole, what every self-check and target found, and in the end what is wrong."""
    yield from verdict_lines(report.verdict, deep, lang)
    if not report.is_judged:
        if report.verdict.ok:
            yield phrase("Its manifest holds no whole scenario, so that no rate can be judged.")
        return
    yield ""
    yield from _check_lines(report.findings, lang)
    yield ""
    yield from _target_lines(report.outcomes, lang)
    yield ""
    yield from _proof_lines(report, lang)
    yield from _end_lines(report, lang)


def _check_lines(findings: list[Finding], lang: str) -> Iterator[str]:
    rows = [
        (
            phrase("met") if each.ok else phrase("missed"),
            number(each.n, lang),
            number(each.wrong, lang),
            label("self_check", each.check, lang) + (f" ({each.first})" if each.first else ""),
        )
        for each in findings
    ]
    head = (phrase("Verdict"), phrase("Looked at"), phrase("Wrong"), phrase("Self-check"))
    yield from _table(head, rows, right=(1, 2))


def _target_lines(outcomes: list[Outcome], lang: str) -> Iterator[str]:
    rows = [
        (
            phrase(_VERDICTS[each.verdict]),
            _value(each.made.value, each, lang),
            _value(each.target.value, each, lang),
            f"{_value(each.low, each, lang)} .. {_value(each.high, each, lang)}",
            number(each.made.n, lang),
            name_of(each, lang),
            f"{each.target.source} [{label('mark', each.target.mark, lang)}]",
        )
        for each in outcomes
        if each.made.value is not None
    ]
    words = ("Verdict", "Made", "Target", "Allowed", "Count of cases", "Rate", "Source")
    yield from _table(tuple(phrase(word) for word in words), rows, right=(1, 2, 4))


_VERDICTS = {"met": "met", "missed": "missed", "too_few": "too few"}


def name_of(outcome: Outcome, lang: str) -> str:
    """Return the metric and its stratum as a reader sees them."""
    codes = [_word(name, code, lang) for name, code in outcome.target.strata.items()]
    name = label("target_metric", outcome.target.metric, lang)
    return f"{name}: {', '.join(codes)}" if codes else name


def _word(stratum: str, code: str, lang: str) -> str:
    domain = WORDS.get(stratum, stratum)
    code = str(WEEKDAYS.index(code) + 1) if code in WEEKDAYS else code
    return label(domain, code, lang) if has(domain, code) else code


def _value(value: float | None, outcome: Outcome, lang: str) -> str:
    """A share in percent with two decimals, any other figure with as many as its size asks for."""
    from simi_lab.measures.targets import METRICS

    if value is not None and METRICS[outcome.target.metric].is_share:
        return percent(value, lang, digits=2)
    size = abs(outcome.target.value)
    return number(value, lang, digits=0 if size >= 1000 else max(1, 2 - int(math.log10(max(size, 0.01)))))


def _proof_lines(report: Report, lang: str) -> Iterator[str]:
    proof = report.proof
    if proof is None:
        return
    what = "The posterior holds on {rows} fresh applications; it finds {recall} of the true cases at 5 % false alarms."
    if not proof.ok:
        what = "The posterior does not hold on {rows} fresh applications (recall {recall})."
    yield phrase(what, rows=number(proof.n_rows, lang), recall=percent(proof.recall, lang, digits=0))
    for fault in proof.faults:
        yield f"  - {fault}"
    yield ""


def _end_lines(report: Report, lang: str) -> Iterator[str]:
    counts = {word: sum(each.verdict == word for each in report.outcomes) for word in _VERDICTS}
    yield phrase(
        "{met} of {n} rates are met, {few} have too few cases to say, {missed} are missed; {wrong} self-checks fail.",
        met=number(counts["met"], lang),
        n=number(len(report.outcomes), lang),
        few=number(counts["too_few"], lang),
        missed=number(counts["missed"], lang),
        wrong=number(len(report.broken), lang),
    )
    if absent := sum(each.made.value is None for each in report.outcomes):
        yield phrase("{n} rates have no case here and are not listed.", n=number(absent, lang))
    for each in report.missed:
        made, low, high = (_value(value, each, lang) for value in (each.made.value, each.low, each.high))
        name = name_of(each, lang)
        yield "  - " + phrase(
            "{name}: made {made}, allowed {low} to {high} ({place})",
            name=name,
            made=made,
            low=low,
            high=high,
            place=each.target.place,
        )
    for finding in report.broken:
        yield f"  - {label('self_check', finding.check, lang)}: {number(finding.wrong, lang)} ({finding.first})"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, right: tuple[int, ...]) -> Iterator[str]:
    """Columns as wide as their widest entry, the last one without end; figures stand at the right."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    for row in [head, *rows]:
        cells = [
            cell.rjust(width) if i in right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()
