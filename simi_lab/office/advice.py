"""Advice to the interviewer, where a change switches it on: quicker ordinary cases, a longer look at others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simi_lab.office.chance import Chance
from simi_lab.scenario.office import OfficePlan

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
    shortest = np.minimum(seconds, round(plan.work.interview.low.value * 60))
    shorter = np.maximum(seconds - round(advice.minutes_saved.value * 60), shortest)
    longer = seconds + round(advice.minutes_added.value * 60)
    return np.where(is_quick, shorter, np.where(is_looked_at, longer, seconds))
