"""What an office is given: its applications and a few traits of the applicants, checked and as plain arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.clock import US_PER_SECOND
from simi_lab.errors import Fault, TableError
from simi_lab.schema.enums import CODES

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Regime = Literal["manual", "simi"]

FINAL = ("approve", "postpone", "refuse")
FLAGS = ("is_same_day", "is_priority", "is_complete", "needs_clarification", "duplicate_hit")
APPLICATION_COLUMNS = ("application_id", "office_id", "filed_at", "channel", "kind", "regime", "final_decision", *FLAGS)
PEOPLE_COLUMNS = ("application_id", "age_years", "signal", "livelihood", "hours_to_office")


@dataclass(frozen=True)
class Intake:
    """Applications of one office in order of their number, shape (n,) each.

    Parameters
    ----------
    filed_at : office-local seconds since 1970
    channel, final, signal : indices into their code lists
    is_complete : papers complete at the first visit, in the way of working that applies
    found_early : a paper was missing, and SIMI said so before the visit
    hours_to_office, hours_to_unit : one way by road; NaN where no unit is near
    dossier_days : days for which the paper dossier is sought or made again after the interview; 0 with SIMI
    lane : index into the code list; -1 where no triage was made
    """

    office_id: int
    ids: Ints
    filed_at: Ints
    channel: Ints
    final: Ints
    signal: Ints
    is_simi: Flags
    is_same_day: Flags
    is_priority: Flags
    is_complete: Flags
    found_early: Flags
    needs_clarification: Flags
    duplicate_hit: Flags
    needs_report: Flags
    is_farmer: Flags
    dossier_days: Ints
    lane: Ints
    age: NDArray[np.float64]
    hours_to_office: NDArray[np.float64]
    hours_to_unit: NDArray[np.float64]

    def each(self, change: Callable[[NDArray[Any]], NDArray[Any]]) -> Intake:
        """The same with every column changed alike: some rows, or all of them several times over."""
        columns: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        changed: dict[str, Any] = {n: change(c) if isinstance(c, np.ndarray) else c for n, c in columns.items()}
        return Intake(**changed)

    def came_by(self, channel: str) -> Flags:
        """Applications filed in that way."""
        return self.channel == CODES["channel"].index(channel)


def read_intake(
    applications: pl.DataFrame,
    people_bits: pl.DataFrame,
    *,
    offset: int,
    regime_override: Regime | None,
    simi_seeks: bool = False,
) -> Intake:
    """Check and unpack the applications of one office.

    Parameters
    ----------
    applications : one row per application, columns `APPLICATION_COLUMNS`; `is_complete_manual` and `is_complete_simi`
        too where the other way of working is asked for, because it finds missing papers at another moment;
        `dossier_days_manual` (or `dossier_days`, null with SIMI) where dossiers are sought, else every one is at hand;
        `lane` (null: none) where a triage was made
    people_bits : one row per application, columns `PEOPLE_COLUMNS`
    offset : seconds by which office time is ahead of UTC
    regime_override : way of working of all applications; None leaves each its own
    simi_seeks : whether dossiers are sought with SIMI as they are without

    Raises
    ------
    TableError
        A column is missing or empty, two offices are mixed, an application stands twice or has no applicant.
    """
    faults = [*_missing("applications", applications, APPLICATION_COLUMNS)]
    faults += _missing("people_bits", people_bits, PEOPLE_COLUMNS)
    if faults:
        raise TableError(faults)
    near = ["hours_to_unit"] if "hours_to_unit" in people_bits.columns else []
    traits = people_bits.select(*PEOPLE_COLUMNS, *near)
    table = applications.join(traits, on="application_id", how="left").sort("application_id")
    faults = [*_row_faults(applications, people_bits, table)]
    if faults:
        raise TableError(faults)
    regime = table["regime"].cast(pl.String)
    is_simi = np.full(table.height, regime_override == "simi") if regime_override else (regime == "simi").to_numpy()
    complete, found_early = _papers(table, is_simi, regime_override)
    kind = table["kind"].cast(pl.String)
    filed = table["filed_at"].cast(pl.Datetime("us", "UTC")).to_physical().to_numpy()
    return Intake(
        office_id=int(table["office_id"][0]) if table.height else 0,
        ids=table["application_id"].cast(pl.Int64).to_numpy(),
        filed_at=filed // US_PER_SECOND + offset,
        channel=_codes(table, "channel", CODES["channel"]),
        final=_codes(table, "final_decision", FINAL),
        signal=_codes(table, "signal", CODES["signal"]),
        is_simi=is_simi,
        is_complete=complete,
        found_early=found_early,
        needs_report=kind.is_in(["lost", "damaged"]).to_numpy(),
        dossier_days=np.where(is_simi & (not simi_seeks), 0, _dossier_days(table)),
        lane=_lanes(table),
        is_farmer=(table["livelihood"].cast(pl.String) == "farmer").to_numpy(),
        age=table["age_years"].cast(pl.Float64).to_numpy(),
        hours_to_office=table["hours_to_office"].cast(pl.Float64).to_numpy(),
        hours_to_unit=_hours_to_unit(table),
        **{name: table[name].to_numpy() for name in FLAGS if name != "is_complete"},
    )


def _papers(table: pl.DataFrame, is_simi: Flags, override: Regime | None) -> tuple[Flags, Flags]:
    """Completeness under the way of working that applies, and whose missing paper SIMI finds before the visit."""
    complete = table["is_complete"].to_numpy()
    both = {"is_complete_manual", "is_complete_simi"}
    if both <= set(table.columns):
        manual, simi = table["is_complete_manual"].to_numpy(), table["is_complete_simi"].to_numpy()
        return np.where(is_simi, simi, manual), is_simi & simi & ~manual
    if override is not None and (table["regime"].cast(pl.String) != override).any():
        what = "is missing: the papers of the other way of working are not known."
        cure = "Draw both is_complete_manual and is_complete_simi from one word, then ask again."
        raise TableError([Fault(f"applications.{name}", what, cure) for name in sorted(both)])
    return complete, np.zeros(table.height, dtype=np.bool_)


def _dossier_days(table: pl.DataFrame) -> Ints:
    """Days for which the dossier is sought where the office works with paper; 0 where the table does not say."""
    for column in ("dossier_days_manual", "dossier_days"):
        if column in table.columns:
            return table[column].fill_null(0).cast(pl.Int64).to_numpy()
    return np.zeros(table.height, dtype=np.int64)


def _lanes(table: pl.DataFrame) -> Ints:
    if "lane" not in table.columns:
        return np.full(table.height, -1, dtype=np.int64)
    found = table["lane"].cast(pl.String).cast(pl.Enum(CODES["lane"])).to_physical()
    return found.cast(pl.Int64).fill_null(-1).to_numpy()


def _hours_to_unit(table: pl.DataFrame) -> NDArray[np.float64]:
    if "hours_to_unit" not in table.columns:
        return np.full(table.height, np.nan)
    return table["hours_to_unit"].cast(pl.Float64).fill_null(np.nan).to_numpy()


def _codes(table: pl.DataFrame, column: str, codes: tuple[str, ...]) -> Ints:
    return table[column].cast(pl.String).cast(pl.Enum(codes)).to_physical().cast(pl.Int64).to_numpy()


def _missing(name: str, frame: pl.DataFrame, columns: tuple[str, ...]) -> Iterator[Fault]:
    for column in columns:
        if column not in frame.columns:
            yield Fault(f"{name}.{column}", "is missing.", "run_office needs it.")
        elif frame[column].null_count():
            yield Fault(f"{name}.{column}", f"is empty in {frame[column].null_count()} rows.")


def _row_faults(applications: pl.DataFrame, people_bits: pl.DataFrame, table: pl.DataFrame) -> Iterator[Fault]:
    for name, frame in (("applications", applications), ("people_bits", people_bits)):
        twice = frame.height - frame["application_id"].n_unique()
        if twice:
            yield Fault(f"{name}.application_id", f"repeats in {twice} rows.", "One row for each application.")
    alone = table["age_years"].null_count()
    if alone:
        yield Fault("people_bits", f"has no row for {alone} applications.", "One row for each application.")
    if table["office_id"].n_unique() > 1:
        yield Fault("applications.office_id", "holds several offices.", "Run one office at a time.")
    if (applications["application_id"] < 0).any():
        yield Fault("applications.application_id", "is negative.", "Keys count from 0.")
    for column, codes in (
        ("channel", CODES["channel"]),
        ("regime", CODES["regime"]),
        ("final_decision", FINAL),
        ("signal", CODES["signal"]),
        *((("lane", CODES["lane"]),) if "lane" in table.columns else ()),
    ):
        unknown = set(table[column].cast(pl.String).drop_nulls().unique()) - set(codes)
        if unknown:
            yield Fault(f"{column}", f"holds {', '.join(sorted(unknown))}.", f"Known are {', '.join(codes)}.")
