"""What `simi-lab study compare` says of the claims, one line each, with what their intervals support."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from simi_lab import vocabulary
from simi_lab.cli.speech import lang, phrase
from simi_lab.i18n import NO_VALUE, number, percent
from simi_lab.privacy import SMALLEST_GROUP

GIVEN = "*"
HALF = 0.5
Row = Callable[[str, Mapping[str, Any]], list[str]]
"""A metric's name and figures as cells: label, before, after, difference, ratio."""


def claim_rows(claims: list[Mapping[str, Any]], row: Row) -> list[list[str]]:
    """Cells of the table of claims, its heads included; a star marks what only repeats an assumption."""
    heads = [phrase(word) for word in ("before", "after", "difference (interval)", "verdict")]
    rows = [["", *heads]]
    for claim in claims:
        label, before, after, difference, _ = row(claim["metric"], claim)
        label += phrase(", half promised") if claim["promised_ratio"] == HALF else ""
        verdict = claim["verdict"]
        word = NO_VALUE if verdict is None else vocabulary.label("claim_verdict", verdict, lang())
        rows.append([label, before, after, difference, word + (GIVEN if claim["basis"] == "given" else "")])
    return rows


def claim_notes(found: Mapping[str, Any]) -> Iterator[str]:
    """What has to be said beside the table: the assumptions, the grades, the errors, the stuck cases."""
    if any(claim["basis"] == "given" for claim in found["claims"]):
        yield phrase(
            "{star} The difference is what the scenario assumes of each way of working; it proves nothing. See --json.",
            star=GIVEN,
        )
    if not all(claim["is_comparable"] for claim in found["claims"]):
        yield phrase(
            "The survey itself was changed: the two indices are two yardsticks, and say nothing of the service."
        )
    yield from _grades(found["survey"])
    yield from _errors(found)
    yield from _costs(found["costs"]["parts"])
    yield phrase(
        "Stuck: over {n} working days without an event. Costs: prices are assumptions; the price of SIMI is not known.",
        n=number(found["stuck_days"], lang()),
    )


def _grades(survey: Mapping[str, Any]) -> Iterator[str]:
    """Index and grade of both ways; where an interval crosses a border, every grade in it is named."""
    for side in ("before", "after"):
        exact, printed = survey[side]["index"]["exact"], survey[side]["index"]["0.11"]
        if exact is None:
            yield phrase("Satisfaction: fewer than {n} answered, so no index is shown.", n=SMALLEST_GROUP)
            return
        words = {
            "side": phrase(side),
            "n": number(survey[side]["n"], lang()),
            "index": _index(exact),
            "printed": _index(printed),
        }
        yield phrase("IKM {side}: {index}; with the printed weight 0.11: {printed}. {n} respondents.", **words)


def _index(index: Mapping[str, Any]) -> str:
    value, low, high = (number(index[name], lang(), 2) for name in ("value", "low", "high"))
    grades = phrase(" or ").join(index["grades"])
    return phrase("{value} ({low} to {high}), grade {grades}", value=value, low=low, high=high, grades=grades)


def _costs(parts: Mapping[str, Any]) -> Iterator[str]:
    """Which kinds of costs differ, in rupiah per passport, the largest first."""
    moved = []
    for kind, sides in parts.items():
        before, after = (sides[side]["per_passport"] for side in ("before", "after"))
        if before is not None and after is not None and round(after - before):
            moved.append((after - before, vocabulary.label("spending", kind, lang())))
    if moved:
        moved.sort(key=lambda part: -abs(part[0]))
        text = "; ".join(f"{word} {'+' if change > 0 else ''}{number(round(change), lang())}" for change, word in moved)
        yield phrase("Rupiah per passport that differ: {parts}.", parts=text)


def _errors(found: Mapping[str, Any]) -> Iterator[str]:
    """How many wrong values a form could notice, where the way of working makes no difference to them."""
    share = found["errors_noticed"]["after"]
    right = next((claim for claim in found["claims"] if claim["metric"] == "values_right"), None)
    if right is not None and right["verdict"] == "no_difference" and share is not None:
        yield phrase(
            "Wrong values are as many in both ways here; checks would notice {share} of them. Try: --change cek_isian",
            share=percent(share, lang()),
        )
