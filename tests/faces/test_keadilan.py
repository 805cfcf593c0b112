"""The page *Keadilan* without a browser: what the sliders say, figures of an audit, words in both languages, cards."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from simi_lab.charts import Look
from simi_lab.dashboards import fairness, routes
from simi_lab.dashboards.fairness import cards
from simi_lab.dashboards.fairness.choosing import FairnessFilters, stage_of
from simi_lab.dashboards.fairness.sliders import inside, told, values_of
from simi_lab.shell import Session
from simi_lab.store import Run
from simi_lab.study.fairness import audit
from simi_lab.study.fairness import choices_told as price
from simi_lab.study.fairness.choices import Choices, choices
from simi_lab.study.fairness.rows import OFFICE

FOUR = {"base_a": 50, "base_b": 20, "right": 50, "missed": 20}


def test_the_page_stands_in_the_menu_in_both_languages() -> None:
    route = next(route for route in routes() if route.slug == "keadilan")
    assert Session(lang="id").say(route.label) == "Keadilan"
    assert "simulasi" in Session(lang="id").say(route.lead)


def test_the_sliders_say_what_follows_by_hand() -> None:
    # p = 1/2, PPV = 1/2, 80 % found: FPR = 1 x 1 x 0.8; of 1,000 that is 400. p = 1/5: FPR = 0.2, of 1,000 it is 160.
    right, wrong, scores, end = told(FOUR, "en")
    assert "in A 400 are looked at in vain (80.0% of the innocent), in B 160 (20.0%)" in right
    # FPR 0.8 at p = 1/5: PPV = 0.16 / (0.16 + 0.64)
    assert "in A is right 50% of the time, in B 20%" in wrong
    # mean 0.8: p (1 - 0.8) / (1 - p)
    assert "20.0% on average in A and 5.0% in B" in scores
    assert end.startswith("No model can have both")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"base_b": 50}, "Here both groups have the same base rate"),
        ({"right": 100}, "only a faultless rule"),
        ({"base_a": 60, "right": 5}, "no rule can exist"),
    ],
)
def test_the_sliders_say_where_it_is_otherwise(changed: dict[str, int], words: str) -> None:
    assert words in told(FOUR | changed, "en")[-1]
    assert told(FOUR | changed, "id")[-1] != told(FOUR | changed, "en")[-1]


def test_only_possible_numbers_come_back_from_the_browser() -> None:
    assert inside({"base_a": 400, "right": -3, "missed": "x", "other": 5}) == {"base_a": 60, "right": 5}


def test_a_link_keeps_the_choice_and_refuses_what_is_impossible() -> None:
    filters = FairnessFilters()
    refused = filters.read_query({"group": "religion", "picker": "boosting", "base_a": "45", "missed": "99"})
    assert refused == ["group", "missed"]
    assert filters.to_query() == {"picker": "boosting", "base_a": "45"}
    assert values_of(filters)["missed"] == 20


def test_the_office_has_no_profile() -> None:
    assert stage_of("profile", ("officer", "finding")) == "officer"
    assert stage_of("finding", ("officer", "finding")) == "finding"


def scene(run: Run, picker: str, group: str, lang: str, **look: Any) -> cards.Scene:
    found = None if picker == OFFICE else choices(run, picker, group)
    return cards.Scene(audit(run, picker), found, group, "profile", "alarms", FOUR, Look(lang, **look), run.name)


@pytest.mark.parametrize(("picker", "group", "lang"), [("glass_box", "sex", "id"), (OFFICE, "district", "en")])
def test_every_card_says_its_finding_and_hides_small_groups(mungil: Run, picker: str, group: str, lang: str) -> None:
    here = scene(mungil, picker, group, lang, narrow=lang == "id", dark=lang == "id")
    for make in (cards.reached, cards.unfounded):
        chart = make(here)
        assert chart.title and chart.summary and chart.source
        assert chart.table is not None
        hidden = chart.table.filter("suppressed")
        assert hidden["value"].null_count() == hidden.height
        assert not chart.table["n_reached"].is_between(1, 4).any()
    assert cards.own_groups(here).title
    assert cards.equal_precision(here).plot is not None
    assert cards.equal_errors(here).plot is not None
    if picker != OFFICE:
        assert cards.frontier(here).table is not None


def frontier_of(**changed: Any) -> Choices:
    """A frontier of two choices, made up."""
    row = {"at": "alarms", "method": "common", "strength": 0.0, "n_hit": 60, "recall": 0.5, "recall_low": 0.4,
           "recall_high": 0.6, "loss": 0.0, "loss_low": 0.0, "loss_high": 0.0, "equality": 0.5,
           "equality_low": 0.4, "equality_high": 0.6, "by_chance": 0.85, "fpr": 0.05,
           "n_groups": 2, "reached": False, "sure": False}  # fmt: skip
    other = row | {"method": "threshold", "strength": 1.0, **changed}
    facts = {"n_later": 900, "n_tuning": 400, "n_hit": 60, "months": ["2025-01", "2025-06"]}
    level = {"level": {"alarms": 0.05}}
    return Choices("glass_box", "sex", pl.DataFrame([row, other]), pl.DataFrame(), facts | level)


def test_whether_the_goal_is_reached_is_said_plainly() -> None:
    assert price.finding(frontier_of(), "alarms", "en").startswith("Goal not reached")
    found = frontier_of(equality=0.9, recall=0.49, loss=0.01, loss_high=0.06, reached=True)
    assert "0.90 for 1.0 points" in price.finding(found, "alarms", "en")
    assert price.surety(found, "alarms", "en").startswith("Not certain")
    sure = frontier_of(equality=0.9, loss=0.01, reached=True, sure=True)
    assert price.surety(sure, "alarms", "id").startswith("Seluruh selangnya")
    assert "bukan dianjurkan" in price.asks_words("id")[0]


def test_the_page_is_built_for_a_model_and_for_the_office(mungil: Run) -> None:
    for picker in ("glass_box", OFFICE):
        session = Session(run=mungil, lang="id")
        session.shared(fairness.make_filters).param.update(picker=picker)
        page = fairness.build(session)
        assert "pemohon" in page[0].object


def test_the_report_tells_the_same_numbers_in_both_languages(mungil: Run) -> None:
    from simi_lab.reporting.fairness_audit import read_audit, sections

    told_in = {}
    for lang in ("id", "en"):
        read = read_audit(mungil.name, group="age_band", lang=lang)
        makers = (sections.opening, sections.overview, sections.stages, sections.price_of_equality, sections.not_both)
        blocks = [make(read) for make in (*makers, sections.notes)]
        told_in[lang] = {key: value for block in blocks for key, value in block.figures.items()}
        page = "".join(block.html for block in blocks)
        assert ("disembunyikan" if lang == "id" else "hidden") in page
    assert told_in["id"] == told_in["en"]
    assert told_in["id"]["n"] == audit(mungil).facts["n"]
    office = read_audit(mungil.name, model=OFFICE, lang="id")
    assert office.choices is None
    assert "Pilih sebuah model" in sections.price_of_equality(office).html
