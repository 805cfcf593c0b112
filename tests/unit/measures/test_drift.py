"""Judging drift detectors: streams and verdicts by hand, published promises of the kept ones, bad input."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from simi_lab.errors import BadRequest, TableError
from simi_lab.measures.drift import DETECTORS, Change, Stream, alarms, by_change, judge, planted, verdicts_of
from simi_lab.measures.drift.judge import HORIZON_MONTHS, Verdict, better_range, costs, verdict
from simi_lab.measures.drift.plant import DAYS


def stream(changed_on: int | None = None, judged: int = 12, **values: Any) -> Stream:
    """A year of normal and a year judged, ten values a day."""
    n = (12 + judged) * DAYS * 10
    told = values or {"x": np.zeros(n)}
    last = (12 + judged) * DAYS - 1
    return Stream(told, np.arange(n) // 10, 12 * DAYS * 10, 12 * DAYS, last, changed_on)


def noise(seed: int, size: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=size)


def test_verdicts_by_hand() -> None:
    start = 12 * DAYS
    changed = stream(changed_on=start + 3 * DAYS)
    found = verdict("mix", changed, [start + 5, start + 3 * DAYS + 14, start + 3 * DAYS + 30])
    assert (found.delay, found.is_missed, found.false_alarms) == (14, False, 1)
    assert (found.unnoticed, found.years) == (pytest.approx(14 / DAYS), pytest.approx(3 / 12))
    late = verdict("mix", changed, [start + (3 + HORIZON_MONTHS) * DAYS])
    assert (late.delay, late.is_missed, late.unnoticed) == (None, True, HORIZON_MONTHS)
    calm = verdict("none", stream(), [start, start + 40])
    assert (calm.false_alarms, calm.is_missed, calm.years, calm.unnoticed) == (2, False, 1.0, 0.0)
    assert costs([found, late, calm], 5.0) == pytest.approx([1 + 5 * 14 / DAYS, 30.0, 2.0])


def test_naive_rivals_do_what_they_say() -> None:
    calm, changed = stream(), stream(changed_on=15 * DAYS)
    judged = verdicts_of(("never", "always"), [("none", calm), ("mix", changed)])
    table = {row["detector"]: row for row in judge(judged, seed=1).iter_rows(named=True)}
    assert (table["never"]["missed"], table["never"]["false_alarms"], table["never"]["f1"]) == (1.0, 0.0, 0.0)
    assert (table["always"]["missed"], table["always"]["false_alarms"]) == (0.0, 12.0)
    assert table["always"]["f1"] == pytest.approx(2 / (2 + 15))  # one found, twelve and three in vain
    assert table["never"]["better_from"] is None


def test_a_price_range_by_hand() -> None:
    assert better_range(2, 1, [(0, 6), (12, 0)]) == pytest.approx((0.4, 10.0))  # 2 for 5 months, 10 for 1
    assert better_range(2, 0, [(0, 6), (12, 0)]) == pytest.approx((2 / 6, np.inf))
    assert better_range(20, 0.5, [(0, 6), (12, 0)]) is None, "more alarms than always, and later"
    assert better_range(0, 6, [(0, 6), (12, 0)]) is None, "nothing gained over never"


def test_alarms_of_a_week_are_one_and_only_judged_days_count(monkeypatch: pytest.MonkeyPatch) -> None:
    start = 12 * DAYS
    monkeypatch.setitem(DETECTORS, "told", lambda s: [start + 12, start - 1, start, start + 4, start + 6, s.last + 1])
    assert alarms("told", stream()) == [start, start + 6, start + 12]


@pytest.mark.parametrize("detector", ["adwin", "page_hinkley", "kswin", "ks_month"])
def test_a_large_step_is_found_soon_by_every_kept_detector(detector: str) -> None:
    at = 15 * DAYS
    values = noise(2, 24 * DAYS * 10)
    values[at * 10 :] += 2.0
    found = verdict("step", stream(changed_on=at, x=values), alarms(detector, stream(changed_on=at, x=values)))
    assert not found.is_missed
    assert found.delay is not None and found.delay <= 2 * DAYS


def test_adwin_keeps_what_was_published_of_it() -> None:
    from river.drift import ADWIN

    calm = ADWIN()
    false = 0
    for value in noise(11, 20_000).tolist():
        calm.update(value)
        false += calm.drift_detected
    assert false <= 2
    step, when = ADWIN(), None
    for i, value in enumerate([*noise(12, 2000), *(noise(13, 1000) + 0.5)]):
        step.update(float(value))
        if step.drift_detected and i >= 2000:
            when = i - 2000
            break
    assert when is not None and when <= 300


def test_adwin_beats_both_naive_ones_on_planted_steps() -> None:
    streams: list[tuple[str, Stream]] = []
    for seed in range(6):
        values = noise(100 + seed, 24 * DAYS * 10)
        at = (14 + seed % 4) * DAYS
        streams.append(("none", stream(x=values)))
        streams.append(("step", stream(changed_on=at, x=values + np.where(np.arange(values.size) >= at * 10, 0.5, 0))))
    table = judge(verdicts_of(("never", "always", "adwin"), streams), seed=1)
    cost = dict(zip(table["detector"], table["cost"], strict=True))
    assert cost["adwin"] < min(cost["never"], cost["always"])
    row = table.filter(pl.col("detector") == "adwin").row(0, named=True)
    assert row["f1"] > table.filter(pl.col("detector") == "always")["f1"][0]
    assert row["better_from"] < 5 < row["better_to"]


def pool() -> pl.DataFrame:
    """Two months of a hundred; `heavy` rows say 1, the others 0; `later` is 1 for all."""
    months = [date(2025, m, 1) for m in (1, 2) for _ in range(100)]
    seen = [float(i % 4 == 0) for i in range(200)]
    return pl.DataFrame({"month": months, "seen": seen, "weight": [1 + 8 * s for s in seen], "later": [1.0] * 200})


def test_planted_changes_come_at_their_month_and_not_before() -> None:
    rng = np.random.default_rng(1)
    made = planted(pool(), ("seen",), Change("more", weights="weight"), rng=rng, reference=4, judged=6, at=2)
    assert made.changed_on == 6 * DAYS
    before, after = (made.values["seen"][made.day < 6 * DAYS], made.values["seen"][made.day >= 6 * DAYS])
    assert (before.size, after.size) == (600, 400)
    assert before.mean() == pytest.approx(0.25, abs=0.06)
    assert after.mean() == pytest.approx(0.75, abs=0.08)  # a quarter that comes nine times as often
    other = planted(pool(), ("seen",), Change("all", instead={"seen": "later"}), rng=rng, reference=2, judged=3, at=0)
    assert other.values["seen"][other.day >= 2 * DAYS].min() == 1.0
    calm = planted(pool(), ("seen",), None, rng=rng, reference=2, judged=2)
    assert calm.changed_on is None
    assert calm.values["seen"].mean() == pytest.approx(0.25, abs=0.08)


def test_a_value_that_never_varied_is_measured_in_small_spreads() -> None:
    values = np.zeros(24 * DAYS * 10)
    values[-1] = 1.0
    assert stream(x=values).standard("x")[-1] == pytest.approx(np.sqrt(12 * DAYS * 10))
    days, means = stream(x=values).daily("x")
    assert days.size == 24 * DAYS
    assert means[-1] == pytest.approx(np.sqrt(12 * DAYS * 10) / 10)


def test_what_was_planted_is_told_apart() -> None:
    each = {"adwin": [Verdict("mix", 3, False, 0, 0.1, 0.5), Verdict("mix", None, True, 0, 6, 0.5),
                      Verdict("gaps", 5, False, 0, 0.2, 0.5), Verdict("none", None, False, 1, 0, 1.0)]}  # fmt: skip
    rows = by_change(each).rows()
    assert rows == [("adwin", "mix", 2, 1, 3.0), ("adwin", "gaps", 1, 1, 5.0)]


def test_bad_streams_are_refused() -> None:
    rng = np.random.default_rng(1)
    with pytest.raises(TableError, match="2 columns are missing"):
        planted(pool().drop("seen"), ("seen",), Change("more", weights="heavy"), rng=rng)
    with pytest.raises(BadRequest, match="outside"):
        planted(pool(), ("seen",), Change("more", weights="weight"), rng=rng, judged=3, at=3)
    with pytest.raises(BadRequest, match="Nobody applied"):
        planted(pool().clear(), ("seen",), None, rng=rng)
    with pytest.raises(BadRequest, match="naive rivals"):
        judge({"adwin": []}, seed=1)
    with pytest.raises(BadRequest, match="at least two"):
        judge(verdicts_of(("never", "always"), [("none", stream())]), seed=1)
    with pytest.raises(KeyError):
        alarms("unknown", stream())


def test_a_rate_counted_once_has_the_exact_interval() -> None:
    from simi_lab.estimate import poisson

    found = poisson(3, name="x", unit="per year", exposure=2)
    assert (found.low, found.value, found.high) == pytest.approx((0.6187 / 2, 1.5, 8.7673 / 2), abs=1e-4)  # tables
    assert poisson(0, name="x", unit="per year").low == 0.0
    with pytest.raises(ValueError, match="over"):
        poisson(1, name="x", unit="per year", exposure=0)
