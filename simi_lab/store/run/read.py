"""Reading runs: which there are, and the tables of one."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from simi_lab import paths
from simi_lab.errors import BadRequest, BrokenRunError, MissingRunError
from simi_lab.scenario.faults import suggestion
from simi_lab.schema import all_tables
from simi_lab.store.run import manifest as manifests
from simi_lab.store.run.atomic import PARTIAL, Leftover, leftovers

TRUTH_NOTICE = "Truth of run %s is being read: it exists only because the people are invented; no office has it."

CHECK_CURE = "See every fault with `simi-lab study check`, or make the run again."

_log = logging.getLogger(__name__)
_told: set[str] = set()


@dataclass(frozen=True)
class Run:
    """One whole run; nothing in it ever changes.

    Parameters
    ----------
    path : its folder
    name : name of the folder
    manifest : what it says about itself (see `manifest.build`)
    hash : hash of what it holds
    """

    path: Path
    name: str
    manifest: Mapping[str, Any] = field(repr=False, compare=False)
    hash: str

    @property
    def scenario(self) -> Mapping[str, Any]:
        """The resolved scenario it was made from."""
        return self.manifest["origin"]["scenario"]

    def table(self, name: str) -> pl.LazyFrame:
        """Scan a table lazily, rows in the order of its key.

        Raises
        ------
        BadRequest
            No such table, or a hidden one.
        BrokenRunError
            A part is missing.
        """
        visible = [t.name for t in all_tables().values() if not t.in_truth]
        if name not in visible:
            raise BadRequest("There is no table {name}.", name=name, where=self.name, **suggestion(name, visible))
        return self._scan(name)

    def truth(self, name: str) -> pl.LazyFrame:
        """Scan a hidden table, `applications`, `rings` or `clean_values`, telling so once per run.

        Raises
        ------
        BadRequest
            No such hidden table.
        """
        hidden = [t.name.removeprefix("truth_") for t in all_tables().values() if t.in_truth]
        name = name.removeprefix("truth_")
        if name not in hidden:
            raise BadRequest("There is no hidden table {name}.", name=name, where=self.name, **suggestion(name, hidden))
        if self.hash not in _told:
            _told.add(self.hash)
            _log.warning(TRUTH_NOTICE, self.name)
        return self._scan(f"truth_{name}")

    def parts(self, name: str) -> list[Path]:
        """Files of a table (hidden ones by their catalog name) in row order.

        Raises
        ------
        BrokenRunError
            A part is missing.
        """
        entry = self.manifest["tables"][name]
        files = [self.path / entry["folder"] / part["file"] for part in entry["parts"]]
        for path in files:
            if not path.is_file():
                raise BrokenRunError("A part of the run is missing.", where=str(path), cure=CHECK_CURE)
        return files

    def _scan(self, name: str) -> pl.LazyFrame:
        scan = pl.scan_parquet(self.parts(name), glob=False)
        return scan.sort(all_tables()[name].key) if self.manifest.get("eras") else scan


@dataclass(frozen=True)
class Shelf:
    """What lies in a folder of runs: whole ones (newest first), unfinished ones, and folders nobody can read."""

    runs: list[Run]
    unfinished: list[Leftover]
    broken: list[tuple[Path, str]]


def open_run(name_or_path: str | Path = "latest", folder: Path | None = None) -> Run:
    """Open a run by path, by name, by the name of its scenario (its newest run), or the newest of all.

    Raises
    ------
    MissingRunError
        There is none; the message names those there are.
    BrokenRunError
        It is unfinished, its manifest is damaged, or another version made it whose tables differ.
    """
    parent = paths.runs_dir() if folder is None else folder
    for path in (Path(name_or_path), parent / name_or_path):
        if path.name.startswith(PARTIAL) and path.is_dir():
            cure = "It was never finished. Make it again; the leftover is then removed."
            raise BrokenRunError("This is not a whole run.", where=str(path), cure=cure)
        if (path / manifests.FILE).is_file():
            return _read(path)
    runs = list_runs(parent)
    wanted = str(name_or_path)
    found = [run for run in runs if wanted in ("latest", run.manifest["origin"]["scenario_name"])]
    if found:
        return found[0]
    known = [run.name for run in runs]
    advice = suggestion(wanted, known) if known else {"cure": "Make one first: simi-lab study make kotabumi"}
    raise MissingRunError("There is no run {name}.", name=wanted, where=str(parent), **advice)


def list_runs(folder: Path | None = None) -> list[Run]:
    """Whole runs that this version can read, newest first."""
    return shelf(folder).runs


def latest(folder: Path | None = None) -> Run:
    """Return the newest run.

    Raises
    ------
    MissingRunError
        There is none yet.
    """
    return open_run("latest", folder)


def shelf(folder: Path | None = None) -> Shelf:
    """Sort everything in a folder of runs; never raises because of one bad folder."""
    parent = paths.runs_dir() if folder is None else folder
    runs: list[Run] = []
    broken: list[tuple[Path, str]] = []
    for path in sorted(parent.iterdir()) if parent.is_dir() else []:
        if not (path / manifests.FILE).is_file() or path.name.startswith(PARTIAL):
            continue
        try:
            runs.append(_read(path))
        except BrokenRunError as error:
            broken.append((path, error.message()))
    runs.sort(key=lambda run: ((run.path / manifests.FILE).stat().st_mtime_ns, run.name), reverse=True)
    return Shelf(runs, leftovers(parent), broken)


def read_manifest(path: Path) -> dict[str, Any]:
    """Read a manifest without judging its version.

    Raises
    ------
    BrokenRunError
        It is not the manifest of a run.
    """
    cure = "Remove the folder and make the run again."
    try:
        content = json.loads((path / manifests.FILE).read_text(encoding="utf-8"))
        if not isinstance(content, dict) or content["hash"] != manifests.run_hash(content):
            raise BrokenRunError("The manifest does not fit its own hash.", where=str(path), cure=cure)
        content["made_by"]["simi_lab"], content["schema"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenRunError("The manifest can not be read.", where=str(path), cure=cure) from error
    return content


def _read(path: Path) -> Run:
    content = read_manifest(path)
    if content["format"] != manifests.FORMAT or content["schema"] != manifests.schema_hash():
        made, here = content["made_by"]["simi_lab"], manifests.versions()["simi_lab"]
        what = "This run was made by SIMI Lab {made}, whose tables differ from those of {here}."
        cure = "Remove that folder and make it again: simi-lab study make {scenario} --seed {seed}"
        origin = content["origin"]
        raise BrokenRunError(what, where=str(path), cure=cure, made=made, here=here,
                             scenario=origin["scenario_name"], seed=origin["seed"])  # fmt: skip
    return Run(path, path.name, content, content["hash"])
