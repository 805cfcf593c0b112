"""Dossiers for lessons: the committed ones can be made again, draws are fixed and mixed, the office follows."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pytest

from simi_lab.errors import BadRequest
from simi_lab.measures.reliance import ACTIONS, AT_RISK, CLASSES
from simi_lab.store import Run
from simi_lab.study.cases import Pool, draw_one, draw_thirty, is_wrong, kept_pool, pool_of, sample_pool
from simi_lab.study.cases.asif import as_if
from simi_lab.study.cases.drawn import THIRTY
from simi_lab.study.cases.said import advice_told, told, truth_told
from simi_lab.study.cases.sample import FILE, sample_text
from simi_lab.study.cases.standing import standings

NEVER, ALWAYS = (6, 0, 0), (0, 6, 0)


def everywhere(decisions: tuple[int, int, int]) -> dict[tuple[str, str], tuple[int, int, int]]:
    """The same decisions about every kind of case."""
    return {(name, side): decisions for name in CLASSES for side in ("go", "stop")}


def test_the_committed_dossiers_are_what_the_command_makes(mungil: Run) -> None:
    assert FILE.read_text(encoding="utf-8") == sample_text(mungil), "run python -m simi_lab.study.cases.sample"


def test_advice_is_the_place_in_the_line_and_truth_is_the_planted_one(mungil: Run) -> None:
    from simi_lab.study import risk_model

    stand = standings(mungil)
    facts = risk_model(mungil).evaluation.facts
    looked_at = stand.filter(advice="go_on").height
    assert (stand.height, stand.height - looked_at) == (facts["n_test"], facts["n_looked_at"])
    n_risk = stand.filter(stand["truth_class"].is_in(list(AT_RISK))).height
    assert n_risk == facts["n_positive"]["truth"]
    assert stand.filter(truth_class="victim").height == facts["n_kind"]["protect"]


def test_a_pool_is_kept_and_a_world_without_one_gives_the_sample(mungil: Run) -> None:
    assert kept_pool(None).source == "sample"
    made = pool_of(mungil)
    assert kept_pool(mungil) == made
    assert (made.source, made.world) == (mungil.hash, mungil.name)
    assert {one.truth.truth_class for one in made.dossiers} <= set(CLASSES)


def test_a_world_of_another_version_gives_the_sample(mungil: Run) -> None:
    origin = {**mungil.manifest["origin"], "scenario": {**mungil.scenario, "unheard_of": 1}}
    old = dataclasses.replace(mungil, manifest={**mungil.manifest, "origin": origin})
    assert kept_pool(old).source == "sample"


def test_the_same_learner_gets_the_same_cases_and_others_get_others() -> None:
    pool = sample_pool()
    one, again, other = (draw_thirty(pool, seed) for seed in ("kopi", "kopi", "teh"))
    assert one == again
    assert [case.key for case in one] != [case.key for case in other]
    assert len({case.key for case in one}) == len(one) == 30


@pytest.mark.parametrize("seed", ["kopi", "teh", "lada"])
def test_thirty_cases_hold_the_risk_and_the_errors_that_are_told(seed: str) -> None:
    drawn = draw_thirty(sample_pool(), seed)
    at_risk = [case for case in drawn if case.truth.truth_class in AT_RISK]
    assert len(at_risk) == sum(n for (name, _), n in THIRTY.items() if name in AT_RISK) == 12
    troubled = [case for case in drawn if is_wrong(case) and case not in at_risk]
    assert len(troubled) == 5
    assert 4 <= sum(map(is_wrong, at_risk)) <= 6  # the smallest world has few whom its model finds
    n_ordinary = Counter(case.truth.truth_class for case in drawn)["none"]
    assert n_ordinary == 9


def test_one_case_is_of_a_kind_that_was_asked_for() -> None:
    pool = sample_pool()
    found = {draw_one(pool, f"seed {n}", ["victim", "look_alike"]).truth.truth_class for n in range(12)}
    assert found == {"victim", "look_alike"}
    with pytest.raises(BadRequest, match="no case of saint"):
        draw_one(pool, "seed", ["saint"])
    with pytest.raises(BadRequest, match="too few cases"):
        draw_thirty(Pool("sample", "empty", pool.dossiers[:20]), "seed")


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_dossier_is_told_without_truth_and_without_numbers_of_people(lang: str) -> None:
    for dossier in sample_pool().dossiers:
        sections = told(dossier, lang)
        text = " ".join(line for section in sections for line in section.lines)
        assert len(sections) == 5
        assert "{" not in text
        assert not any(len(word.strip(".,;:")) > 8 for word in text.split() if word[:1].isdigit())
        assert truth_told(dossier, lang) not in text
        assert advice_told(dossier.advice, lang)[0].startswith({"id": "Skor", "en": "Score"}[lang])
        assert dossier.advice.action in ACTIONS


def test_an_office_that_looks_at_all_misses_fewer_and_lets_wait_longer(mungil: Run) -> None:
    never, always = (as_if(mungil, everywhere(one), seconds=0, replications=4) for one in (NEVER, ALWAYS))
    for name in ("victims_missed", "deceivers_missed"):
        assert always.people["learner"][name]["value"] < never.people["learner"][name]["value"]
    assert always.people["learner"]["honest_looked_at"]["low"] > never.people["learner"]["honest_looked_at"]["high"]
    assert always.wait_min["low"] > never.wait_min["high"]
    assert always.people["today"] == never.people["today"]
    assert always.people["model"] == never.people["model"]


def test_time_spent_on_the_advice_is_waited_for_and_pauses_are_cut(mungil: Run) -> None:
    short, long, absurd = (
        as_if(mungil, everywhere(NEVER), seconds=seconds, replications=4) for seconds in (0, 240, 1e6)
    )
    assert long.wait_min["value"] > short.wait_min["value"]
    assert absurd.wait_min["value"] < 100
    assert long.people == short.people, "reading takes time, it harms nobody"
    with pytest.raises(BadRequest, match="cannot be tried"):
        as_if(mungil, {("saint", "go"): NEVER}, seconds=0)
