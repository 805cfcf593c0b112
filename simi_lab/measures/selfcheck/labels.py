"""Recorded labels over time: a month in which nothing becomes known would teach a model nothing, unseen."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from simi_lab.clock import to_local
from simi_lab.measures.selfcheck.finding import Finding

EXPECTED = 5.0  # positives below which their absence is chance


def label_findings(labels: pl.DataFrame, applications: pl.DataFrame, *, zone: str) -> Iterator[Finding]:
    """Check the months of the period, by the month in which an application was filed.

    A month none of whose applications has a known label fails. A month without any positive fails only where at
    least five are expected: the rate of the whole world times the labels of that month. The last month is left out:
    its cases may still be open.

    Parameters
    ----------
    labels : table `labels`
    applications : application_id, filed_at
    """
    month = to_local(pl.col("filed_at"), zone).dt.truncate("1mo").dt.date().alias("month")
    filed = applications.select("application_id", month).join(
        labels.select("application_id", positive=pl.col("label").cast(pl.String) != "none"),
        on="application_id",
        how="left",
    )
    months = (
        filed.group_by("month")
        .agg(pl.col("positive").count().alias("known"), pl.col("positive").sum().alias("positives"))
        .sort("month")
    )
    rate = int(months["positives"].sum()) / max(int(months["known"].sum()), 1)
    settled = months.head(max(months.height - 1, 1))
    yield _months("labels_known", settled, settled.filter(pl.col("known") == 0))
    asked = settled.filter(pl.col("known") * rate >= EXPECTED)
    yield _months("labels_positive", asked, asked.filter(pl.col("positives") == 0))


def _months(check: str, asked: pl.DataFrame, wrong: pl.DataFrame) -> Finding:
    return Finding(check, asked.height, wrong.height, str(wrong["month"][0])[:7] if wrong.height else "")
