"""Whoever asks for an altered model gets one clear message from the command: which file, and how to mend it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simi_lab.cli import main
from simi_lab.risk.models import sealed
from simi_lab.study import model as study_model

VERBS = (["evaluate"], ["card"], ["fit"])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def test_models_as_they_were_written_are_read(kept, capsys):
    assert main(["risk", "evaluate", "mungil"]) == 0
    assert "SYNTHETIC DATA" in capsys.readouterr().out


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("name", ["boosting.skops", "evaluation.json", "scores.parquet", "features.parquet"])
def test_an_altered_file_is_refused_by_each_verb(kept, capsys, verb, name):
    flip(kept / name)
    assert main(["risk", *verb, "mungil"]) == 1
    told = capsys.readouterr()
    assert not told.out
    assert str(kept / name) in told.err
    assert "simi-lab risk fit RUN --again" in told.err
    assert "Traceback" not in told.err


@pytest.mark.parametrize("name", ["scorecard.skops", "evaluation.json"])
def test_a_file_that_is_gone_is_told(kept, capsys, name):
    (kept / name).unlink()
    assert main(["risk", "card", "mungil"]) == 1
    assert name in capsys.readouterr().err


def test_altered_facts_are_told(kept, capsys):
    facts = json.loads((kept / "models.json").read_text())
    facts["counts"]["n_train"] += 1
    (kept / "models.json").write_text(json.dumps(facts))
    assert main(["risk", "card", "mungil"]) == 1
    assert "The facts of the models were altered" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("run_hash", "b" * 64, "trained on another run"),
        ("schema_hash", "0" * 64, "tables of another schema"),
        ("feature_hash", "0" * 64, "another list of features"),
        ("sklearn", "0.1", "another version of scikit-learn"),
        ("format", 1, "another version of the lab"),
    ],
)
def test_models_of_another_world_schema_or_version_are_told(kept, capsys, key, value, told):
    facts = json.loads((kept / "models.json").read_text())
    facts[key] = value
    del facts["facts_hash"]
    (kept / "models.json").write_text(json.dumps({**facts, "facts_hash": sealed.facts_hash(facts)}))
    assert main(["risk", "evaluate", "mungil"]) == 1
    said = capsys.readouterr().err
    assert told in said
    assert "models.json" in said


def test_fitting_again_deletes_what_was_altered(kept, capsys, monkeypatch):
    flip(kept / "boosting.skops")
    asked = []

    def fit_anew(run, thing, scenario):
        asked.append(thing.path)
        raise sealed.BrokenRunError("Fitted anew.", where=str(thing.path))

    monkeypatch.setattr(study_model, "_fit", fit_anew)
    main(["risk", "fit", "mungil", "--again"])
    assert asked == [kept]
    assert not kept.exists()
