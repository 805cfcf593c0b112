"""The audit of a run: what is noticed and what is not, what is hidden, what each choice costs, and bad requests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from simi_lab.errors import BadRequest, FaultsError
from simi_lab.store import Run
from simi_lab.study.fairness import Audit, audit, audit_column, judged
from simi_lab.study.fairness.choices import choices, repaired
from simi_lab.study.fairness.rows import GROUPS, OFFICE, applicants, audited_rows
from simi_lab.study.fairness.told import audit_lines, opening

YOUNG = ("0-16", "17-29")


@pytest.fixture(scope="module")
def by_model(mungil: Run) -> Audit:
    return audit(mungil)


@pytest.fixture(scope="module")
def two_worlds(world_home: Path) -> Iterator[dict[str, pl.DataFrame]]:
    """What the office did in a world whose officers doubt young people three times as often, and in one without."""
    from simi_lab.study import make

    found = {}
    for name, changes in (("fair", ()), ("biased", ("bias_label",))):
        run = make("ukk_liwa", changes=changes, out=world_home / f"audit_{name}")
        found[name] = audited_rows(run, OFFICE)[0]
    yield found


def test_a_bias_in_whom_officers_doubt_is_noticed(two_worlds: dict[str, pl.DataFrame]) -> None:
    verdicts = {}
    for name, rows in two_worlds.items():
        told = judged(
            pl.concat(audit_column(rows, ("officer",), column, seed=11) for column in ("sex", "age_band", "distance"))
        )
        verdicts[name] = told.filter(column="age_band", kind="reached")
        assert not told.filter(pl.col("noticed"), column="sex").height
    assert not verdicts["fair"]["noticed"].any()
    assert verdicts["biased"]["noticed"].all()
    young = verdicts["biased"].filter(group="17-29")
    assert young["verdict"].to_list() == ["higher"]
    low = {name: rows.filter(pl.col("age_band").is_in(YOUNG))["officer"].mean() for name, rows in two_worlds.items()}
    assert low["biased"] > 2 * low["fair"]


def test_without_a_bias_chance_is_noticed_no_more_often_than_said(two_worlds: dict[str, pl.DataFrame]) -> None:
    rows = two_worlds["fair"]
    rng = np.random.default_rng(8)
    n_noticed = 0
    for seed in range(60):
        dealt = rows.with_columns(pl.Series("sex", rng.permutation(rows["sex"].to_numpy())))
        told = judged(audit_column(dealt, ("officer",), "sex", seed=seed, shuffles=199))
        n_noticed += told["noticed"].any()
    assert n_noticed <= 8  # 5 % of 60 is three; nine or more would happen about once in 400 tries


def test_the_funnel_narrows_and_counts_what_the_run_holds(mungil: Run, by_model: Audit) -> None:
    facts = by_model.facts
    assert by_model.stages == ("profile", "officer", "finding")
    assert facts["n"] > facts["reached"]["profile"] >= facts["reached"]["officer"] >= facts["reached"]["finding"]
    office = audit(mungil, OFFICE)
    assert office.stages == ("officer", "finding")
    labels = mungil.table("labels").collect()
    assert office.facts["n"] == labels.height
    assert office.facts["reached"]["finding"] == labels.filter(pl.col("label").cast(pl.String) != "none").height
    assert set(by_model.funnel["column"].unique()) == set(GROUPS)


def test_who_is_picked_is_who_the_evaluation_says(mungil: Run, by_model: Audit) -> None:
    from simi_lab.study import risk_model

    facts = risk_model(mungil).evaluation.facts
    assert by_model.facts["n"] == facts["n_test"]
    assert by_model.facts["reached"]["profile"] == facts["n_looked_at"]


def test_small_groups_are_hidden_whole(by_model: Audit) -> None:
    hidden = by_model.funnel.filter("suppressed")
    assert hidden.height
    assert hidden.select("n", "n_reached", "value", "low", "high", "p").null_count().row(0) == (hidden.height,) * 6
    shown = by_model.funnel.filter(~pl.col("suppressed"))
    assert not shown["n_reached"].is_between(1, 4).any()
    assert not shown["n"].is_between(1, 4).any()
    assert not by_model.rates["n"].is_between(1, 4).any()


def test_groups_of_people_are_what_they_are_called(mungil: Run) -> None:
    rows = applicants(mungil).join(
        mungil.table("applications").select("application_id", "is_minor", "person_id").collect(), on="application_id"
    )
    born = mungil.table("people").select("person_id", "birth_date").collect()
    rows = rows.join(born, on="person_id")
    whole = (pl.col("filed_at").dt.date() - pl.col("birth_date")).dt.total_days() / 365.2425
    assert rows.filter(pl.col("age_band") == "0-16").select(whole.max()).item() < 17.01
    assert rows.filter(pl.col("age_band") == "60+").select(whole.min()).item() > 59.99
    assert rows.null_count().select(list(GROUPS)).row(0) == (0,) * len(GROUPS)


def test_the_words_are_about_people_in_both_languages(by_model: Audit) -> None:
    for lang, synthetic in (("id", "DATA SINTETIS"), ("en", "SYNTHETIC DATA")):
        lines = audit_lines(by_model, "sex", lang)
        assert lines[0] == synthetic
        assert str(by_model.facts["n"]) in opening(by_model, "sex", lang)
        assert any("1.000" in line or "1,000" in line for line in lines)
    assert len(audit_lines(by_model, None, "id")) > 15


def test_each_choice_is_judged_on_later_months_at_one_level(mungil: Run) -> None:
    found = choices(mungil, "glass_box", "sex")
    at = found.choices.filter(at="alarms")
    assert set(at["method"]) == {"common", "threshold", "reweigh", "repair"}
    assert at["fpr"].to_list() == pytest.approx([0.05] * at.height, abs=1e-6)
    assert found.facts["n_later"] + found.facts["n_tuning"] == audit(mungil).facts["n"]
    assert choices(mungil, "glass_box", "sex").choices.equals(found.choices)
    assert set(choices(mungil, "rule_of_thumb", "sex").choices["method"]) == {"common", "threshold"}


def test_repair_leaves_a_table_that_models_take(mungil: Run) -> None:
    from simi_lab.risk.models.matrix import check_frame
    from simi_lab.study import risk_model

    features = risk_model(mungil).features.collect()
    codes = np.arange(features.height) % 2
    moved = repaired(features, codes, np.ones(features.height, dtype=bool), 1.0)
    check_frame(moved)
    assert moved.columns == features.columns
    assert moved["days_to_departure"].null_count() == features["days_to_departure"].null_count()


def test_what_does_not_exist_is_refused_kindly(mungil: Run) -> None:
    with pytest.raises(BadRequest, match="no model"):
        audit(mungil, "oracle")
    with pytest.raises(BadRequest, match="no group column"):
        choices(mungil, "glass_box", "religion")
    with pytest.raises(BadRequest, match="no score"):
        choices(mungil, OFFICE, "sex")


def test_a_column_of_numbers_and_a_column_of_one_value(mungil: Run) -> None:
    rows, stages = audited_rows(mungil, OFFICE)
    with pytest.raises(FaultsError, match="groups can be compared"):
        audit_column(rows.with_columns(each=pl.col("application_id")), stages, "each", seed=1)
    told = judged(audit_column(rows.with_columns(one=pl.lit("all")), stages, "one", seed=1))
    assert set(told["verdict"]) == {"too_few"}
    assert not told["noticed"].any()


def test_a_world_in_which_nobody_is_to_be_found_is_audited_without_findings(mungil: Run) -> None:
    rows, stages = audited_rows(mungil, OFFICE)
    told = judged(audit_column(rows.with_columns(truth=pl.lit(False)), stages, "sex", seed=1))
    wrong = told.filter(pl.col("kind") == "unfounded").drop_nulls("value")
    assert (wrong["value"] == 1.0).all()
