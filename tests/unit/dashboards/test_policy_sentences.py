"""What the simulator says of a setting, for every way in which gain and cost can stand to each other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from simi_lab.charts import Look
from simi_lab.dashboards.policy import figures, picture, sentences, words
from simi_lab.dashboards.policy.picture import Scene
from simi_lab.estimate import Estimate
from simi_lab.study.whatif.answers import FIGURES, Answer, Figure, worth_of
from simi_lab.study.whatif.levers import Levers

TODAY = Levers(counters=3, interviewers=3)
MEANS = {
    "wait_min": 12.0,
    "wait_p95": 60.0,
    "within_30": 0.88,
    "lead_days": 3.5,
    "within_standard": 0.92,
    "total_days": 12.0,
    "visits": 2.0,
    "travel_hours": 8.0,
    "without_passport": 0.05,
    "utilisation_counter": 0.17,
    "utilisation_interview": 0.65,
    "overtime_hours": 1.0,
    "passports": 1300.0,
    "cost_month": 110e6,
    "cost_passport": 85e3,
}
DISTRICTS = pl.DataFrame(
    {
        "district_id": ["18.03.01", "18.03.02", "18.04.04", "18.04.05", "18.04.06"],
        "n_applicants": [40, 60, 3, 30, 20],
        "before": [2.0, 1.0, 99.0, 20.0, 10.0],
        "after": [3.0, 1.0, 0.0, 12.0, 9.0],
    }
)


def estimate(name: str, value: float, half: float) -> Estimate:
    unit, goal = FIGURES[name]
    return Estimate(name, value, value - half, value + half, unit, goal, 40)


MORE = TODAY.but(counters=5)


def answer(levers: Levers = MORE, *, load: float = 0.6, **changes: float) -> Answer:
    """An answer in which the named figures change by so much, each with an interval a tenth as wide."""
    told = {}
    for name, before in MEANS.items():
        change = changes.get(name, 0.0)
        now = estimate(name, before + change, abs(before) * 0.01)
        paired = None if levers == TODAY else estimate(name, change, abs(change) * 0.1)
        told[name] = Figure(now, paired, now.low * 0.9, now.high * 1.1)
    worth = "today" if levers == TODAY else worth_of(told)
    return Answer(levers, TODAY, 40, 1300, 0, told, {"counter": 0.2, "interview": load}, DISTRICTS, worth)


CASES: list[tuple[str, dict[str, float], str, list[str]]] = [
    ("better", {"wait_min": -5, "cost_month": 7e6}, "menolong pemohon", ["turun 5,0 menit menjadi 7,0 menit", "Rp7,0"]),
    ("saves", {"cost_month": -7e6}, "berhemat", ["turun Rp7,0 juta sebulan"]),
    ("mixed", {"travel_hours": -2, "without_passport": 0.02}, "Ada yang membaik", ["turun 2,0 jam", "2,0 poin persen"]),
    ("mixed", {"wait_min": 9, "cost_month": -8e6}, "Lebih murah, tetapi", ["naik 9,0 menit menjadi 21,0 menit"]),
    ("mixed", {"wait_min": -4, "lead_days": 7}, "hanya berpindah", ["4,0 menit lebih singkat", "7,0 hari lebih lama"]),
    ("not_worth", {"cost_month": 14e6}, "Tidak sepadan", ["Rp14,0 juta", "Loket menganggur", "17%"]),
    ("not_worth", {}, "Tidak ada bedanya yang terasa", ["biayanya sama"]),
    ("worse", {"total_days": 4, "cost_month": 1e6}, "merugikan pemohon", ["naik 4,0 hari menjadi 16,0 hari"]),
]  # fmt: skip


@pytest.mark.parametrize(("worth", "changes", "opening", "parts"), CASES, ids=lambda value: str(value)[:40])
def test_each_worth_has_its_sentence(worth: str, changes: dict[str, float], opening: str, parts: list[str]) -> None:
    told = answer(**changes)
    assert told.worth == worth
    said = sentences.headline(told, "id")
    assert opening in said
    assert all(part in said for part in parts), said
    assert sentences.headline(told, "en") != said


def test_today_is_said_as_it_is() -> None:
    said = sentences.headline(answer(TODAY), "id")
    assert said == "Seperti hari ini: pemohon menunggu rata-rata 12,0 menit di kantor, dan 88% dilayani dalam 30 menit."


def test_an_unstable_queue_is_said_before_all_else() -> None:
    said = sentences.headline(answer(load=1.87, wait_min=-5), "id")
    assert said.startswith("Antrean tidak stabil: wawancara menerima 187%")


def test_waiting_moved_by_a_tenth_of_a_day_is_not_called_moved() -> None:
    assert not sentences.moves_the_wait(answer(wait_min=-4, lead_days=0.12))
    assert not sentences.moves_the_wait(answer(wait_min=-4, lead_days=7, travel_hours=-3))
    assert sentences.moves_the_wait(answer(wait_min=-4, lead_days=7))


def test_a_busy_place_is_not_called_idle() -> None:
    told = answer(TODAY.but(interviewers=4), cost_month=7e6)
    assert sentences.idle_place(told) == ("counter", 0.17)
    busy = {**told.figures, "utilisation_counter": told.figures["utilisation_interview"]}
    assert sentences.idle_place(replace(told, figures=busy)) is None


def test_the_idle_place_is_the_one_that_was_given_desks() -> None:
    told = answer(TODAY.but(interviewers=6), cost_month=7e6, utilisation_interview=-0.4)
    assert sentences.idle_place(told) == ("interview", pytest.approx(0.25))


def test_a_gain_at_a_place_that_hardly_needs_its_desks_is_told_with_its_use() -> None:
    said = sentences.headline(answer(wait_min=-2, cost_month=9e7), "id")
    assert "menolong" in said and "Loket menganggur: hanya 17%" in said
    plain = answer(TODAY.but(quota=80), wait_min=-2, cost_month=9e7)
    assert "menganggur" not in sentences.headline(plain, "id"), "no desk was added"


@pytest.mark.parametrize(("change", "word"), [(0.03, "Dipenuhi"), (-0.1, "Tidak dipenuhi")])
def test_the_promise_is_told_with_both_shares(change: float, word: str) -> None:
    said = sentences.promise(answer(within_30=change), "id")
    assert said.startswith(word) and "92,0%" in said


def test_for_whom_names_the_district_but_never_a_small_group() -> None:
    said = sentences.for_whom(answer(), "id")
    assert "Paling terbantu" in said and "8,0 jam" in said
    assert "Paling dirugikan" in said and "1,0 jam" in said
    shown = sentences.shown_districts(answer())
    hidden = shown.filter("suppressed")
    assert "18.04.04" in hidden["district_id"] and hidden.height >= 2, "a partner hides it from the total"
    assert hidden["change"].null_count() == hidden.height
    assert "kelompok tidak ditampilkan" in said


def test_those_won_by_a_campaign_are_told() -> None:
    assert "mengajak 130 pemohon baru" in sentences.for_whom(replace(answer(), n_won=130), "id")


def test_costs_say_that_they_are_assumptions() -> None:
    said = sentences.cost_line(answer(cost_month=7e6, cost_passport=5300), "id")
    assert "Rp117,0 juta sebulan" in said and "+Rp5.300 per paspor" in said and "asumsi" in said


def test_the_cards_tell_value_interval_today_and_change() -> None:
    cards = figures.kpis(answer(wait_min=-5, lead_days=0.02), "id")
    wait, lead = cards[0], cards[2]
    assert (wait.value, wait.unit, wait.state) == ("7,0", "menit", "good")
    assert "−5,0 menit (95%: −5,5 sampai −4,5)" in wait.rule and "Hari ini: 12,0 menit" in wait.rule
    assert wait.interval.endswith("95%")
    assert lead.state == "" and "hampir tak terasa" in lead.rule


def test_a_figure_that_nobody_has_is_a_dash_everywhere() -> None:
    told = replace(answer(), figures=dict.fromkeys(MEANS), worth="not_worth")
    for lang in ("id", "en"):
        assert sentences.headline(told, lang)
        assert [line.text for line in sentences.lines(told, lang)]
        assert figures.table(told, lang).height == len(MEANS)
    assert picture.changes(Scene(told, told, "", "", Look("id"))).plot is None


@pytest.mark.parametrize("backend", ["bokeh", "matplotlib"])
@pytest.mark.parametrize("narrow", [True, False])
def test_the_pictures_are_drawn(backend: Any, narrow: bool) -> None:
    import holoviews as hv

    look = Look("id", dark=narrow, backend=backend, narrow=narrow)
    scene = Scene(answer(wait_min=-5, cost_passport=9000, load=1.2), answer(TODAY), "Kantor", "Mei 2025", look)
    for make in (picture.changes, picture.loads):
        chart = make(scene)
        assert chart.table is not None and chart.table.height and "Kantor" in chart.source
        hv.render(chart.plot, backend=backend)


def test_the_title_counts_what_gets_better_and_worse() -> None:
    chart = picture.changes(Scene(answer(wait_min=-5, cost_passport=9000), answer(TODAY), "", "", Look("id")))
    assert chart.title == "Dari 7 angka, 1 membaik dan 1 memburuk"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [(7e6, "IDR", "Rp7,0 juta"), (5306.1, "IDR", "Rp5.300"), (0.874, "share", "87,4%"), (1.0, "min", "1,0 menit")],
)
def test_amounts(value: float, unit: str, said: str) -> None:
    assert words.amount(value, unit, "id") == said
