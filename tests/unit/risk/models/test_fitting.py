"""The models learn from earlier months; what cannot be learned from is refused or told."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest

from simi_lab.errors import BadRequest, TableError
from simi_lab.risk import fit, score
from simi_lab.risk.models import MODELS
from simi_lab.risk.models.rules import RULES, rule_points
from simi_lab.scenario.risk import RiskPlan
from simi_lab.schema import enum


def test_scores_are_probabilities_one_per_application_and_model(fitted, frame):
    scores = score(fitted, frame)
    assert scores.columns == ["application_id", "score", "model"]
    assert scores.height == frame.height * len(MODELS)
    assert scores["score"].is_between(0, 1, closed="none").all()
    assert scores.select(pl.struct("application_id", "model").n_unique()).item() == scores.height


def test_the_same_data_and_seed_give_the_same_scores(world, frame, fitted, plan):
    again = fit(frame, world.tables["labels"], plan=plan)
    assert score(again, frame).equals(score(fitted, frame))


def test_labels_from_after_the_training_months_change_nothing(world, frame, fitted, plan):
    labels = world.tables["labels"]
    later = pl.col("known_at") >= fitted.split.known_until
    turned = labels.with_columns(
        label=pl.when(later).then(pl.lit("two_identities")).otherwise(pl.col("label").cast(str)).cast(enum("label"))
    )
    assert score(fit(frame, turned, plan=plan), frame).equals(score(fitted, frame))


def test_rows_from_the_test_months_change_nothing_in_the_learned_part(world, frame, fitted, plan):
    later = pl.col("month").is_in(fitted.split.test_months)
    spoilt = frame.with_columns(phone_others_90d=pl.when(later).then(9).otherwise("phone_others_90d").cast(pl.Int32))
    early = frame.filter(~later)
    assert score(fit(spoilt, world.tables["labels"], plan=plan), early).equals(score(fitted, early))


def test_learned_models_beat_the_base_rate_on_later_months(world, frame, fitted):
    test = frame.filter(pl.col("month").is_in(fitted.split.test_months)).join(
        world.truth.select("application_id", "is_positive"), on="application_id"
    )
    scores = score(fitted, test.drop("is_positive")).join(
        test.select("application_id", "is_positive"), on="application_id"
    )
    for _, rows in scores.group_by("model"):
        found = rows.top_k(40, by="score")["is_positive"].mean()
        assert found > 8 * test["is_positive"].mean()


def test_rule_points_by_hand(frame):
    row = frame.head(1).with_columns(
        phone_others_90d=pl.lit(4, pl.Int32), phone_same_trip_share=pl.lit(0.5), agency_unlicensed=pl.lit(True),
        purpose_without_itinerary=pl.lit(False), nik_check_failed=pl.lit(True), name_differs=pl.lit(True),
        same_person_other_nik=pl.lit(0, pl.Int32), near_person_other_nik=pl.lit(0, pl.Int32),
        work_without_recommendation=pl.lit(False),
    )  # fmt: skip
    assert rule_points(row).tolist() == [3 + 1 + 2 + 1]
    assert len(RULES) <= 12


def test_constant_features_are_left_out_and_told(fitted):
    assert "email_others_90d" not in fitted.models["boosting"].columns
    assert any("email_others_90d" in str(note.values) for note in fitted.notes)


def test_a_training_month_without_labels_is_told_and_does_not_train(world, frame, fitted, plan):
    silent = frame.filter(pl.col("month") == fitted.split.train_months[2])["application_id"]
    labels = world.tables["labels"].filter(~pl.col("application_id").is_in(silent.implode()))
    again = fit(frame, labels, plan=plan)
    assert again.n_train < fitted.n_train - 100
    assert any(note.values.get("months") == "2024-03" for note in again.notes)


def only(label: str, world, *, keep: int = 0) -> pl.DataFrame:
    """Labels of which all but the first `keep` findings say one thing."""
    labels = world.tables["labels"]
    found = labels.filter(pl.col("label") != "none").head(keep)["application_id"]
    kept = pl.col("application_id").is_in(found.implode())
    return labels.with_columns(
        label=pl.when(kept).then(pl.col("label").cast(str)).otherwise(pl.lit(label)).cast(enum("label"))
    )


@pytest.mark.parametrize("label", ["none", "two_identities"])
def test_findings_of_one_kind_only_are_refused(world, frame, plan, label):
    with pytest.raises(BadRequest, match="a model needs both kinds"):
        fit(frame, only(label, world), plan=plan)


def test_findings_of_one_group_only_are_refused(world, frame, plan):
    with pytest.raises(BadRequest, match="belong to one group"):
        fit(frame, only("none", world, keep=1), plan=plan)


def test_training_months_without_any_label_are_refused(world, frame, plan):
    late = world.tables["labels"].filter(pl.col("known_at") > datetime(2025, 1, 1, tzinfo=UTC))
    with pytest.raises(BadRequest, match="No outcome was recorded for the training months 2024-01 to 2024-10"):
        fit(frame, late, plan=plan)


def test_a_missing_an_undeclared_and_an_unseen_value_are_told_together(world, frame, fitted):
    spoilt = frame.drop("held_before").with_columns(
        channel=pl.lit("pigeon"), sex=pl.lit("F"), mrz_check_failed=pl.lit("no")
    )
    with pytest.raises(TableError) as told:
        score(fitted, spoilt)
    faults = {fault.where: fault.what for fault in told.value.faults}
    assert faults == {
        "held_before": "the column is missing.",
        "sex": "is not a declared feature.",
        "channel: pigeon": "no code list knows this category.",
        "mrz_check_failed (String)": "the values are not of the declared kind.",
    }
    with pytest.raises(TableError):
        fit(spoilt, world.tables["labels"], plan=RiskPlan())


def test_a_known_category_that_never_trained_scores(frame, fitted):
    assert "ukk" not in frame["channel"].unique()
    moved = frame.head(50).with_columns(channel=pl.lit("ukk"))
    assert np.isfinite(score(fitted, moved)["score"].to_numpy()).all()


def test_importing_the_room_does_not_load_scikit_learn():
    import subprocess
    import sys

    code = "import simi_lab.risk, sys; sys.exit('sklearn' in sys.modules or 'skops' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
