"""From a scenario's name to a finished run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import polars as pl

from simi_lab.scenario.load import Resolved, resolve
from simi_lab.scenario.model import Scenario
from simi_lab.store import Run
from simi_lab.store.run import Origin, new_run
from simi_lab.study.block import Extent, extent_of, first_tables, make_block

Progress = Callable[..., Any]
CHECKPOINT_SECONDS = 15.0  # a stopped run loses at most about so much work


def make(
    scenario: str | Path = "kotabumi",
    *,
    changes: Sequence[str | Path] = (),
    seed: int | None = None,
    applications: int | None = None,
    workers: int = 1,
    out: Path | None = None,
    progress: Progress | None = None,
) -> Run:
    """Make a world and publish it as a run.

    Parameters
    ----------
    scenario : name or YAML file
    changes : names or files of changes, laid on in this order
    seed : another seed than the scenario's
    applications : about so many applications, in offices of the scenario's own load
    workers : processes; the bytes do not depend on it
    out : parent folder of the run instead of the usual one
    progress : called with a label, what is done and how much there is

    Raises
    ------
    ScenarioError
        The scenario or a change is wrong; all faults at once.
    BadRequest
        A run of that name exists, or the folder cannot be written.
    """
    resolved = resolve(scenario, changes)
    plan = plan_of(resolved, seed)
    extent = extent_of(plan, applications)
    origin = Origin(
        resolved.plain,
        plan.name,
        resolved.hash,
        plan.seed,
        changes=tuple(str(c) for c in changes),
        files=tuple(resolved.files),
        options={} if applications is None else {"applications": applications},
    )
    name = run_name(plan, changes, seed, applications)
    tell = progress or (lambda *_: None)
    with new_run(name, origin, out) as writer:
        if writer.done:
            tell("Going on after an interruption", writer.done, extent.offices)
        else:
            for table, frame in first_tables(plan, extent).items():
                writer.append(table, frame)
        kept = time.monotonic()
        for done, tables in enumerate(_blocks(plan, extent, workers, first=writer.done), writer.done + 1):
            tell("Offices and their people", done, extent.offices)
            for table, frame in tables.items():
                writer.append(table, frame)
            if done < extent.offices and time.monotonic() - kept >= CHECKPOINT_SECONDS:
                writer.checkpoint(done)
                kept = time.monotonic()
        return writer.publish()


def plan_of(resolved: Resolved, seed: int | None = None) -> Scenario:
    """The scenario as an object, with another seed if one is given."""
    plan = Scenario.model_validate(resolved.plain)
    return plan if seed is None else plan.model_copy(update={"seed": seed})


def run_name(plan: Scenario, changes: Sequence[str | Path], seed: int | None, applications: int | None) -> str:
    """Folder name that tells what was asked for: scenario, changes, seed, number of applications."""
    parts = [plan.name, *(Path(str(c)).stem for c in changes)]
    parts += [f"s{seed}"] if seed is not None else []
    parts += [f"n{applications}"] if applications is not None else []
    return "-".join(parts)


def _blocks(plan: Scenario, extent: Extent, workers: int, *, first: int = 0) -> Iterator[dict[str, pl.DataFrame]]:
    """Tables of the offices from `first` on, in order."""
    if workers <= 1 or extent.offices - first <= 1:
        for office_id in range(first, extent.offices):
            yield make_block(plan, extent, office_id)
        return
    task = partial(_packed_block, plan, extent)
    # "spawn": a forked child would inherit locks of the table library's threads
    with ProcessPoolExecutor(min(workers, extent.offices), mp_context=get_context("spawn")) as pool:
        numbers = range(first, extent.offices)
        waiting = [pool.submit(task, i) for i in numbers[: workers + 1]]
        for place in range(len(numbers)):
            packed = waiting[place].result()
            waiting[place] = None  # type: ignore[call-overload]  # memory: a written block is let go
            if len(waiting) < len(numbers):
                waiting.append(pool.submit(task, numbers[len(waiting)]))
            yield {name: pl.read_ipc(BytesIO(data)) for name, data in packed.items()}


def _packed_block(plan: Scenario, extent: Extent, office_id: int) -> dict[str, bytes]:
    packed = {}
    for name, frame in make_block(plan, extent, office_id).items():
        buffer = BytesIO()
        frame.write_ipc(buffer)
        packed[name] = buffer.getvalue()
    return packed
