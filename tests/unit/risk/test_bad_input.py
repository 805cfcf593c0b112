"""What a world can lack for learning is said by the command in one message, with exit code 2 and nothing written."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import polars as pl
import pytest

from simi_lab import study
from simi_lab.cli import main
from simi_lab.risk.models import fitting
from simi_lab.schema import enum
from simi_lab.study import model as study_model
from simi_lab.study.measure import scenario_of


@pytest.fixture
def asked(mungil, world, monkeypatch, capsys, tmp_path):
    """Fit the models of a run whose tables are those of the small world, some of them replaced."""

    def run(**changed: pl.DataFrame) -> tuple[int, str]:
        tables = world.given(**changed)
        stand_in = SimpleNamespace(
            name="aneh",
            hash="e" * 64,
            manifest=mungil.manifest,
            scenario=mungil.scenario,
            table=lambda name: tables[name].lazy(),
            truth=lambda name: world.truth.lazy(),
        )
        monkeypatch.setenv("SIMI_LAB_LANG", "en")
        monkeypatch.setattr(study, "open_run", lambda name: stand_in)
        code = main(["risk", "fit", "aneh"])
        told = capsys.readouterr()
        assert not told.out
        assert "Traceback" not in told.err
        assert "Unexpected" not in told.err
        assert not study_model._place(stand_in, scenario_of(mungil)).exists
        return code, told.err

    return run


def labels_of(world, *, label: str | None = None, after: datetime | None = None) -> pl.DataFrame:
    labels = world.tables["labels"]
    if label is not None:
        labels = labels.with_columns(label=pl.lit(label).cast(enum("label")))
    return labels if after is None else labels.filter(pl.col("known_at") > after)


@pytest.mark.parametrize("label", ["none", "papers_forged"])
def test_one_class_only(asked, world, label):
    code, told = asked(labels=labels_of(world, label=label))
    assert code == 2
    assert "a model needs both kinds" in told
    assert "Use a larger world or more months." in told


def test_no_label_in_the_training_months(asked, world):
    code, told = asked(labels=labels_of(world, after=datetime(2025, 1, 1, tzinfo=UTC)))
    assert code == 2
    assert "No outcome was recorded for the training months 2024-01 to" in told


def test_a_world_of_one_month(asked, world):
    early = world.tables["applications"].filter(pl.col("filed_at") < datetime(2024, 1, 31, tzinfo=UTC))
    code, told = asked(applications=early)
    assert code == 2
    assert "1 months are too few" in told


def test_every_feature_constant(asked, monkeypatch):
    monkeypatch.setattr(fitting, "constant_features", lambda frame: tuple(f.name for f in fitting.FEATURES))
    code, told = asked()
    assert code == 2
    assert "Every feature is constant in the training months." in told


def test_a_table_of_another_worlds_schema(asked, world):
    code, told = asked(applications=world.tables["applications"].drop("phone", "has_itinerary"))
    assert code == 2
    assert "2 columns are missing for the features." in told
    assert "applications.phone" in told
