"""Bytes as letters: base58 for identifiers, base32 for QR codes, one fixed way to write JSON for signatures."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

_BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def base58(content: bytes) -> str:
    """Write bytes in base58 (Bitcoin's alphabet).

    Examples
    --------
    >>> base58(b"Hello World!")
    '2NEpo7TZRRrLZSi2U'
    """
    number, letters = int.from_bytes(content, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        letters = _BITCOIN[rest] + letters
    return "1" * (len(content) - len(content.lstrip(b"\0"))) + letters


def base58_back(letters: str) -> bytes:
    """Read base58.

    Raises
    ------
    ValueError
        A letter is none of the alphabet.
    """
    number = 0
    for letter in letters:
        number = number * 58 + _BITCOIN.index(letter)
    content = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return b"\0" * (len(letters) - len(letters.lstrip("1"))) + content


def base32(content: bytes) -> str:
    """Write bytes in base32 without padding: letters and digits that QR codes pack tightly and no shell touches."""
    return base64.b32encode(content).decode("ascii").rstrip("=")


def base32_back(letters: str) -> bytes:
    """Read base32, in either case.

    Raises
    ------
    ValueError
        It is none.
    """
    try:
        return base64.b32decode(letters.upper() + "=" * (-len(letters) % 8))
    except binascii.Error as error:
        raise ValueError(str(error)) from error


def canonical(tree: Any) -> bytes:
    """Write JSON in one fixed way, so that a signature under it can be checked anywhere.

    Enough of RFC 8785 (JCS) for text, whole numbers, truth values, lists and objects with plain ASCII keys; our
    documents hold nothing else.
    """
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
