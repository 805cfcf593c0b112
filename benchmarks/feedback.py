"""A year of a model in use on a large world, with more lots and more luck than a page waits for; detectors of drift.

Run: python benchmarks/feedback.py RUN [--replications N] [--seeds N]
A world: simi-lab study make kotabumi --applications 240000 --workers 2 --out DIR
The exit code is 1 if no kept detector of drift beats both never and always alarming.
"""

from __future__ import annotations

import argparse
import sys
import time

import polars as pl

from simi_lab import study
from simi_lab.measures.drift.judge import NAIVE
from simi_lab.scenario.feedback import FeedbackPlan
from simi_lab.study.feedback import CLOSED, OPEN, play_all
from simi_lab.study.feedback.drift import drift
from simi_lab.study.measure import scenario_of

SHARES = (0.01, 0.02)


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run")
    parser.add_argument("--replications", type=int, default=8)
    parser.add_argument("--seeds", type=int, default=13)
    asked = parser.parse_args()
    run = study.open_run(asked.run)
    for share in SHARES:
        year(run, share, asked.replications)
    return 0 if detectors(run, asked.seeds) else 1


def year(run: study.Run, share: float, replications: int) -> None:
    """Belief and truth without lots, and with so many of the others drawn."""
    plain = FeedbackPlan(replications=replications).model_dump()
    plain["explore_share"]["value"] = share
    began = time.process_time()
    found = play_all(run, scenario_of(run), FeedbackPlan.model_validate(plain))
    facts, match = found.facts, found.facts["match"][CLOSED]
    print(f"\n{share:.0%} by lot: {facts['n_applicants']:,} applicants, {facts['needed']} in need, "
          f"{time.process_time() - began:.0f} s of CPU")  # fmt: skip
    for name in (CLOSED, OPEN):
        row, errors = found.last(name), facts["errors"][name]
        print(
            f"  {name:6s} reached {row['reached']:.0f}; recall believed {row['believed_recall']:.3f}, true "
            f"{row['true_recall']:.3f}; bias {errors['recall_bias']:+.3f}, error {errors['recall_error']:.3f}, own "
            f"interval holds the truth in {errors['recall_held']:.0%}; precision {row['believed_precision']:.3f} "
            f"believed, {row['true_precision']:.3f} true"
        )
    print(f"  newest against first model on the hold-out: {match['gain']:+.3f} ({match['low']:+.3f} to "
          f"{match['high']:+.3f}) of {match['needed']} in need")  # fmt: skip


def detectors(run: study.Run, seeds: int) -> bool:
    """The table of detectors; whether one of them is worth having."""
    began = time.process_time()
    judged = drift(run, seeds=seeds).judged
    print(f"\nDetectors on {seeds * 5} streams, {time.process_time() - began:.0f} s of CPU")
    shown = ("detector", "missed", "delay_days", "false_alarms", "f1", "cost", "cost_low", "cost_high")
    with pl.Config(tbl_rows=20, tbl_cols=20, float_precision=2, tbl_hide_dataframe_shape=True):
        print(judged.select(*shown, "better_from", "better_to"))
    naive = judged.filter(pl.col("detector").is_in(NAIVE))["cost"].min()
    return bool((judged.filter(~pl.col("detector").is_in(NAIVE))["cost"] < naive).any())


if __name__ == "__main__":
    sys.exit(main())
