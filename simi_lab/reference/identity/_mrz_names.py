"""Names in the machine-readable zone: letters only, surname first, 39 places."""

from __future__ import annotations

import unicodedata

from simi_lab.errors import BadRequest

LINE = 44
NAME_ROOM = 39
PRIMARY_ROOM = NAME_ROOM - 3  # a longer surname still leaves room for << and one letter of the given names
LETTERS = {"Æ": "AE", "Œ": "OE", "Ø": "OE", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "TH", "ẞ": "SS", "ß": "SS"}
DROPPED = "'’‘`ʼ."
"""Signs that vanish: apostrophes and full stops. A hyphen becomes a filler, every other sign divides words."""


def name_words(name: str) -> list[str]:
    """Words of a name in A to Z, with < for a hyphen inside a word; accents fall off."""
    upper = "".join(LETTERS.get(sign, sign) for sign in name.upper())
    bare = (sign for sign in unicodedata.normalize("NFKD", upper) if unicodedata.category(sign)[0] != "M")
    kept = "".join(_place(sign) for sign in bare)
    words = ("<".join(part for part in word.split("<") if part) for word in kept.split(" "))
    return [word for word in words if word]


def split_name(name: str) -> tuple[str, str]:
    """Primary and secondary identifier; a single word is primary alone, else the last word is (convention, no law).

    Raises
    ------
    BadRequest
        The name has no letter.
    """
    words = name_words(name)
    if not words:
        raise BadRequest("The name {name} has no letter.", name=name)
    return words[-1].replace("<", " "), " ".join(words[:-1]).replace("<", " ")


def name_field(name: str) -> str:
    """Thirty-nine signs of line 1: SURNAME<<GIVEN<NAMES, cut at the end; a single name has no << before its fillers.

    Raises
    ------
    BadRequest
        The name has no letter.
    """
    primary, secondary = (part.replace(" ", "<") for part in split_name(name))
    text = f"{primary[:PRIMARY_ROOM]}<<{secondary}" if secondary else primary
    return text[:NAME_ROOM].ljust(NAME_ROOM, "<")


def _place(sign: str) -> str:
    if "A" <= sign <= "Z":
        return sign
    if sign in DROPPED:
        return ""
    return "<" if sign == "-" else " "
