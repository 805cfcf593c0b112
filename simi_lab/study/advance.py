"""A month more: a new run that begins with every part of an older one, byte for byte, and goes on.

Each added month is an era with households of its own. The office works through the cases of all eras together, and of
that work each era keeps what ended in its days. Nobody who files later changes what ended earlier (places are given in
the order in which they are asked for, desks know no future), so the events of an era only follow those that are there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from simi_lab import clock
from simi_lab.decide import Verdicts, recorded_labels
from simi_lab.errors import BadRequest, BrokenRunError
from simi_lab.filing import make_surveys
from simi_lab.scenario.load import hash_of
from simi_lab.schema import all_tables, polars_schema
from simi_lab.store import Run, verify
from simi_lab.store.run import Origin, new_run
from simi_lab.store.run.hashes import column_hashes, table_hash
from simi_lab.study.block import Desk, case_rows, prepare, work
from simi_lab.study.eras import Era, base_era, eras_of

Progress = Callable[..., Any]
Tables = dict[str, pl.DataFrame]
WORKED = ("events", "decisions", "labels", "surveys")
_FILED = {
    "households": "households",
    "people": "people",
    "applications": "intake",
    "documents": "documents",
    "truth_applications": "truth",
    "truth_rings": "rings",
    "truth_clean_values": "clean_values",
}


def advance(run: Run, *, months: int = 1, out: Path | None = None, progress: Progress | None = None) -> Run:
    """Make a run that covers some months more; the run itself is left as it is.

    Parts of earlier eras have the same SHA-256, files and rows; cases that were open go on. Once by two months gives
    the same run as twice by one.

    Parameters
    ----------
    months : how many, at least 1
    out : parent folder of the new run; that of the old one if None
    progress : called with a label, what is done and how much there is

    Raises
    ------
    BadRequest
        A run of that name exists, or the months leave the years for which holidays are known.
    BrokenRunError
        The run is damaged, or this version would not make the same one.

    Randomness : the streams of the run, at keys of its own.
    """
    if months < 1:
        raise BadRequest("{n} months cannot be added.", n=months, cure="Add at least one month.")
    origin = run.manifest["origin"]
    done = int(origin["options"].get("months", 0))
    eras = eras_of(base_era(origin), done + months)
    _refuse_damaged(run)
    tell = progress or (lambda *_: None)
    made = [Tables() for _ in eras]
    offices = eras[0].extent.offices
    for office_id in range(offices):
        tell("Offices and their people", office_id, offices + 1)
        for tables, more in zip(made, _office(eras, office_id), strict=True):
            for name, frame in more.items():
                tables[name] = pl.concat([tables[name], frame]) if name in tables else frame
    ordered = [{name: frame.sort(all_tables()[name].key) for name, frame in tables.items()} for tables in made]
    _refuse_other(run, ordered[: done + 1])
    tell("Offices and their people", offices, offices + 1)
    with new_run(_name(run, done, months), _origin(run, eras), run.path.parent if out is None else out) as writer:
        writer.adopt(run)
        for era, tables in zip(eras[done + 1 :], ordered[done + 1 :], strict=True):
            writer.begin_era(era.first, era.last)
            for name, frame in tables.items():
                writer.append(name, frame)
        return writer.publish()


@dataclass(frozen=True)
class _Work:
    """What the office did with the cases of all eras, and what it would record of each."""

    events: pl.DataFrame
    decisions: pl.DataFrame
    cases: pl.DataFrame
    labels: pl.DataFrame


def _office(eras: Sequence[Era], office_id: int) -> list[Tables]:
    """Tables of one office, era after era; of the base only what is compared with the run."""
    desks = [prepare(era.plan, era.extent, office_id) for era in eras]
    done = _worked(eras, desks)
    zone, known = eras[0].plan.site.zone, done.labels.select("application_id").clear()
    made, begin, n_surveys = list[Tables](), None, 0
    for era, desk in zip(eras, desks, strict=True):
        end = _end(era.last, zone)
        tables = {name: getattr(desk, place) for name, place in _FILED.items()} if begin is not None else {}
        tables["events"] = done.events.filter(_within("ended_at", begin, end))
        tables["decisions"] = done.decisions.filter(_within("decided_at", begin, end))
        so_far = recorded_labels(Verdicts(done.labels), done.decisions.filter(_within("decided_at", None, end)))
        tables["labels"] = so_far.join(known, on="application_id", how="anti", maintain_order="left")
        known = pl.concat([known, tables["labels"].select("application_id")])
        issued = done.cases.filter((pl.col("state") == "issued") & _within("ended_at", begin, end))
        surveys = make_surveys(era.plan, issued, office_id=office_id)
        tables["surveys"] = surveys.with_columns(pl.col("survey_id") + n_surveys)
        n_surveys += surveys.height
        made.append({name: frame.select(polars_schema(name).names()) for name, frame in tables.items()})
        begin = end
    return made


def _worked(eras: Sequence[Era], desks: Sequence[Desk]) -> _Work:
    whole = replace(
        desks[0],
        intake=pl.concat([desk.intake for desk in desks]),
        traits=pl.concat([desk.traits for desk in desks]),
    )
    plan = eras[-1].plan
    result = work(plan, whole, until=plan.period.last)
    rows = case_rows(plan, whole, result.events)
    return _Work(result.events, result.decisions, rows, pl.concat([desk.labels for desk in desks]))


def _end(last: date, zone: str) -> int:
    """First microsecond (UTC) after an office-local day."""
    after = (clock.day_index(last) + 1) * clock.SECONDS_PER_DAY - clock.offset_seconds(last, zone)
    return after * clock.US_PER_SECOND


def _within(column: str, begin: int | None, end: int) -> pl.Expr:
    moment = pl.col(column).to_physical()
    return moment < end if begin is None else (moment >= begin) & (moment < end)


def _refuse_damaged(run: Run) -> None:
    verdict = verify(run)
    if not verdict.ok:
        fault = verdict.faults[0]
        cure = "See every fault: simi-lab study check {run}"
        raise BrokenRunError("The run is damaged: {why}", where=fault.where, cure=cure, why=fault.what, run=run.name)


def _refuse_other(run: Run, eras: Sequence[Tables]) -> None:
    """The work of the old eras, done again with later cases behind it, must be the very work of the run."""
    for name in WORKED:
        again = table_hash(column_hashes(pl.concat([tables[name] for tables in eras])))
        if again != run.manifest["tables"][name]["hash"]:
            cure = "Make the run again with this version, then advance it."
            what = "This version would not make the same {table}; the run cannot be continued."
            raise BrokenRunError(what, where=run.name, cure=cure, table=name)


def _name(run: Run, done: int, months: int) -> str:
    name = run.name.removesuffix(f"-m{done}") if done else run.name
    return f"{name}-m{done + months}"


def _origin(run: Run, eras: Sequence[Era]) -> Origin:
    """Origin of the longer run; the same whichever way it came about."""
    old = run.manifest["origin"]
    scenario = {**old["scenario"], "period": eras[-1].plan.period.model_dump(mode="json")}
    scenario["period"]["first"] = eras[0].first.isoformat()
    options = {
        **old["options"],
        "base": old["options"].get("base", run.hash),
        "base_last": eras[0].last.isoformat(),
        "months": len(eras) - 1,
    }
    return Origin(
        scenario,
        old["scenario_name"],
        hash_of(scenario),
        old["seed"],
        changes=tuple(old["changes"]),
        files=tuple(old["files"]),
        options=options,
    )
