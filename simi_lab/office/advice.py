"""What tells the interviewer to be quick or to look longer: advice that a change switches on, or a lane of triage."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simi_lab.office.chance import Chance
from simi_lab.scenario.office import OfficePlan
from simi_lab.schema.enums import CODES

Ints = NDArray[np.int64]


def advised(seconds: Ints, simi_way: NDArray[np.bool_], plan: OfficePlan, chance: Chance) -> Ints:
    """Seconds of the interviews with advice; never shorter than the shortest interview, unless it was so before.

    Parameters
    ----------
    seconds : interviews without advice, shape (n,)
    simi_way : cases that are worked with SIMI; the others have no advice

    Randomness : decision key "advice" of each application; one word decides between quick, look and nothing.
    """
    advice = plan.service.advice
    quick, look = advice.quick_share.value, advice.look_share.value
    if quick + look <= 0:
        return seconds
    u = chance.uniform("advice")
    is_quick, is_looked_at = simi_way & (u < quick), simi_way & (u >= quick) & (u < quick + look)
    shorter = _shorter(seconds, advice.minutes_saved.value, plan)
    longer = seconds + round(advice.minutes_added.value * 60)
    return np.where(is_quick, shorter, np.where(is_looked_at, longer, seconds))


def in_lane(seconds: Ints, lane: Ints, plan: OfficePlan) -> Ints:
    """Seconds of the interviews by lane of triage; those without a lane stay as they are.

    Parameters
    ----------
    seconds : interviews without triage, shape (n,)
    lane : index into the code list, -1 without; shape (n,)

    Randomness : none.
    """
    if not (lane >= 0).any():
        return seconds
    minutes = plan.service.lanes
    added = {"look": minutes.look_added, "clarify": minutes.clarify_added, "protect": minutes.protect_added}
    more = np.array([round(added[code].value * 60) if code in added else 0 for code in CODES["lane"]] + [0])
    is_direct = lane == CODES["lane"].index("direct")
    return np.where(is_direct, _shorter(seconds, minutes.direct_saved.value, plan), seconds + more[lane])


def _shorter(seconds: Ints, minutes: float, plan: OfficePlan) -> Ints:
    """So many minutes less, but not below the shortest interview unless it was so before."""
    shortest = np.minimum(seconds, round(plan.work.interview.low.value * 60))
    return np.maximum(seconds - round(minutes * 60), shortest)
