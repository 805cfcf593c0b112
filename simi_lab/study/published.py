"""A world beside what real offices published: the rows of a check whose value comes from outside the scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from simi_lab.vocabulary import has, label

if TYPE_CHECKING:
    from simi_lab.study.check import Report

_SCHEMA = {
    "name": pl.String, "value": pl.Float64, "n": pl.Int64, "target": pl.Float64, "low": pl.Float64,
    "high": pl.Float64, "is_share": pl.Boolean, "verdict": pl.String, "source": pl.String,
}  # fmt: skip


def published(report: Report, lang: str = "id") -> pl.DataFrame:
    """Rates with a published figure, one row each, in the order of the targets files.

    Parameters
    ----------
    report : of `study.check.check`
    lang : language of the names

    Returns
    -------
    DataFrame
        name (metric and stratum in words), value (what this world gave), n (what it stands on), target, low and high
        (as published, with what chance allows a world of this size), is_share, verdict (met, missed, too_few), source.
        Rates that this world does not have are left out.
    """
    rows = []
    for outcome in report.outcomes:
        target, made = outcome.target, outcome.made
        if target.is_configured or target.mark != "sourced" or made.value is None:
            continue
        strata = [_word(name, code, lang) for name, code in target.strata.items()]
        name = ": ".join([_word("target_metric", target.metric, lang), *filter(None, [", ".join(strata)])])
        is_share = made.is_share and 0 <= target.value <= 1
        rows.append(
            (
                name,
                made.value,
                made.n,
                target.value,
                outcome.low,
                outcome.high,
                is_share,
                outcome.verdict,
                target.source,
            )
        )
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _word(domain: str, code: str, lang: str) -> str:
    """Word for a code; strata such as `applied_kind` have theirs in the list `kind`."""
    found = domain if has(domain, code) else domain.removeprefix("applied_")
    return label(found, code, lang) if has(found, code) else code
