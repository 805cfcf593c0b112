"""The office at full size: laws that hold whatever is asked, and the same applicants in two ways of working."""

from __future__ import annotations

import time

import numpy as np
import polars as pl
import pytest

from simi_lab.office import run_office
from simi_lab.reference import calendar
from simi_lab.schema.enums import CODES
from tests.sanity.office_worlds import (
    KOTABUMI,
    LIWA,
    desks,
    draws,
    two_years,
)


def test_the_same_words_give_the_same_events_in_any_order_of_rows(small) -> None:  # type: ignore[no-untyped-def]
    applications, bits = small
    one = run_office(applications, bits, plan=LIWA, draws=draws)
    other = run_office(applications.reverse(), bits.sample(fraction=1, shuffle=True, seed=3), plan=LIWA, draws=draws)
    assert one.events.equals(other.events)
    assert one.decisions.equals(other.decisions)
    again = run_office(applications, bits, plan=LIWA, draws=draws, replication=1)
    assert not one.events.equals(again.events)


def test_events_of_a_case_are_in_order_and_stages_follow_each_other(twins) -> None:  # type: ignore[no-untyped-def]
    legal = {
        "counter": {"paid", "counter", "clarification", "duplicate_check"},
        "biometrics_interview": {"counter", "biometrics_interview"},
        "clarification": {"biometrics_interview"},
        "numbering": {"biometrics_interview", "clarification"},
        "duplicate_check": {"numbering", "duplicate_check"},
        "adjudication": {"duplicate_check", "counter"},
        "printing": {"adjudication", "printing"},
        "ready": {"printing"},
        "handover": {"ready"},
        "paid": {"registered"},
        "closed": {"paid", "counter", "clarification", "duplicate_check", "ready", "handover"},
    }
    for result in twins.values():
        events = result.events.with_columns(pl.col("stage").cast(pl.String))
        assert events["event_id"].is_sorted()
        assert (events["queued_at"] <= events["started_at"]).all()
        assert (events["started_at"] <= events["ended_at"]).all()
        before = events.with_columns(pl.col("ended_at", "stage").shift(1).over("application_id").name.prefix("last_"))
        assert before.filter(pl.col("queued_at") < pl.col("last_ended_at")).height == 0
        pairs = set(before.drop_nulls("last_stage").select("stage", "last_stage").unique().rows())
        assert {(a, b) for a, b in pairs if b not in legal.get(a, set())} == set()
        starts = events.group_by("application_id").agg(pl.col("stage").first())
        assert starts["stage"].unique().to_list() == ["registered"]


def test_every_case_ends_once_and_the_ends_are_all_there(twins) -> None:  # type: ignore[no-untyped-def]
    for (name, _), result in twins.items():
        closed = result.events.filter(pl.col("stage") == "closed")
        assert closed["application_id"].n_unique() == closed.height == result.appointments.height, name
        shares = closed["outcome"].value_counts(normalize=True)
        found = dict(zip(shares["outcome"].cast(pl.String), shares["proportion"], strict=True))
        assert set(found) == {"issued", "refused", "cancelled", "expired"}
        assert 0.9 < found["issued"] < 0.985


def test_nobody_is_served_by_two_desks_or_two_by_one(twins) -> None:  # type: ignore[no-untyped-def]
    touch = twins["kotabumi", "manual"].events.filter(
        pl.col("officer_id").is_not_null(), pl.col("station").is_in(["counter", "interview", "printing", "handover"])
    )
    for key in ("officer_id", "application_id"):
        ordered = touch.sort(key, "started_at", "ended_at")
        overlap = ordered.with_columns(pl.col("ended_at").shift(1).over(key).alias("free_at"))
        assert overlap.filter(pl.col("started_at") < pl.col("free_at")).height == 0


def test_desks_begin_only_in_office_hours_or_for_those_inside(twins) -> None:  # type: ignore[no-untyped-def]
    events = twins["kotabumi", "manual"].events
    local = events.filter(pl.col("station").is_in(["numbering", "duplicate_check", "printing"])).select(
        pl.col("started_at").dt.convert_time_zone("Asia/Jakarta").alias("at")
    )
    minute = local["at"].dt.hour().cast(int) * 60 + local["at"].dt.minute()
    friday = local["at"].dt.weekday() == 5
    lunch = (minute >= pl.select(pl.when(friday).then(690).otherwise(720)).to_series()) & (
        minute < pl.select(pl.when(friday).then(810).otherwise(780)).to_series()
    )
    assert not lunch.any()
    assert minute.min() >= 480
    assert minute.max() < 990
    assert set(local["at"].dt.weekday()) <= {1, 2, 3, 4, 5}
    assert not set(local["at"].dt.date()) & set(calendar.holidays()["day"])


@pytest.mark.parametrize("office", ["kotabumi", "liwa"])
def test_littles_law_at_every_station(twins, office: str) -> None:  # type: ignore[no-untyped-def]
    """Number waiting, looked at by the clock every 97 seconds, is arrival rate times mean wait."""
    events = twins[office, "manual"].events.filter(pl.col("started_at").is_not_null())
    for name in ("counter", "interview", "numbering", "printing", "handover"):
        here = events.filter(pl.col("station") == name)
        queued = np.sort(here["queued_at"].to_physical().to_numpy()) // 1_000_000
        started = np.sort(here["started_at"].to_physical().to_numpy()) // 1_000_000
        looks = np.arange(queued[0], started[-1], 97)
        waiting = np.searchsorted(queued, looks, "right") - np.searchsorted(started, looks, "right")
        rate = queued.size / (started[-1] - queued[0])
        mean_wait = (started.sum() - queued.sum()) / queued.size
        assert waiting.mean() == pytest.approx(rate * mean_wait, rel=0.02, abs=1e-4), name


def test_two_ways_of_working_meet_the_same_applicants(twins) -> None:  # type: ignore[no-untyped-def]
    """A twin differs by the intervention alone: same minutes at the interview, same payment, same doubt, same miss."""
    before, after = twins["kotabumi", "manual"], twins["kotabumi", "simi"]
    keep = ("application_id", "n_missed")
    assert before.appointments.select(keep).filter(pl.col("n_missed") >= 0).height == after.appointments.height
    paid = [r.events.filter(pl.col("stage") == "paid").select("application_id", "ended_at") for r in (before, after)]
    assert paid[0].equals(paid[1])
    length = (pl.col("ended_at") - pl.col("started_at")).dt.total_seconds().alias("s")
    talk = [
        r.events.filter(pl.col("stage") == "biometrics_interview")
        .unique("application_id", keep="first")
        .select("application_id", length)
        .sort("application_id")
        for r in (before, after)
    ]
    both = talk[0].join(talk[1], on="application_id", suffix="_after")
    assert both.height > 0.95 * after.appointments.height
    assert (both["s"] == both["s_after"]).all()


def test_forty_eight_thousand_applications_take_less_than_two_seconds() -> None:
    world = two_years(24_000)
    wide = desks(KOTABUMI, counter=5, interview=5, numbering=2, duplicate_check=2, printing=6, handover=3)
    run_office(world[0].head(100), world[1].head(100), plan=wide, draws=draws)
    begun = time.process_time()
    result = run_office(*world, plan=wide, draws=draws)
    assert result.appointments.height == 48_000
    assert time.process_time() - begun < 2.0


def test_codes_used_are_codes_of_the_catalog(twins) -> None:  # type: ignore[no-untyped-def]
    events = twins["kotabumi", "manual"].events
    assert set(events["stage"].cast(pl.String)) == set(CODES["stage"])
    assert set(events["outcome"].cast(pl.String)) == set(CODES["outcome"])
