"""What `simi-lab risk triage` says: one setting in sentences, then the frontier as a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import polars as pl

from simi_lab.cli.speech import phrase
from simi_lab.i18n import number
from simi_lab.privacy import SMALLEST_GROUP
from simi_lab.study.lanes.words import (
    between,
    headline,
    limits,
    lines,
    model_name,
    opening,
    people,
    shown,
    signed,
    staffing,
)

if TYPE_CHECKING:
    from simi_lab.study.lanes import Frontier
    from simi_lab.study.lanes.officers import Shared

_HEADS = (
    "a day",
    "people met",
    "perfect judge",
    "by lot",
    "not met",
    "in vain",
    "wait, min",
    "change of the mean",
    "of 9 in 10",
    "overtime",
)


def triage_lines(found: Frontier, capacity: float, lang: str) -> Iterator[str]:
    """Everything an answer has to say, line by line."""
    yield f"{found.facts['scenario']}, {model_name(found, lang)}  DATA SINTETIS"
    yield opening(found, lang)
    yield ""
    yield headline(found, capacity, lang)
    yield from (f"  - {line}" for line in lines(found, capacity, lang))
    yield ""
    yield phrase("Risk found against waiting caused (* no other setting finds more, lets wait less and needs no more"
                 " interviewers):")  # fmt: skip
    yield from _aligned(_rows(found, lang))
    if shown(found.points).select(pl.col("found", "missed").is_null().any()).row(0) != (False, False):
        yield phrase("– fewer than {k} persons, or a number that would give such a group away.", k=SMALLEST_GROUP)
    yield ""
    yield from limits(found, lang)


def officer_lines(shared: Shared, lang: str) -> Iterator[str]:
    """What sharing out the cases does, line by line."""
    from simi_lab.study.lanes import officers_words as words

    yield f"{shared.facts['scenario']}  DATA SINTETIS"
    yield words.opening(shared, lang)
    yield from (f"  - {line}" for line in words.lines(shared, lang))
    yield ""
    yield from _aligned(words.way_rows(shared, lang), left=(0,))
    yield ""
    yield from _aligned(words.officer_rows(shared, lang), left=(1,))
    yield ""
    yield from words.limits(shared, lang)


def _rows(found: Frontier, lang: str) -> list[list[str]]:
    """One row per setting, grouped by staffing; fewer than five persons are not counted out."""
    rows = [["", *(phrase(head) for head in _HEADS)]]
    group = None
    for point in shown(found.points).iter_rows(named=True):
        mine = (point["more_interviewers"], point["hurried"])
        if mine != group:
            group = mine
            rows.append([f"# {staffing(*mine, found, lang)}"])
        rows.append(_row(point, lang))
    return rows


def _row(point: dict[str, Any], lang: str) -> list[str]:
    is_triaged = point["capacity"] is not None
    return [
        "*" if point["is_best"] else "",
        number(point["capacity"], lang) if is_triaged else phrase("no triage"),
        people(point["found"], lang) if is_triaged else "",
        people(point["found_oracle"], lang) if is_triaged else "",
        number(point["found_random"], lang, 1) if is_triaged else "",
        people(point["missed"], lang) if is_triaged else "",
        people(point["in_vain"], lang) if is_triaged else "",
        number(point["wait_min"], lang, 1),
        between(point, "wait_min", lang),
        signed(point["wait_p90_change"], lang),
        signed(point["overtime_hours_change"], lang),
    ]


def _aligned(rows: list[list[str]], left: tuple[int, ...] = ()) -> Iterator[str]:
    """Columns under each other, numbers to the right, those of `left` not; a row of one cell is a heading."""
    table = [row for row in rows if len(row) > 1]
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
    for row in rows:
        if len(row) == 1:
            yield row[0].removeprefix("# ")
            continue
        cells = (
            f"{cell:<{width}}" if at in left else f"{cell:>{width}}"
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
