"""Invented words that stand for learners: birds, fruits and trees, never a person's name."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from itertools import product

_WORDS = (
    "alpukat bangau bangkirai belibis belimbing beo cempedak cendrawasih cengkih cucak duku durian elang gelatik jahe "
    "jalak jambu jeruk kakaktua kasuari kedondong kelapa kemiri kenari kepodang kunyit kutilang lada langsat mangga "
    "manggis manyar markisa matoa merak merbau merpati murai nanas nangka pala pelatuk pepaya perkutut puyuh rambutan "
    "rangkong salak sawo semangka sereh sirsak srikaya tekukur ulin walet"
)
_COLOURS = "biru hijau putih kuning ungu jingga perak hitam cokelat abu"


def draw_aliases(n: int, used: Collection[str]) -> list[str]:
    """Draw `n` aliases that nobody has, single words first, in the order of the alphabet.

    Raises
    ------
    ValueError
        Fewer than `n` are left.

    Randomness : the operating system's; who gets which slip must not be guessable from an earlier class.
    """
    chance = secrets.SystemRandom()
    words = _WORDS.split()
    pairs = [f"{word} {colour}" for word, colour in product(words, _COLOURS.split())]
    left = [[word for word in pool if word not in used] for pool in (words, pairs)]
    if n > sum(map(len, left)):
        raise ValueError(f"only {sum(map(len, left))} aliases are left")
    first = chance.sample(left[0], min(n, len(left[0])))
    return sorted(first + chance.sample(left[1], n - len(first)))
