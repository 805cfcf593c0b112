"""Targets files: what they may say, and every fault told at once with its file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simi_lab import paths
from simi_lab.errors import ScenarioError
from simi_lab.measures.targets import STRATA
from simi_lab.scenario.load import known_scenarios, resolve
from simi_lab.scenario.model import Scenario
from simi_lab.scenario.places import PlaceError, find_places
from simi_lab.scenario.targets import Target, load_targets
from simi_lab.scenario.tree import read_yaml
from simi_lab.vocabulary import codes

ABOUT = "about: {id: uji, en: test}\nrows:\n"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return Scenario.model_validate(resolve("mungil").plain)


def load(folder: Path, scenario: Scenario, *rows: str) -> list[Target]:
    (folder / "t.yaml").write_text(ABOUT + "".join(f"  - {row}\n" for row in rows), encoding="utf-8")
    return load_targets(scenario, folder=folder, metrics=STRATA)


def faults(folder: Path, scenario: Scenario, *rows: str) -> list[str]:
    with pytest.raises(ScenarioError) as refused:
        load(folder, scenario, *rows)
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize("name", known_scenarios())
def test_the_committed_targets_fit_every_scenario(name: str) -> None:
    targets = load_targets(Scenario.model_validate(resolve(name).plain), metrics=STRATA)
    assert len({target.metric for target in targets}) > 50
    assert all(target.source and target.mark for target in targets)
    assert all(target.low <= target.value <= target.high for target in targets if not target.is_configured)


def test_every_metric_has_a_target_and_a_word() -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for path in paths.targets_dir().glob("*.yaml"))
    assert not [name for name in STRATA if f"metric: {name}," not in written]
    assert set(codes("target_metric")) == set(STRATA)


def test_a_value_of_the_scenario_brings_its_source_and_stars_stand_for_every_key(tmp_path, scenario) -> None:
    value = '{scenario: "filing.kinds.*"}'
    row = f'{{metric: share_of_kind, strata: {{kind: "*"}}, value: {value}, tolerance: {{standard_errors: 4}}}}'
    targets = load(tmp_path, scenario, row)
    assert {t.strata["kind"]: t.value for t in targets} == scenario.filing.kinds.values
    assert {(t.source, t.mark) for t in targets} == {(scenario.filing.kinds.source, "sourced")}


def test_a_row_holds_only_where_the_scenario_has_the_values_it_names(tmp_path, scenario) -> None:
    row = "{metric: ikm, value: 88, tolerance: {absolute: 5}, source: x, mark: known, when: {office.kind: KIND}}"
    assert not load(tmp_path, scenario, row.replace("KIND", "kanim"))
    assert len(load(tmp_path, scenario, row.replace("KIND", "ukk"))) == 1


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("{metric: ikn, value: 1, tolerance: {absolute: 1}, source: x, mark: known}", ["unknown metric 'ikn'", "ikm"]),
        (
            "{metric: ikm, strata: {sex: F}, value: 1, tolerance: {absolute: 1}, source: x, mark: known}",
            ["no stratum 'sex'"],
        ),
        (
            "{metric: ikm, value: {scenario: filing.kind.new}, tolerance: {standard_errors: 4}}",
            ["'kind' is unknown", "Did you mean kinds?"],
        ),
        ("{metric: ikm, value: {scenario: filing}, tolerance: {standard_errors: 4}}", ["no single value"]),
        ("{metric: ikm, value: {scenario: site.name}, tolerance: {standard_errors: 4}}", ["is no number"]),
        ('{metric: ikm, value: {scenario: "filing.kinds.*"}, tolerance: {standard_errors: 4}}', ["1 stars", "0 in"]),
        ("{metric: ikm, value: 1, tolerance: {absolute: 1}}", ["needs source and mark"]),
        ("{metric: ikm, value: 1, tolerance: {absolute: 1}, source: x, mark: assumed}", ["needs a reason"]),
        (
            "{metric: ikm, value: 1, tolerance: {standard_errors: 4, absolute: 1}, source: x, mark: known}",
            ["is one of"],
        ),
        ("{metric: ikm, value: 1, tolerance: {standard_errors: 4, allowance: 1}, source: x, mark: known}", ["reason"]),
        ("{metric: ikm, value: 9, tolerance: {between: [1, 2]}, source: x, mark: known}", ["outside its own range"]),
        ("{metric: ikm, value: 1, tolerance: {between: [2, 1]}, source: x, mark: known}", ["lower to the higher"]),
        ("{metric: ikm, value: 1, tolerance: {absolute: 1}, source: x, mark: known, notes: y}", ["unknown key"]),
    ],
)
def test_what_a_row_may_not_say_is_named_with_its_line(tmp_path, scenario, row, words) -> None:
    told = "\n".join(faults(tmp_path, scenario, row))
    assert "t.yaml:3" in told
    for word in words:
        assert word in told


def test_all_faults_of_all_files_are_told_at_once(tmp_path, scenario) -> None:
    (tmp_path / "a.yaml").write_text(ABOUT + "  - {metric: ikm}\n", encoding="utf-8")
    told = faults(
        tmp_path,
        scenario,
        "{metric: ikn, value: 1, tolerance: {absolute: 1}, source: x, mark: known}",
        "{metric: ikm, value: {scenario: no.such}, tolerance: {standard_errors: 4}}",
    )
    assert {fault.split(":")[0].rsplit("/", 1)[-1] for fault in told} == {"a.yaml", "t.yaml"}
    assert len(told) >= 4


def test_two_targets_that_no_world_can_meet_both_are_refused(tmp_path, scenario) -> None:
    row = "{metric: ikm, value: VALUE, tolerance: {absolute: 2}, source: x, mark: known}"
    assert len(load(tmp_path, scenario, row.replace("VALUE", "80"), row.replace("VALUE", "84"))) == 2
    (told,) = faults(tmp_path, scenario, row.replace("VALUE", "80"), row.replace("VALUE", "85"))
    assert "83 to 87 contradicts 78 to 82" in told


def test_shares_of_one_whole_that_exceed_it_are_refused(tmp_path, scenario) -> None:
    row = "{metric: share_of_kind, strata: {kind: KIND}, value: VALUE, tolerance: TOL, source: x, mark: known}"
    row = row.replace("TOL", "{absolute: 0.05}")
    new = row.replace("KIND", "new")
    lost = row.replace("KIND", "lost").replace("VALUE", "0.4")
    assert len(load(tmp_path, scenario, new.replace("VALUE", "0.7"), lost)) == 2
    (told,) = faults(tmp_path, scenario, new.replace("VALUE", "0.71"), lost)
    assert "add up to at least 1.0100" in told


def test_a_scenario_outside_a_published_range_is_no_fault_of_the_file(tmp_path, scenario) -> None:
    published = "{metric: survey_response_share, value: 0.9, tolerance: {absolute: 0.05}, source: x, mark: sourced}"
    own = "{metric: survey_response_share, value: {scenario: survey.response_share}, tolerance: {standard_errors: 4}}"
    assert [target.is_configured for target in load(tmp_path, scenario, published, own)] == [False, True]


def test_a_place_that_may_be_empty_is_passed_over_only_under_a_star() -> None:
    plain = {"a": {"x": {"value": 1, "source": "s", "mark": "known"}, "y": None}}
    assert [place.keys for place in find_places(plain, "a.*")] == [("x",), ("y",)]
    with pytest.raises(PlaceError):
        find_places(plain, "a.y.z")


NOT_RATES = {
    r"risk\.|office\.(hours|desks)\.": "settings: they say what is offered, not how often anything happens",
    r"office\.booking\.(quota|outreach_quota|payment_limit|rebook_days|tickets_until|slot)": "settings",
    r"office\.checks\.(retake_age|paper_limit_days)|office\.collection\.limit_days": "limits",
    r"typologies\.\w+\.window_days": "limits",
    r"office\.costs\.": "prices: they rank plans and change nothing that happens",
    r"office\.service\.": "yardsticks, and what a change switches on",
    r"office\.near_unit\.": "a unit that only a change opens",
    r"(triage|officers)\.": "lanes and teams that no world has: only a replay of its applicants uses them",
    r"office\.work\.\w+\.(sd|low|high)|office\.\w+\.\w+_sd|office\.collection\.sd": "spreads of a duration",
    r"households\.(origins|old_spelling_share)": "no column tells the origin of a name",
}
WITHOUT_A_TARGET = (
    r"households\.(extra_members|married_child_share|grandchildren_share|married_in_share)"
    r"|typologies\.\w+\.together\.same_week|survey\.(base|\w+_per_\w+|office_bias)"
    r"|foreign\.(others|spouse_share|extensions_\w+|exits\.\w+_gap|sponsor_ring\.kinds\.\w+\.(size|bond|shown))"
    r"|foreign\.sponsor_ring\.evidence\.(company_age|n_holders)"
    r"|office\.(arrivals\.(early|late|keeps_slot|by_hour)|booking\.choice_days|adoption\.\w+)"
    r"|office\.work\.(report|retake|clarification)\.mean|office\.checks\.(paper_days|clarification_hours|review_hours)"
    r"|office\.checks\.(postponed_back_share|postponed_days)|office\.making\.(adjudication_\w+|same_day_hours)"
    r"|office\.making\.transport_days|office\.collection\.(days|per_hour)"
)
"""Configured numbers that no target asks for yet; nothing may join them unseen."""


def numbers(node: object, path: tuple[str, ...] = ()) -> list[str]:
    if not isinstance(node, dict):
        return []
    if "unit" in node and "mark" in node:
        return [".".join(path)]
    return [each for key, child in node.items() for each in numbers(child, (*path, key))]


def asked_for() -> list[list[str]]:
    rows = [row for path in paths.targets_dir().glob("*.yaml") for row in read_yaml(path).plain()["rows"]]
    values = [row["value"] for row in rows if isinstance(row["value"], dict)]
    return [text.split(".") for value in values for text in value.values()]


def test_every_configured_number_has_a_target_or_is_named_here() -> None:
    places = asked_for()

    def has_target(name: str) -> bool:
        steps = name.split(".")
        return any(
            len(place) >= len(steps) and all(p in ("*", s) for p, s in zip(place, steps, strict=False))
            for place in places
        )

    named = re.compile("|".join([*NOT_RATES, WITHOUT_A_TARGET]))
    found = numbers(Scenario.model_validate(resolve("kotabumi").plain).model_dump(mode="json"))
    assert len(found) > 200
    assert not [name for name in found if not has_target(name) and not named.match(name)]
