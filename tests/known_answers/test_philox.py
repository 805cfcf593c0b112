"""The raw words are Philox4x64-10 as published (Random123's known-answer vectors)."""

from __future__ import annotations

import numpy as np

from simi_lab.streams.words import range_words, words_at

ZERO = [0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B]


def test_first_block_of_the_zero_key_is_the_published_one() -> None:
    assert range_words((0, 0), 0, 4).tolist() == ZERO


def test_single_words_by_counter_are_the_published_ones() -> None:
    far = np.array([3, 0, 1 << 40], dtype=np.int64)  # far apart, so that each is computed alone
    assert words_at((0, 0), far).tolist()[:2] == [ZERO[3], ZERO[0]]
    assert words_at((0, 0), far)[2] == range_words((0, 0), 1 << 40, 1)[0]
