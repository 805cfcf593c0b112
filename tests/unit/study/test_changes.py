"""The changes beside SIMI: each is comparable, does what its text says, and contradictions are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simi_lab.cli.compare_words import compare_lines
from simi_lab.errors import BadRequest, ScenarioError
from simi_lab.study.compare import compare
from simi_lab.study.light import Words, light_replays
from simi_lab.study.paired import replay
from simi_lab.study.split import SPLIT
from simi_lab.study.ways import question

SHORT = """extends: kotabumi
name: kotabumi_pendek
title: {id: "Uji", en: "Test"}
about: {id: "Uji", en: "Test"}
period: {first: 2025-01-01, last: 2025-03-31}
"""
LOWER_WAIT = {"tambah_petugas": True, "petugas_sakit": False, "kuota_longgar": False, "kuota_ketat": True}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("world") / "pendek.yaml"
    file.write_text(SHORT, encoding="utf-8")
    return file


def told(world: Path, *names: str) -> dict[str, Any]:
    return compare(world, changes=names, replications=2)


@pytest.mark.parametrize("name", LOWER_WAIT)
def test_staff_and_quota_move_the_wait_as_they_should(world: Path, name: str) -> None:
    metrics = told(world, name)["metrics"]
    assert (metrics["wait_min"]["difference"]["value"] < 0) == LOWER_WAIT[name]
    lead = metrics["lead_days"]["difference"]["value"]
    assert {"kuota_ketat": lead > 0, "kuota_longgar": lead < 0}.get(name, lead == 0)


def test_booking_that_only_moves_the_waiting_is_shown_as_such(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMI_LAB_LANG", "id")
    found = compare(world, changes=["kuota_ketat"], replications=3)
    assert found["metrics"]["wait_min"]["ratio"]["high"] < 1
    assert found["metrics"]["lead_days"]["difference"]["low"] > 0
    assert found["verdict"]["only_moved"]
    assert any(line.startswith("Tunggu hanya berpindah") for line in compare_lines(found, "id"))


def test_a_unit_spares_the_journey_of_those_near_it_and_of_nobody_else(world: Path) -> None:
    asked = question(world, ["ukk_dekat"])
    before, after = replay(asked.before, 1), replay(asked.after, 1)
    (light,) = light_replays({frozenset(): asked.after}, 1, Words(asked.base.seed)).values()
    for name in SPLIT:
        assert np.allclose(after.values[name], light.values[name], rtol=0, atol=1e-9, equal_nan=True), name
    near = (after.district.str.slice(0, 5) == "18.04").to_numpy()
    hours = [side.values["travel_hours"] for side in (before, after)]
    assert hours[1][near].mean() < 0.5 * hours[0][near].mean()
    assert hours[1][~near].mean() == pytest.approx(hours[0][~near].mean(), rel=0.01)


def test_a_campaign_loses_fewer_and_sends_fewer_back(world: Path) -> None:
    metrics = told(world, "kampanye")["metrics"]
    assert metrics["dropped"]["difference"]["value"] < 0
    assert metrics["visits"]["difference"]["value"] < 0


def test_two_changes_are_split_and_sum_to_the_whole(world: Path) -> None:
    found = told(world, "tambah_petugas", "ukk_dekat")
    wait = found["split"]["metrics"]["wait_min"]
    assert set(wait["parts"]) == {"tambah_petugas", "ukk_dekat"}
    total = sum(part["value"] for part in wait["parts"].values())
    assert total == pytest.approx(found["metrics"]["wait_min"]["difference"]["value"], abs=1e-9)


def test_training_is_seen_in_the_weeks_of_learning() -> None:
    metrics = compare("mungil", changes=["pelatihan"], replications=2)["metrics"]
    assert metrics["utilisation_counter"]["difference"]["value"] < 0


def test_two_quotas_contradict_each_other() -> None:
    with pytest.raises(BadRequest, match=r"kuota_ketat / kuota_longgar: office\.booking\.quota"):
        question("kotabumi", ["kuota_ketat", "kuota_longgar"])


def test_a_unit_has_no_unit_beside_it() -> None:
    with pytest.raises(ScenarioError, match="a unit itself"):
        question("ukk_liwa", ["ukk_dekat"])
