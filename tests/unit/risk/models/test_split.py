"""Months in order, a gap between them, labels known in time, and no group on both sides."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest

from simi_lab.errors import BadRequest
from simi_lab.risk.models.split import group_folds, recorded, silent_months, split_months, training_rows
from simi_lab.scenario.number import number
from simi_lab.scenario.risk import RiskPlan


def months(*numbers: int) -> pl.DataFrame:
    rows = [(i, i, date(2024 + (m - 1) // 12, (m - 1) % 12 + 1, 1)) for i, m in enumerate(numbers)]
    return pl.DataFrame(rows, schema=["application_id", "group_id", "month"], orient="row")


def plan(*, share: float = 0.6, gap: float = 30) -> RiskPlan:
    return RiskPlan(train_share=number(share, "share", "test", "known"), gap_days=number(gap, "day", "test", "known"))


@pytest.mark.parametrize(("gap", "waiting"), [(0, 0), (28, 1), (31, 1), (60, 2)])
def test_the_gap_is_whole_months(gap, waiting):
    split = split_months(months(*range(1, 11)), plan(gap=gap))
    assert [len(split.train_months), len(split.gap_months)] == [6, waiting]
    assert split.train_months[-1] < split.test_months[0]


def test_labels_count_until_the_first_local_moment_of_the_test():
    split = split_months(months(*range(1, 11)), plan())
    assert split.test_months[0] == date(2024, 8, 1)
    assert split.known_until == datetime(2024, 7, 31, 17, tzinfo=UTC)  # midnight in Liwa


def test_too_few_months_are_refused():
    with pytest.raises(BadRequest, match="2 months are too few to train, wait 1 and test"):
        split_months(months(1, 2), plan())


def test_a_label_counts_from_the_moment_it_is_known():
    frame = months(1, 1, 1)
    labels = pl.DataFrame(
        {
            "application_id": [0, 1],
            "label": ["two_identities", "none"],
            "known_at": [datetime(2024, 2, 1, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC)],
        }
    )
    assert recorded(frame, labels).to_list() == [True, False, None]
    assert recorded(frame, labels, before=datetime(2024, 3, 1, tzinfo=UTC)).to_list() == [True, None, None]


def test_a_group_that_stands_in_the_test_does_not_train():
    frame = months(1, 1, 2, 4).with_columns(group_id=pl.Series([5, 6, 7, 5]))
    split = split_months(months(1, 2, 3, 4), plan(share=0.5))
    rows, left_out = training_rows(frame, pl.Series([True, False, None, True]), split)
    assert rows.tolist() == [False, True, False, False]  # shared group, trains, nothing recorded, test
    assert left_out == 1


def test_silent_months_are_named():
    frame = months(1, 1, 2, 3)
    told = silent_months(frame, pl.Series([None, True, None, False]), tuple(frame["month"].unique().sort()))
    assert told == [date(2024, 2, 1)]


def test_folds_keep_groups_whole_and_hold_a_finding_each():
    import numpy as np

    rng = np.random.default_rng(3)
    groups = rng.integers(0, 60, 400)
    target = np.isin(groups, [1, 2, 3, 4])
    fold = group_folds(groups, target, 4, rng=rng)
    assert all(np.unique(fold[groups == group]).size == 1 for group in np.unique(groups))
    assert all(target[fold == k].any() for k in range(4))


def test_no_contact_group_of_the_world_is_on_both_sides(world, frame, fitted):
    known = recorded(frame, world.tables["labels"], before=fitted.split.known_until)
    rows, _ = training_rows(frame, known, fitted.split)
    tested = frame.filter(pl.col("month").is_in(fitted.split.test_months))
    assert not set(frame.filter(rows)["group_id"]) & set(tested["group_id"])
    phones = world.tables["applications"].select("application_id", "phone")
    sides = [part.join(phones, on="application_id")["phone"] for part in (frame.filter(rows), tested)]
    assert not set(sides[0]) & set(sides[1])
