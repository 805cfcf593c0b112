"""The machine-readable zone of a passport (ICAO Doc 9303, TD3): compose, parse and check its two lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from simi_lab.errors import BadRequest

from ._mrz_columns import check_digit_expr, check_expr, line1_expr, line2_expr, name_field_expr
from ._mrz_names import LINE, NAME_ROOM, name_field, split_name

FAULTS = ("length", "alphabet", "document", "number", "birth_date", "sex", "expiry", "optional", "composite")
_ALPHABET = re.compile(r"[A-Z0-9<]*", re.ASCII)
_DATE = re.compile(r"[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])", re.ASCII)
_UNKNOWN_DATE = re.compile(r"([0-9]{2}|<<)(0[1-9]|1[0-2]|<<)<<", re.ASCII)
_WEIGHTS = (7, 3, 1)

__all__ = [
    "FAULTS",
    "LINE",
    "NAME_ROOM",
    "Mrz",
    "check",
    "check_digit",
    "check_digit_expr",
    "check_expr",
    "compose",
    "faults",
    "line1_expr",
    "line2_expr",
    "name_field",
    "name_field_expr",
    "parse",
    "split_name",
]


@dataclass(frozen=True)
class Mrz:
    """What the two lines say; dates are None when a part is unknown or impossible.

    `primary` is the surname, or the whole name of a person with one name, whose `secondary` is then empty.
    """

    document: str
    issuer: str
    primary: str
    secondary: str
    number: str
    nationality: str
    birth_date: date | None
    sex: str
    expires_on: date | None
    optional: str
    faults: tuple[str, ...]


def check_digit(text: str) -> str:
    """Check digit 0 to 9 of a field: digits as they are, A = 10 to Z = 35, filler 0, weights 7, 3, 1, modulo 10.

    Raises
    ------
    BadRequest
        A sign is none of A to Z, 0 to 9 and <.

    Source : ICAO Doc 9303 part 3.
    """
    if not _ALPHABET.fullmatch(text):
        raise BadRequest("{text} has signs that a machine-readable line cannot hold.", text=text)
    return str(sum(_value(sign) * _WEIGHTS[i % 3] for i, sign in enumerate(text)) % 10)


def compose(
    name: str,
    number: str,
    birth_date: date,
    sex: str,
    expires_on: date,
    *,
    state: str = "IDN",
    optional: str = "",
) -> tuple[str, str]:
    """Compose the two lines of 44 signs of a passport whose holder is a national of the state that issued it.

    Parameters
    ----------
    name : full name; a single word is the primary identifier alone, otherwise the last word is (by convention)
    number : document number, up to 9 letters and digits
    birth_date, expires_on : days; only two digits of the year are written
    sex : F, M, or anything else for unknown
    state : three letters
    optional : up to 14 signs

    Raises
    ------
    BadRequest
        The name has no letter, or a field does not fit.
    """
    fits = len(number) <= 9 and len(optional) <= 14 and len(state) == 3
    if not fits or not all(_ALPHABET.fullmatch(text) for text in (number, optional, state)):
        raise BadRequest("A field does not fit the machine-readable zone.", cure="Use A to Z, 0 to 9 and <.")
    filled, extra = number.ljust(9, "<"), optional.ljust(14, "<")
    front = filled + check_digit(filled)
    middle = _dated(birth_date)
    back = _dated(expires_on) + extra + (check_digit(extra) if optional else "<")
    sign = sex if sex in ("F", "M") else "<"
    composite = check_digit(front + middle + back)
    return f"P<{state}{name_field(name)}", f"{front}{state}{middle}{sign}{back}{composite}"


def faults(line1: str, line2: str) -> tuple[str, ...]:
    """Everything that does not agree in the two lines, in the order of `FAULTS`; empty when all does.

    A fault is more often a slip of the reader than tampering, and no fault proves nothing about the book.
    """
    if len(line1) != LINE or len(line2) != LINE:
        return ("length",)
    if not _ALPHABET.fullmatch(line1 + line2):
        return ("alphabet",)
    birth, expiry, optional = line2[13:19], line2[21:27], line2[28:42]
    optional_ok = line2[42] == check_digit(optional) or (line2[42] == "<" and not optional.strip("<"))
    agreed = {
        "document": line1[0] == "P",
        "number": line2[9] == check_digit(line2[:9]),
        "birth_date": bool(_is_date(birth) or _UNKNOWN_DATE.fullmatch(birth)) and line2[19] == check_digit(birth),
        "sex": line2[20] in "FM<",
        "expiry": _is_date(expiry) and line2[27] == check_digit(expiry),
        "optional": optional_ok,
        "composite": line2[43] == check_digit(line2[:10] + line2[13:20] + line2[21:43]),
    }
    return tuple(fault for fault in FAULTS if not agreed.get(fault, True))


def check(line1: str, line2: str) -> str:
    """`ok`, or `failed` when anything does not agree."""
    return "failed" if faults(line1, line2) else "ok"


def parse(line1: str, line2: str, *, on: date) -> Mrz:
    """Read the two lines, faults included, so that a reader can point at the place.

    Parameters
    ----------
    on : day of reading; births lie on or before it, expiries at most ten years after it

    Raises
    ------
    BadRequest
        A line is not 44 signs long, so no field has a place.
    """
    found = faults(line1, line2)
    if "length" in found:
        raise BadRequest("A line of a passport has 44 signs; these have {a} and {b}.", a=len(line1), b=len(line2))
    primary, _, secondary = line1[5:].partition("<<")
    try:
        horizon = on.replace(year=on.year + 10)
    except ValueError:
        horizon = on.replace(year=on.year + 10, day=28)
    return Mrz(
        document=line1[:2].rstrip("<"),
        issuer=line1[2:5].rstrip("<"),
        primary=primary.strip("<").replace("<", " "),
        secondary=secondary.strip("<").replace("<", " "),
        number=line2[:9].rstrip("<"),
        nationality=line2[10:13].rstrip("<"),
        birth_date=_century(line2[13:19], on),
        sex=line2[20],
        expires_on=_century(line2[21:27], horizon),
        optional=line2[28:42].rstrip("<"),
        faults=found,
    )


def _value(sign: str) -> int:
    if sign == "<":
        return 0
    return int(sign) if sign.isdigit() else ord(sign) - 55


def _dated(day: date) -> str:
    text = f"{day:%y%m%d}"
    return text + check_digit(text)


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    year, month, day = int(text[:2]), int(text[2:4]), int(text[4:])
    longest = (29 if year % 4 == 0 else 28) if month == 2 else 30 if month in (4, 6, 9, 11) else 31
    return day <= longest


def _century(text: str, latest: date) -> date | None:
    """The last day on or before `latest` that a six-digit date can mean, None if there is none."""
    if not _is_date(text):
        return None
    for century in (latest.year // 100 * 100, latest.year // 100 * 100 - 100):
        try:
            day = date(century + int(text[:2]), int(text[2:4]), int(text[4:]))
        except ValueError:
            continue
        if day <= latest:
            return day
    return None
