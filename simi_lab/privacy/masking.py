"""Identifiers as they may stand on a screen: enough to tell two cases apart, not enough to name a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from simi_lab.errors import BadRequest

DOT = "\N{BULLET}"


def mask(values: pl.Series, kind: str) -> pl.Series:
    """Mask identifiers of one kind; null stays null.

    Parameters
    ----------
    values : text, or days for `birth_date`
    kind : nik, kk, passport, phone (the last digits stay), email (first letter and domain), name (initials),
        birth_date (the year), address (nothing)

    Returns
    -------
    Series of text
        As long as `values`. A value too short to leave something hidden is masked whole.

    Raises
    ------
    BadRequest
        A kind that has no rule: an unknown identifier must not slip through in the open.

    Examples
    --------
    >>> mask(pl.Series(["Siti Wulandari"]), "name").item()
    'S••• W•••'
    """
    if kind not in MASKS:
        raise BadRequest("No rule for masking {kind}.", cure="Known are {known}.", kind=kind, known=", ".join(MASKS))
    rule = MASKS[kind]
    return values.cast(pl.String).map_elements(rule, return_dtype=pl.String).alias(values.name)


def _tail(shown: int) -> Callable[[str], str]:
    def rule(text: str) -> str:
        keep = shown if len(text) >= 2 * shown else 0
        return DOT * (len(text) - keep) + (text[-keep:] if keep else "")

    return rule


def _initials(text: str) -> str:
    return " ".join(word[0] + DOT * 3 for word in text.split())


def _mailbox(text: str) -> str:
    box, at, domain = text.partition("@")
    return box[:1] + DOT * 3 + at + domain if at else DOT * 6


def _year(text: str) -> str:
    return f"{text[:4]}-{DOT * 2}-{DOT * 2}"


MASKS: Mapping[str, Callable[[str], str]] = {
    "nik": _tail(4),
    "kk": _tail(4),
    "passport": _tail(3),
    "phone": _tail(3),
    "email": _mailbox,
    "name": _initials,
    "birth_date": _year,
    "address": lambda _: DOT * 6,
}
