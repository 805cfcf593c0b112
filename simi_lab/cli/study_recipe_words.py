"""What `simi-lab study recipe` says: the plan beside today's, what binds it, and the curve step by step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simi_lab.cli.speech import phrase
from simi_lab.i18n import number, percent
from simi_lab.vocabulary import label

LEVERS = (
    "counters",
    "interviewers",
    "extra_hours",
    "back_desks",
    "quota",
    "unit_days",
    "early_check",
    "online_share",
)
STATIONS = {
    "counter": "counter",
    "interview": "interview",
    "numbering": "numbering",
    "duplicate_check": "duplicate check",
    "printing": "printing",
    "handover": "handover",
    "outreach_counter": "counter of the team",
    "outreach_interview": "interview of the team",
}
BROKEN = {
    "within": "the wait at the counter",
    "standard": "the days to the book",
    "lead_days": "the days to the visit",
}
_MILLION = 1_000_000


def recipe_lines(found: Mapping[str, Any], lang: str) -> Iterator[str]:
    """Everything an answer has to say, line by line."""
    yield f"{found['scenario']} {found['month'][:7]}  DATA SINTETIS"
    yield _asked(found, lang)
    yield from _verdict(found, lang)
    yield ""
    yield from _aligned(_beside(found, lang))
    yield ""
    yield from _what_binds(found, lang)
    yield ""
    yield phrase("What each step of the promise costs (cheapest first; no plan here is both dearer and worse):")
    yield from _aligned(_curve(found, lang))
    yield ""
    yield _method(found, lang)
    yield phrase("Costs are assumptions of the scenario: they rank plans, they are no budget.")


def _asked(found: Mapping[str, Any], lang: str) -> str:
    promise = found["promise"]
    return phrase(
        "Promise: {share} wait at most {minutes} minutes, and {share} have the book in {days} working days;"
        " {n} applicants (demand x {demand}), {outage} days of outage.",
        share=percent(promise["share"], lang, 1),
        minutes=number(promise["within_min"], lang),
        days=number(promise["days"], lang),
        n=number(found["n_applicants"], lang),
        demand=number(found["demand"], lang, 2),
        outage=number(found["outage_days"], lang),
    )


def _verdict(found: Mapping[str, Any], lang: str) -> Iterator[str]:
    plan, today = found["plan"], found["today"]
    if plan is None:
        yield phrase(
            "No plan in range was found that keeps it. Nearest: {within} in time at the counter, {days} with the book.",
            within=_share(found["nearest"]["within"], lang),
            days=_share(found["nearest"]["standard"], lang),
        )
        return
    yield phrase(
        "Kept with {cost} a month, today's plan costs {today}: {within} in time at the counter, {days} with the book.",
        cost=_rupiah(plan["cost"], lang),
        today=_rupiah(today["cost"], lang),
        within=_share(plan["within"], lang),
        days=_share(plan["standard"], lang),
    )
    if today["keeps"]:
        yield phrase("Today's plan keeps the promise too.")
    if found["is_proven"]:
        yield phrase("Every cheaper plan in range fails, if more desks or hours never lengthen a wait.")
    else:
        yield phrase("The budget ended before every cheaper plan was refuted: a cheaper one may exist.")


def _beside(found: Mapping[str, Any], lang: str) -> list[list[str]]:
    plan, today = found["plan"] or found["nearest"], found["today"]
    head = phrase("plan") if found["plan"] else phrase("nearest")
    rows = [["", phrase("today"), head]]
    for name in LEVERS:
        if name in found["free"] or plan["plan"][name] != today["plan"][name]:
            digits = {"extra_hours": 1, "online_share": 2}.get(name, 0)
            rows.append(
                [label("lever", name, lang), *(number(each["plan"][name], lang, digits) for each in (today, plan))]
            )
    both = (today, plan)
    rows += [
        [phrase("Cost a month"), *(_rupiah(each["cost"], lang) for each in both)],
        [phrase("In time at the counter"), *(_share(each["within"], lang) for each in both)],
        [phrase("Book in time"), *(_share(each["standard"], lang) for each in both)],
        [phrase("Days to the visit"), *(number(each["lead_days"], lang, 1) for each in both)],
        [phrase("Months in which both are kept"), *(percent(each["months_kept"], lang, 0) for each in both)],
    ]
    return rows


def _what_binds(found: Mapping[str, Any], lang: str) -> Iterator[str]:
    plan = found["plan"] or found["nearest"]
    yield phrase("Tightest: {what}.", what=phrase(BROKEN[plan["tightest"]]))
    full = sorted(found["load"].items(), key=lambda item: -item[1])[:3]
    desks = ", ".join(f"{phrase(STATIONS[name])} {percent(load, lang, 0)}" for name, load in full)
    yield phrase("Fullest desks: {desks}.", desks=desks)
    for row in found["binding"]:
        broken = ", ".join(phrase(BROKEN[name]) for name in row["breaks"]) or phrase("nothing")
        yield "  - " + phrase(
            "{lever} {value}: saves {saves}; breaks {broken} ({within} and {days} in time)",
            lever=label("lever", row["lever"], lang),
            value=number(row["value"], lang, 1 if row["lever"] == "extra_hours" else 0),
            saves=_rupiah(row["saves"], lang),
            broken=broken,
            within=percent(row["within"], lang, 1),
            days=percent(row["standard"], lang, 1),
        )


def _curve(found: Mapping[str, Any], lang: str) -> list[list[str]]:
    words = ("cost a month", "at the counter", "book", "more", "per point", "step")
    rows = [[phrase(word) for word in words]]
    for row in found["curve"]:
        steps = ", ".join(
            f"{label('lever', n, lang)} {_step(n, a, lang)}→{_step(n, b, lang)}" for n, (a, b) in row["steps"].items()
        )
        rows.append(
            [
                _rupiah(row["cost"], lang),
                percent(row["within"], lang, 1),
                percent(row["standard"], lang, 1),
                _rupiah(row["more_cost"], lang) if row["more_cost"] is not None else "",
                _rupiah(row["cost_per_point"], lang) if row["cost_per_point"] is not None else "",
                steps,
            ]
        )
    return rows


def _step(name: str, value: float, lang: str) -> str:
    return number(value, lang, {"extra_hours": 1, "online_share": 2}.get(name, 0))


def _method(found: Mapping[str, Any], lang: str) -> str:
    return phrase(
        "{tried} of {n} plans tried on the same applicants, {months} months simulated for the plan and {more} for the"
        " curve; intervals of 95 %, the plan proven on fresh months.",
        tried=number(found["plans_tried"], lang),
        n=number(found["n_plans"], lang),
        months=number(found["months_spent"], lang),
        more=number(found["months_of_curve"], lang),
    )


def _share(share: Mapping[str, Any], lang: str) -> str:
    low, high = (percent(share[end], lang, 1) for end in ("low", "high"))
    return f"{percent(share['value'], lang, 1)} ({low}; {high})"


def _rupiah(value: float, lang: str) -> str:
    return phrase("Rp {n} million", n=number(value / _MILLION, lang, 1))


def _aligned(rows: list[list[str]]) -> Iterator[str]:
    """Columns under each other: the first and the last to the left, numbers to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    is_left = {0, len(widths) - 1} if len(widths) > 3 else {0}
    for row in rows:
        cells = [
            f"{cell:<{width}}" if at in is_left else f"{cell:>{width}}"
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()
