"""The fairness audit of a run: whom each stage reaches, how often without ground, group by group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from simi_lab.measures.fairness import funnel, group_metrics
from simi_lab.privacy import SMALLEST_GROUP, suppress
from simi_lab.store import Derived, Run, derived
from simi_lab.study.fairness.rows import GROUPS, OFFICE, audited_rows, checked
from simi_lab.study.measure import scenario_of
from simi_lab.study.model import kept_model, risk_model

SHUFFLES = 1999
PICKER = "glass_box"
"""The model that is audited unless another is named: its terms are the exact reasons of its scores."""
FALSE_NOTICE = 0.05
_FORMAT = 1
_FIGURES = ("value", "low", "high", "difference", "difference_low", "difference_high", "p")


@dataclass(frozen=True)
class Audit:
    """The audit of one picker; small groups are hidden already.

    Parameters
    ----------
    picker : a model of the ladder, or "office"
    stages : in order
    funnel : one row per column, stage, kind and group: see `measures.fairness.funnel`, with `n_reached` (people of the
        group at the stage), `placebo_adjusted` (Holm, over all columns, stages and kinds of the audit), `noticed` (that
        is at most `FALSE_NOTICE`) and `suppressed` (figures hidden: under five people, or a partner of such a group)
    rates : one row per column and group, of the first stage: group, n, and prevalence, ppv, fnr, fpr (null where there
        are too few cases); the groups of `impossible` in this world
    facts : n (people), n_true, reached and founded (per stage), months (first and last), spread (per column: predictive
        equality, difference and ratio, of the first stage)
    """

    picker: str
    stages: tuple[str, ...]
    funnel: pl.DataFrame
    rates: pl.DataFrame
    facts: dict[str, Any]

    def rows(self, column: str, stage: str, kind: str = "reached") -> pl.DataFrame:
        """The groups of one column at one stage."""
        here = (pl.col("column") == column) & (pl.col("stage") == stage) & (pl.col("kind") == kind)
        return self.funnel.filter(here)

    def noticed(self) -> list[tuple[str, str, str]]:
        """Column, stage and kind where the groups lie further apart than chance explains."""
        found = self.funnel.filter("noticed").select("column", "stage", "kind").unique(maintain_order=True)
        return list(found.iter_rows())


def audit(run: Run, picker: str = PICKER) -> Audit:
    """Audit a model of a run, or the office itself; made once and kept beside the run.

    Raises
    ------
    BadRequest
        No such picker, or the run has too little to train a model (see `risk_model`).
    BrokenRunError
        A table of the run, hidden or not, is missing.
    """
    thing = kept_of(run, picker)
    if not thing.exists:
        thing.write(*_made(run, picker))
    meta = thing.meta
    stages = tuple(meta.pop("stages"))
    return Audit(picker, stages, thing.frame("funnel").collect(), thing.frame("rates").collect(), meta)


def kept_of(run: Run, picker: str) -> Derived:
    """Where the audit lies, or will lie, with the models that it needs fitted and whole."""
    if checked(picker) != OFFICE:
        risk_model(run)
    return kept_audit(run, picker)


def kept_audit(run: Run, picker: str) -> Derived:
    """Where the audit lies, or will lie: another model of the same run is another audit; nothing is fitted."""
    of = {} if checked(picker) == OFFICE else {"risk": kept_model(run).path.name}
    return derived(run, "fairness", {"format": _FORMAT, "picker": picker, **of})


def _made(run: Run, picker: str) -> tuple[dict[str, pl.DataFrame], dict[str, Any]]:
    rows, stages = audited_rows(run, picker)
    seed = scenario_of(run).risk.seed
    parts, rates, spread = [], [], {}
    for number, column in enumerate(GROUPS):
        told = audit_column(rows, stages, column, seed=seed + 1000 * number)
        parts.append(told)
        found = group_metrics(rows, label="truth", decision=stages[0], group=column)
        rates.append(_rates(rows, found.groups, column))
        spread[column] = found.spread.filter(pl.col("criterion") == "predictive_equality").row(0, named=True)
    table = judged(pl.concat(parts))
    facts = {
        "stages": list(stages),
        "n": rows.height,
        "n_true": int(rows["truth"].sum()),
        "reached": {stage: int(rows[stage].sum()) for stage in stages},
        "founded": {stage: int((rows[stage] & rows["truth"]).sum()) for stage in stages},
        "months": rows.select(pl.col("filed_at").sort().dt.strftime("%Y-%m")).to_series().gather([0, -1]).to_list(),
        "spread": spread,
    }
    return {"funnel": table, "rates": pl.concat(rates)}, facts


def audit_column(
    rows: pl.DataFrame, stages: tuple[str, ...], column: str, *, seed: int, shuffles: int = SHUFFLES
) -> pl.DataFrame:
    """The funnel of one group column with small groups hidden: see `Audit.funnel`, without the adjusted placebo."""
    told = funnel(rows, label="truth", stages=stages, group=column, seed=seed, shuffles=shuffles)
    counts = rows.group_by(pl.col(column).cast(pl.String).alias("group")).agg(
        *(pl.col(stage).sum().cast(pl.Int64).alias(stage) for stage in stages)
    )
    long = counts.unpivot(stages, index="group", variable_name="stage", value_name="n_reached")
    told = told.join(long, on=["group", "stage"], how="left", nulls_equal=True, maintain_order="left")
    parts = [_hidden(part) for part in told.partition_by("stage", "kind", maintain_order=True)]
    return pl.concat(parts).select(pl.lit(column).alias("column"), pl.all())


def judged(table: pl.DataFrame) -> pl.DataFrame:
    """Say what is noticed: Holm over the placebos of all columns, stages and kinds that have one."""
    from simi_lab.measures.fairness.proportions import holm

    keys = ["column", "stage", "kind"]
    tried = table.select(*keys, "placebo").unique(maintain_order=True).drop_nulls("placebo")
    tried = tried.with_columns(placebo_adjusted=holm(tried["placebo"].to_numpy())).drop("placebo")
    table = table.join(tried, on=keys, how="left", maintain_order="left")
    noticed = pl.col("placebo_adjusted").fill_null(1.0) <= FALSE_NOTICE
    return table.with_columns(noticed=noticed)


def _hidden(part: pl.DataFrame) -> pl.DataFrame:
    """Hide groups with few people, and few at the stage; of the figures, only the group's name is left of them."""
    sized = suppress(part.select("group", "n"), count="n", by=["group"])["suppressed"]
    there = suppress(part.select("group", "n_reached"), count="n_reached", by=["group"])["suppressed"]
    part = part.with_columns(suppressed=sized | there)
    shown = [pl.when(~pl.col("suppressed")).then(pl.col(name)).alias(name) for name in ("n", "n_reached", *_FIGURES)]
    verdict = pl.when("suppressed").then(pl.lit("too_few")).otherwise("verdict").alias("verdict")
    return part.with_columns(*shown, verdict)


def _rates(rows: pl.DataFrame, groups: pl.DataFrame, column: str) -> pl.DataFrame:
    """Prevalence and the three rates of each group with enough people on each side, others null."""
    base = rows.group_by(pl.col(column).cast(pl.String).alias("group")).agg(
        n=pl.len().cast(pl.Int64), n_true=pl.col("truth").sum().cast(pl.Int64)
    )
    for metric in ("ppv", "fnr", "fpr"):
        one = groups.filter(pl.col("metric") == metric).select("group", pl.col("value").alias(metric), m=pl.col("n"))
        enough = pl.when(pl.col("m") >= SMALLEST_GROUP).then(pl.col(metric)).alias(metric)
        base = base.join(one.select("group", enough), on="group", how="left", nulls_equal=True)
    small = (pl.col("n_true") < SMALLEST_GROUP) | (pl.col("n") - pl.col("n_true") < SMALLEST_GROUP)
    figures = {"prevalence": pl.col("n_true") / pl.col("n"), **{name: pl.col(name) for name in ("ppv", "fnr", "fpr")}}
    told = [pl.when(~small).then(value).alias(name) for name, value in figures.items()]
    shown = pl.when(pl.col("n") >= SMALLEST_GROUP).then(pl.col("n")).alias("n")
    return base.sort("group").select(pl.lit(column).alias("column"), "group", shown, *told)
