"""A day as the browser gets it: a few flat lists of whole numbers, and nothing that names anyone."""

from __future__ import annotations

from typing import Any

import polars as pl

from simi_lab.dashboards.day.reading import BACK, PLACES, Day

SIMI, FIRST, SENT_HOME = 1, 2, 4
"""Bits that tell a dot's look: way of working, called before others, sent home for missing papers."""


def pack(day: Day) -> dict[str, Any]:
    """Compact form of a day.

    Returns
    -------
    dict
        people: one number per applicant, bits as above. steps: six numbers per step: who, place, desk, queued,
        seconds of waiting, seconds at the desk. files: five numbers per file: place, desk, queued, waiting, work.
        Places are positions in `places` and `back`; times are seconds after midnight. desks: per place.
    """
    looks = SIMI * pl.col("is_simi") + FIRST * pl.col("is_first") + SENT_HOME * pl.col("is_sent_home")
    times = ("queued", pl.col("started") - pl.col("queued"), pl.col("ended") - pl.col("started"))
    return {
        "people": day.people.select(looks.cast(pl.Int64)).to_series().to_list(),
        "steps": _flat(day.steps.select("who", _number(PLACES), "desk", *times)),
        "files": _flat(day.files.select(_number(BACK), "desk", *times)),
        "places": list(PLACES),
        "back": list(BACK),
        "desks": {place: n for place, n in day.desks.items() if n},
        "hours": None
        if day.hours is None
        else [day.hours.opens, day.hours.break_from, day.hours.break_to, day.hours.closes],
    }


def _number(places: tuple[str, ...]) -> pl.Expr:
    return pl.col("place").replace_strict(list(places), list(range(len(places))), return_dtype=pl.Int64)


def _flat(table: pl.DataFrame) -> list[int]:
    return [value for row in table.iter_rows() for value in row]
