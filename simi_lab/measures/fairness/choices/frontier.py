"""The frontier: what each way to treat groups more alike costs in people found, on months it was not tuned on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.errors import BadRequest
from simi_lab.measures.fairness.cells import MOST_GROUPS
from simi_lab.measures.fairness.choices.cuts import Tuned, at_level
from simi_lab.measures.fairness.groups import LEAST_CASES, LEVEL
from simi_lab.measures.fairness.proportions import matched_difference, wilson_bounds

Floats = NDArray[np.float64]
GOAL_EQUALITY, GOAL_LOSS = 0.8, 0.02
LEAST_ALARMS = 10
"""A group is compared where at least so many false alarms would be expected in it: with fewer, one person more or less
moves its rate by a tenth or more."""


@dataclass(frozen=True)
class Rows:
    """The people of the frontier, months for tuning and later months for judging together.

    Parameters
    ----------
    hit : the truth, shape (n,)
    group : name of the group of each row
    cluster : number of its contact group: drawn or not drawn as a whole in the bootstrap
    is_later : rows that judge; the others tune
    is_told : rows with a finding on record: an office knows of them, and they do not tune
    """

    hit: NDArray[np.bool_]
    group: Sequence[str]
    cluster: NDArray[np.int64]
    is_later: NDArray[np.bool_]
    is_told: NDArray[np.bool_]


@dataclass(frozen=True)
class Variant:
    """One choice: a score for every row, and how far thresholds differ by group.

    Parameters
    ----------
    method : "common", "threshold", "reweigh", "repair"
    strength : 0 to 1
    score : of every row of `Rows`
    mix : 0 one threshold for all, 1 the same share of each group
    """

    method: str
    strength: float
    score: Floats
    mix: float = 0.0


def frontier(
    rows: Rows, variants: Sequence[Variant], *, level: float, of_everyone: bool = False, resamples: int, seed: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Judge each choice on the later months at one level of people looked at.

    Parameters
    ----------
    rows : see `Rows`
    variants : the first is what the others are compared with
    level : share of the innocent looked at in vain, or of everyone looked at
    of_everyone : whether the level counts everyone (a capacity) or the innocent only (false alarms)
    resamples : bootstrap samples over contact groups, the same for every choice
    seed : of the bootstrap and of the comparison with chance

    Returns
    -------
    choices : one row per variant
        method, strength, n_hit, recall, recall_low, recall_high, loss (recall of the first less this one's), loss_low,
        loss_high, equality (smallest by largest false-positive rate among `n_groups` groups with enough people),
        equality_low, equality_high, by_chance (5 % of worlds in which the groups' true rates are one would show a
        smaller ratio than this), fpr, n_groups, reached (equality of at least `GOAL_EQUALITY` at a loss of at most
        `GOAL_LOSS`, point values), sure (the whole intervals say so)
    groups : one row per variant and group
        method, strength, group, n (innocent people), fpr, n_hit, recall, is_compared

    Raises
    ------
    BadRequest
        Fewer than two groups, more than `MOST_GROUPS`, nobody to find or no innocent in the later months, or no row to
        tune on.

    Notes
    -----
    Intervals come from a bootstrap over contact groups; those of recall and loss are widened to Wilson's and to that
    of matched shares, so that two choices that agree on few people are not called equal.

    Randomness : NumPy's PCG64 from `seed` (an analysis, not a world column).
    """
    names, code = np.unique(np.asarray(rows.group, dtype=object).astype(str), return_inverse=True)
    later, tuning = rows.is_later, ~rows.is_later & ~rows.is_told
    _possible(names.size, rows, tuning)
    hit, group, cluster = rows.hit[later], code[later], rows.cluster[later]
    among = np.ones(hit.size, dtype=np.bool_) if of_everyone else ~hit
    innocent = np.bincount(group[~hit], minlength=names.size)
    use = innocent * level >= LEAST_ALARMS
    chances = []
    for variant in variants:
        tuned = Tuned.of(variant.score[tuning], code[tuning], LEAST_CASES)
        chances.append(at_level(tuned, variant.score[later], group, among, level=level, mix=variant.mix))
    point = _sums(np.ones((1, int(cluster.max()) + 1)), cluster, hit, group, chances, names.size)
    counts = _draws(cluster, resamples, np.random.default_rng(seed))
    drawn = _sums(counts, cluster, hit, group, chances, names.size)
    by_chance = _by_chance(innocent[use], level, np.random.default_rng([seed, 1]))
    recall, equality = _shares(point, use)
    recalls, equalities = _shares(drawn, use)
    choices, groups = [], []
    for v, variant in enumerate(variants):
        head = {"method": variant.method, "strength": float(variant.strength)}
        found = float(recall[0, v])
        plain = wilson_bounds(np.array([found]), np.array([float(hit.sum())]), LEVEL)
        low, high = _edges(recalls[:, v], float(plain[0][0]), float(plain[1][0]))
        loss = float(recall[0, 0]) - found
        matched = matched_difference(chances[0][hit], chances[v][hit], LEVEL)
        loss_low, loss_high = _edges(recalls[:, 0] - recalls[:, v], *((0.0, 0.0) if v == 0 else matched))
        value = float(equality[0, v])
        equal_low, equal_high = _edges(equalities[:, v], value, value)
        choices.append(
            head
            | {"n_hit": int(hit.sum()), "recall": found, "recall_low": low, "recall_high": high}
            | {"loss": loss, "loss_low": loss_low, "loss_high": loss_high}
            | {"equality": value, "equality_low": equal_low, "equality_high": equal_high}
            | {"by_chance": by_chance, "fpr": float(chances[v][~hit].mean()), "n_groups": int(use.sum())}
            | {"reached": bool(value >= GOAL_EQUALITY and loss <= GOAL_LOSS + 1e-12)}
            | {"sure": bool(equal_low >= GOAL_EQUALITY and loss_high <= GOAL_LOSS)}
        )
        groups += _groups(head, names, point[0], v, use, group, hit, chances[v])
    return pl.DataFrame(choices).with_columns(pl.col(pl.Float64).fill_nan(None)), pl.DataFrame(groups)


def _possible(n_groups: int, rows: Rows, tuning: NDArray[np.bool_]) -> None:
    if n_groups > MOST_GROUPS:
        raise BadRequest("{n} groups are too many to compare; at most {most} can be.", n=n_groups, most=MOST_GROUPS)
    if n_groups < 2:
        raise BadRequest("There is only one group: nothing to compare it with.")
    if not tuning.any():
        raise BadRequest("No month is left to set thresholds on.", cure="Use a longer world.")
    hit = rows.hit[rows.is_later]
    if not hit.any() or hit.all():
        raise BadRequest(
            "The later months hold {n} people to find among {all}: both kinds are needed.",
            n=int(hit.sum()), all=hit.size, cure="Use a larger world or more months.",
        )  # fmt: skip


def _draws(cluster: NDArray[np.int64], resamples: int, random: np.random.Generator) -> NDArray[np.float32]:
    """How often each contact group is drawn, shape (resamples, clusters)."""
    n = int(cluster.max()) + 1
    present = np.unique(cluster)
    out = np.zeros((resamples, n), dtype=np.float32)
    for i in range(resamples):
        out[i, present] = np.bincount(random.integers(0, present.size, present.size), minlength=present.size)
    return out


def _sums(
    counts: NDArray[Any], cluster: NDArray[np.int64], hit: NDArray[np.bool_], group: NDArray[np.int64],
    chances: Sequence[Floats], n_groups: int,
) -> NDArray[np.float64]:  # fmt: skip
    """Sums per draw, choice (the last: everyone), and cell: hits, then the innocent of each group."""
    n = counts.shape[1]
    cell = np.where(hit, 0, group + 1)
    out = np.empty((counts.shape[0], len(chances) + 1, n_groups + 1))
    for v, chance in enumerate([*chances, np.ones(hit.size)]):
        table = np.bincount(cluster * (n_groups + 1) + cell, weights=chance, minlength=n * (n_groups + 1))
        table = table.reshape(n, n_groups + 1)
        filled = np.flatnonzero(table.any(axis=1))
        out[:, v] = counts[:, filled].astype(np.float64) @ table[filled]
    return out


def _shares(sums: NDArray[np.float64], use: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Recall and predictive equality of each draw and choice; NaN where they do not exist."""
    whole = sums[:, -1:, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = sums[:, :-1] / whole
    recall, rates = shares[:, :, 0], shares[:, :, 1:][:, :, use]
    if rates.shape[2] < 2:
        return recall, np.full(recall.shape, np.nan)
    top = rates.max(axis=2)
    return recall, np.where(top > 0, rates.min(axis=2) / np.where(top > 0, top, 1.0), 1.0)


def _by_chance(innocent: NDArray[np.int64], level: float, random: np.random.Generator, draws: int = 2000) -> float:
    """The ratio below which one world in twenty would fall although all groups have one true rate."""
    if innocent.size < 2:
        return float("nan")
    rates = random.binomial(innocent, level, size=(draws, innocent.size)) / innocent
    top = rates.max(axis=1)
    return float(np.quantile(np.where(top > 0, rates.min(axis=1) / np.where(top > 0, top, 1.0), 1.0), 0.05))


def _edges(values: Floats, low: float, high: float) -> tuple[float, float]:
    """Interval of the draws, widened to hold another one."""
    known = values[~np.isnan(values)]
    if not known.size:
        return low, high
    edges = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return min(low, float(edges[0])), max(high, float(edges[1]))


def _groups(
    head: dict[str, object], names: NDArray[np.object_], sums: NDArray[np.float64], v: int, use: NDArray[np.bool_],
    group: NDArray[np.int64], hit: NDArray[np.bool_], chance: Floats,
) -> list[dict[str, object]]:  # fmt: skip
    out = []
    for g, name in enumerate(names):
        n, mine = float(sums[-1, g + 1]), hit & (group == g)
        found = int(mine.sum())
        out.append(
            head
            | {"group": str(name), "n": int(n), "fpr": float(sums[v, g + 1] / n) if n else None}
            | {"n_hit": found, "recall": float(chance[mine].mean()) if found else None, "is_compared": bool(use[g])}
        )
    return out
