"""What is declared about foreigners and sponsor rings is held to sense, and told with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from simi_lab.errors import ScenarioError
from simi_lab.scenario.load import resolve

Write = Callable[[str, str], Path]
HEAD = "extends: mungil\nname: own\ntitle: {id: A, en: B}\nabout: {id: A, en: B}\nforeign:\n"
TEXTS = "unit: u, source: s, mark: assumed, reason: r"


def test_realistic_worlds_have_a_handful_of_foreigners_and_the_training_world_says_that_it_is_enlarged() -> None:
    assert 4 <= resolve("ukk_liwa").plain["foreign"]["foreigners"]["value"] <= 10
    training = resolve("latihan").plain
    assert training["foreign"]["foreigners"]["value"] >= 300
    assert "enlarged" in training["title"]["en"].lower()
    assert "diperbesar" in training["title"]["id"].lower()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (f"  foreigners: {{value: -1, {TEXTS}}}", "between 0 and 50,000"),
        (f"  corporate_share: {{value: 1.2, {TEXTS}}}", "corporate_share is a share"),
        (f"  others: {{values: {{E99: 1.0}}, {TEXTS}}}", "unknown index_code: E99"),
        (f"  extensions_itas: {{values: {{'4': 1.0}}, {TEXTS}}}", "extensions are 0 to 3"),
        (f"  exits: {{overstay_itk: {{value: 0.99, {TEXTS}}}}}", "add up to at most 1"),
        (f"  exits: {{overstay_gap: {{values: {{30-8: 1.0}}, {TEXTS}}}}}", "classes of days"),
        (f"  sponsor_ring: {{kinds: {{ring: {{prevalence: {{value: 0.5, {TEXTS}}}}}}}}}", "not to 1"),
        (f"  sponsor_ring: {{kinds: {{ring: {{prevalence: {{value: -0.1, {TEXTS}}}}}}}}}", "from 0 to 1"),
        (f"  sponsor_ring: {{kinds: {{ring: {{size: {{values: {{'1': 1.0}}, {TEXTS}}}}}}}}}", "at least two"),
        ("  sponsor_ring: {kinds: {ring: {since: 2025-01-01, until: 2024-01-01}}}", "until lies before since"),
        ("  sponsor_ring: {kinds: {gang: {}}}", "gang"),
        ("  sponsor_ring: {evidence: {horoscope: {}}}", "horoscope"),
    ],
)
def test_a_foreign_section_that_can_not_be_is_refused_with_its_place(write: Write, body: str, words: str) -> None:
    path = write("own.yaml", HEAD + body)
    with pytest.raises(ScenarioError) as caught:
        resolve(path)
    assert words in str(caught.value)
