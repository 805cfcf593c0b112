"""Models come back as they were, and are refused when altered, cut off or made for something else."""

from __future__ import annotations

import json

import pytest

from simi_lab.errors import BrokenRunError, MissingRunError
from simi_lab.risk import load, score
from simi_lab.risk.models import folder as room
from simi_lab.risk.models import save, sealed


@pytest.fixture
def saved(fitted, tmp_path):
    save(fitted, tmp_path)
    return tmp_path


def test_models_come_back_as_they_were(saved, fitted, frame):
    again = load(saved, run_hash="a" * 64)
    assert score(again, frame).equals(score(fitted, frame))
    assert (again.split, again.plan, again.notes, again.n_positive) == (
        fitted.split,
        fitted.plan,
        fitted.notes,
        fitted.n_positive,
    )


def test_nothing_is_pickled(saved):
    assert {path.suffix for path in saved.iterdir()} == {".json", ".skops"}


def test_an_altered_model_is_refused(saved):
    path = saved / "boosting.skops"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(BrokenRunError, match="The model file was altered or is missing"):
        load(saved)


def test_a_missing_model_file_is_refused(saved):
    (saved / "glass_box.skops").unlink()
    with pytest.raises(BrokenRunError, match=r"glass_box\.skops"):
        load(saved)


@pytest.mark.parametrize("key", ["n_train", "format", "run_hash"])
def test_altered_facts_are_refused(saved, key):
    path = saved / "models.json"
    facts = json.loads(path.read_text())
    (facts["counts"] if key == "n_train" else facts)[key] = "9"
    path.write_text(json.dumps(facts))
    with pytest.raises(BrokenRunError, match="facts of the models were altered"):
        load(saved)


def test_cut_off_facts_are_refused(saved):
    path = saved / "models.json"
    path.write_text(path.read_text()[:200])
    with pytest.raises(BrokenRunError, match="not the list of facts"):
        load(saved)


def test_models_of_another_run_are_refused(saved):
    with pytest.raises(BrokenRunError, match="another run"):
        load(saved, run_hash="b" * 64)


@pytest.mark.parametrize(
    ("name", "told"), [("feature_hash", "another list of features"), ("schema_hash", "tables of another schema")]
)
def test_models_of_another_schema_are_refused(saved, monkeypatch, name, told):
    monkeypatch.setattr(sealed, name, lambda: "0" * 64)
    with pytest.raises(BrokenRunError, match=told):
        load(saved)


def test_a_file_that_asks_for_other_types_is_refused(saved, monkeypatch):
    monkeypatch.setattr(room, "_OURS", frozenset({"numpy.dtype"}))
    with pytest.raises(BrokenRunError, match="types that are not ours"):
        load(saved)


def test_an_empty_folder_says_what_to_do(tmp_path):
    with pytest.raises(MissingRunError, match="simi-lab risk fit"):
        load(tmp_path)
