"""The command parses, hands over to the study, and prints: words for people, JSON for scripts."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from simi_lab.cli import main
from simi_lab.errors import MissingRunError
from simi_lab.risk import card


@pytest.fixture(autouse=True)
def study(evaluation, monkeypatch):
    """A study with one run, whose models are already fitted."""

    def open_run(name):
        if name != "mungil":
            raise MissingRunError("There is no run {name}.", name=name, cure="List them: simi-lab study list.")
        return SimpleNamespace(name=name)

    stand_in = ModuleType("simi_lab.study")
    stand_in.open_run = open_run
    stand_in.risk_model = lambda run, again=False: SimpleNamespace(evaluation=evaluation, path=Path("derived/risk-1"))
    monkeypatch.setitem(sys.modules, "simi_lab.study", stand_in)
    monkeypatch.setattr("simi_lab.study", stand_in, raising=False)
    monkeypatch.setenv("SIMI_LAB_LANG", "id")


def test_fit_says_where_and_what_next(capsys):
    assert main(["risk", "fit", "mungil"]) == 0
    told = capsys.readouterr().out
    assert "derived/risk-1" in told
    assert "simi-lab risk evaluate mungil" in told


def test_fit_tells_a_script_the_facts(capsys, evaluation):
    assert main(["risk", "fit", "mungil", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["facts"]["n_train"] == evaluation.facts["n_train"]


def test_evaluate_speaks_of_persons(capsys):
    assert main(["risk", "evaluate", "mungil"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("DATA SINTETIS")
    assert "orang dilihat tanpa hasil" in told


def test_evaluate_as_json_is_the_evaluation(capsys, evaluation):
    assert main(["risk", "evaluate", "mungil", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == evaluation.to_dict()


def test_card_prints_the_card(capsys, evaluation, monkeypatch):
    monkeypatch.setenv("SIMI_LAB_LANG", "en")
    assert main(["risk", "card", "mungil"]) == 0
    assert capsys.readouterr().out.strip() == card(evaluation, "en").strip()


def test_card_as_json_holds_figures_features_and_both_texts(capsys, evaluation):
    assert main(["risk", "card", "mungil", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["synthetic"] is True and told["figures"] == evaluation.to_dict()["figures"]
    assert told["card"] == {lang: card(evaluation, lang) for lang in ("id", "en")}
    assert all(feature["ground"] and feature["sources"] for feature in told["features"])


@pytest.mark.parametrize("verb", ["fit", "evaluate", "card"])
def test_a_run_that_is_not_there_is_a_bad_request(capsys, verb):
    assert main(["risk", verb, "nowhere"]) == 2
    told = capsys.readouterr()
    assert "nowhere" in told.err
    assert "simi-lab study list" in told.err
    assert not told.out
