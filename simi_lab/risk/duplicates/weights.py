"""Weights learned from the records themselves: three kinds of pairs, told apart by expectation maximisation.

Two records may be one person; two people who share a contact (family, twins, a helper); or strangers. All pairs count:
those that were never compared are strangers. So the rates are rates among all pairs, and no block has to be thought
away. The middle kind is why twins at one address are no duplicates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.risk.duplicates.compare import Levels, levels
from simi_lab.risk.duplicates.fields import FIELD

Floats = NDArray[np.float64]
SAME, CONTACT, STRANGERS = 0, 1, 2
# What people who share a contact agree in before anything is learned (mark: assumed; it only starts the search).
_CONTACT: Mapping[str, tuple[float, ...]] = {
    "name": (0.76, 0.16, 0.05, 0.02, 0.01),
    "birth_date": (0.945, 0.03, 0.01, 0.003, 0.012),
    "birth_place": (0.30, 0.05, 0.65),
    "document_number": (0.97, 0.02, 0.01),
    "phone": (0.25, 0.05, 0.70),
    "address": (0.25, 0.75),
}
# What strangers agree in, worth `_DOUBT` pairs: it decides only in tables too small to show it (mark: assumed).
_STRANGERS: Mapping[str, tuple[float, ...]] = {
    "name": (0.99398, 0.0055, 0.0004, 0.00002, 0.0001),
    "birth_date": (0.99543, 0.0043, 0.0002, 0.00002, 0.00005),
    "birth_place": (0.70, 0.10, 0.20),
    "document_number": (0.99999, 0.000005, 0.000005),
    "phone": (0.99995, 0.00002, 0.00003),
    "address": (0.9999, 0.0001),
}
_DOUBT, _NAMELESS, _UNSEEN = 200.0, 50.0, 1000.0
_PRIOR = 30.0  # pairs that the starting shares are worth, so that few matches do not carry the weights away
_SAMPLE, _PER_RECORD, _ROUNDS, _STILL = 400_000, 25, 200, 1e-7
_OTHER_NAME = 0.005  # one person under a wholly other name is not found by names: else twins would be learned as one
_STEP = 4.0  # frequencies of names are kept to a quarter of a doubling


@dataclass(frozen=True)
class Learned:
    """Shares of levels by field, shape (3, n_levels) each, and rates of the kinds among all pairs, shape (3,)."""

    shares: Mapping[str, Floats]
    rates: Floats

    def table(self) -> pl.DataFrame:
        """field, level, same, contact, strangers, weight (bits against strangers)."""
        rows = [
            (name, code, *share[:, i].tolist(), float(np.log2(share[SAME, i] / share[STRANGERS, i])))
            for name, share in self.shares.items()
            for i, code in enumerate(FIELD[name].levels)
        ]
        names = ("field", "level", "same", "contact", "strangers", "weight")
        kinds = (pl.String, pl.String, *[pl.Float64] * 4)
        return pl.DataFrame(rows, schema=dict(zip(names, kinds, strict=True)), orient="row")


def sampled(left: pl.DataFrame, right: pl.DataFrame | None, *, seed: int) -> dict[str, Floats]:
    """Shares of levels among strangers, from pairs drawn at random. Randomness : numpy generator of `seed`."""
    rng = np.random.default_rng(seed)
    other = left if right is None else right
    n = min(_SAMPLE, _PER_RECORD * (left.height + other.height))
    one, two = rng.integers(0, left.height, n), rng.integers(0, other.height, n)
    worth = min(1.0, left.height * other.height / 2 / n)  # pairs drawn over and over say no more than once
    apart = one != two if right is None else np.ones(n, dtype=bool)
    drawn = pl.DataFrame({"left": one[apart], "right": two[apart]})
    out = {}
    for name, level in levels(left, other, drawn).items():
        counts = np.bincount(level[level >= 0], minlength=len(FIELD[name].levels)) * worth
        counts = counts + _DOUBT * np.array(_STRANGERS[name])
        out[name] = counts / counts.sum()
    return out


def frequencies(left: pl.DataFrame, right: pl.DataFrame | None, pairs: pl.DataFrame) -> Floats:
    """Chance that a stranger bears the name of the left record of each pair: the rarer, the more an equal name says."""
    names = left["spelled"] if right is None else pl.concat([left["spelled"], right["spelled"]])
    counted = names.drop_nulls().value_counts(name="n")
    n = left.select("spelled").join(counted, on="spelled", how="left", maintain_order="left")["n"].fill_null(1)
    others = (n.gather(pairs["left"]).to_numpy().astype(np.float64) - 1).clip(min=1)
    typical = _STRANGERS["name"][-1]
    return (others + _NAMELESS * typical) / (names.len() - 1 + _NAMELESS)


def learn(found: Mapping[str, Levels], rarity: Floats, strangers: Mapping[str, Floats], n_pairs: float) -> Learned:
    """Fit the three kinds to the compared pairs.

    Parameters
    ----------
    found : levels by field, shape (n_candidates,)
    rarity : as `frequencies` gives it
    strangers : as `sampled` gives it
    n_pairs : all pairs there are, compared or not

    Randomness : none.   Source : Fellegi and Sunter 1969, JASA 64, 1183-1210; Winkler 2000 (frequency of names).
    """
    shares = {name: np.array([FIELD[name].same, _CONTACT[name], strangers[name]], dtype=np.float64) for name in found}
    start = {name: share.copy() for name, share in shares.items()}
    seen, count, bucket = _patterns(found, rarity)
    in_contact = bool({"phone", "address"} & set(found))
    rates = np.array([1e-6, 1e-5 if in_contact else 0.0, 1.0])
    before = np.zeros(2)
    for _ in range(1, _ROUNDS + 1):
        belief = _belief(seen, bucket, shares, rates) * count[:, None]
        expected = belief.sum(axis=0)[:2]
        rates[:2] = np.clip((expected + 0.5) / (n_pairs + _UNSEEN), 1e-12, 0.3) * (1.0, in_contact)
        rates[2] = 1 - rates[:2].sum()
        for i, (name, share) in enumerate(shares.items()):
            told = seen[:, i] >= 0
            for kind in (SAME, CONTACT):
                summed = np.bincount(seen[told, i], weights=belief[told, kind], minlength=share.shape[1])
                summed = summed + _PRIOR * start[name][kind]
                share[kind] = summed / summed.sum()
            if name == "name":
                share[SAME, 0] = min(share[SAME, 0], _OTHER_NAME)
                share[SAME] /= share[SAME].sum()
        if np.all(np.abs(expected - before) <= _STILL * (1 + expected)):
            break
        before = expected
    return Learned(shares, rates)


def judged(found: Mapping[str, Levels], rarity: Floats, learned: Learned) -> tuple[Floats, dict[str, Floats]]:
    """Probability of one person, and bits of each field against strangers, shape (n_candidates,) each."""
    seen = np.column_stack([found[name] for name in learned.shares])
    probability = _belief(seen, np.log2(rarity), learned.shares, learned.rates)[:, SAME]
    bits = {}
    for name, share in learned.shares.items():
        level = found[name]
        says = np.log2(share[SAME] / share[STRANGERS])[level]
        if name == "name":
            equal = level == share.shape[1] - 1
            says = np.where(equal, np.log2(share[SAME, -1] / rarity), says)
        bits[name] = np.where(level < 0, 0.0, says)
    return probability, bits


def _patterns(found: Mapping[str, Levels], rarity: Floats) -> tuple[NDArray[np.int8], Floats, Floats]:
    """Each pattern of levels once, with its number of pairs and the rounded frequency of its name."""
    frame = pl.DataFrame({**found, "rare": np.round(np.log2(rarity) * _STEP) / _STEP})
    top = len(FIELD["name"].levels) - 1
    frame = frame.with_columns(pl.when(pl.col("name") == top).then("rare").otherwise(0.0))
    counted = frame.group_by(frame.columns).agg(pl.len().alias("n")).sort(frame.columns)
    seen = counted.select(list(found)).to_numpy()
    return seen, counted["n"].cast(pl.Float64).to_numpy(), counted["rare"].to_numpy()


def _belief(seen: NDArray[np.int8], rare: Floats, shares: Mapping[str, Floats], rates: Floats) -> Floats:
    """Posterior of the three kinds by row; `rare` is the binary logarithm of the frequency of an equal name."""
    with np.errstate(divide="ignore"):
        logs = np.tile(np.log(rates), (seen.shape[0], 1))
    for i, (name, share) in enumerate(shares.items()):
        level = seen[:, i].astype(np.int64)
        term = np.where((level < 0)[:, None], 0.0, np.log(share).T[level])
        if name == "name":
            equal = level == share.shape[1] - 1
            term[equal, STRANGERS] = (rare * np.log(2))[equal]
            term[equal, CONTACT] = np.maximum(term[equal, CONTACT], (rare * np.log(2))[equal])
        logs += term
    likely = np.exp(logs - logs.max(axis=1, keepdims=True))
    return likely / likely.sum(axis=1, keepdims=True)
