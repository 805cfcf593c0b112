"""The card and the terminal say the same figures, in both languages, and call them synthetic."""

from __future__ import annotations

import pytest

from simi_lab.risk import card
from simi_lab.risk.models import MODELS
from simi_lab.risk.signals import FEATURES
from simi_lab.risk.telling import against_rule, report_lines, with_interval

TITLES = {"id": "DATA SINTETIS", "en": "SYNTHETIC DATA"}


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_card_is_whole_in_each_language(evaluation, monkeypatch, lang):
    monkeypatch.setenv("SIMI_LAB_STRICT", "1")  # a missing text raises
    text = card(evaluation, lang)
    assert TITLES[lang] in text.splitlines()[2]
    assert all(f"`{feature.name}`" in text for feature in FEATURES)
    for model in MODELS:
        assert with_interval(evaluation.figure(model, "recall_at_capacity", target="truth"), lang) in text
    assert "{" not in text


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_terminal_says_what_was_found_missed_and_in_vain(evaluation, monkeypatch, lang):
    monkeypatch.setenv("SIMI_LAB_STRICT", "1")
    text = "\n".join(report_lines(evaluation, lang))
    assert text.startswith(TITLES[lang])
    months = evaluation.months.filter(
        (evaluation.months["model"] == "boosting") & (evaluation.months["target"] == "truth")
    )
    assert str(months["found"].sum()) in text
    assert "{" not in text


def test_every_table_row_of_the_card_has_its_cells(evaluation):
    for block in card(evaluation, "en").split("\n\n"):
        lines = [line for line in block.splitlines() if line.startswith("|")]
        assert len({line.count("|") for line in lines}) <= 1


def test_a_model_within_the_noise_is_not_called_better(evaluation):
    gain = evaluation.figure("glass_box", "recall_over_rule", target="truth")
    words = against_rule(evaluation, "glass_box", "en", target="truth")
    assert ("cannot be told" in words) == (gain.low <= 0 <= gain.high)


def test_without_truth_the_card_has_no_part_on_patterns(world, frame, fitted):
    from simi_lab.risk import evaluate

    text = card(evaluate(fitted, frame, world.tables["labels"], None), "en")
    assert "Who was stopped" not in text
    assert "Against the office's records" in text
