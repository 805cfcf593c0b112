"""Who the members of a household are to each other, and the ages from which the others' follow.

Four kinds of household: parents with their children; parents with a married child, the child's spouse and their
children; grandparents with grandchildren whose parents work elsewhere; a single head with younger relatives. In the
last three somebody's role is `other`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simi_lab.people.layout import Layout, select
from simi_lab.scenario.world import Households
from simi_lab.schema import CODES
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
Years = NDArray[np.float64]
Codes = NDArray[Any]
CHILDREN, BRANCH, GRANDCHILDREN, KIN = (np.uint8(kind) for kind in range(4))
SINGLE, MARRIED, DIVORCED, WIDOWED = (np.uint8(CODES["marital"].index(c)) for c in CODES["marital"])
FIRST_BIRTH, FIRST_BIRTH_SD = 21.5, 2.8  # assumed: a mother's age in years at her first child
YOUNGEST_MOTHER, LAST_BIRTH = 17.0, 45.0
MARRIES = 19.0  # the age from which the law lets people marry
CLOSEST, WIDEST = 2.0, 4.2  # years between two children of one mother, on average
JITTER = 0.55  # share of that distance by which a birth is early or late
LATE, LATEST = 50.0, 62.0  # ages of a mother from which children have homes of their own, and most of them have
MORE_LATER = 1.7  # by which grandchildren become more common then
OLDEST_WITH_PARENT = 60.0


@dataclass(frozen=True)
class Families:
    """One entry per household of a layout, arrays of shape (n,); ages are years at the anchor day.

    Younger member k (from 0) is `young - (k + draw * JITTER) * step` years old. `elder` is the age of an elder, and
    `has_parent` tells whether elders are parents of the head.
    """

    head: Years
    spouse: Years
    head_status: Codes
    kind: Codes
    n_young: Ints
    young: Years
    step: Years
    elder: Years
    has_parent: NDArray[np.bool_]


def families(plan: Households, streams: Streams, block: Layout) -> Families:
    """Kinds and ages of the households of a block.

    Randomness : person keys (table "households"), counter = household number.
    """
    n = block.size.size

    def words(column: str) -> NDArray[np.uint64]:
        return streams.words("households", column, start=block.first, n=n)

    n_young = block.size - 1 - block.has_spouse - block.n_elders
    youngest = np.where(n_young > 0, np.maximum(YOUNGEST_MOTHER + 0.5 + CLOSEST * n_young, MARRIES), MARRIES)
    head = _head_ages(plan, block.age_class, words("head_day"), youngest)
    gap = np.clip(3.0 + 3.0 * transforms.normal(words("spouse_gap")), -6.0, 12.0)
    room = head - youngest
    spouse = head - np.where(gap < room, gap, room * transforms.uniform(words("spouse_close")))
    mother = np.where(block.has_spouse, spouse, np.where(block.woman, head, np.maximum(head - 3.0, youngest)))

    status = select(block.has_spouse, MARRIED, _lone_status(plan, words("lone"), head))
    kind = _kinds(plan, words("kind"), mother, n_young)
    kind[(status == SINGLE) & (n_young > 0)] = KIN
    young, step = _young(words("first_birth"), words("late_birth"), kind, mother, head, n_young)
    has_parent = head <= OLDEST_WITH_PARENT
    apart = transforms.uniform(words("elder_age"))
    elder = head + np.where(has_parent, 19.0 + 14.0 * apart, 8.0 * apart - 4.0)
    return Families(head, spouse, status, kind, n_young, young, step, elder, has_parent)


def _head_ages(plan: Households, pick: Ints, day: NDArray[np.uint64], youngest: Years) -> Years:
    """Ages by class; a head with children is old enough for them."""
    classes = [tuple(int(x) for x in name.split("-")) for name in plan.head_age.values]
    low = np.maximum(np.array([float(c[0]) for c in classes])[pick], youngest + 0.5)
    high = np.maximum(np.array([c[1] + 1.0 for c in classes])[pick], low + 1.0)
    ages: Years = low + transforms.uniform(day) * (high - low)
    return ages


def _lone_status(plan: Households, words: NDArray[np.uint64], head: Years) -> Codes:
    """Civil status of a head without a spouse, from the table of the head's age."""
    ages = sorted(int(age) for age in plan.lone_status)
    tables = [transforms.cumulative(plan.lone_status[str(age)].of(CODES["marital"])) for age in ages]
    group = np.searchsorted(np.array(ages, dtype=np.float64), head, side="right") - 1
    return transforms.category_by(words, tables, group).astype(np.uint8)


def _kinds(plan: Households, words: NDArray[np.uint64], mother: Years, n_young: Ints) -> Codes:
    """Kind of household by the mother's age: while she is below 50, the young ones are her children."""
    u = transforms.uniform(words) / np.where(mother < LATEST, 1.0, MORE_LATER)
    late = (mother >= LATE) & (n_young > 0)
    grand = plan.grandchildren_share.value
    branch = (u >= grand) & (u < grand + plan.married_child_share.value)
    alone_with_one = branch & (n_young < 2)  # a couple without children lives elsewhere
    out = np.zeros(mother.size, dtype=np.uint8)
    out[late & ((u < grand) | (alone_with_one & (mother >= LATEST)))] = GRANDCHILDREN
    out[late & branch & ~alone_with_one] = BRANCH
    return out


def _young(
    first: NDArray[np.uint64], late: NDArray[np.uint64], kind: Codes, mother: Years, head: Years, n_young: Ints
) -> tuple[Years, Years]:
    """Age of the first of the younger members at most, and the years from one to the next."""
    count = np.maximum(n_young, 1)
    last = np.minimum(mother, LAST_BIRTH)
    born = np.clip(FIRST_BIRTH + FIRST_BIRTH_SD * transforms.normal(first), YOUNGEST_MOTHER, 36.0)
    born = np.minimum(born, np.maximum(last - CLOSEST * count, YOUNGEST_MOTHER))
    step = np.minimum((last - born) / count, WIDEST)
    # a young mother has her first ones at home, an older one rather those who came last
    later = np.where(mother >= LATE, 0.1 + 0.6 * transforms.uniform(late), 0.0)
    born = born + (last - born - step * count) * later
    young = mother - born - (1.0 - JITTER) * step

    rows = np.flatnonzero(kind == BRANCH)  # here the first is the married child; see `branch_ages`
    after = np.maximum(n_young[rows] - 2, 0)
    young[rows] = np.maximum(mother[rows] - born[rows], MARRIES + 3.0 + CLOSEST * after)
    step[rows] = np.minimum((young[rows] - 20.5) / np.maximum(after, 1), 3.5)
    for some, oldest in ((GRANDCHILDREN, np.minimum(mother - 42.0, 17.0)), (KIN, head - 1.0)):
        rows = np.flatnonzero(kind == some)
        young[rows] = oldest[rows]
        step[rows] = np.minimum(oldest[rows] / count[rows], 3.5)
    return young, step


def branch_ages(first: Years, step: Years, order: Ints, draw: Years) -> Years:
    """Ages in the family of a married child: the child, its spouse within three years of it, and their children.

    The mother is at least 17 years older than her first child, whichever of the two she is: 20.5 less than the child,
    or 17.5 less than a wife who may be three years younger.
    """
    spouse = first + 6.0 * draw - 3.0
    grandchild = np.maximum(first - 20.5 - (order - 2 + draw * JITTER) * step, 0.1)
    return np.where(order == 0, first, np.where(order == 1, spouse, grandchild))
