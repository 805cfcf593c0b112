"""Guessing protected columns from the features, on people the guess had not seen, and the same with nothing to find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.errors import BadRequest
from simi_lab.estimate import Estimate
from simi_lab.risk.models.fitting import one_thread
from simi_lab.risk.models.matrix import check_frame, constant_features, to_matrix
from simi_lab.risk.models.split import group_folds
from simi_lab.risk.proxies.area import Guess, area_estimate, mean_area
from simi_lab.risk.proxies.report import Carrier, Proxy, ProxyReport
from simi_lab.risk.signals import FEATURES

MIN_ROWS = 50  # people with a value, below which it is not guessed
MOST_LEVELS = 60
RESAMPLES = 200
_CARRIES = 0.005  # area that a feature must cost to be called a carrier
_MOST_CARRIERS = 3


@dataclass(frozen=True)
class _People:
    """Whom one column is guessed for: the matrix, the place of each one's value, groups and folds."""

    matrix: NDArray[np.float64]
    value: NDArray[np.int64]
    n_levels: int
    groups: NDArray[np.int64]
    fold: NDArray[np.int64]
    folds: int
    categories: list[int]


def proxies(
    features: pl.DataFrame, protected: pl.DataFrame, *, folds: int = 5, seed: int = 7, most_rows: int = 12_000
) -> ProxyReport:
    """How well the features guess each protected column, beside the same guess on a shuffled column.

    A column that no feature is made from can still be given away: a far district by late trips, an age by a first
    passport. Boosted trees are trained on four fifths of the groups of contacts and asked about the rest, so that a
    household is never its own proof.

    Parameters
    ----------
    features : table from `risk.features`
    protected : application_id and one column per protected attribute with few values (ages in bands); nulls are left
        out. Read for this report only.
    folds : parts, each guessed from the others
    seed : of parts, draws, shuffling and trees
    most_rows : applications looked at; more are sampled

    Returns
    -------
    ProxyReport
        The most easily guessed column first.

    Raises
    ------
    BadRequest
        A column has too many values, or fewer than two with `MIN_ROWS` people; or every feature is constant.
    TableError
        The frame is not the registry's.

    Randomness : sampling, folds, trees, shuffling and bootstrap from `seed`.
    """
    check_frame(features)
    rng = np.random.default_rng(seed)
    sampled = features
    if features.height > most_rows:
        sampled = features[np.sort(rng.choice(features.height, most_rows, replace=False))]
    names = tuple(f.name for f in FEATURES if f.name not in constant_features(sampled))
    if not names:
        raise BadRequest("Every feature is constant: there is nothing to guess from.", cure="Make a larger world.")
    columns = [name for name in protected.columns if name != "application_id"]
    told = sampled.join(protected, on="application_id", how="left", maintain_order="left")
    with one_thread():
        found = [_proxy(told, column, names, folds, seed) for column in columns]
    return ProxyReport(tuple(sorted(found, key=lambda proxy: -proxy.guessed.value)))


def _proxy(told: pl.DataFrame, column: str, names: tuple[str, ...], folds: int, seed: int) -> Proxy:
    rows, levels = _known(told, column)
    people = _people(rows, column, levels, names, folds, seed)
    guessed, carriers = _guess(people, names, seed)
    mixed = replace(people, value=np.random.default_rng(seed).permutation(people.value))
    shuffled, _ = _guess(mixed, (), seed)
    proxy = Proxy(column, levels, rows.height, guessed, shuffled, carriers)
    return proxy if proxy.is_given_away else replace(proxy, carriers=())


def _known(told: pl.DataFrame, column: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Rows whose value is known and shared by enough people, and those values."""
    rows = told.with_columns(pl.col(column).cast(pl.String)).filter(pl.col(column).is_not_null())
    if rows[column].n_unique() > MOST_LEVELS:
        raise BadRequest(
            "{column} has {n} values; at most {most} can be guessed.",
            column=column,
            n=rows[column].n_unique(),
            most=MOST_LEVELS,
            cure="Put the values in bands.",
        )
    sizes = rows.group_by(column).len().filter(pl.col("len") >= MIN_ROWS)
    levels = tuple(sizes[column].sort().to_list())
    if len(levels) < 2:
        raise BadRequest(
            "{column} has fewer than two values with {n} people each.",
            column=column,
            n=MIN_ROWS,
            cure="Make a larger world, or leave the column out.",
        )
    return rows.filter(pl.col(column).is_in(levels)), levels


def _people(
    rows: pl.DataFrame, column: str, levels: Sequence[str], names: tuple[str, ...], folds: int, seed: int
) -> _People:
    place = {level: k for k, level in enumerate(levels)}
    groups = rows["group_id"].to_numpy()
    fold = group_folds(groups, np.zeros(groups.size, dtype=bool), folds, rng=np.random.default_rng(seed))
    kinds = {feature.name: feature.kind for feature in FEATURES}
    return _People(
        matrix=to_matrix(rows, names),
        value=rows[column].replace_strict(place, return_dtype=pl.Int64).to_numpy(),
        n_levels=len(levels),
        groups=groups,
        fold=fold,
        folds=folds,
        categories=[k for k, name in enumerate(names) if kinds[name] == "category"],
    )


def _guess(people: _People, names: tuple[str, ...], seed: int) -> tuple[Estimate, tuple[Carrier, ...]]:
    """Area with interval; and, for each named feature, how much is lost when it is exchanged among people."""
    guesses: list[Guess] = []
    rows: list[NDArray[np.int64]] = []
    lost = np.zeros(len(names))
    rng = np.random.default_rng(seed)
    for k in range(people.folds):
        held = np.flatnonzero(people.fold == k)
        model = _trees(people.categories, seed).fit(people.matrix[people.fold != k], people.value[people.fold != k])
        mine = _one_against_rest(model, people.matrix[held], people.value[held], people.n_levels)
        guesses += mine
        rows += [held] * len(mine)
        whole = mean_area(mine)
        for j in range(len(names)):
            mixed = people.matrix[held].copy()
            mixed[:, j] = rng.permutation(mixed[:, j])
            lost[j] += whole - mean_area(_one_against_rest(model, mixed, people.value[held], people.n_levels))
    carriers = [Carrier(name, round(float(loss), 4)) for name, loss in zip(names, lost / people.folds, strict=True)]
    carriers = sorted((c for c in carriers if c.share >= _CARRIES), key=lambda c: -c.share)[:_MOST_CARRIERS]
    return area_estimate(guesses, rows, people.groups, resamples=RESAMPLES, seed=seed), tuple(carriers)


def _one_against_rest(model, matrix, value: NDArray[np.int64], n_levels: int) -> list[Guess]:  # type: ignore[no-untyped-def]
    chances = model.predict_proba(matrix)
    seen = {int(level): k for k, level in enumerate(model.classes_)}
    levels = range(1, 2) if n_levels == 2 else range(n_levels)  # of two values each is the rest of the other
    return [Guess(chances[:, seen[level]], value == level) for level in levels if level in seen]


def _trees(categories: list[int], seed: int):  # type: ignore[no-untyped-def]
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(
        learning_rate=0.1,
        max_iter=40,
        max_leaf_nodes=8,
        min_samples_leaf=20,
        early_stopping=False,
        categorical_features=categories or None,
        random_state=seed,
    )
