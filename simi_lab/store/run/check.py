"""Is a run what its manifest says: every part there and unchanged, and on request every value and rule."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from simi_lab.errors import Fault
from simi_lab.schema import all_tables
from simi_lab.schema.checks import faults_in, reference_faults
from simi_lab.store.run import manifest as manifests
from simi_lab.store.run.hashes import column_hashes, table_hash
from simi_lab.store.run.read import Run, read_manifest
from simi_lab.store.run.reserved import reserved_faults

_AGAIN = "Make the run again; a damaged one is never repaired."


@dataclass(frozen=True)
class Verdict:
    """What was found: faults (the run should not be used) and remarks (it may)."""

    name: str
    n_parts: int
    n_rows: int
    faults: list[Fault]
    remarks: list[str]

    @property
    def ok(self) -> bool:
        """Whether no fault was found."""
        return not self.faults


def verify(run: Run | Path, *, deep: bool = False) -> Verdict:
    """Compare a run with its manifest; nothing is changed.

    Always: every part present, its size and SHA-256, no file too many, the version that made it. Deep: also the
    logical hash of each column, the catalog's contract, references between tables, and identity numbers, phones and
    addresses outside the ranges reserved for invented people.

    Parameters
    ----------
    run : an open run, or the folder of one that this version can not open
    deep : read every value too

    Raises
    ------
    BrokenRunError
        The manifest itself can not be read.
    """
    path = run.path if isinstance(run, Run) else run
    content = read_manifest(path)
    faults = [*_version_faults(path, content), *_part_faults(path, content)]
    if deep and not faults:
        faults = _deep_faults(path, content)
    parts = [part for entry in content["tables"].values() for part in entry["parts"]]
    return Verdict(path.name, len(parts), sum(part["rows"] for part in parts), faults, _remarks(content))


def _version_faults(path: Path, content: dict[str, Any]) -> list[Fault]:
    made, here = content["made_by"]["simi_lab"], manifests.versions()["simi_lab"]
    origin = content["origin"]
    cure = f"Remove the folder and make it again: simi-lab study make {origin['scenario_name']} --seed {origin['seed']}"
    if content["format"] != manifests.FORMAT or content["schema"] != manifests.schema_hash():
        return [Fault(path.name, f"made by SIMI Lab {made}, whose tables differ from those of {here}.", cure)]
    if made != here:
        return [Fault(path.name, f"made by SIMI Lab {made}; this is {here}, which may make other rows.", cure)]
    return []


def _remarks(content: dict[str, Any]) -> list[str]:
    here = manifests.versions()
    made = content["made_by"]
    differing = [name for name in ("polars", "numpy") if made.get(name) != here[name]]
    others = [f"{name} {made.get(name)} (here {here[name]})" for name in differing]
    return [f"made with {', '.join(others)}: values are equal, files may differ in bytes"] if others else []


def _part_faults(path: Path, content: dict[str, Any]) -> list[Fault]:
    faults: list[Fault] = []
    expected = {path / manifests.FILE}
    for name, entry in content["tables"].items():
        folder = Path(entry["folder"])
        for part in entry["parts"]:
            expected.add(path / folder / part["file"])
            faults += _part_fault(path, folder / part["file"], part)
        if sum(part["rows"] for part in entry["parts"]) != entry["rows"]:
            faults.append(Fault(folder.as_posix(), "the parts do not add up to the rows of the table.", _AGAIN))
        if table_hash(entry["columns"]) != entry["hash"]:
            faults.append(Fault(name, "the manifest was changed: its column hashes do not fit the table.", _AGAIN))
    for extra in sorted(file for file in path.rglob("*") if file.is_file() and file not in expected):
        what = "a file that does not belong to the run."
        faults.append(Fault(extra.relative_to(path).as_posix(), what, "Move it elsewhere: a run is never changed."))
    return faults


def _part_fault(path: Path, part: Path, entry: dict[str, Any]) -> list[Fault]:
    file = path / part
    where = part.as_posix()
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return [Fault(where, "the part is missing.", _AGAIN)]
    except OSError as error:
        return [Fault(where, f"the part can not be read ({error.strerror}).", "Check the disk and its permissions.")]
    if len(content) != entry["bytes"]:
        return [Fault(where, f"the part has {len(content)} bytes instead of {entry['bytes']}.", _AGAIN)]
    if hashlib.sha256(content).hexdigest() != entry["sha256"]:
        return [Fault(where, "the part was changed or damaged: its SHA-256 differs.", _AGAIN)]
    return []


def _deep_faults(path: Path, content: dict[str, Any]) -> list[Fault]:
    faults: list[Fault] = []
    frames: dict[str, pl.LazyFrame] = {}
    for name in all_tables():
        entry = content["tables"][name]
        frames[name] = pl.scan_parquet([path / entry["folder"] / part["file"] for part in entry["parts"]], glob=False)
        frame = frames[name].collect()
        found = faults_in(frame.sort(all_tables()[name].key) if content.get("eras") else frame, name)
        faults += found or [*_hash_faults(frame, name, entry), *reserved_faults(frame, name)]
    return faults or reference_faults(frames)


def _hash_faults(frame: pl.DataFrame, name: str, entry: dict[str, Any]) -> list[Fault]:
    hashes = column_hashes(frame)
    changed = [column for column, digest in entry["columns"].items() if hashes.get(column) != digest]
    what = "the values differ from those that were written (logical hash)."
    return [Fault(f"{name}.{column}", what, _AGAIN) for column in changed]
