"""What officers beside a score do, in sentences: which way to share out the cases costs least, and who errs how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simi_lab.i18n import number, percent, t
from simi_lab.study.lanes.officers import Shared
from simi_lab.study.lanes.words import MODEL_WORDS, people, signed

WAYS = {
    "model_only": "the score alone",
    "officer_only": "officers alone",
    "random": "officers by lot, else the score",
    "greedy": "whoever fits best, case by case",
    "exact": "best for the whole month",
}
KINDS = {
    "standard": "standard",
    "model_agreeing": "agrees with the score",
    "unfair": "unfair to those far away",
    "sparse": "knows one pattern only",
}
Share = Mapping[str, Any]


def opening(shared: Shared, lang: str) -> str:
    """What is shared out among whom."""
    facts = shared.facts
    return t(
        "The highest scores of {months} months: {n} cases, {k} of them at true risk. {team} officers can take {share}"
        " of them; the score decides the others alone. {model}.",
        lang,
        months=facts["n_months"],
        n=number(facts["n_cases"], lang),
        k=people(facts["n_at_risk"], lang),
        team=facts["team"],
        share=percent(facts["capacity_share"], lang),
        model=t(MODEL_WORDS[facts["model"]], lang),
    )


def lines(shared: Shared, lang: str) -> Iterator[str]:
    """Which way is cheapest, whether that is sure, and whether it kept what it promised."""
    ways = shared.ways
    best = min(ways, key=lambda name: ways[name]["realised"]["value"])
    yield t(
        "Cheapest: {way}, {cost} per hundred cases.",
        lang,
        way=t(WAYS[best], lang),
        cost=_span(ways[best]["realised"], lang),
    )
    for rival in ("random", "model_only"):
        if best != rival:
            yield _against(ways[best][f"beside_{rival}"], WAYS[rival], lang)
    yield _exact_or_greedy(ways["exact"]["beside_greedy"], lang)
    if ways["exact"]["expected"]["value"] < ways["exact"]["realised"]["low"]:
        yield t(
            "The best plan for the month promised {promised} and cost {cost}: what is picked because it looks cheap is"
            " partly picked for errors of the estimate.",
            lang,
            promised=number(ways["exact"]["expected"]["value"], lang, 2),
            cost=number(ways["exact"]["realised"]["value"], lang, 2),
        )


def way_rows(shared: Shared, lang: str) -> list[list[str]]:
    """A table of the ways, header first."""
    heads = ("way", "promised", "cost per 100", "against lots", "persons missed", "stopped in vain", "by officers")
    rows = [[t(head, lang) for head in heads]]
    for name, way in shared.ways.items():
        rows.append(
            [
                t(WAYS[name], lang),
                number(way["expected"]["value"], lang, 2),
                _span(way["realised"], lang),
                signed(way["beside_random"]["value"], lang, 2),
                _mean(way["missed"], lang),
                _mean(way["stopped"], lang),
                number(way["by_officers"], lang, 0),
            ]
        )
    return rows


def officer_rows(shared: Shared, lang: str) -> list[list[str]]:
    """A table of the kinds of officers on the practice set, header first."""
    heads = ("officers", "kind", "persons missed", "in vain, near", "in vain, far")
    rows = [[t(head, lang) for head in heads]]
    for kind, word in KINDS.items():
        mine = [officer for officer in shared.officers if officer["kind"] == kind]
        if mine:
            shares = (_pooled(mine, name) for name in ("missed", "in_vain_near", "in_vain_far"))
            rows.append([str(len(mine)), t(word, lang), *(percent(share, lang, 1) for share in shares)])
    return rows


def limits(shared: Shared, lang: str) -> Iterator[str]:
    """What a reader must know before believing a figure."""
    facts = shared.facts
    yield t(
        "Kinds of officers as in published benchmarks; how strongly they differ, fatigue and learning are assumptions"
        " (section officers). A person missed costs {missed}, one stopped in vain {stopped}: a bank's ratio,"
        " set your own.",
        lang,
        missed=number(facts["cost_missed"], lang, 0),
        stopped=number(facts["cost_stopped"], lang, 3),
    )
    yield t(
        "Officers were measured on {n} earlier cases ({k} at risk) whose answers are known. Intervals: {r} replications"
        " with the same cases and the same words; they do not say how another year would be.",
        lang,
        n=number(facts["n_practice"], lang),
        k=people(facts["n_practice_at_risk"], lang),
        r=facts["replications"],
    )


def _against(change: Share, rival: str, lang: str) -> str:
    ends = {end: signed(change[end], lang, 2) for end in ("value", "low", "high")}
    if change["low"] <= 0 <= change["high"]:
        return t("Against {rival}: {value} ({low} to {high}), which may be chance.", lang, rival=t(rival, lang), **ends)
    return t("Against {rival}: {value} ({low} to {high}).", lang, rival=t(rival, lang), **ends)


def _exact_or_greedy(change: Share, lang: str) -> str:
    ends = {end: signed(change[end], lang, 2) for end in ("value", "low", "high")}
    if change["low"] <= 0 <= change["high"]:
        said = "Planning the whole month is not proven better than case by case: {value} ({low} to {high})."
    elif change["value"] < 0:
        said = "Planning the whole month is better than going case by case: {value} ({low} to {high})."
    else:
        said = "Planning the whole month is worse than going case by case: {value} ({low} to {high})."
    return t(said, lang, **ends)


def _span(share: Share, lang: str) -> str:
    value, low, high = (number(share[end], lang, 2) for end in ("value", "low", "high"))
    return f"{value} ({low}–{high})"


def _mean(n: float, lang: str) -> str:
    """Persons, a mean over replications."""
    return people(n, lang) if 0 < n < 5 else number(n, lang, 1)


def _pooled(officers: list[Mapping[str, Any]], name: str) -> float | None:
    """Share of all cases of several officers; None where they had none."""
    shares = [officer[name] for officer in officers if officer[name] is not None]
    n = sum(share["n"] for share in shares)
    return sum(share["value"] * share["n"] for share in shares) / n if n else None
