"""The twin comparison: the same applicants without and with SIMI, and what became of the promise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from simi_lab.dashboards.service.sentences import amount
from simi_lab.i18n import number, percent, t
from simi_lab.vocabulary import has, label

_COLUMNS = {
    "name": pl.String,
    "before": pl.Float64,
    "after": pl.Float64,
    "ratio": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "tip": pl.String,
}
SHOWN = ("wait_min", "lead_days", "total_days", "work_days", "travel_hours")


def promise_table(promise: dict[str, Any], lang: str) -> pl.DataFrame:
    """One row per metric: name, before, after (means), ratio with its interval, and what a point tells.

    Parameters
    ----------
    promise : the twin comparison of the aggregates
    """
    rows = []
    for metric in SHOWN:
        said = promise["metrics"][metric]
        ratio = said["ratio"]
        if ratio is None:
            continue
        before, after = (amount(metric, said[when], lang, 1) for when in ("before", "after"))
        rows.append(
            {
                "name": label("metric", metric, lang),
                "before": said["before"],
                "after": said["after"],
                "ratio": ratio["value"],
                "low": ratio["low"],
                "high": ratio["high"],
                "tip": t("from {before} to {after}", lang, before=before, after=after),
            }
        )
    return pl.DataFrame(rows, schema=_COLUMNS)


def promise_title(promise: dict[str, Any], lang: str) -> str:
    """Say whether the promise holds, with the size of the change."""
    ratio, cut = promise["metrics"][promise["claim"]]["ratio"], 1 - promise["promised_ratio"]
    if ratio is None:
        return t("Not reached: there is no wait at the counter that could be halved.", lang)
    told = {"what": label("metric", promise["claim"], lang), "cut": percent(cut, lang)}
    if promise["verdict"] == "reached":
        change = percent(1 - ratio["value"], lang)
        return t("{what}, mean, falls by {change}: the promise of −{cut} is reached", lang, change=change, **told)
    return t(
        "{what}: the promise of −{cut} is not reached ({change})", lang, change=signed(ratio["value"], lang), **told
    )


def promise_sentence(promise: dict[str, Any], lang: str) -> str:
    """Say the interval of the claim, what it cost in other figures, and how it was tried."""
    claim, ratio = promise["claim"], promise["metrics"][promise["claim"]]["ratio"]
    said = []
    if ratio is not None:
        digits = next((d for d in (0, 1) if round(100 * ratio["low"], d) != round(100 * ratio["high"], d)), 2)
        ends = {end: signed(ratio[end], lang, digits) for end in ("low", "high")}
        said.append(t("95% interval of the change: {low} to {high}.", lang, **ends))
        said += _width(promise, lang)
    said += _moved(promise, lang) + _worse(promise, claim, lang)
    n = number(promise["n_applicants"], lang)
    runs = number(promise["replications"], lang)
    said.append(
        t("The same {n} applicants, always without and always with SIMI, {runs} times over.", lang, n=n, runs=runs)
    )
    return " ".join(said)


def _width(promise: dict[str, Any], lang: str) -> list[str]:
    """Warn that the interval is wider than was asked for."""
    if promise["precision"]["is_reached"]:
        return []
    return [t("It is wider than wished: this world is small, and more repetitions were not made.", lang)]


def _moved(promise: dict[str, Any], lang: str) -> list[str]:
    """Say that waiting only moved to the days before the visit, where the comparison finds so."""
    if not promise["judged"]["moved_to_lead_days"]:
        return []
    lead = promise["metrics"]["lead_days"]
    told = {when: amount("lead_days", lead[when], lang, 1) for when in ("before", "after")}
    return [
        t("Part of the waiting has only moved: the visit comes {after} after filing, {before} before.", lang, **told)
    ]


def _worse(promise: dict[str, Any], claim: str, lang: str) -> list[str]:
    """List what gets worse, the days before the visit apart if they have been told already."""
    told_already = {claim} | ({"lead_days"} if promise["judged"]["moved_to_lead_days"] else set())
    ratios = {m: promise["metrics"][m]["ratio"] for m in SHOWN if m not in told_already}
    worse = [m for m, found in ratios.items() if found and found["low"] > 1 and found["value"] >= 1.005]
    if not worse:
        return []
    told = ", ".join(f"{label('metric', m, lang)} {signed(ratios[m]['value'], lang)}" for m in worse)
    return [t("At the same time it gets worse here: {list}.", lang, list=told)]


def causes_table(split: Mapping[str, Any], lang: str) -> pl.DataFrame:
    """One row per cause, the one that helps most first, then the sum: name, value, low, high (minutes of waiting)."""
    found = split["metrics"]["wait_min"]
    parts = sorted(found["parts"].items(), key=lambda item: item[1]["value"])
    rows = [(cause_word(cause, lang), part, False) for cause, part in parts]
    rows.append((t("All causes together", lang), found["total"], True))
    columns = ("value", "low", "high")
    return pl.DataFrame(
        [{"name": name, **{c: part[c] for c in columns}, "is_total": is_sum} for name, part, is_sum in rows]
    ).with_columns(
        pl.Series("tip", [t("{minutes} minutes", lang, minutes=number(part["value"], lang, 1)) for _, part, _ in rows])
    )


def causes_title(split: Mapping[str, Any], lang: str) -> str:
    """Say which cause shortens the wait most; two where their intervals touch; none where nothing is proven."""
    found = split["metrics"]["wait_min"]
    first, second = sorted(found["parts"].items(), key=lambda item: item[1]["value"])[:2]
    if first[1]["high"] >= 0:
        return t("No cause shortens the wait beyond doubt", lang)
    told = {"cause": cause_word(first[0], lang), "part": number(-first[1]["value"], lang, 0)}
    if second[1]["high"] < 0 and second[1]["low"] <= first[1]["high"]:
        return t("Two causes shorten the wait most: {cause}; {other}", lang, cause=told["cause"],
                 other=cause_word(second[0], lang))  # fmt: skip
    return t("The wait shrinks most by this: {cause} ({part} minutes)", lang, **told)


def causes_sentence(split: Mapping[str, Any], lang: str) -> str:
    """Say the total, and how causes that work together are told apart."""
    total = split["metrics"]["wait_min"]["total"]
    told = {name: number(total[name], lang, 1) for name in ("value", "low", "high")}
    return t(
        "With SIMI the mean wait changes by {value} minutes (95% interval {low} to {high}). Each bar: the cause's mean "
        "over every order in which the causes could come; the bars add up to the total.",
        lang,
        **told,
    )


def cause_word(cause: str, lang: str) -> str:
    """Name of a cause; one without a word keeps its code."""
    return label("cause", cause, lang) if has("cause", cause) else cause


def signed(ratio: float, lang: str, digits: int = 0) -> str:
    """Write a ratio as a change: 0.84 is "−16%", 1.17 is "+17%"."""
    change = round(ratio - 1, 2 + digits)
    return ("+" if change > 0 else "") + percent(change, lang, digits)
