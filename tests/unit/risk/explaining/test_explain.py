"""Reasons are exact terms, what would change a score is the model asked again, and no raw name is ever said."""

from __future__ import annotations

import json

import polars as pl
import pytest

from simi_lab.cli import main
from simi_lab.errors import BadRequest
from simi_lab.i18n import percent
from simi_lab.risk import explain
from simi_lab.risk.judging.capacity import looked_at, slots
from simi_lab.risk.models import MODELS
from simi_lab.risk.models.rules import rule_points
from simi_lab.risk.models.terms import raw_scores
from simi_lab.risk.signals import FEATURES
from simi_lab.risk.signals.reliefs import RELIEFS
from simi_lab.risk.telling.reasons import reason_lines

NAMES = [feature.name for feature in FEATURES]


@pytest.fixture(scope="module")
def tested(frame, fitted):
    return frame.filter(pl.col("month").is_in(fitted.split.test_months))


@pytest.fixture(scope="module")
def asked(tested, fitted):
    """The highest and the lowest score of the glass box, and two between."""
    order = tested["application_id"].gather(fitted.models["glass_box"].probability(tested).argsort())
    return [int(order[place]) for place in (-1, -20, order.len() // 2, 0)]


def test_glass_box_reasons_and_base_add_up_to_the_raw_score(frame, fitted, asked):
    for told in explain(fitted, frame, asked):
        row = frame.filter(pl.col("application_id") == told.application_id)
        total = told.base + sum(reason.adds for reason in told.reasons)
        assert total == pytest.approx(raw_scores(fitted.models["glass_box"], row)[0], abs=1e-9)


def test_scorecard_and_rules_tell_their_points(frame, fitted, asked):
    card = fitted.models["scorecard"]
    for told in explain(fitted, frame, asked, model="scorecard"):
        row = frame.filter(pl.col("application_id") == told.application_id)
        assert card.estimator.intercept + sum(r.adds for r in told.reasons) * 0.0693147 == pytest.approx(
            raw_scores(card, row)[0], abs=1e-4
        )
    for told in explain(fitted, frame, asked, model="rule_of_thumb"):
        row = frame.filter(pl.col("application_id") == told.application_id)
        assert sum(reason.adds for reason in told.reasons) == rule_points(row)[0]


@pytest.mark.parametrize("model", MODELS)
def test_what_would_change_a_score_is_the_model_asked_again(frame, fitted, asked, model):
    (told,) = explain(fitted, frame, asked[:1], model=model)
    row = frame.filter(pl.col("application_id") == told.application_id)
    assert told.place.score == fitted.models[model].probability(row)[0]
    assert told.changes
    for change in told.changes:
        settled = row.with_columns(
            pl.lit(fitted.ordinary[name], dtype=row.schema[name]).alias(name) for name in change.features
        )
        assert change.place.score == fitted.models[model].probability(settled)[0]
        assert {feature.told.bundle for feature in FEATURES if feature.name in change.features} == {change.bundle}


def test_a_settled_reason_of_the_top_score_lets_it_fall_in_the_line(frame, fitted, asked):
    (told,) = explain(fitted, frame, asked[:1])
    best = told.changes[0]
    assert best.place.score < told.place.score
    assert best.place.rank >= told.place.rank == 1


def test_the_line_is_that_of_the_judgement(frame, fitted, tested):
    capacity = 0.5
    places = slots(tested, capacity_per_day=capacity, period=fitted.plan.capacity_period)
    score = fitted.models["boosting"].probability(tested)
    chosen = dict(zip(tested["application_id"], looked_at(tested, score, places), strict=True))
    some = tested["application_id"].gather((-score).argsort()[:240:12]).to_list()
    told = explain(fitted, frame, some, model="boosting", capacity_per_day=capacity)
    assert [one.place.is_looked_at for one in told] == [bool(chosen[number]) for number in some]
    assert {True, False} == {one.place.is_looked_at for one in told}


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("model", MODELS)
def test_sentences_are_whole_and_name_no_feature(frame, fitted, asked, monkeypatch, lang, model):
    monkeypatch.setenv("SIMI_LAB_STRICT", "1")
    for told in explain(fitted, frame, asked, model=model):
        text = "\n".join(reason_lines(told, lang))
        assert percent(told.place.score, lang, 2) in text
        assert not [name for name in NAMES if name in text]
        assert "{" not in text
        assert "_" not in text
        borrowed = "no exact reasons" in text or "tidak punya alasan yang pasti" in text
        assert borrowed == (model in ("boosting", "isolation"))


def test_each_feature_says_what_is_and_what_would_lower_it():
    for feature in FEATURES:
        assert feature.told.present.endswith(".")
        assert feature.told.absent.endswith(".")
        assert ("{value}" in feature.told.present) == (feature.kind != "flag")
        assert "{" not in feature.told.absent
    assert {feature.told.bundle for feature in FEATURES} == set(RELIEFS)


def test_what_cannot_be_explained_is_said(frame, fitted, asked):
    with pytest.raises(BadRequest, match="no model neural"):
        explain(fitted, frame, asked, model="neural")
    with pytest.raises(BadRequest, match="no application 999999"):
        explain(fitted, frame, [999999])
    early = int(frame.filter(pl.col("month") == fitted.split.train_months[0])["application_id"][0])
    with pytest.raises(BadRequest, match="outside the months that are judged"):
        explain(fitted, frame, [early])
    assert explain(fitted, frame, []) == []


def test_the_command_takes_the_number_people_read_and_the_plain_key(kept, capsys, frame, asked):
    number = asked[0]
    assert main(["risk", "explain", "mungil", "--application", str(number)]) == 0
    answer = capsys.readouterr()
    told = answer.out
    assert "no page shows this score" in answer.err  # without an impact assessment
    case = told.splitlines()[1].split(",")[0]
    assert case == f"SIM-2025-{number:06d}"
    assert main(["risk", "explain", "mungil", "--application", case.lower()]) == 0
    assert capsys.readouterr().out == told
    assert main(["risk", "explain", "mungil", "--application", case, "--model", "boosting", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["application_id"], answer["reasons_of"], answer["is_exact"]) == (number, "glass_box", False)
    assert not answer["gate"]["is_open"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--application", "SIM-2025-999999"], "holds no application SIM-2025-999999"),
        (["--application", "SIM-1999-{number:06d}"], "holds no application SIM-1999"),
        (["--application", "twelve"], "is not the number of an application"),
        (["--application", "-5"], "is not the number of an application"),
        (["--application", "{early}"], "outside the months that are judged"),
        (["--application", "{number}", "--model", "neural"], "There is no model neural"),
    ],
)
def test_the_command_says_what_is_wrong_in_one_message(kept, capsys, frame, fitted, asked, words, told):
    early = int(frame.filter(pl.col("month") == fitted.split.train_months[0])["application_id"][0])
    said = [word.format(number=asked[0], early=early) for word in words]
    assert main(["risk", "explain", "mungil", *said]) == 2
    answer = capsys.readouterr()
    assert told in answer.err
    assert not answer.out


def test_the_command_refuses_an_altered_model(kept, capsys, asked):
    path = kept / "glass_box.skops"
    path.write_bytes(path.read_bytes()[:-1] + b"\0\0")
    assert main(["risk", "explain", "mungil", "--application", str(asked[0])]) == 1
    assert "glass_box.skops" in capsys.readouterr().err
