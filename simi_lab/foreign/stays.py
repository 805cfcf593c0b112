"""Permits of each stay one after the other, and how the last one ended: in time, recorded late, or not at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.foreign.companies import STRIDE
from simi_lab.reference.stay import visa_index
from simi_lab.scenario.foreign import Exits, Foreign
from simi_lab.schema import CODES
from simi_lab.streams import Streams, transforms
from simi_lab.streams.words import Words

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
MOST_EXTENSIONS = 3
REPORT_DAYS = 30  # a limited stay is reported within thirty days of arrival, PP 48/2021
LEAD_DAYS = 20  # assumed: an extension is issued up to so many days before the end
LEAVE_DAYS = 21  # assumed: who leaves in time leaves within the last three weeks
NEVER = -1


@dataclass(frozen=True)
class Stays:
    """What is drawn about each stay, arrays of shape (n_foreigners,), days as numbers.

    `index` and `is_itas` tell the permit, `extensions` how many follow if the world lasts, `entered` the arrival.
    """

    index: Ints
    is_itas: NDArray[np.bool_]
    extensions: Ints
    entered: Ints


@dataclass(frozen=True)
class Ends:
    """How the last permit of each stay ended, shape (n_foreigners,); `NEVER` for a day that did not come.

    `end` is a place in the code list `stay_end`; `recorded` the day an exit came into the system; `left` the true day;
    `gap` the days of an overstay; `posterior` of an overstay, NaN while the permit runs.
    """

    end: Ints
    recorded: Ints
    left: Ints
    gap: Ints
    posterior: Floats


def stays(plan: Foreign, streams: Streams, index: Ints, entered: Ints, *, office_id: int) -> Stays:
    """Number of extensions of each stay, by kind of permit. Randomness : table "foreigners", column extensions."""
    kinds = dict(visa_index().select("index_code", pl.col("stay_kind").cast(pl.String)).iter_rows())
    is_itas = np.array([kinds[code] == "itas" for code in CODES["index_code"]])[index]
    words = streams.words("foreigners", "extensions", start=office_id * STRIDE, n=index.size)
    names = tuple(str(n) for n in range(MOST_EXTENSIONS + 1))
    tables = [transforms.cumulative(each.of(names)) for each in (plan.extensions_itk, plan.extensions_itas)]
    return Stays(index, is_itas, transforms.category_by(words, tables, is_itas.astype(np.int64)), entered)


def permit_days(stay: Stays, streams: Streams, last: int, *, office_id: int) -> pl.DataFrame:
    """One row per permit that is issued up to the last day: row of the stay, extension_no, issued, start, until.

    Randomness : table "permits", counter = four times the stay and the number of the extension.
    """
    facts = pl.DataFrame({"index_code": CODES["index_code"]}).join(visa_index(), on="index_code", maintain_order="left")
    term, further = (facts[name].to_numpy()[stay.index] for name in ("term_days", "extension_days"))
    n = stay.index.size
    rows = []
    start, until = stay.entered, stay.entered + term - 1
    room = (np.arange(n) + office_id * STRIDE) * (MOST_EXTENSIONS + 1)
    is_issued = np.ones(n, dtype=bool)
    for number in range(MOST_EXTENSIONS + 1):
        words = streams.at("permits", "issued", "", room + number)
        if number == 0:
            issued = start + np.where(stay.is_itas, transforms.integers(words, REPORT_DAYS), 0)
        else:
            start, until = until + 1, until + further
            issued = start - 1 - transforms.integers(words, LEAD_DAYS)
        is_issued &= (number <= stay.extensions) & (issued <= last)
        at = np.flatnonzero(is_issued)
        rows.append(pl.DataFrame({"stay": at, "extension_no": np.full(at.size, number), "issued": issued[at],
                                  "start": start[at], "until": until[at]}))  # fmt: skip
    return pl.concat(rows).sort("stay", "extension_no")


def ends(plan: Exits, streams: Streams, is_itas: NDArray[np.bool_], until: Ints, last: int, *, office_id: int) -> Ends:
    """How stays end whose last permit is valid until that day, seen on the last day of the world.

    Parameters
    ----------
    is_itas, until : shape (n_foreigners,)

    Returns
    -------
    Ends
        An overstay and an exit that is recorded late look the same until the record arrives; the posterior is Bayes
        on the days by which it was late, or on the days so far.

    Randomness : table "exits".
    """
    n, at = until.size, office_id * STRIDE

    def words(column: str) -> Words:
        return streams.words("exits", column, start=at, n=n)

    shares = np.array([[plan.overstay_itk.value, plan.late_record_itk.value],
                       [plan.overstay_itas.value, plan.late_record_itas.value]])[is_itas.astype(np.int64)]  # fmt: skip
    lottery = transforms.uniform(words("end"))
    over = lottery < shares[:, 0]
    late = ~over & (lottery < shares[:, 0] + shares[:, 1])
    tables = [_days_table(dict(gap.values)) for gap in (plan.overstay_gap, plan.late_record_gap)]
    gap = 1 + transforms.category_by(words("gap"), [transforms.cumulative(t) for t in tables], late.astype(np.int64))
    in_time = until - transforms.integers(words("leave"), LEAVE_DAYS)
    expired = until < last
    recorded = np.where(over | late, until + gap, in_time)
    left = np.where(over, until + gap, in_time)
    code = CODES["stay_end"].index
    end = np.where(over, code("overstay"), np.where(late, code("late_record"), code("orderly")))
    runs = ~expired & ((in_time > last) | over | late)
    return Ends(
        np.where(runs, code("open"), end),
        np.where(runs | (recorded > last), NEVER, recorded),
        np.where(runs | (left > last), NEVER, left),
        np.where(over & expired, np.minimum(gap, last - until), NEVER),
        np.where(runs, np.nan, _posterior(shares, tables, recorded - until, last - until)),
    )


def _days_table(classes: dict[str, float]) -> Floats:
    """Probability of 1, 2, ... days, uniform inside each class of days such as "8-30"."""
    spans = {(int(name.split("-")[0]), int(name.split("-")[1])): share for name, share in classes.items()}
    table = np.zeros(max(high for _, high in spans))
    for (low, high), share in spans.items():
        table[low - 1 : high] += share / (high - low + 1)
    return table


def _posterior(shares: Floats, tables: list[Floats], gap: Ints, seen: Ints) -> Floats:
    """Probability of an overstay: 0 for exits recorded in time, else Bayes on the gap, or on its exceeding `seen`."""
    weights = []
    for column, table in enumerate(tables):
        beyond = np.concatenate([[1.0], 1.0 - _running(table)])
        is_known = gap <= seen
        day = np.clip(gap, 1, table.size) - 1
        known = np.where(gap <= table.size, table[day], 0.0)
        unknown = np.maximum(beyond[np.clip(seen, 0, table.size)], 0.0)
        weights.append(shares[:, column] * np.where(is_known, known, unknown))
    total = weights[0] + weights[1]
    return np.where(gap <= 0, 0.0, np.where(total > 0, weights[0] / np.where(total > 0, total, 1.0), 0.0))


def _running(table: Floats) -> Floats:
    """Running sum in a fixed order."""
    total, out = 0.0, np.empty(table.size)
    for i, value in enumerate(table.tolist()):
        total += value
        out[i] = total
    return out
