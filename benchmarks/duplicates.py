"""Duplicate identities: what is found of planted copies, of planted second identities, and beside Splink.

Run: python benchmarks/duplicates.py RUN [--people N] [--seeds N]. RUN is the folder of a world, such as one of
`simi-lab study make kotabumi --applications 200000`. Splink (MIT) is not in the lock: with DuckDB, SQLGlot and PyArrow
it would add about 245 MB to every installation. To compare: `pip install splink` into a copy of the environment. A goal
that is missed on the copies gives exit code 1.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from simi_lab.risk.duplicates import find_duplicates, judge_clusters, judge_pairs, with_copies
from simi_lab.risk.duplicates.judge import true_pairs
from simi_lab.risk.duplicates.prepare import prepared

SHARE, SEEDS = 0.03, 3
GOAL_RECALL, GOAL_PRECISION, GOAL_F1 = 0.97, 0.99, 0.95

THRESHOLDS = (0.5, 0.9, 0.99)


def main() -> int:
    """Print recall, precision, F1 and CPU; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--seeds", type=int, default=SEEDS)
    given = parser.parse_args()
    people = _people(given.run).head(given.people)
    missed = False
    for kind in ("ordinary", "hidden"):
        for seed in range(8, 8 + given.seeds):
            records, truth = with_copies(people, share=SHARE, seed=seed, kind=kind)
            told = _copies(f"{kind}, seed {seed}", records, truth)
            missed |= kind == "ordinary" and not told
        _splink(kind, records, truth)
    _second_identities(given.run)
    return int(missed)


def _read(run: Path, table: str) -> pl.DataFrame:
    return pl.read_parquet(f"{run}/{table}/*.parquet")


def _people(run: Path) -> pl.DataFrame:
    homes = _read(run, "tables/households").select("household_id", "address", home_phone="phone")
    people = _read(run, "tables/people").join(homes, on="household_id", how="left", maintain_order="left")
    return people.select(
        "name",
        "birth_date",
        "birth_place",
        document_number="nik",
        phone=pl.coalesce("phone", "home_phone"),
        address="address",
    )


def _timed(do: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    return do(), time.process_time() - start


def _copies(title: str, records: pl.DataFrame, truth: pl.DataFrame) -> bool:
    found, cpu = _timed(lambda: find_duplicates(records, record="record"))
    true = true_pairs(truth)
    print(f"{title}: {records.height:,} records, {true.height:,} copies, {found.n_compared:,} pairs, {cpu:.1f} s CPU")
    for threshold in THRESHOLDS:
        _say(f"  from {threshold}", judge_pairs(found.pairs.filter(pl.col("probability") >= threshold), true))
    clusters = judge_clusters(found.clusters, truth)
    _say("  as clusters", clusters)
    told = judge_pairs(found.pairs.filter("is_duplicate"), true)
    return bool(
        told["recall"].value >= GOAL_RECALL
        and told["precision"].value >= GOAL_PRECISION
        and told["f1"].value >= GOAL_F1
    )


def _say(title: str, told: Mapping[str, Any]) -> None:
    parts = (f"{name} {told[name].value:.4f} [{told[name].low:.4f}, {told[name].high:.4f}]"
             for name in ("recall", "precision", "f1"))  # fmt: skip
    print(f"{title:14s}", ", ".join(parts))


def _splink(kind: str, records: pl.DataFrame, truth: pl.DataFrame) -> None:
    """Splink on the same records, prepared alike, with its own comparisons and blocks of the same kind.

    In its favour: a number agrees or not (one other digit is a twin), and the best threshold is told, truth in hand.
    """
    try:
        import splink
        import splink.comparison_library as compare
    except ImportError:
        print("  Splink is not installed: see the top of this file.")
        return
    rows = prepared(records).with_columns(
        day=pl.col("birth_date").dt.to_string(), first=pl.col("spelled").str.slice(0, 3)
    )
    by = splink.block_on
    settings = splink.SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record",
        comparisons=[
            compare.JaroWinklerAtThresholds("spelled", [0.92, 0.82]).configure(term_frequency_adjustments=True),
            compare.DateOfBirthComparison("birth_date", input_is_string=False),
            compare.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            compare.ExactMatch("document_number"),
            compare.ExactMatch("phone"),
            compare.ExactMatch("address"),
        ],
        blocking_rules_to_generate_predictions=[
            by("birth_date", "first"), by("birth_date", "birth_place"), by("spelled"),
            by("document_number"), by("phone"), by("address"),
        ],
    )  # fmt: skip

    def predict() -> pl.DataFrame:
        api = splink.DuckDBAPI()
        linker = splink.Linker(api.register(rows.to_arrow()), settings, log_level="ERROR")
        linker.training.estimate_probability_two_random_records_match([by("document_number")], recall=0.6)
        linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
        linker.training.estimate_parameters_using_expectation_maximisation(by("spelled"))
        linker.training.estimate_parameters_using_expectation_maximisation(by("birth_date"))
        return linker.inference.predict(threshold_match_probability=0.5).as_duckdbpyrelation().pl()

    found, cpu = _timed(predict)
    print(f"Splink {splink.__version__}, {kind}, last seed: {cpu:.1f} s CPU")
    pairs = found.select(left="record_l", right="record_r", probability="match_probability")
    true = true_pairs(truth)
    for threshold in THRESHOLDS:
        _say(f"  from {threshold}", judge_pairs(pairs.filter(pl.col("probability") >= threshold), true))
    told = pairs.join(true.with_columns(hit=pl.lit(1)), on=["left", "right"], how="left").sort("probability")[::-1]
    hits, n = told["hit"].fill_null(0).cum_sum(), pl.int_range(1, told.height + 1, eager=True)
    best = (2 * hits / (n + true.height)).arg_max() or 0
    _say("  at its best", judge_pairs(told.head(best + 1), true))


def _second_identities(run: Path) -> None:
    """Pairs that the pattern `two_identities` and its twin show: nearly one name and birth date, all else other."""
    truth, forms = _read(run, "truth/applications"), _read(run, "tables/applications")
    form = forms.select("application_id", "person_id", "office_id")
    form = form.join(_read(run, "tables/people"), on="person_id").sort("application_id")
    shown = truth.filter((pl.col("typology") == "two_identities") | (pl.col("twin_of") == "two_identities"))
    one = shown.filter(pl.col("ring_role") == "first_identity")
    two = shown.filter((pl.col("ring_role") == "second_identity") & pl.col("is_linked"))
    both = one.join(two, on="ring_id", suffix="_2")
    keys = pl.col("application_id"), pl.col("application_id_2")
    true = both.select(left=pl.min_horizontal(keys), right=pl.max_horizontal(keys), harmful=pl.col("is_positive_2"))
    print(
        f"second identities: {form.height:,} applications, {true.height} pairs, {true['harmful'].sum()} of them harmful"
    )
    asked = form.select("application_id", "office_id", "name", "birth_date")
    found = [
        find_duplicates(rows.drop("office_id"), record="application_id", threshold=0.05).pairs
        for rows in asked.partition_by("office_id")
    ]
    pairs = pl.concat(found)
    for threshold in (0.1, 0.3, 0.5, 0.9):
        _say(f"  from {threshold}", judge_pairs(pairs.filter(pl.col("probability") >= threshold), true))
    _ceiling(pairs, true)


def _ceiling(pairs: pl.DataFrame, true: pl.DataFrame) -> None:
    """Best F1 of any rule on agreement and rarity of the name, chosen with the truth in hand: no rule can do better."""
    told = pairs.join(true, on=["left", "right"], how="left").with_columns(hit=pl.col("harmful").is_not_null())
    cells = told.group_by("agree_name", "agree_birth_date", pl.col("weight_name").round(0)).agg(
        n=pl.len(), hits=pl.col("hit").sum()
    )
    cells = cells.with_columns(share=pl.col("hits") / pl.col("n")).sort("share", descending=True)
    hits, n = cells["hits"].cum_sum(), cells["n"].cum_sum()
    f1 = 2 * hits / (n + true.height)
    print(f"  ceiling: F1 {f1.max():.3f} with the truth in hand (namesakes by chance look the same)")


if __name__ == "__main__":
    raise SystemExit(main())
