"""Item statistics and progress as tables for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from simi_lab.training.engine.helping import Standing
from simi_lab.training.engine.items import Choice, Item
from simi_lab.training.engine.statistic import Statistic

if TYPE_CHECKING:
    import polars as pl

_DIGITS = 4


def item_row(item: Item) -> dict[str, Any]:
    """Plain values of one question; empty where hidden or undefined, and the `_why` beside it says which."""
    right, told = item.difficulty, item.discrimination
    lure = item.lure
    return {
        "module": item.module,
        "question": item.key,
        "kind": item.kind,
        "n_learners": right.n,
        "right_first_share": _round(right.value),
        "right_first_low": _round(right.low),
        "right_first_high": _round(right.high),
        "discrimination": _round(told.value),
        "discrimination_low": _round(told.low),
        "discrimination_high": _round(told.high),
        "discrimination_n": told.n,
        "discrimination_why": told.why,
        "upper_lower_27": _round(item.ends.value),
        "upper_lower_why": item.ends.why,
        "helped_share": _round(item.helped.value),
        "never_chosen": " ".join(item.never),
        "most_taken_wrong": lure.key if lure else "",
        "most_taken_share": _round(lure.share.value) if lure else None,
        "choices": "; ".join(map(_in_words, item.choices)),
        "suppressed": item.is_hidden,
    }


def items_frame(items: Sequence[Item]) -> pl.DataFrame:
    """Table of item statistics: one row per question; shares 0 to 1; right choices are marked with a star."""
    return _frame([item_row(item) for item in items], text=("module", "question", "kind"))


def progress_frame(standing: Sequence[Standing]) -> pl.DataFrame:
    """Table of progress: one row per learner and module, times in UTC; no marks, it is no ranking."""
    rows = [
        {
            "alias": one.alias,
            "module": one.module,
            "state": one.state,
            "steps_done": one.done,
            "steps": one.steps,
            "at_step": one.step,
            "tries_there": one.tries,
            "began_at": _iso(one.began_at),
            "last_at": _iso(one.last_at),
        }
        for one in standing
    ]
    return _frame(rows, text=("alias", "module", "state"))


def _frame(rows: Sequence[dict[str, Any]], text: Sequence[str]) -> pl.DataFrame:
    import polars as pl

    if not rows:
        return pl.DataFrame(schema=dict.fromkeys(text, pl.String))
    return pl.DataFrame(rows, infer_schema_length=None)


def _in_words(choice: Choice) -> str:
    star = "*" if choice.right else ""
    return choice.key + star if choice.share.value is None else f"{choice.key}{star} {_words(choice.share)}"


def _words(figure: Statistic) -> str:
    return f"{figure.value:.2f}" if figure.value is not None else ""


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


def _iso(us: int | None) -> str | None:
    return None if us is None else datetime.fromtimestamp(us / 1_000_000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
