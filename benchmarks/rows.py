"""CPU per row of people, households, applications, planted patterns and papers: against Faker, and against the write.

Run: python benchmarks/rows.py [--households N]. One process with one thread of the table library; the cases take
turns, and ratios of their medians are what counts. A goal that is missed gives exit code 1.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

GOAL_FAKER, GOAL_WRITE, MUST_WRITE = 120.0, 1.0, 2.0
ROUNDS = 7
HOUSEHOLDS = 98_304  # six shards
FAKER_HOUSEHOLDS = 1_000  # the rows of so many are made by Faker; its cost does not depend on how many came before
SETTLED = "SIMI_BENCHMARK_SETTLED"


def main() -> int:
    """Print CPU per row and the two ratios; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, default=HOUSEHOLDS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    _settle_environment()
    made, whole = _generator(given.households), _generator(given.households, planted=True)
    frames, every = made(), whole()
    n_rows, n_every = (sum(frame.height for frame in each.values()) for each in (frames, every))
    few = {name: frame.height for name, frame in _generator(FAKER_HOUSEHOLDS)().items()}
    n_few = sum(few.values())
    with tempfile.TemporaryDirectory() as folder:
        cases: dict[str, tuple[int, Callable[[], Any]]] = {
            "make people, households, applications": (n_rows, made),
            "Faker id_ID, all columns": (n_few, lambda: _by_faker(few, shared_only=False)),
            "Faker id_ID, its own columns only": (n_few, lambda: _by_faker(few, shared_only=True)),
            "Faker id_ID, six texts in every row": (n_few, lambda: _six_texts(n_few)),
            "write the same frames, zstd Parquet": (n_rows, lambda: _write(frames, Path(folder))),
            "make them with patterns, truth, papers": (n_every, whole),
            "write those, zstd Parquet": (n_every, lambda: _write(every, Path(folder))),
        }
        spent = _take_turns(cases, given.rounds)
    print(f"one block of {given.households:,} households: {_rows(frames)}")
    print(f"with patterns, truth and papers: {_rows(every)}")
    for name, values in spent.items():
        low, middle, high = min(values), statistics.median(values), max(values)
        print(f"{name:40s} {middle:8.3f} us CPU a row   (min {low:.3f}, max {high:.3f}; {len(values)} rounds)")
    ours, faker, own, six, write, full, full_write = (statistics.median(values) for values in spent.values())
    ratio = full / full_write
    print(f"Faker / ours: {faker / ours:6.1f} x   goal >= {GOAL_FAKER:.0f} x: {_verdict(faker / ours >= GOAL_FAKER)}")
    print(f"Faker / ours: {own / ours:6.1f} x   where Faker fills only names, birth dates, addresses, numbers, e-mail")
    print(f"Faker / ours: {six / ours:6.1f} x   where Faker puts all six of these into every row, whatever its table")
    print(f"ours / write: {ours / write:6.2f} x   without patterns and papers")
    print(f"ours / write: {ratio:6.2f} x   with them; goal <= {GOAL_WRITE} x: {_verdict(ratio <= GOAL_WRITE)}, "
          f"at least <= {MUST_WRITE} x: {_verdict(ratio <= MUST_WRITE)}")  # fmt: skip
    return int(faker / ours < GOAL_FAKER or ratio > GOAL_WRITE)


def _rows(frames: dict[str, Any]) -> str:
    return ", ".join(f"{frame.height:,} {name}" for name, frame in frames.items())


def _verdict(reached: bool) -> str:
    return "reached" if reached else "missed"


def _settle_environment() -> None:
    """Begin again with one thread of the table library and without a machine's own settings of the linear algebra."""
    if SETTLED in os.environ:
        return
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
    os.execve(sys.executable, [sys.executable, *sys.argv], kept | {"POLARS_MAX_THREADS": "1", SETTLED: "1"})


def _generator(households: int, *, planted: bool = False) -> Callable[[], dict[str, Any]]:
    """What makes one block of the default world: its tables with the columns of the catalog.

    Without patterns people, households and applications; with them these after planting, their truth, and the papers.
    """
    from simi_lab.filing import make_applications, make_documents, plant
    from simi_lab.people import area_of, make_people
    from simi_lab.scenario.load import resolve
    from simi_lab.schema import polars_schema
    from simi_lab.study.make import plan_of

    plan = plan_of(resolve("kotabumi"))
    area = area_of(plan)

    def make() -> dict[str, Any]:
        people = make_people(plan, area, 0, households)
        filed = make_applications(plan, people.applicants(), office_id=0)
        tables = {"people": people.people, "households": people.households, "applications": filed}
        if planted:
            done = plant(plan, filed, people.people, area.districts, office_id=0)
            papers, clean = make_documents(plan, done.applications, done.people)
            tables |= {"people": done.people, "applications": done.applications, "documents": papers}
            tables |= {"truth_applications": done.truth, "truth_rings": done.rings, "truth_clean_values": clean}
        return {name: frame.select(polars_schema(name).names()) for name, frame in tables.items()}

    return make


def _by_faker(rows: dict[str, int], *, shared_only: bool) -> list[list[object]]:
    """Row by row, the same tables by Faker: every column, or only the texts and birth dates it has providers for.

    It has no NIK, so sixteen digits stand in; no column knows of another.
    """
    from faker import Faker

    from simi_lab.schema import polars_schema

    fake = Faker("id_ID")
    fake.seed_instance(20261124)
    out = []
    for table, n in rows.items():
        known = _shared(fake)
        schema = polars_schema(table)
        names = [name for name in schema if name in known or not shared_only]
        calls = [known[name] if name in known else _by_type(fake, schema[name]) for name in names]
        out += [[call() for call in calls] for _ in range(n)]
    return out


def _six_texts(n: int) -> list[list[object]]:
    """Rows as one flat table would have them: name, birth date, address, sixteen digits, phone and e-mail each time."""
    from faker import Faker

    fake = Faker("id_ID")
    fake.seed_instance(20261124)
    calls = [call for name, call in _shared(fake).items() if name != "kk_number"]
    return [[call() for call in calls] for _ in range(n)]


def _shared(fake: Any) -> dict[str, Callable[[], object]]:
    sixteen = partial(fake.numerify, "#" * 16)
    return {
        "name": fake.name,
        "birth_date": fake.date_of_birth,
        "address": fake.address,
        "nik": sixteen,
        "kk_number": sixteen,
        "phone": fake.phone_number,
        "email": fake.email,
    }


def _by_type(fake: Any, dtype: Any) -> Callable[[], object]:
    """Provider for a column that Faker has no word for, by its type."""
    import polars as pl

    first, last = date(2024, 1, 1), date(2026, 12, 31)
    if isinstance(dtype, pl.Enum):
        return partial(fake.random_element, dtype.categories.to_list())
    if isinstance(dtype, pl.Datetime):
        return partial(fake.date_time_between, datetime(2024, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC))
    if dtype == pl.Date:
        return partial(fake.date_between, first, last)
    if dtype == pl.Boolean:
        return fake.boolean
    return fake.city if dtype == pl.String else fake.random_int


def _write(frames: dict[str, Any], folder: Path) -> None:
    for name, frame in frames.items():
        frame.write_parquet(folder / f"{name}.parquet", compression="zstd")


def _take_turns(cases: dict[str, tuple[int, Callable[[], Any]]], rounds: int) -> dict[str, list[float]]:
    """CPU microseconds a row of every round; the first one warms up and is left out."""
    spent: dict[str, list[float]] = {name: [] for name in cases}
    for number in range(rounds + 1):
        for name, (n_rows, case) in cases.items():
            begun = time.process_time()
            case()
            if number:
                spent[name].append((time.process_time() - begun) * 1e6 / n_rows)
    return spent


if __name__ == "__main__":
    sys.exit(main())
