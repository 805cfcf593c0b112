"""What a run says about itself: where it comes from, what made it, and the hash of everything in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

from simi_lab.schema import all_tables
from simi_lab.store.run.atomic import json_bytes
from simi_lab.store.run.parts import NOTICE

FORMAT = 1
FILE = "manifest.json"


@dataclass(frozen=True)
class Origin:
    """What a run is made from; equal origins give equal runs under one version.

    Parameters
    ----------
    scenario : the resolved scenario, changes included, as plain values
    scenario_name : its name
    scenario_hash : hash that `scenario.resolve` gave
    seed : seed of every stream
    changes : names of the changes, in order
    files : the files that were read
    options : anything else that decides bytes, such as the number of applications asked for
    """

    scenario: Mapping[str, Any]
    scenario_name: str
    scenario_hash: str
    seed: int
    changes: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)


def build(
    name: str,
    origin: Origin,
    tables: Mapping[str, Any],
    notes: list[str],
    eras: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Manifest of a finished run; no time, user or machine is in it, so equal runs have equal manifests.

    `eras` are the stretches of time that were added one after the other, each with its rows per table; a run that was
    made at once has none.
    """
    manifest = {
        "format": FORMAT,
        "name": name,
        "synthetic": True,
        "notice": NOTICE,
        "made_by": versions(),
        "schema": schema_hash(),
        "origin": json.loads(json.dumps(asdict(origin))),
        "tables": dict(tables),
        "notes": notes,
        **({"eras": list(eras)} if eras else {}),
    }
    return {**manifest, "hash": run_hash(manifest)}


def run_hash(manifest: Mapping[str, Any]) -> str:
    """Hash of what a run holds: scenario, seed, options and the logical hash of every table; not of its bytes."""
    origin = manifest["origin"]
    tables = {name: entry["hash"] for name, entry in manifest["tables"].items()}
    parents = {key: origin[key] for key in ("scenario_hash", "seed", "options")}
    return hashlib.sha256(json_bytes({"format": manifest["format"], **parents, "tables": tables})).hexdigest()


@cache
def schema_hash() -> str:
    """Hash of what a reader relies on: tables, columns, types and codes of the catalog."""
    tables = all_tables().values()
    lines = [f"{t.name}.{c.name}:{c.dtype!r}" for t in tables for c in t.columns]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@cache
def versions() -> dict[str, str]:
    """Versions that decide the bytes of a run."""
    import numpy
    import polars

    from simi_lab import __version__

    return {"simi_lab": __version__, "polars": polars.__version__, "numpy": numpy.__version__}
