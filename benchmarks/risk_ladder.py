"""The ladder of risk models beside the perfect judge on a large world, and what the distance to it is made of.

Run: python benchmarks/risk_ladder.py RUN [--features FILE.parquet] [--parts-only]
A world: simi-lab study make kotabumi --applications 1000000 --workers 2 --out DIR
The features are kept in FILE and read from there the next time. The exit code is 1 if no model comes within 0.03 of the
perfect judge at 5 % false alarms.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from simi_lab import study
from simi_lab.risk import evaluate, features, fit
from simi_lab.risk.judging.alarms import Alarms, recall_at_alarms
from simi_lab.risk.judging.intervals import Resampling
from simi_lab.risk.models import MODELS
from simi_lab.risk.models.fitting import one_thread
from simi_lab.risk.models.learners import boosting
from simi_lab.risk.models.matrix import chosen, constant_features, to_matrix
from simi_lab.risk.models.split import recorded, split_months, training_rows
from simi_lab.risk.signals import FAMILIES, FEATURES
from simi_lab.study.measure import scenario_of

GOAL = 0.03
RESAMPLES = 200
TABLES = ("applications", "documents", "people", "households", "events", "decisions", "labels")
ADDED = ("company", "close_person_same_office")  # a family, or one feature


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run")
    parser.add_argument("--features", type=Path)
    parser.add_argument("--parts-only", action="store_true")
    asked = parser.parse_args()
    run = study.open_run(asked.run)
    frame = features_of(run, asked.features)
    truth = run.truth("truth_applications").collect()
    truth = frame.select("application_id").join(truth, on="application_id", how="left", maintain_order="left")
    ok = True if asked.parts_only else ladder(run, frame, truth)
    parts(run, frame, truth)
    return 0 if ok else 1


def features_of(run, kept: Path | None) -> pl.DataFrame:
    """The table of features, made or read."""
    if kept is not None and kept.is_file():
        return pl.read_parquet(kept)
    scenario, begun = scenario_of(run), time.perf_counter()
    last = scenario.period.last
    frame = features(
        *(run.table(name).collect() for name in TABLES),
        as_of=datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=1),
        zone=scenario.site.zone,
        expiry_days=int(scenario.risk.expiry_days.value),
    )
    print(f"features of {frame.height:,} applications: {time.perf_counter() - begun:.0f} s", flush=True)
    if kept is not None:
        frame.write_parquet(kept)
    return frame


def ladder(run, frame: pl.DataFrame, truth: pl.DataFrame) -> bool:
    """Fit and judge all models as the command does; whether one of them reaches the goal."""
    scenario, begun = scenario_of(run), time.perf_counter()
    plan = scenario.risk.model_copy(update={"resamples": RESAMPLES})
    labels = run.table("labels").collect()
    fitted = fit(frame, labels, plan=plan, zone=scenario.site.zone)
    print(
        f"fit on {fitted.n_train:,} rows, {fitted.n_positive} findings: {time.perf_counter() - begun:.0f} s", flush=True
    )
    begun = time.perf_counter()
    judged = evaluate(fitted, frame, labels, truth, zone=scenario.site.zone)
    print(
        f"evaluate: {time.perf_counter() - begun:.0f} s; {judged.facts['n_positive']['truth']} to be found", flush=True
    )
    names = ("recall_at_5pct_fpr", "shortfall_to_oracle", "recall_at_capacity", "precision_at_capacity", "pr_auc")
    for target in ("truth", "protect", "investigate"):
        for model in (*MODELS, "oracle"):
            cells = [_cell(judged, model, name, target) for name in names]
            print(f"{target:12} {model:14} " + "  ".join(cells), flush=True)
    for model in MODELS:
        bins = judged.calibration.filter((pl.col("model") == model) & (pl.col("target") == "recorded"))
        print(f"calibration  {model:14} {int(bins['is_inside'].sum())} of {bins.height} steps inside the band")
    return any(judged.figure(m, "shortfall_to_oracle", target="truth").value <= GOAL for m in MODELS)


def parts(run, frame: pl.DataFrame, truth: pl.DataFrame) -> None:
    """Boosting with less and with more than it is given: what labels, new features and the future are worth."""
    scenario = scenario_of(run)
    split = split_months(frame, scenario.risk, scenario.site.zone)
    finding = recorded(frame, run.table("labels").collect(), before=split.known_until)
    rows, _ = training_rows(frame, finding, split)
    test = frame["month"].is_in(split.test_months).to_numpy()
    hit, found = truth["is_positive"].to_numpy(), finding.fill_null(False).to_numpy().astype(bool)
    drawn = Resampling.of(frame["group_id"].to_numpy()[test], resamples=RESAMPLES, rng=np.random.default_rng(7))

    def tell(name: str, score: np.ndarray) -> None:
        alarms = Alarms(hit[test], score, drawn)
        told = recall_at_alarms(alarms, alarms.resampled())
        print(f"{name:58} {told.value:.3f} ({told.low:.3f} to {told.high:.3f})", flush=True)

    names = tuple(f.name for f in FEATURES if f.name not in constant_features(frame.filter(pl.Series(rows))))
    added = {f.name for family in FAMILIES if family.name in ADDED for f in family.features} | set(ADDED)
    older = tuple(name for name in names if name not in added)
    later = hindsight(run, frame)
    tell("perfect judge", truth["posterior"].to_numpy()[test])
    for told, target in (("recorded findings", found), ("the truth", hit)):
        for what, columns, more in (
            ("without the company's features", older, None),
            ("as declared", names, None),
            ("as declared, and what comes later on the contact", names, later),
        ):
            matrix = to_matrix(frame, columns)
            matrix = matrix if more is None else np.column_stack([matrix, more])
            with one_thread():
                model = boosting(chosen(columns), seed=7).fit(matrix[rows], target[rows])
                tell(f"boosting on {told}, {what}", model.decision_function(matrix[test]))


def hindsight(run, frame: pl.DataFrame) -> np.ndarray:
    """What no model may see: the whole company on a phone and an e-mail, later members too; shape (n, 8)."""
    form = frame.select("application_id").join(
        run.table("applications").collect(), on="application_id", how="left", maintain_order="left"
    )
    signs = form.select(
        "phone",
        "email",
        one=pl.lit(1),
        same_day="is_same_day",
        unplanned=~pl.col("has_itinerary"),
        unlicensed=~pl.col("agency_licensed").fill_null(True),
    )
    columns = []
    for key in ("phone", "email"):
        told = signs.group_by(key).agg(pl.col("one", "same_day", "unplanned", "unlicensed").sum())
        whole = signs.select(key).join(told, on=key, how="left", maintain_order="left").drop(key)
        columns.append(np.log1p(whole.fill_null(0).to_numpy().astype(np.float64)))
    return np.column_stack(columns)


def _cell(judged, model: str, name: str, target: str) -> str:
    try:
        told = judged.figure(model, name, target=target)
    except KeyError:
        return f"{name} -"
    return f"{name} {told.value:.3f} ({told.low:.3f} to {told.high:.3f})"


if __name__ == "__main__":
    sys.exit(main())
