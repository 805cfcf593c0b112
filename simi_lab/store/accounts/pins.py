"""PINs: drawn by the operating system's chance, kept only as salted slow hashes."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from itertools import pairwise

DIGITS = 6
_METHOD = "scrypt"
_COST, _BLOCK, _LANES = 2**14, 8, 1  # some 50 ms and 16 MB a try
_BYTES = 32


def new_pin() -> str:
    """Draw a PIN; one of a single or of two digits only, and a run of neighbours, is drawn again.

    Randomness : the operating system's (`secrets`), never repeatable.
    """
    while True:
        pin = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        steps = {int(b) - int(a) for a, b in pairwise(pin)}
        if len(set(pin)) > 2 and steps not in ({1}, {-1}):
            return pin


def hash_pin(pin: str, salt: bytes | None = None) -> str:
    """Hash a PIN for keeping: method, cost, salt and hash in one text.

    A PIN of six digits can be found by whoever holds the hash and has hours; the salt and the cost only make that
    slow. What keeps a guesser out is the lock after a few tries.
    """
    salt = secrets.token_bytes(16) if salt is None else salt
    return f"{_METHOD}${_COST}${_BLOCK}${_LANES}${salt.hex()}${_scrypt(pin, salt, _COST, _BLOCK, _LANES).hex()}"


def fits(pin: str, kept: str) -> bool:
    """Whether a PIN is the one whose hash is kept; a hash that cannot be read fits nothing."""
    try:
        method, cost, block, lanes, salt, wanted = kept.split("$")
        found = _scrypt(pin, bytes.fromhex(salt), int(cost), int(block), int(lanes))
        return method == _METHOD and hmac.compare_digest(found, bytes.fromhex(wanted))
    except ValueError:
        return False


def _scrypt(pin: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=cost, r=block, p=lanes, maxmem=2**26, dklen=_BYTES)


NOBODY = f"{_METHOD}${_COST}${_BLOCK}${_LANES}${bytes(16).hex()}${bytes(_BYTES).hex()}"
"""A hash that nobody's PIN fits: an unknown alias takes as long as a known one."""
