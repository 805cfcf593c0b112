"""Any split into blocks gives the same words, and the transforms have the right laws."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simi_lab.streams import Streams, make_tables, transforms
from simi_lab.streams.words import key_of, range_words, words_at

N = 200_000


@pytest.fixture(scope="module")
def words() -> np.ndarray:
    return Streams(20260101).words("test", "column", n=N)


@settings(max_examples=60, deadline=None)
@given(start=st.integers(0, 10**12), cuts=st.lists(st.integers(0, 300), min_size=1, max_size=6))
def test_any_split_into_blocks_gives_the_same_words(start: int, cuts: list[int]) -> None:
    key = key_of(7, "people", "sex")
    whole = range_words(key, start, sum(cuts))
    parts, at = [], start
    for n in cuts:
        parts.append(range_words(key, at, n))
        at += n
    assert np.array_equal(whole, np.concatenate(parts))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 2**52), min_size=1, max_size=50))
def test_words_at_any_counters_equal_the_range(counters: list[int]) -> None:
    key = key_of(7, "people", "sex")
    at = words_at(key, np.array(counters, dtype=np.int64))
    assert at.tolist() == [int(range_words(key, c, 1)[0]) for c in counters]


def test_names_are_told_apart_by_their_lengths() -> None:
    assert key_of(1, "ab", "c") != key_of(1, "a", "bc")
    assert key_of(1, "a", "b", "c") != key_of(2, "a", "b", "c")


def test_negative_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="start"):
        range_words((0, 0), -1, 1)


def test_committed_tables_are_those_of_the_script(tmp_path: Path) -> None:
    make_tables.write(tmp_path)
    folder = Path(transforms.__file__).parent / "tables"
    for name in ("log", "power", "normal"):
        ours = [float.fromhex(x) for x in (folder / f"{name}.txt").read_text().split()]
        made = [float.fromhex(x) for x in (tmp_path / f"{name}.txt").read_text().split()]
        assert np.allclose(ours, made, rtol=1e-13, atol=1e-13)


def test_the_first_values_never_change() -> None:
    w = Streams(1).words("known", "answer", n=64)
    frames = [
        transforms.uniform(w),
        transforms.normal(w),
        transforms.exponential(w),
        transforms.lognormal(w, 12.0, 5.0),
        transforms.integers(w, 1000).astype(float),
        transforms.poisson(w, 3.5).astype(float),
        transforms.permutation(w).astype(float),
        transforms.category(w, transforms.cumulative([0.2, 0.5, 0.3])).astype(float),
    ]
    digest = hashlib.sha256(b"".join(f.tobytes() for f in frames)).hexdigest()
    assert digest == "05e0953e00205747df092f2604dd10e242337c1f4146f93970110e79c9b64d8d"


def test_uniform_is_open_and_even(words: np.ndarray) -> None:
    u = transforms.uniform(words)
    assert u.min() > 0 and u.max() < 1
    assert abs(u.mean() - 0.5) < 4 * np.sqrt(1 / 12 / N)


def test_integers_are_even(words: np.ndarray) -> None:
    counts = np.bincount(transforms.integers(words, 7), minlength=7)
    assert ((counts - N / 7) ** 2 / (N / 7)).sum() < 22.5  # chi-square, 6 degrees, 0.1 %


def test_category_follows_its_weights_and_skips_zero(words: np.ndarray) -> None:
    share = np.bincount(transforms.category(words, transforms.cumulative([1, 0, 3])), minlength=3) / N
    assert share[1] == 0
    assert abs(share[2] - 0.75) < 4 * np.sqrt(0.75 * 0.25 / N)


@pytest.mark.parametrize("weights", [[], [0.0, 0.0], [1.0, -0.1]])
def test_bad_weights_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        transforms.cumulative(weights)


def test_normal_matches_the_exact_quantiles(words: np.ndarray) -> None:
    from scipy.stats import kstest

    z = transforms.normal(words)
    assert kstest(z, "norm").pvalue > 0.001
    assert abs(z.std() - 1) < 4 / np.sqrt(2 * N)


def test_exponential_and_lognormal_have_their_moments(words: np.ndarray) -> None:
    e = transforms.exponential(words, 3.0)
    assert abs(e.mean() - 3) < 4 * 3 / np.sqrt(N)
    x = transforms.lognormal(words, 12.0, 5.0)
    assert abs(x.mean() - 12) < 4 * 5 / np.sqrt(N)
    assert abs(x.std() - 5) < 0.15


def test_poisson_has_mean_and_variance(words: np.ndarray) -> None:
    k = transforms.poisson(words, 4.2)
    assert abs(k.mean() - 4.2) < 4 * np.sqrt(4.2 / N)
    assert abs(k.var() - 4.2) < 0.1


def test_log_and_exp_are_close_and_inverse() -> None:
    x = np.linspace(1e-6, 50, 100_001)
    assert np.abs(transforms.log(x) - np.log(x)).max() < 3e-7
    y = np.linspace(-40, 40, 100_001)
    assert np.abs(transforms.exp(y) / np.exp(y) - 1).max() < 3e-7


def test_permutation_is_one(words: np.ndarray) -> None:
    assert np.array_equal(np.sort(transforms.permutation(words[:1000])), np.arange(1000))


def test_the_order_in_which_columns_are_drawn_does_not_matter() -> None:
    streams = Streams(5)
    columns = ["sex", "age", "name", "phone"]
    forward = {c: streams.words("people", c, n=100) for c in columns}
    backward = {c: streams.words("people", c, n=100) for c in reversed(columns)}
    assert all(np.array_equal(forward[c], backward[c]) for c in columns)


def test_decision_keys_tell_the_times_apart() -> None:
    counters = np.arange(50, dtype=np.int64)
    first, second = (Streams(5).decision("no_show", counters, n) for n in (0, 1))
    assert not (first == second).any()
