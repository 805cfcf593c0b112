"""An attacker who knows every total and the rule tries to work out hidden cells, by integer programmes."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from simi_lab.errors import BadRequest
from simi_lab.privacy import small_cell_note, suppress


def as_frame(table: np.ndarray) -> pl.DataFrame:
    """Every cell of a table as a row, with a figure about its people beside the count."""
    names = ["a", "b", "c"][: table.ndim]
    rows = [(*place, int(n), 10.0 * n) for place, n in np.ndenumerate(table)]
    flat = [(*row[0], *row[1:]) if isinstance(row[0], tuple) else row for row in rows]
    return pl.DataFrame(flat, schema=[*names, "n", "wait_min"], orient="row")


def attack(table: np.ndarray, hidden: np.ndarray) -> dict[tuple[int, ...], tuple[int, int]]:
    """Least and greatest count of each hidden cell that agree with all totals; an attacker knows none is empty."""
    cells = [tuple(int(i) for i in cell) for cell in np.argwhere(hidden)]
    lines = []
    for axis in range(table.ndim):
        for rest in np.ndindex(*[s for i, s in enumerate(table.shape) if i != axis]):
            row = [float((*cell[:axis], *cell[axis + 1 :]) == rest) for cell in cells]
            if any(row):
                lines.append(row)
    matrix = np.array(lines)
    totals = matrix @ np.array([table[cell] for cell in cells], dtype=float)
    found = {}
    for i, cell in enumerate(cells):
        aim = np.zeros(len(cells))
        aim[i] = 1
        ends = [
            milp(sign * aim, constraints=LinearConstraint(matrix, totals, totals), bounds=_at_least_one(len(cells)),
                 integrality=np.ones(len(cells)))
            for sign in (1, -1)
        ]  # fmt: skip
        assert all(end.success for end in ends)
        found[cell] = (round(ends[0].fun), round(-ends[1].fun))
    return found


def _at_least_one(n: int) -> object:
    from scipy.optimize import Bounds

    return Bounds(np.ones(n), np.full(n, np.inf))


def shape_back(frame: pl.DataFrame, column: str, shape: tuple[int, ...]) -> np.ndarray:
    return frame[column].to_numpy().reshape(shape)


def test_a_row_by_hand() -> None:
    found = suppress(as_frame(np.array([3, 40, 12, 0])), count="n", by=["a"])
    assert found["suppressed"].to_list() == [True, False, True, False]  # 3 is small, 12 its cheapest partner
    assert found["n"].to_list() == [None, 40, None, 0]
    assert found["wait_min"].to_list() == [None, 400.0, None, 0.0]  # a figure about 3 people goes with its count
    assert not found["total_unsafe"].any()


def test_nothing_small_nothing_hidden() -> None:
    frame = as_frame(np.array([[5, 0], [7, 90]]))
    found = suppress(frame, count="n", by=["a", "b"])
    assert not found["suppressed"].any()
    assert found.select(frame.columns).equals(frame)
    assert small_cell_note(found) == ""


def test_a_lone_small_group_cannot_stand_beside_its_total() -> None:
    found = suppress(as_frame(np.array([0, 3, 0])), count="n", by=["a"])
    assert found["total_unsafe"].to_list() == [False, True, False]
    found = suppress(as_frame(np.array([1, 1, 1, 1, 1])), count="n", by=["a"])
    assert found["total_unsafe"].all()  # five cells, five people, none empty: the total tells each


def test_no_row_is_dropped_and_order_is_kept() -> None:
    frame = as_frame(np.array([[2, 30, 8], [9, 0, 60]])).sample(fraction=1.0, shuffle=True, seed=3)
    found = suppress(frame, count="n", by=["a", "b"])
    assert found.select("a", "b").equals(frame.select("a", "b"))


def test_small_groups_that_are_not_listed_are_empty() -> None:
    sparse = as_frame(np.array([[2, 30, 8], [9, 0, 60]])).filter(pl.col("n") > 0)
    full = suppress(as_frame(np.array([[2, 30, 8], [9, 0, 60]])), count="n", by=["a", "b"]).filter(
        pl.col("n").is_null() | (pl.col("n") > 0)
    )
    assert suppress(sparse, count="n", by=["a", "b"]).equals(full)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32 - 1), shape=st.sampled_from([(6,), (3, 4), (4, 6), (2, 3, 3)]))
def test_no_total_gives_a_hidden_cell_away(seed: int, shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(seed)
    table = np.where(rng.random(shape) < 0.2, rng.integers(0, 5, shape), rng.integers(5, 60, shape))
    found = suppress(as_frame(table), count="n", by=["a", "b", "c"][: len(shape)])
    hidden, unsafe = (shape_back(found, column, shape) for column in ("suppressed", "total_unsafe"))
    assert hidden[(table > 0) & (table < 5)].all()
    if not hidden.any():
        return
    for cell, (least, most) in attack(table, hidden).items():
        if not unsafe[cell]:
            assert least < most, f"{cell} of {table.tolist()} is known to be {least}"


def test_every_hidden_cell_could_be_a_group_that_need_not_be_hidden() -> None:
    rng = np.random.default_rng(18)
    table = np.where(rng.random((5, 6)) < 0.2, rng.integers(1, 5, (5, 6)), rng.integers(8, 90, (5, 6)))
    found = suppress(as_frame(table), count="n", by=["a", "b"])
    assert not found["total_unsafe"].any()
    ranges = attack(table, shape_back(found, "suppressed", table.shape))
    assert min(most for _, most in ranges.values()) >= 5


def test_the_attack_itself_finds_a_cell_hidden_alone() -> None:
    table = np.array([[3, 40], [12, 20]])
    assert attack(table, table == 3) == {(0, 0): (3, 3)}


@pytest.mark.parametrize(
    ("frame", "k"),
    [
        (pl.DataFrame({"a": [1, 1], "n": [3, 4]}), 5),
        (pl.DataFrame({"a": [1, 2], "n": [3, None]}), 5),
        (pl.DataFrame({"a": [1, 2], "n": [3, -1]}), 5),
        (pl.DataFrame({"a": [1, 2], "n": [3, 9]}), 1),
    ],
)
def test_a_table_that_is_none_is_refused(frame: pl.DataFrame, k: int) -> None:
    with pytest.raises(BadRequest):
        suppress(frame, count="n", by=["a"], k=k)


def test_an_empty_table_stays_empty() -> None:
    found = suppress(pl.DataFrame({"a": [], "n": []}, schema={"a": pl.Int64, "n": pl.Int64}), count="n", by=["a"])
    assert found.columns == ["a", "n", "suppressed", "total_unsafe"]
    assert found.is_empty()


def test_the_note_counts_in_both_languages() -> None:
    found = suppress(as_frame(np.array([3, 40, 12])), count="n", by=["a"])
    assert small_cell_note(found, "en").startswith("2 groups are not shown")
    assert "2 kelompok" in small_cell_note(found, "id")
