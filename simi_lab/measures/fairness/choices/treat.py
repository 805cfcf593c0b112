"""Two ways to treat the training data: weights that untie label and group, and features moved to a common form."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_GRID = 501  # quantiles at which the forms of the groups are compared


def reweigh(label: NDArray[np.bool_], group: NDArray[np.int64], *, strength: float = 1.0) -> Floats:
    """Weights under which the recorded label no longer tells the group.

    Each row weighs what its pair of group and label would be expected to hold if the two had nothing to do with each
    other, by what it holds: a finding counts less in a group where findings were recorded more often.

    Parameters
    ----------
    label : recorded finding of each training row, shape (n,)
    group : code of its group
    strength : 0 leaves every weight at 1, 1 unties label and group wholly; between, the weights' power

    Returns
    -------
    array of float64, shape (n,)
        With strength 1 the weights of all rows, of each group and of each label sum to their numbers.

    Source : Kamiran and Calders 2012, Knowledge and Information Systems 33, 1-33.

    Examples
    --------
    >>> reweigh(np.array([True, True, False, False]), np.array([0, 0, 0, 1])).round(3).tolist()
    [0.75, 0.75, 1.5, 0.5]
    """
    n = label.size
    _, place = np.unique(group, return_inverse=True)
    cell = 2 * place + label
    size = np.bincount(place).astype(np.float64)
    kind = np.bincount(label.astype(np.int64), minlength=2).astype(np.float64)
    held = np.bincount(cell, minlength=2 * size.size).astype(np.float64)
    return (size[place] * kind[label.astype(np.int64)] / (n * held[cell])) ** strength


def repair(
    values: Floats, group: NDArray[np.int64], learn: NDArray[np.bool_], *, strength: float = 1.0, least: int = 30
) -> Floats:
    """Move a feature of each group to the form that is common to the groups, rank by rank.

    Who stood in the middle of the group stands in the middle of everyone; who was unusual stays unusual. What the
    feature told of the group is gone, and with strength 1 only the rank inside the group is left. The group of a
    person must be known when the person is scored.

    Parameters
    ----------
    values : feature of every row, NaN where unknown (stays so), shape (n,)
    group : code of the group of every row
    learn : rows from which the forms are learned (the training months)
    strength : 0 leaves the values, 1 moves them wholly
    least : groups with fewer known values to learn from are left as they are, and do not shape the common form

    Source : Feldman et al. 2015, Certifying and removing disparate impact, section 5 (median of the groups' quantiles).

    Examples
    --------
    >>> both = np.array([1.0, 2.0, 3.0, 11.0, 12.0, 13.0])
    >>> side = np.array([0, 0, 0, 1, 1, 1])
    >>> repair(both, side, np.ones(6, dtype=bool), least=1).round(2).tolist()
    [6.33, 7.0, 7.67, 6.33, 7.0, 7.67]
    """
    known = ~np.isnan(values)
    grid = np.linspace(0.0, 1.0, _GRID)
    forms = {}
    for code in np.unique(group):
        mine = np.sort(values[known & learn & (group == code)])
        if mine.size >= least:
            forms[int(code)] = mine
    if len(forms) < 2:
        return values.copy()
    common = np.median([np.quantile(mine, grid) for mine in forms.values()], axis=0)
    out = values.copy()
    for code, mine in forms.items():
        rows = known & (group == code)
        x = values[rows]
        middle = (np.searchsorted(mine, x, "left") + np.searchsorted(mine, x, "right")) / (2 * mine.size)
        out[rows] = (1 - strength) * x + strength * np.interp(middle, grid, common)
    return out
