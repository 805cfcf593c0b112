"""Open days, windows and slots of an office, by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from simi_lab.clock import SECONDS_PER_DAY, day_index
from simi_lab.office.hours import office_days, open_seconds, quota_by_day, slot_table, windows
from simi_lab.scenario.office import OfficePlan
from simi_lab.scenario.office_work import Outage

MONDAY = day_index(date(2024, 6, 17))


def _hours(schedule, day: int) -> list[tuple[float, float, int, bool]]:  # type: ignore[no-untyped-def]
    midnight = day * SECONDS_PER_DAY
    mine = (schedule.opens >= midnight) & (schedule.opens < midnight + SECONDS_PER_DAY)
    columns = (
        schedule.opens[mine] - midnight,
        schedule.closes[mine] - midnight,
        schedule.servers[mine],
        schedule.overtime[mine],
    )
    return [(o / 3600, c / 3600, int(s), bool(v)) for o, c, s, v in zip(*columns, strict=True)]


def test_a_day_has_a_window_before_and_after_the_break_and_friday_a_longer_one() -> None:
    plan = OfficePlan()
    calendar = office_days(plan, MONDAY, 7, [])
    counter = windows(plan, calendar, "counter", plan.desks.counter, overtime=True)
    assert _hours(counter, MONDAY) == [(8, 12, 3, False), (13, 16, 3, True)]
    assert _hours(counter, MONDAY + 4) == [(8, 11.5, 3, False), (13.5, 16.5, 3, True)]
    assert _hours(counter, MONDAY + 5) == []
    assert calendar.is_open.tolist() == [True] * 5 + [False] * 2
    assert open_seconds([counter], (MONDAY + 1) * SECONDS_PER_DAY) == [3 * 7 * 3600]


def test_a_holiday_closes_every_desk_and_the_next_visit_day_follows_it() -> None:
    plan = OfficePlan()
    calendar = office_days(plan, MONDAY, 12, [date(2024, 6, 18)])
    assert _hours(windows(plan, calendar, "printing", plan.desks.printing, overtime=False), MONDAY + 1) == []
    assert (calendar.following - MONDAY).tolist() == [0, 2, 2, 3, 4, 7, 7, 7, 8, 9, 10, 11]
    assert quota_by_day(plan, calendar)[:3].tolist() == [70, 0, 70]


def test_beyond_the_calendar_there_is_no_day() -> None:
    calendar = office_days(OfficePlan(), MONDAY, 6, [])
    assert calendar.following.tolist()[-1] == -1


def test_an_outage_stops_its_stages_while_the_others_work() -> None:
    outage = Outage(stages=("printing",), first=date(2024, 6, 18), last=date(2024, 6, 19), source="test", mark="known")
    plan = OfficePlan(outages=(outage,))
    calendar = office_days(plan, MONDAY, 7, [])
    printing = windows(plan, calendar, "printing", plan.desks.printing, overtime=False)
    assert [bool(_hours(printing, MONDAY + k)) for k in range(4)] == [True, False, False, True]
    assert len(_hours(windows(plan, calendar, "counter", plan.desks.counter, overtime=True), MONDAY + 1)) == 2
    assert calendar.for_visits[:4].all()


def test_an_outage_of_the_counter_takes_no_visitors() -> None:
    outage = Outage(stages=("counter",), first=date(2024, 6, 18), last=date(2024, 6, 18), source="test", mark="known")
    plan = OfficePlan(outages=(outage,))
    calendar = office_days(plan, MONDAY, 7, [])
    assert quota_by_day(plan, calendar)[:3].tolist() == [70, 0, 70]


def test_slots_leave_out_the_break_and_the_end_of_the_day() -> None:
    slots = slot_table(OfficePlan())
    monday = slots[0] / 3600
    assert (monday[0], monday[-1]) == (8, 14.5)
    assert not ((monday >= 12) & (monday < 13)).any()
    assert np.unique(np.diff(slots[0])).tolist() == [900, 4500]
    assert slots[5].size == 0


@pytest.mark.parametrize(
    "given",
    [
        {"desks": {"counter": {"values": {"mon": 0}, "unit": "desk", "source": "x", "mark": "known"}}},
        {"desks": {"counter": {"values": {"mon": 1.5}, "unit": "desk", "source": "x", "mark": "known"}}},
        {"hours": {"opens": {"values": {"mon": 13}, "unit": "hour", "source": "x", "mark": "known"}}},
        {"booking": {"quota": {"values": {"mon": 0}, "unit": "a day", "source": "x", "mark": "known"}}},
        {"booking": {"outreach_weekdays": ["sun"]}},
        {"arrivals": {"by_hour": {"values": {"8": 0, "7": 1}, "unit": "share", "source": "x", "mark": "known"}}},
        {"making": {"adjudication_hours": {"values": {"simi": 1}, "unit": "h", "source": "x", "mark": "known"}}},
        {"booking": {"no_show": {"value": 1.2, "unit": "share", "source": "x", "mark": "known"}}},
        {"checks": {"paper_days": {"value": -1, "unit": "day", "source": "x", "mark": "known"}}},
        {"surprise": 1},
    ],
)
def test_a_plan_that_cannot_be_is_refused(given: dict) -> None:
    with pytest.raises(ValueError, match=r".+"):
        OfficePlan.model_validate(given)


def test_a_small_unit_keeps_its_defaults_beside_what_is_given() -> None:
    given = {"kind": "ukk", "booking": {"no_show": {"value": 0.1, "unit": "share", "source": "x", "mark": "known"}}}
    plan = OfficePlan.model_validate(given)
    assert plan.booking.no_show.value == 0.1
    assert plan.booking.quota.values["mon"] == OfficePlan(kind="ukk").booking.quota.values["mon"] == 18
    assert OfficePlan.model_validate(plan.model_dump(mode="json")) == plan
