"""An overstay and an exit that is recorded late look alike; the posterior tells them apart as far as can be."""

from __future__ import annotations

import numpy as np
import pytest

from simi_lab.foreign.stays import NEVER, ends
from simi_lab.scenario.foreign import Exits
from simi_lab.schema import CODES
from simi_lab.streams import Streams

N, LAST = 400_000, 20_000
OVER, LATE = CODES["stay_end"].index("overstay"), CODES["stay_end"].index("late_record")


@pytest.fixture(scope="module")
def drawn():
    """Ends of many stays whose permits run out over two years before the last day, and some after it."""
    rng = np.arange(N)
    until = LAST - 700 + rng % 760
    is_itas = rng % 2 == 0
    return is_itas, until, ends(Exits(), Streams(3), is_itas, until, LAST, office_id=0)


def test_shares_of_overstays_are_those_of_the_scenario(drawn) -> None:
    is_itas, until, ended = drawn
    for kind, share in ((is_itas, Exits().overstay_itas.value), (~is_itas, Exits().overstay_itk.value)):
        mine = kind & (until < LAST)
        found = (ended.end[mine] == OVER).mean()
        assert abs(found - share) < 4 * np.sqrt(share * (1 - share) / mine.sum())


def test_as_many_overstay_as_the_posterior_tells(drawn) -> None:
    _, _, ended = drawn
    known = ~np.isnan(ended.posterior) & (ended.posterior > 0)
    told, true = ended.posterior[known], ended.end[known] == OVER
    bins = [(told >= low) & (told < high) for low, high in ((0, 0.2), (0.2, 0.3), (0.3, 0.45), (0.45, 0.6), (0.6, 1.1))]
    assert sum(mine.sum() > 300 for mine in bins) >= 4
    for mine in bins:
        spread = np.sqrt((told[mine] * (1 - told[mine])).sum())
        assert abs(true[mine].sum() - told[mine].sum()) <= 4 * spread
    assert {OVER, LATE} == set(ended.end[known].tolist())


def test_who_left_and_was_recorded_in_time_is_no_case(drawn) -> None:
    _, until, ended = drawn
    seen = (ended.recorded != NEVER) & (ended.recorded <= until)
    assert (ended.posterior[seen] == 0).all()
    assert not np.isin(ended.end[seen], [OVER, LATE]).any()


def test_days_run_forward_and_end_with_the_world(drawn) -> None:
    _, until, ended = drawn
    assert (ended.recorded <= LAST).all()
    assert (ended.left <= LAST).all()
    late = ended.end == LATE
    assert (ended.left[late] <= until[late]).all()
    over = ended.end == OVER
    assert (ended.gap[over] >= 1).all()
    assert (until[over] + ended.gap[over] <= LAST).all()
