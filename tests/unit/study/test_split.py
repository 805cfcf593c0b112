"""Causes sum to the whole, wherever SIMI stands and whatever else is changed with it."""

from __future__ import annotations

import math
from itertools import combinations, permutations
from typing import Any

import numpy as np
import pytest

from simi_lab.errors import BadRequest
from simi_lab.study.compare import compare
from simi_lab.study.light import Words, light_replays
from simi_lab.study.paired import Replay, replay
from simi_lab.study.split import MOST_PLAYERS, SPLIT, SWITCHES, shapley, split_of, without
from simi_lab.study.ways import question


def teams(players: str) -> list[frozenset[str]]:
    return [frozenset(team) for size in range(len(players) + 1) for team in combinations(players, size)]


def test_shapley_is_the_mean_over_every_order() -> None:
    players = "abcd"
    values = {team: math.sin(sum(ord(p) ** 2 for p in team) + len(team)) for team in teams(players)}
    found = shapley(values, players)
    for player in players:
        steps = []
        for order in permutations(players):
            before = frozenset(order[: order.index(player)])
            steps.append(values[before | {player}] - values[before])
        assert found[player] == pytest.approx(sum(steps) / len(steps), abs=1e-12)


def test_a_player_who_adds_nothing_gets_nothing() -> None:
    values = {team: float(len(team - {"c"})) for team in teams("abc")}
    assert shapley(values, "abc") == pytest.approx({"a": 1.0, "b": 1.0, "c": 0.0})


@pytest.mark.parametrize(
    "names", [["simi"], ["tanpa_simi"], ["simi", "gangguan_pdns"], ["gangguan_pdns", "tanpa_simi"]]
)
def test_causes_sum_to_the_whole(names: list[str]) -> None:
    found = compare("mungil", changes=names, replications=2)
    others = [name for name in names if "simi" not in name]
    assert found["split"]["causes"] == [*SWITCHES, *others]
    assert set(found["split"]["metrics"]) == {
        "wait_min", "lead_days", "total_days", "visits", "travel_hours", "wait_log_ratio",
    }  # fmt: skip
    for name, told in found["split"]["metrics"].items():
        total = math.fsum(part["value"] for part in told["parts"].values())
        assert abs(total - told["total"]["value"]) < 1e-9, name
        if name != "wait_log_ratio":
            assert abs(told["total"]["value"] - found["metrics"][name]["difference"]["value"]) < 1e-9, name
    whole = found["split"]["metrics"]["wait_log_ratio"]["total"]["value"]
    assert abs(whole - found["metrics"]["wait_min"]["log_ratio"]["value"]) < 1e-9


@pytest.fixture(scope="module")
def parts() -> dict[str, Any]:
    return compare("mungil", changes=["simi"], replications=3)["split"]["metrics"]


def test_each_cause_works_where_it_should(parts: dict[str, Any]) -> None:
    wait, lead, total = (parts[name]["parts"] for name in ("wait_min", "lead_days", "total_days"))
    assert wait["arrivals"]["high"] < 0
    assert wait["service"]["high"] < 0
    for cause in ("message", "dossiers"):  # after the interview; a dossier may delay the few who come to correct data
        assert abs(wait[cause]["value"]) < 0.05
    assert wait["door"]["high"] < 0
    assert lead["door"]["high"] < 0
    assert total["message"]["high"] < 0
    assert total["dossiers"]["high"] < 0
    assert parts["visits"]["parts"]["papers"]["high"] < 0
    assert lead["papers"]["low"] > 0
    assert lead["service"]["value"] == pytest.approx(0, abs=1e-9)


def test_with_every_switch_off_the_office_works_as_before_and_each_one_matters() -> None:
    asked = question("mungil", ["simi"])
    before, bare = replay(asked.before, 1), replay(without(asked.after, SWITCHES), 1)
    for name, values in before.values.items():
        assert np.array_equal(values, bare.values[name], equal_nan=True), name
    for switch in SWITCHES:
        rest = replay(without(asked.after, [name for name in SWITCHES if name != switch]), 1)
        same = [np.array_equal(v, rest.values[n], equal_nan=True) for n, v in before.values.items()]
        assert not all(same), switch


@pytest.mark.parametrize("scenario", ["mungil", "ukk_liwa"])
def test_a_light_replay_gives_what_the_tables_give(scenario: str) -> None:
    for way in (question(scenario, ["simi"]).before, question(scenario, ["gangguan_pdns"]).after):
        (light,) = light_replays({frozenset(): way}, 2, Words(way.scenario.seed)).values()
        assert same(replay(way, 2), light)


def test_only_the_hand_over_is_walked_again_for_the_message() -> None:
    asked = question("ukk_liwa", ["simi"])
    pair = {frozenset({"door"}), frozenset({"door", "message"})}
    ways = {team: way for team, way in split_of(asked).between.items() if team in pair}  # type: ignore[union-attr]
    assert len(ways) == 2
    words = Words(asked.base.seed)
    together = light_replays(ways, 3, words)
    for team, way in ways.items():
        assert same(light_replays({team: way}, 3, words)[team], together[team], atol=0.0), team
        assert same(replay(way, 3), together[team]), team


def same(one: Replay, other: Replay, atol: float = 1e-9) -> bool:
    return all(np.allclose(one.values[name], other.values[name], rtol=0, atol=atol, equal_nan=True) for name in SPLIT)


def test_one_cause_is_not_split_and_too_many_are_refused() -> None:
    asked = question("mungil", ["gangguan_pdns"])
    assert split_of(asked) is None

    class Crowd:
        regimes = ("manual", "simi")
        others = tuple(f"change{i}" for i in range(MOST_PLAYERS))

    with pytest.raises(BadRequest, match="too many to be split"):
        split_of(Crowd())  # type: ignore[arg-type]
