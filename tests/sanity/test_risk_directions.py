"""The risk room points the right way: what is planted can be found, lots teach nothing, more capacity costs more."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
import polars as pl
import pytest

from simi_lab.risk import evaluate, features, fit
from simi_lab.risk.judging import Evaluation
from simi_lab.risk.models import MODELS
from simi_lab.scenario.risk import RiskPlan
from simi_lab.schema import enum

_MAKER = Path(__file__).parent.parent / "unit" / "risk" / "conftest.py"
PLAN = RiskPlan(resamples=60)


@cache
def maker() -> ModuleType:
    """The small planted world of the unit tests, loaded by its place."""
    spec = importlib.util.spec_from_file_location("planted_world", _MAKER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def judged(tables: dict[str, pl.DataFrame], truth: pl.DataFrame, capacity: float = 0.5) -> Evaluation:
    frame = features(**tables, as_of=maker().AS_OF)
    return evaluate(fit(frame, tables["labels"], plan=PLAN), frame, tables["labels"], truth, capacity_per_day=capacity)


@pytest.fixture(scope="module")
def world():
    return maker().make_world(6000, seed=21, rings=60, identities=40)


@pytest.fixture(scope="module")
def frame(world):
    return features(**world.given(), as_of=maker().AS_OF)


@pytest.fixture(scope="module")
def fitted(world, frame):
    return fit(frame, world.tables["labels"], plan=PLAN)


@pytest.fixture(scope="module")
def plain(world, frame, fitted):
    return evaluate(fitted, frame, world.tables["labels"], world.truth, capacity_per_day=0.5)


def recall(told: Evaluation, model: str) -> float:
    return told.figure(model, "recall_at_capacity", target="truth").value


def test_without_its_shared_phones_a_ring_is_harder_to_find(world, plain):
    forms = world.tables["applications"]
    apart = forms.with_columns(phone=pl.format("+62899{}", pl.col("application_id") + 8_000_000))
    told = judged(world.given(applications=apart), world.truth)
    for model in MODELS:
        found = [
            t.typologies.filter((pl.col("model") == model) & (pl.col("typology") == "pmi_group"))["share"].item()
            for t in (plain, told)
        ]
        assert found[1] < found[0]
        if model in ("rule_of_thumb", "glass_box", "boosting"):  # the card's whole points lean on phones less
            assert found[1] < found[0] - 0.1


def test_labels_drawn_by_lot_teach_nothing(world, plain):
    labels = world.tables["labels"]
    by_lot = labels.with_columns(label=labels["label"].shuffle(seed=5))
    told = judged(world.given(labels=by_lot), world.truth)
    chance = told.figure("random", "recall_at_capacity", target="truth")
    for model in ("glass_box", "boosting"):
        assert recall(told, model) < recall(plain, model) - 0.25
        assert told.figure(model, "recall_at_capacity", target="truth").low < chance.high + 0.1
    rule = abs(recall(told, "rule_of_thumb") - recall(plain, "rule_of_thumb"))
    assert rule < 0.1  # the rule learned nothing, so it forgets nothing


def test_probabilities_add_up_to_what_is_recorded(world, plain):
    for model in MODELS:
        bins = plain.calibration.filter((pl.col("model") == model) & (pl.col("target") == "recorded"))
        assert bins["observed"].sum() == pytest.approx(bins["expected"].sum(), rel=0.5)


def test_where_the_office_does_not_look_its_model_does_not_look(world, plain):
    """An office that never records two identities trains a model that lets them pass, and its records do not say so."""
    seen = pl.col("label").cast(str)
    unseen = pl.when(seen == "two_identities").then(pl.lit("none")).otherwise(seen).cast(enum("label"))
    told = judged(world.given(labels=world.tables["labels"].with_columns(label=unseen)), world.truth)
    shares = [
        t.typologies.filter((pl.col("model") == "boosting") & (pl.col("typology") == "two_identities"))["share"].item()
        for t in (plain, told)
    ]
    assert shares[1] < shares[0] - 0.1
    missed = told.months.filter(pl.col("model") == "boosting").group_by("target").agg(pl.col("missed").sum())
    by_target = dict(missed.iter_rows())
    assert by_target["recorded"] < by_target["truth"]


def test_the_benign_pay_for_capacity(world, frame, fitted):
    stopped = []
    for capacity in (0.25, 1, 4):
        told = evaluate(fitted, frame, world.tables["labels"], world.truth, capacity_per_day=capacity)
        stopped.append([told.benign.filter(pl.col("model") == m)["n_groups_stopped"].sum() for m in MODELS])
    assert (np.diff(stopped, axis=0) >= 0).all()
    assert stopped[0] < stopped[-1]


def test_days_or_a_pooled_month_spend_the_same_capacity(world, frame, fitted):
    looked = []
    for period in ("day", "month"):
        planned = replace(fitted, plan=PLAN.model_copy(update={"capacity_period": period}))
        told = evaluate(planned, frame, world.tables["labels"], world.truth, capacity_per_day=1)
        looked.append(told.facts["n_looked_at"])
        assert told.figure("boosting", "recall_at_capacity", target="truth").value > 0.3
    assert looked[0] <= looked[1]  # a slot of a day without applicants is lost
    assert looked[0] > 0.8 * looked[1]
