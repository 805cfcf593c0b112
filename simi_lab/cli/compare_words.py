"""What `simi-lab study compare` says: the verdict first, then figures with intervals, then the causes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from simi_lab import vocabulary
from simi_lab.cli.claims_words import claim_notes, claim_rows
from simi_lab.cli.speech import phrase
from simi_lab.i18n import NO_VALUE, number, percent

METRICS = {
    "wait_min": "Wait at the counter, mean (minutes)",
    "wait_median": "Wait at the counter, median (minutes)",
    "wait_p95": "Wait at the counter, 95 of 100 wait less (minutes)",
    "wait_over_60": "Waited over 60 minutes",
    "lead_days": "Days from filing to the visit",
    "work_days": "Working days from interview to ready book",
    "within_standard": "Ready within 4 working days",
    "total_days": "Days from filing to book in hand",
    "visits": "Visits per applicant",
    "travel_hours": "Travel hours per applicant",
    "dropped": "Expired or cancelled",
    "backlog": "Cases open on the last day",
    "utilisation_counter": "Counter busy",
    "utilisation_interview": "Interview desks busy",
    "overtime_hours": "Overtime at the desks (hours)",
}
CAUSES = {
    "arrivals": "Applicants keep their slot",
    "door": "Places at the door all day",
    "papers": "Papers checked before the visit",
    "service": "Faster work at the desks",
    "dossiers": "No paper dossier to seek",
    "message": "Message when the book is ready",
}
MORE_METRICS = ("stuck", "stuck_office", "backlog_mean", "backlog_most", "cost_idr")
"""Named in the vocabulary; shown where the claims were judged too."""

DIGITS = {"IDR": 0, "score": 2, "min": 1, "day": 2, "visit": 2, "hour": 2, "case": 1}
HEADS = {
    "wait_min": "wait (min)",
    "lead_days": "days to visit",
    "total_days": "days to book",
    "travel_hours": "travel (hours)",
}


def compare_lines(found: Mapping[str, Any], lang: str) -> Iterator[str]:
    """Everything a comparison has to say, line by line."""
    yield f"{found['scenario']} + {' + '.join(found['changes'])}  DATA SINTETIS"
    yield from _verdict(found, lang)
    yield ""
    yield _method(found, lang)
    yield from _table(found["metrics"], lang)
    if found.get("claims"):
        yield ""
        yield phrase("Claims, one by one, and what the intervals support:")
        yield from _aligned(claim_rows(found["claims"], lambda name, claim: _row(name, claim, lang)))
        yield from claim_notes(found)
    if found["split"]:
        yield ""
        yield from _causes(found["split"], lang)
    yield ""
    hidden = sum(row["suppressed"] for row in found["districts"])
    yield phrase("By kecamatan and with every interval: --json ({n} small groups are hidden).", n=hidden)


def _verdict(found: Mapping[str, Any], lang: str) -> Iterator[str]:
    verdict, wait = found["verdict"], found["metrics"]["wait_min"]
    if wait["ratio"] is None:
        yield phrase("Not reached: there is no wait at the counter that could be halved.")
    else:
        ratio = wait["ratio"]
        words = {
            "ratio": percent(ratio["value"], lang, 1),
            "low": percent(ratio["low"], lang, 1),
            "high": percent(ratio["high"], lang, 1),
            "minutes": number(abs(wait["difference"]["value"]), lang, 1),
        }
        yield phrase(_sentence(verdict), **words)
    for name, metric, message in _MOVES:
        if verdict[name]:
            if name == "moved_to_lead_days" and verdict["only_moved"]:
                message = _ONLY_MOVED
            rise = found["metrics"][metric]["difference"]
            yield phrase(message, **{word: number(rise[end], lang, 2) for word, end in _ENDS.items()})


_MOVES = (
    (
        "moved_to_lead_days",
        "lead_days",
        "Part of the waiting only moved: days from filing to the visit rise by {days} ({low} to {high}).",
    ),
    (
        "total_days_rise",
        "total_days",
        "The whole way takes longer: days from filing to book in hand rise by {days} ({low} to {high}).",
    ),
)
_ONLY_MOVED = (
    "The waiting only moved from the counter to the days before: days from filing to the visit rise by {days} "
    "({low} to {high}), nobody has the book sooner."
)
_ENDS = {"days": "value", "low": "low", "high": "high"}


def _sentence(verdict: Mapping[str, Any]) -> str:
    """The words of the verdict: half only where the whole interval says so."""
    if verdict["halved"] == "reached":
        return "Reached: the mean wait falls to {ratio} of before ({low} to {high}), {minutes} minutes less."
    if verdict["is_shorter"]:
        return "Not reached, half was promised: the wait falls to {ratio} ({low} to {high}), {minutes} minutes less."
    if verdict["is_longer"]:
        return "Not reached, half was promised: the wait rises to {ratio} ({low} to {high}), {minutes} minutes more."
    return "Not reached, half was promised: no change of the wait is proven, it is {ratio} of before ({low} to {high})."


def _method(found: Mapping[str, Any], lang: str) -> str:
    words = {"n": number(found["n_applicants"], lang), "r": found["replications"]}
    text = phrase("The same {n} applicants in both ways, {r} replications, intervals of 95 %.", **words)
    precision = found["precision"]
    if precision["is_reached"]:
        return text
    asked = number(precision["asked"], lang, 2)
    half = number(precision["half_width"], lang, 3)
    return text + " " + phrase("The asked precision {asked} was not reached: {half}.", asked=asked, half=half)


def _table(metrics: Mapping[str, Any], lang: str) -> Iterator[str]:
    heads = [phrase(word) for word in ("before", "after", "difference (interval)", "ratio (interval)")]
    shown = [name for name in (*METRICS, *MORE_METRICS) if name in metrics]
    rows = [["", *heads]] + [_row(name, metrics[name], lang) for name in shown]
    yield from _aligned(rows)


def _row(name: str, metric: Mapping[str, Any], lang: str) -> list[str]:
    is_share = metric["unit"] == "share"

    def side(value: float | None) -> str:
        return percent(value, lang, 1) if is_share else number(value, lang, DIGITS[metric["unit"]])

    def change(value: float) -> str:
        return _plain(100 * value if is_share else value, lang, 1 if is_share else DIGITS[metric["unit"]])

    def ratio(value: float) -> str:
        return number(value, lang, 3)

    moved = _with_interval(metric["difference"], change)
    if is_share and metric["difference"]:
        moved += " " + phrase("points")
    sides = [side(metric["before"]), side(metric["after"])]
    label = phrase(METRICS[name]) if name in METRICS else vocabulary.label("metric", name, lang)
    return [label, *sides, moved, _with_interval(metric["ratio"], ratio)]


def _plain(value: float, lang: str, digits: int) -> str:
    """Write a number; what rounds to nothing has no sign."""
    return number(round(value, digits) + 0.0, lang, digits)


def _with_interval(estimate: Mapping[str, Any] | None, shown: Callable[[float], str]) -> str:
    if estimate is None:
        return NO_VALUE
    return f"{shown(estimate['value'])} ({shown(estimate['low'])}; {shown(estimate['high'])})"


def _causes(split: Mapping[str, Any], lang: str) -> Iterator[str]:
    yield phrase("What makes the difference, mean over every order of the causes; each column sums to its total:")
    columns = [name for name in HEADS if split["metrics"][name]]
    rows = [["", *(phrase(HEADS[name]) for name in columns)]]
    for cause in split["causes"]:
        parts = [split["metrics"][name]["parts"][cause] for name in columns]
        rows.append([phrase(CAUSES.get(cause, cause)), *(_plain(part["value"], lang, 2) for part in parts)])
    totals = [split["metrics"][name]["total"] for name in columns]
    rows.append([phrase("Sum"), *(_plain(total["value"], lang, 2) for total in totals)])
    yield from _aligned(rows)


def _aligned(rows: list[list[str]]) -> Iterator[str]:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = [f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True)]
        yield "  ".join([f"{row[0]:<{widths[0]}}", *cells]).rstrip()
