"""Too few to find is said where the interval is wide, not where a count is small."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simi_lab.estimate import Estimate, wilson
from simi_lab.risk import evaluate
from simi_lab.risk.judging.evaluation import Figure
from simi_lab.risk.judging.width import FEW, LEAST, WIDEST, few_notes, half_width
from simi_lab.risk.telling import report_lines
from simi_lab.risk.telling.sentences import few


class _Case:
    """A judged case of `n` persons to be found, alone or in groups of contacts of equal size."""

    def __init__(self, n: int, together: int = 1) -> None:
        import polars as pl

        from simi_lab.risk.judging.targets import Target

        self.test = pl.DataFrame({"group_id": np.arange(n) // together})
        self.targets, self.kinds = [Target("truth", np.ones(n, dtype=bool), np.ones(n, dtype=bool))], []


def figure(half: float, n: int) -> Figure:
    return Figure(
        "boosting", "truth", Estimate("recall_at_capacity", 0.5, 0.5 - half, 0.5 + half, "share", "higher", n, 0.95)
    )


@pytest.mark.parametrize(("half", "told"), [(0.0999, []), (0.101, [99]), (0.2, [99])])
def test_the_width_decides_whatever_the_count(half, told):
    notes = few_notes(_Case(99), [figure(half, 99)])
    assert [note.values["n"] for note in notes] == told


def test_what_would_be_enough_grows_with_the_square_of_the_width():
    (note,) = few_notes(_Case(99), [figure(0.2, 99)])
    assert note.values["enough"] == 400  # 99 x 4, as a planner would say it
    assert note.values["points"] == 20


def test_few_groups_are_told_even_where_the_interval_looks_narrow():
    assert list(few_notes(_Case(400), [figure(0.05, 400)])) == []
    (note,) = few_notes(_Case(400, together=40), [figure(0.05, 400)])
    assert (note.values["n"], note.values["groups"]) == (400, 10)


def test_the_least_number_is_where_wilson_gives_ten_points():
    widths = {n: wilson(n // 2, n) for n in (LEAST - 3, LEAST + 1)}
    half = {n: (estimate.high - estimate.low) / 2 for n, estimate in widths.items()}
    assert half[LEAST - 3] > WIDEST > half[LEAST + 1]


def test_a_small_world_warns_beside_its_figures_in_both_languages(evaluation, monkeypatch):
    monkeypatch.setenv("SIMI_LAB_STRICT", "1")
    assert half_width(evaluation.figures, "truth") > WIDEST
    for lang in ("id", "en"):
        warnings = few(evaluation, lang)
        assert len(warnings) >= 1
        lines = list(report_lines(evaluation, lang))
        assert lines[2 : 2 + len(warnings)] == warnings
        assert sum(line.endswith(warnings[0]) for line in lines) == 1


def test_a_wide_interval_of_victims_or_deceivers_is_told_apart(evaluation):
    told = {note.message for note in evaluation.notes}
    assert FEW["investigate"] in told


def test_without_a_find_the_warning_still_speaks(world, frame, fitted):
    truth = world.truth.with_columns(is_positive=False)
    judged = evaluate(replace(fitted), frame, world.tables["labels"], truth, capacity_per_day=0.5)
    (note,) = (note for note in judged.notes if note.message == FEW["truth"])
    assert (note.values["n"], note.values["groups"]) == (0, 0)
