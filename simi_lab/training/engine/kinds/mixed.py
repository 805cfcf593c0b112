"""The order in which things are shown when their own order would give the answer away."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256


def mixed(seed: str, keys: Sequence[str]) -> list[str]:
    """Return keys in an order that is fixed for a seed and never the one in which they are declared."""
    found = sorted(keys, key=lambda key: sha256(f"{seed}/{key}".encode()).digest())
    return found if found != list(keys) else [*found[1:], *found[:1]]
