"""Minutes of the interview by lane; an office without lanes works as ever."""

from __future__ import annotations

import numpy as np
import pytest

from simi_lab.office.advice import in_lane
from simi_lab.scenario.office import OfficePlan
from simi_lab.schema.enums import CODES

PLAN = OfficePlan()
MINUTES = PLAN.service.lanes
LOW = PLAN.work.interview.low.value * 60


@pytest.mark.parametrize(
    ("lane", "seconds"),
    [
        ("look", MINUTES.look_added.value * 60),
        ("clarify", MINUTES.clarify_added.value * 60),
        ("protect", MINUTES.protect_added.value * 60),
        ("direct", -MINUTES.direct_saved.value * 60),
    ],
)
def test_a_lane_changes_the_interview_by_its_minutes(lane: str, seconds: float) -> None:
    before = np.array([720, 900, 1500], dtype=np.int64)
    after = in_lane(before, np.full(3, CODES["lane"].index(lane)), PLAN)
    assert (after - before).tolist() == [seconds] * 3


def test_the_direct_lane_is_no_shorter_than_the_shortest_interview() -> None:
    before = np.array([300, 370, 480], dtype=np.int64)
    direct = np.zeros(3, dtype=np.int64)
    assert in_lane(before, direct, PLAN).tolist() == [300, LOW, max(LOW, 480 - MINUTES.direct_saved.value * 60)]


def test_cases_without_a_lane_keep_their_minutes() -> None:
    before = np.array([720, 900, 1500], dtype=np.int64)
    lane = np.array([-1, CODES["lane"].index("look"), -1])
    assert (in_lane(before, lane, PLAN) - before).tolist() == [0, MINUTES.look_added.value * 60, 0]
