"""The twin comparison: the same applicants without and with SIMI, and what became of the promise."""

from __future__ import annotations

from typing import Any

import polars as pl

from simi_lab.dashboards.service.sentences import amount
from simi_lab.i18n import number, percent, t
from simi_lab.vocabulary import label

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
    return pl.DataFrame(rows)


def promise_title(promise: dict[str, Any], lang: str) -> str:
    """Say whether the promise holds, with the size of the change."""
    ratio, cut = promise["metrics"][promise["claim"]]["ratio"], 1 - promise["promised_ratio"]
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
    said = [
        t(
            "95% interval of the change: {low} to {high}.",
            lang,
            low=signed(ratio["low"], lang),
            high=signed(ratio["high"], lang),
        )
    ]
    ratios = {metric: promise["metrics"][metric]["ratio"] for metric in SHOWN if metric != claim}
    worse = [m for m, found in ratios.items() if found["low"] > 1 and found["value"] >= 1.005]
    if worse:
        told = ", ".join(f"{label('metric', m, lang)} {signed(ratios[m]['value'], lang)}" for m in worse)
        said.append(t("At the same time it gets worse here: {list}.", lang, list=told))
    n = number(promise["n_applicants"], lang)
    runs = number(promise["replications"], lang)
    said.append(
        t("The same {n} applicants, always without and always with SIMI, {runs} times over.", lang, n=n, runs=runs)
    )
    return " ".join(said)


def signed(ratio: float, lang: str, digits: int = 0) -> str:
    """Write a ratio as a change: 0.84 is "−16%", 1.17 is "+17%"."""
    change = round(ratio - 1, 2 + digits)
    return ("+" if change > 0 else "") + percent(change, lang, digits)
