"""The figures of a month: those of the aggregates, withheld where they would speak of a few people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from simi_lab.measures import describe_bins
from simi_lab.reporting.monthly import read_month, sections
from simi_lab.reporting.monthly.opening import headline
from simi_lab.reporting.monthly.read import Month
from simi_lab.reporting.monthly.tables import by_place, change
from simi_lab.store import Run
from simi_lab.study.measure import Aggregates

FIRST = date(2025, 3, 1)


def months(run: Run) -> list[date]:
    counts = read_month(run.name, bulan="2025-01").data.service_counts
    return sorted(counts["month"].unique())


def small_world(run: Run, counts: dict[str, int]) -> Month:
    """A month with so many applicants per district: each waits 70 minutes in even places, else 10."""
    real = read_month(run.name, bulan="2025-01").data
    keys = {"office_id": 0, "month": FIRST, "service": "nonel_5", "regime": "simi"}
    rows = [
        {**keys, "district_id": code, "n_applications": n, "n_issued": n, "n_open": 0} for code, n in counts.items()
    ]
    bins = [
        {**keys, "district_id": code, "metric": metric, "bin": bin_, "n": n}
        for i, (code, n) in enumerate(counts.items())
        for metric, bin_ in {
            "wait_min": 70 if i % 2 else 10,
            "total_days": 9,
            "lead_days": 2,
            "work_days": 5 if i % 2 else 3,
        }.items()
    ]
    regencies = {code: code.rpartition(".")[0] for code in counts}
    places = pl.DataFrame({"district_id": list(regencies), "regency_id": list(regencies.values())}).with_columns(
        name="K" + pl.col("district_id"), regency="R" + pl.col("regency_id")
    )
    answers = real.skm_bins.clear()
    data = Aggregates(pl.DataFrame(bins), pl.DataFrame(rows), answers, real.standing.clear(), places, real.promise)
    return Month(run, data, FIRST, "en")


def test_the_figures_are_those_of_the_aggregates(mungil: Run) -> None:
    when = months(mungil)[1]
    month = read_month(mungil.name, bulan=f"{when:%Y-%m}")
    here = month.data.service_counts.filter(pl.col("month") == when)
    assert month.counts["n_applications"] == here["n_applications"].sum() > 0
    wait = month.data.service_bins.filter(pl.col("month") == when, pl.col("metric") == "wait_min")
    assert month.service["wait_min"]["mean"] == describe_bins(wait)["mean"][0]


def test_shares_worked_by_hand(mungil: Run) -> None:
    month = small_world(mungil, {"1.1": 30, "1.2": 10})
    assert month.service["wait_min"]["mean"] == pytest.approx((30 * 10 + 10 * 70) / 40)
    assert month.service["wait_min"]["share_over"] == pytest.approx(10 / 40)
    assert headline(month)["in_time_share"] == pytest.approx(30 / 40)  # 10 passports took 5 working days


def test_a_state_and_a_share_of_a_few_people_are_withheld(mungil: Run) -> None:
    month = small_world(mungil, {"1.1": 300, "1.2": 10})
    rows = month.data.service_counts.with_columns(n_open=pl.Series([3, 0]))
    few = small_world(mungil, {"1.1": 300, "1.2": 4})
    assert Month(mungil, replace(month.data, service_counts=rows), FIRST, "en").counts["n_open"] is None
    assert month.counts["n_open"] == 0
    assert month.service["wait_min"]["share_over"] == pytest.approx(10 / 310)
    assert few.service["wait_min"]["share_over"] is None  # four people waited more than 60 minutes
    assert "chart-wait" not in sections.waiting(few).html
    assert "withheld" not in sections.applications(month).html


def test_the_first_month_has_none_before(mungil: Run) -> None:
    first, second, *_ = months(mungil)
    assert read_month(mungil.name, bulan=f"{first:%Y-%m}").previous is None
    assert read_month(mungil.name, bulan=f"{second:%Y-%m}").previous.first == first


def test_a_small_district_is_withheld_and_so_is_the_partner_that_gives_it_away(mungil: Run) -> None:
    month = small_world(mungil, {"1.1": 3, "1.2": 8, "1.3": 40, "2.1": 50, "2.2": 60})
    shown = by_place(month, "district").drop_nulls("n_applications")["district_id"]
    assert set(shown) == {"1.3", "2.1", "2.2"}
    assert by_place(month, "regency").sort("regency_id")["n_applications"].to_list() == [51, 110]
    for code, is_withheld in (("1.1", True), ("1.2", True), ("1.3", False)):
        alone = Month(mungil, month.data, FIRST, "en", code)
        assert alone.is_withheld == is_withheld
        assert (alone.service["wait_min"]["mean"] is None) == is_withheld


@pytest.mark.parametrize("code", ["1.1", "1.2"])
def test_no_section_on_a_withheld_district_shows_a_figure_of_it(mungil: Run, code: str) -> None:
    month = small_world(mungil, {"1.1": 3, "1.2": 8, "1.3": 40, "2.1": 50})
    alone = Month(mungil, month.data, FIRST, "en", code)
    assert "withheld" in sections.opening(alone).html
    for name in ("opening", "applications", "waiting", "days", "places", "satisfaction"):
        figures = {k: v for k, v in getattr(sections, name)(alone).figures.items() if k != "n_working_days"}
        assert all(value is None for value in figures.values()), name


def test_a_withheld_district_is_in_no_text_of_the_table(mungil: Run) -> None:
    html = sections.places(small_world(mungil, {"1.1": 3, "1.2": 8, "1.3": 40, "2.1": 50, "2.2": 60})).html
    assert "2 districts, withheld" in html
    assert "K1.1" not in html
    assert "K1.2" not in html
    assert "K1.3" in html


@pytest.mark.parametrize(("verdict", "word"), [("reached", "✓ Reached"), ("not_reached", "✗ Not reached")])
def test_the_verdict_is_that_of_the_comparison_with_what_did_not_fall(mungil: Run, verdict: str, word: str) -> None:
    month = small_world(mungil, {"1.1": 30, "1.2": 10})
    month.data.promise["verdict"] = verdict
    shown = sections.promise(month)
    assert word in shown.html
    assert shown.figures["verdict"] == verdict
    unhalved = {name for name, m in month.promised.items() if m["ratio"]["high"] > 0.5}
    assert "total_days" in unhalved
    assert "Not halved: " in shown.html


def test_a_change_is_written_with_its_sign_and_never_as_minus_zero() -> None:
    assert change(12.0, 10.0, "en") == "+2"
    assert change(10.0, 12.5, "id", 1) == "−2,5"
    assert change(1.0, 1.04, "en", 1) == "0.0"
    assert change(None, 1.0, "en") == "–"
