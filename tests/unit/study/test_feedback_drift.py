"""Drift of a real run: what is watched, what is planted, alarms told in both languages."""

from __future__ import annotations

import polars as pl
import pytest

from simi_lab.errors import BadRequest
from simi_lab.store import Run
from simi_lab.study.feedback.drift import CHANGES, WATCHED, Drift, drift, watched_rows
from simi_lab.study.feedback.drift_words import DETECTOR_NAMES, drift_lines


@pytest.fixture(scope="module")
def found(mungil: Run) -> Drift:
    return drift(mungil, seeds=2)


def test_a_real_run_is_watched_and_the_detectors_judged(mungil: Run, found: Drift) -> None:
    assert set(found.by_month["watch"]) == set(WATCHED)
    sizes = found.by_month.filter(pl.col("watch") == "score")["n"]
    assert sizes.sum() == mungil.table("applications").collect().height
    assert set(found.judged["detector"]) == set(DETECTOR_NAMES)
    assert (found.judged["n_changes"] == 2 * len(CHANGES)).all()
    assert found.facts["n_streams"] == 2 * (len(CHANGES) + 1)
    assert drift(mungil, seeds=2).judged.equals(found.judged), "kept, and read again"
    assert found.to_dict()["seeds"] == 2
    for lang in ("id", "en"):
        assert len(list(drift_lines(found, lang))) == 3 + len(DETECTOR_NAMES) + len(WATCHED)


def test_planted_columns_change_what_they_say(mungil: Run) -> None:
    case, pool = watched_rows(mungil)
    assert pool["filed_at"].is_sorted()
    assert pool["unknown"].sum() == 0
    assert pool["unknown_later"].mean() == pytest.approx(0.15, abs=0.04)
    blind = pool.filter(pl.col("unknown_later") == 1)
    seeing = pool.filter(pl.col("unknown_later") == 0)
    assert (blind["score"] != blind["score_with_gaps"]).any()
    assert (seeing["score"] == seeing["score_with_gaps"]).all()
    assert (pool["finding_later"] >= pool["finding"]).all() and pool["finding_later"].sum() > pool["finding"].sum()
    assert int((pool["more_of_pattern"] > 1).sum()) == int(case.positive.sum())


def test_one_stream_of_each_kind_is_too_few(mungil: Run) -> None:
    with pytest.raises(BadRequest, match="at least two"):
        drift(mungil, seeds=1)
