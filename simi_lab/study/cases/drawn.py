"""Cases for one learner, drawn from a pool: so many of each truth and so many where the model errs, by a seed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import sha256

from simi_lab.errors import BadRequest
from simi_lab.measures.reliance import AT_RISK, CLASSES
from simi_lab.study.cases.dossier import Dossier
from simi_lab.study.cases.pool import Pool
from simi_lab.study.cases.standing import VISIBLE_FROM

Stratum = tuple[str, bool]
"""Truth class, and whether the model advises to stop and look."""
THIRTY: Mapping[Stratum, int] = {
    ("victim", True): 4,
    ("victim", False): 2,
    ("deceiver", True): 4,
    ("deceiver", False): 2,
    ("look_alike", True): 2,
    ("look_alike", False): 3,
    ("benign_error", True): 1,
    ("benign_error", False): 3,
    ("none", True): 2,
    ("none", False): 7,
}
"""Thirty cases: 12 at risk, of whom the model misses 4, and 18 without risk, of whom it troubles 5 in vain."""


def is_wrong(dossier: Dossier) -> bool:
    """Whether the advice errs: it goes on where somebody is at risk, or stops somebody who is not."""
    return (dossier.advice.action != "go_on") != (dossier.truth.truth_class in AT_RISK)


def draw_thirty(pool: Pool, seed: str) -> tuple[Dossier, ...]:
    """Thirty cases in mixed order.

    Where a world holds fewer of a kind, the next kind of the same risk takes the place, first with the same advice; so
    the count at risk stays, and the model errs about as often. Those at risk whose files show something come first: a
    file that shows nothing teaches nothing about judgement.

    Parameters
    ----------
    seed : of the learner; the same gives the same cases in the same order

    Raises
    ------
    BadRequest
        The pool is too small.

    Randomness : a hash of the seed and each key.
    """
    lots = {one.key: _lot(seed, one.key) for one in pool.dossiers}
    chosen: list[Dossier] = []
    rings: set[int] = set()
    for stratum, n in THIRTY.items():
        for _ in range(n):
            found = _first(pool.dossiers, stratum, lots, {one.key for one in chosen}, rings)
            if found is None:
                raise BadRequest(
                    "The world {name} has too few cases for this exercise.",
                    name=pool.world,
                    cure="Take a larger one, such as kotabumi.",
                )
            chosen.append(found)
            if found.truth.ring_id is not None:
                rings.add(found.truth.ring_id)
    return tuple(sorted(chosen, key=lambda one: _lot(f"{seed}/order", one.key)))


def draw_one(pool: Pool, seed: str, picks: Sequence[str]) -> Dossier:
    """One case of one of the truth classes named.

    Raises
    ------
    BadRequest
        An unknown class, or none of them in the pool.
    """
    unknown = [name for name in picks if name not in CLASSES]
    fits = [one for one in pool.dossiers if one.truth.truth_class in picks]
    if unknown or not fits:
        raise BadRequest(
            "There is no case of {names} to draw.",
            names=", ".join(unknown or picks),
            cure="Known are: {known}.",
            known=", ".join(CLASSES),
        )
    present = sorted({one.truth.truth_class for one in fits}, key=lambda name: _hash(f"{seed}/{name}"))
    return min((one for one in fits if one.truth.truth_class == present[0]), key=lambda one: _lot(seed, one.key))


def _first(
    dossiers: Sequence[Dossier], stratum: Stratum, lots: Mapping[int, str], taken: Collection[int], rings: set[int]
) -> Dossier | None:
    """The next case of a stratum, or of the nearest one that has any; a ring comes twice only where it must."""
    for fresh in (True, False):
        for truth_class, aside in _nearest(stratum):
            fits = [
                one
                for one in dossiers
                if one.key not in taken
                and one.truth.truth_class == truth_class
                and (one.advice.action != "go_on") == aside
                and not (fresh and one.truth.ring_id in rings)
            ]
            if fits:
                return min(fits, key=lambda one: (_is_hidden(one), lots[one.key]))
    return None


def _is_hidden(dossier: Dossier) -> bool:
    """Whether somebody is at risk and the file shows nothing of it."""
    return dossier.truth.truth_class in AT_RISK and dossier.truth.posterior < VISIBLE_FROM


def _nearest(stratum: Stratum) -> Iterator[Stratum]:
    """The stratum itself, others of the same risk with the same advice, then with the other advice."""
    name, aside = stratum
    alike = [one for one in CLASSES if (one in AT_RISK) == (name in AT_RISK) and one != name]
    yield stratum
    yield from ((one, aside) for one in alike)
    yield from ((one, not aside) for one in (name, *alike))


def _lot(seed: str, key: int) -> str:
    return _hash(f"{seed}/{key}")


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
