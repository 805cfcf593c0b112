"""Words and numbers in the reader's language: gettext messages from `locale/`, numbers, days, money by Babel.

A message is an English sentence with `{name}` fields. English is the message itself; Indonesian comes from
`locale/id/<room>.po`, one file per room, all merged and read at run time.
"""

from __future__ import annotations

import logging
import math
import os
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

LANGS: tuple[str, ...] = ("id", "en")
LANG_NAMES: Mapping[str, str] = {"id": "Bahasa Indonesia", "en": "English"}
NO_VALUE = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"  # keeps tabular figures aligned and is read aloud as a minus

_LOCALES = Path(__file__).parent / "locale"
_log = logging.getLogger(__name__)


class MissingTextError(LookupError):
    """A message has no translation; raised only under `SIMI_LAB_STRICT=1`."""


class ConflictingTextError(ValueError):
    """Two catalogues translate the same message differently."""


@cache
def catalog(lang: str) -> Mapping[str, str]:
    """All messages of a language, message id to text, merged from `locale/<lang>/*.po`.

    Raises
    ------
    ConflictingTextError
        Two files give one message two texts: the reader would see one or the other by chance.
    """
    from babel.messages.pofile import read_po  # here: `simi-lab --help` in English need not load it

    merged: dict[str, str] = {}
    origin: dict[str, str] = {}
    for path in sorted((_LOCALES / lang).glob("*.po")):
        with path.open("rb") as stream:
            entries = read_po(stream, locale=lang, abort_invalid=True)
        for entry in entries:
            if not entry.id or not entry.string or entry.fuzzy:
                continue
            message, text = str(entry.id), str(entry.string)
            if merged.setdefault(message, text) != text:
                raise ConflictingTextError(f"{message!r}: {origin[message]} and {path.name} differ")
            origin.setdefault(message, path.name)
    return merged


def t(message: str, lang: str = "id", **values: object) -> str:
    """Say a message in a language and fill its fields.

    Parameters
    ----------
    message : English sentence, the message id
    lang : "id" or "en"
    **values : one per `{name}` field of the message

    Returns
    -------
    str
        The text; the English message itself when a translation is missing (and a log line says so).

    Raises
    ------
    MissingTextError
        No translation, and the environment says `SIMI_LAB_STRICT=1` (tests and CI do).

    Examples
    --------
    >>> t("Page {n} of {all}", "en", n=1, all=3)
    'Page 1 of 3'
    """
    text = message
    if lang != "en":
        found = catalog(lang).get(message)
        if found is None:
            if os.environ.get("SIMI_LAB_STRICT") == "1":
                raise MissingTextError(f"no text in {lang!r} for {message!r}")
            _log.warning("no text in %r for %r", lang, message)
        else:
            text = found
    return text.format(**values) if values else text


def plural(one: str, many: str, n: int, lang: str = "id", **values: object) -> str:
    """Say `one` or `many` by count; the count itself is the field `{n}`, written in the language's form."""
    return t(one if n == 1 else many, lang, n=number(n, lang), **values)


def number(x: float | None, lang: str = "id", digits: int | None = None) -> str:
    """Write a number: "1.234,5" in Indonesian, "1,234.5" in English.

    Parameters
    ----------
    x : the number; None and NaN are written as a dash
    digits : decimals to show; None shows whole numbers bare and others with at most one decimal
    """
    if x is None or math.isnan(x):
        return NO_VALUE
    from babel.numbers import format_decimal

    pattern = "#,##0.#" if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    return _minus(format_decimal(x, format=pattern, locale=lang))


def percent(x: float | None, lang: str = "id", digits: int = 0) -> str:
    """Write a share (0 to 1) as a percentage: "12,3%"."""
    if x is None or math.isnan(x):
        return NO_VALUE
    from babel.numbers import format_percent

    pattern = "#,##0" + ("." + "0" * digits if digits else "") + "%"
    return _minus(format_percent(x, format=pattern, locale=lang))


def money(idr: float | None, lang: str = "id") -> str:
    """Write rupiah without cents: "Rp350.000" in Indonesian, "IDR 350,000" in English."""
    if idr is None or math.isnan(idr):
        return NO_VALUE
    return ("Rp" if lang == "id" else "IDR ") + number(round(idr), lang)


def day(when: date | datetime | str | None, lang: str = "id", *, short: bool = False) -> str:
    """Write a day: "3 Mei 2026" (short: "3 Mei"); text is read as an ISO date."""
    return _date(when, "d MMM" if short else "d MMMM y", lang)


def month(when: date | datetime | str | None, lang: str = "id", *, short: bool = False) -> str:
    """Write a month: "Maret 2025" (short: "Mar 2025"); text is read as "2025-03" or an ISO date."""
    if isinstance(when, str) and len(when) == len("2025-03"):
        when = f"{when}-01"
    return _date(when, "MMM y" if short else "MMMM y", lang)


def duration_min(minutes: float | None, lang: str = "id") -> str:
    """Write a stretch of minutes in the words people use: "47 menit", "2 jam 5 menit", "3 hari 4 jam"."""
    if minutes is None or math.isnan(minutes):
        return NO_VALUE
    whole = round(minutes)
    days, rest = divmod(abs(whole), 24 * 60)
    hours, left = divmod(rest, 60)
    parts = [(days, "day"), (hours, "hour"), (left, "minute")]
    shown = [(n, unit) for n, unit in parts if n][:2] or [(0, "minute")]
    if shown[0][1] == "day":
        shown = [part for part in shown if part[1] != "minute"]
    return (MINUS if whole < 0 else "") + " ".join(_unit(n, unit, lang) for n, unit in shown)


def _unit(n: int, unit: str, lang: str) -> str:
    from babel.units import format_unit

    return format_unit(n, f"duration-{unit}", locale=lang)


def _date(when: date | datetime | str | None, pattern: str, lang: str) -> str:
    if when is None:
        return NO_VALUE
    from babel.dates import format_date

    return format_date(date.fromisoformat(when) if isinstance(when, str) else when, pattern, locale=lang)


def _minus(text: str) -> str:
    return text.replace("-", MINUS)
