"""Where people were first registered: moves of households, marriages into them, and codes that have died since.

A NIK keeps the region of first registration for life, the family card carries the present one. So the members of a
household that moved here keep the code of the district they came from, those born afterwards have the code of this
one, and a wife or a child-in-law who married in brings a code of her own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simi_lab.people.births import Members
from simi_lab.people.families import BRANCH, Families
from simi_lab.people.layout import Layout
from simi_lab.people.places import Area, Home
from simi_lab.people.serials import MOST_DAYS
from simi_lab.scenario.world import Households
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
ALWAYS = -(2**40)
MOVE_COLUMNS = ("moved_on", "origin_near", "origin_region")


@dataclass(frozen=True)
class Moves:
    """One entry per household: region of the home, the region it came from, and the day (`ALWAYS`: it never moved)."""

    home: Ints
    origin: Ints
    day: Ints


def moves(
    plan: Households, area: Area, streams: Streams, first: int, home: Home, head_born: Ints, anchor: int
) -> Moves:
    """Moves of households first.. with these homes, before the anchor day and after their heads were born.

    Randomness : person keys (table "households"), counter = household number.
    """
    n, share = home.region.size, plan.moved_share.value
    rows = np.flatnonzero(transforms.bernoulli(streams.words("households", "moved", start=first, n=n), share))
    day, near, pick = (streams.at("households", column, "", first + rows) for column in MOVE_COLUMNS)
    came, origin = np.full(n, ALWAYS), home.region.copy()
    came[rows] = head_born[rows] + transforms.integers(day, anchor - head_born[rows])
    origin[rows] = area.other_region(home.region[rows], near, pick, plan.from_afar_share.value)
    return Moves(home.region, origin, came)


def first_regions(
    plan: Households, area: Area, streams: Streams, block: Layout, gone: Moves, kin: Families, rows: Members
) -> Ints:
    """Six-digit code under which each person was first registered.

    Those born before the split of the coast carry one of its dead codes instead of a present one; which of them
    stood for which district is not known, so each household draws one.

    Randomness : person keys (table "people"); the dead code by the household's first member.
    """
    house = rows.household
    region = gone.home[house]
    before = np.flatnonzero((gone.day != ALWAYS)[house])
    before = before[rows.birth_day[before] < gone.day[house[before]]]
    region[before] = gone.origin[house[before]]

    heads = np.cumsum(block.size) - block.size
    with_branch = kin.kind == BRANCH
    in_law = (heads + block.has_spouse + 2)[with_branch]  # behind the married child, which is the first of the young
    wed = np.concatenate((heads[block.has_spouse] + 1, in_law))
    coin = streams.at("people", "married_in", "", rows.person_id[wed])
    came = transforms.bernoulli(coin, plan.married_in_share.value)
    wed = wed[came]
    near, pick = (streams.at("people", column, "", rows.person_id[wed]) for column in ("region_near", "region"))
    region[wed] = area.other_region(gone.home[house[wed]], near, pick, plan.from_afar_share.value)

    # a birth date may still move by MOST_DAYS; those born so shortly before the split were registered after it
    coast = np.flatnonzero((region >= area.coast * 100) & (region < area.coast * 100 + 100))
    coast = coast[rows.birth_day[coast] < area.split_day - MOST_DAYS]
    words = streams.at("people", "coast", "", rows.person_id[coast] - rows.place[coast])
    region[coast] = area.dead_regions[transforms.integers(words, area.dead_regions.size)]
    return region
