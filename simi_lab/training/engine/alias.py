"""The alias under which a learner's record is kept: short, chosen freely, and no personal data."""

from __future__ import annotations

import os
import re

from simi_lab.errors import BadRequest

GUEST = "tamu"
_ALLOWED = re.compile(r"[\w][\w .-]{0,23}", re.UNICODE)


def default_alias() -> str:
    """Return the alias of whoever sits at this computer: `SIMI_LAB_ALIAS`, or the guest."""
    return clean_alias(os.environ.get("SIMI_LAB_ALIAS") or GUEST)


def clean_alias(typed: str) -> str:
    """Check an alias and bring it into one form (lower case, single spaces).

    Raises
    ------
    BadRequest
        Empty, longer than 24 characters, or something that looks like a number or an address of a real person.

    Examples
    --------
    >>> clean_alias("  Kopi  Robusta ")
    'kopi robusta'
    """
    alias = " ".join(typed.split()).casefold()
    if sum(letter.isdigit() for letter in alias) > 6 or "@" in typed:
        raise BadRequest(
            "This looks like a personal number or address, and those are not kept here.",
            cure="Choose a made-up name, for instance a fruit or a bird.",
        )
    if not _ALLOWED.fullmatch(alias):
        raise BadRequest(
            "An alias has 1 to 24 letters, digits, spaces, dots or dashes.",
            cure="Choose a made-up name, for instance a fruit or a bird.",
        )
    return alias
