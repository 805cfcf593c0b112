"""The office at full size: extremes, directions, and whether it is like the offices that are published."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from simi_lab.errors import BadRequest
from simi_lab.office import OfficeResult, run_office
from simi_lab.reference import calendar
from simi_lab.scenario.office_work import Outage
from tests.sanity.office_worlds import (
    GO_LIVE,
    KOTABUMI,
    LAST,
    LIWA,
    WEEK,
    desks,
    draws,
    leads_of,
    number_like,
    station_figure,
    waits_of,
)


def test_spreading_shortens_the_wait_and_returns_fall(twins) -> None:  # type: ignore[no-untyped-def]
    for office in ("kotabumi", "liwa"):
        before, after = twins[office, "manual"], twins[office, "simi"]
        assert waits_of(after).mean() < 0.6 * waits_of(before).mean()
        returned = [(r.events["outcome"] == "returned").sum() for r in (before, after)]
        assert returned[1] < 0.65 * returned[0]
        assert waits_of(before).mean() > 25


def test_defaults_are_a_plausible_office(twins) -> None:  # type: ignore[no-untyped-def]
    """Published: one interviewer of a small unit under 35 % busy; book ready 3-4 working days after the interview."""
    for regime in ("manual", "simi"):
        assert station_figure(twins["liwa", regime], "interview", "utilisation") < 0.35
        for name in ("counter", "interview", "numbering", "duplicate_check", "printing", "handover"):
            assert station_figure(twins["kotabumi", regime], name, "utilisation") < 0.9
        assert station_figure(twins["kotabumi", regime], "interview", "utilisation") > 0.5
        for office, low, high in (("kotabumi", 2.5, 4.0), ("liwa", 3.0, 4.5)):
            events = twins[office, regime].events
            talk = (
                events.filter(pl.col("stage") == "biometrics_interview")
                .group_by("application_id")
                .agg(pl.col("ended_at").max().alias("talk"))
            )
            ready = (
                events.filter(pl.col("stage") == "ready")
                .select("application_id", "ended_at")
                .join(talk, on="application_id")
            )
            days = calendar.working_days_between(ready["talk"].dt.date(), ready["ended_at"].dt.date())
            assert low < days.mean() < high
    first = twins["kotabumi", "manual"].appointments["attended_at"].drop_nulls().dt.convert_time_zone("Asia/Jakarta")
    assert 0.55 < (first.dt.hour() < 10).mean() < 0.75  # known: 60-70 % come before ten when slots are loose


def test_one_desk_less_waits_more_and_endless_staff_not_at_all(big) -> None:  # type: ignore[no-untyped-def]
    plans = [desks(KOTABUMI, counter=n, interview=m) for n, m in ((3, 3), (2, 3), (3, 2), (300, 300))]
    usual, counter, interview, endless = (
        run_office(*big, plan=plan, draws=draws, regime_override="simi", until=LAST) for plan in plans
    )
    assert station_figure(counter, "counter", "mean_wait_min") > station_figure(usual, "counter", "mean_wait_min")
    assert station_figure(interview, "interview", "mean_wait_min") > station_figure(usual, "interview", "mean_wait_min")
    inside = endless.events.filter(pl.col("station") == "interview")
    local = inside["queued_at"].dt.convert_time_zone("Asia/Jakarta")
    working = (local.dt.hour() >= 8) & (local.dt.hour() < 11)  # not before the opening, not into the break
    assert (inside.filter(working)["started_at"] == inside.filter(working)["queued_at"]).all()


def test_demand_above_the_quota_becomes_lead_days_not_a_queue(big) -> None:  # type: ignore[no-untyped-def]
    quota = KOTABUMI.booking.quota.model_copy(update={"values": dict.fromkeys(WEEK, 50)})
    tight = KOTABUMI.model_copy(update={"booking": KOTABUMI.booking.model_copy(update={"quota": quota})})
    usual, full = (run_office(*big, plan=p, draws=draws, regime_override="simi") for p in (KOTABUMI, tight))
    lead = [leads_of(r, big) for r in (usual, full)]
    assert lead[1]["lead_days"].mean() > 3 * lead[0]["lead_days"].mean()
    assert waits_of(full).mean() < waits_of(usual).mean()  # the honest pair: shorter at the counter, longer at home
    year = pl.col("filed_at").dt.year()
    late = lead[1].group_by(year.alias("year")).agg(pl.col("lead_days").mean()).sort("year")["lead_days"]
    assert late[1] > late[0]


def test_january_is_full_in_the_default_office(twins, big) -> None:  # type: ignore[no-untyped-def]
    lead = leads_of(twins["kotabumi", "manual"], big)
    by_month = lead.group_by(pl.col("filed_at").dt.month().alias("month")).agg(pl.col("lead_days").mean())
    months = dict(by_month.rows())
    assert months[1] > months[9]


def test_more_work_than_time_is_refused_with_the_load(big) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadRequest, match=r"not stable: the load at interview is 1\d\d %"):
        run_office(*big, plan=desks(KOTABUMI, interview=1), draws=draws)


def test_more_no_shows_and_a_shorter_payment_limit_lose_applicants(small) -> None:  # type: ignore[no-untyped-def]
    def issued(**changes: float) -> int:
        booking = LIWA.booking
        new = booking.model_copy(update={k: number_like(v, getattr(booking, k)) for k, v in changes.items()})
        result = run_office(*small, plan=LIWA.model_copy(update={"booking": new}), draws=draws)
        return int((result.events["outcome"] == "issued").sum())

    usual = issued()
    assert issued(no_show=0.3) < usual < issued(no_show=0.0)
    assert issued(payment_limit=0.5) < usual < issued(payment_limit=24)


def test_an_outage_of_eight_days_leaves_a_backlog_that_drains(big) -> None:  # type: ignore[no-untyped-def]
    """June 2024: photographs and interviews went on, printing and the duplicate check did not."""
    outage = Outage(
        stages=("printing", "duplicate_check"),
        first=date(2024, 6, 20),
        last=date(2024, 6, 28),
        source="press, June 2024",
        mark="sourced",
    )
    usual = run_office(*big, plan=KOTABUMI, draws=draws)
    stopped = run_office(*big, plan=KOTABUMI.model_copy(update={"outages": (outage,)}), draws=draws)
    day = pl.col("ended_at").dt.convert_time_zone("Asia/Jakarta").dt.date()

    def ready_by(result: OfficeResult, last: date) -> int:
        return result.events.filter(pl.col("stage") == "ready", day <= last).height

    assert ready_by(usual, date(2024, 6, 28)) - ready_by(stopped, date(2024, 6, 28)) > 150
    assert ready_by(usual, date(2024, 7, 5)) > ready_by(stopped, date(2024, 7, 5))
    assert ready_by(usual, date(2024, 8, 31)) == pytest.approx(ready_by(stopped, date(2024, 8, 31)), abs=20)
    talks = [r.events.filter(pl.col("stage") == "counter", day <= date(2024, 6, 28)).height for r in (usual, stopped)]
    assert talks[0] == talks[1]


def test_the_first_weeks_with_simi_are_slower_than_the_later_ones(big) -> None:  # type: ignore[no-untyped-def]
    result = run_office(*big, plan=KOTABUMI, draws=draws)
    counter = result.events.filter(pl.col("station") == "counter", pl.col("outcome") == "done").select(
        (pl.col("ended_at") - pl.col("started_at")).dt.total_seconds().alias("s"),
        pl.col("started_at").dt.date().alias("day"),
    )
    first = counter.filter(pl.col("day").is_between(GO_LIVE, date(2024, 1, 31)))["s"].mean()
    later = counter.filter(pl.col("day") > date(2024, 6, 1))["s"].mean()
    assert first > 1.2 * later


def test_waits_of_manual_days_start_again_every_morning(twins) -> None:  # type: ignore[no-untyped-def]
    events = twins["kotabumi", "manual"].events
    local = events.filter(pl.col("station") == "counter", pl.col("started_at").is_not_null())
    local = local.select(pl.col("queued_at", "started_at").dt.convert_time_zone("Asia/Jakarta").dt.date())
    assert (local["queued_at"] == local["started_at"]).mean() > 0.999
