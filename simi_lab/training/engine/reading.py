"""Typed numbers as people write them, in either language."""

from __future__ import annotations

import math
import re
from typing import Any

_PLAIN = re.compile(r"[-+]?\d+(\.\d+)?")
_GROUPED = {"id": re.compile(r"[-+]?\d{1,3}(\.\d{3})+(,\d+)?"), "en": re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?")}
_UNIT = re.compile(r"(?<=\d)\s*[^\d\s.,+-][^\d]*$")
_CURRENCY = re.compile(r"^(rp|idr)\.?\s*", re.IGNORECASE)


def read_number(typed: Any, lang: str = "id") -> float | None:
    """Read a number; None when it is none.

    A unit behind the number and a currency before it are passed over. What could be read in two ways is read as the
    language writes it; what only makes sense the other way is read that way, because phones type what they like.

    Examples
    --------
    >>> read_number("1.120 km"), read_number("1,120", "en"), read_number("2,5"), read_number("2.5"), read_number("dua")
    (1120.0, 1120.0, 2.5, 2.5, None)
    """
    if isinstance(typed, bool):
        return None
    if isinstance(typed, int | float):
        return float(typed) if math.isfinite(typed) else None
    if not isinstance(typed, str) or len(typed) > 40:
        return None
    text = typed.strip().replace("\N{MINUS SIGN}", "-").replace("\N{NO-BREAK SPACE}", " ")
    text = _UNIT.sub("", _CURRENCY.sub("", text)).strip()
    thousands, decimal = (".", ",") if lang == "id" else (",", ".")
    if _GROUPED[lang].fullmatch(text):
        text = text.replace(thousands, "")
    elif _GROUPED["en" if lang == "id" else "id"].fullmatch(text) and text.count(decimal) + text.count(thousands) > 1:
        text, thousands, decimal = text.replace(decimal, ""), decimal, thousands
    text = text.replace(" ", "").replace(",", ".")
    return float(text) if _PLAIN.fullmatch(text) else None
