"""Anything fitted or replayed from a run: named by its parents, whole or not there, free to be deleted."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from simi_lab import paths
from simi_lab.errors import BrokenRunError, MissingRunError
from simi_lab.store.run.atomic import PartialFolder, clean_leftovers, json_bytes, write_file
from simi_lab.store.run.manifest import FILE, versions
from simi_lab.store.run.parts import parquet_bytes
from simi_lab.store.run.read import Run


@dataclass(frozen=True)
class Derived:
    """A folder of things made from a run; ask `exists` first, make it with `write` or `writing`.

    Parameters
    ----------
    path : where it lies, or will lie
    kind : what it is, such as "aggregates" or "model"
    params : what it was made with
    parents : hashes of the run and of the derived things it was made from, by name
    """

    path: Path
    kind: str
    params: Mapping[str, Any]
    parents: Mapping[str, str] = field(repr=False)

    @property
    def exists(self) -> bool:
        """Whether it is there, whole."""
        return (self.path / FILE).is_file()

    @property
    def hash(self) -> str:
        """Hash that other derived things name as their parent."""
        return _hash(self.kind, self.params, self.parents)

    @property
    def meta(self) -> dict[str, Any]:
        """What its maker wrote down beside it.

        Raises
        ------
        MissingRunError
            It is not there.
        BrokenRunError
            Its manifest is damaged.
        """
        return self._manifest()["meta"]

    def frame(self, name: str) -> pl.LazyFrame:
        """Scan one of its tables.

        Raises
        ------
        MissingRunError
            It is not there, or holds no such table.
        """
        return pl.scan_parquet(self.file(f"{name}.parquet"), glob=False)

    def file(self, name: str) -> Path:
        """Path of one of its files.

        Raises
        ------
        MissingRunError
            It is not there, or holds no such file.
        """
        if name not in self._manifest()["files"] or not (self.path / name).is_file():
            cure = "Delete the folder; it is made again when it is asked for."
            what = "The derived {kind} holds no {name}."
            raise MissingRunError(what, kind=self.kind, name=name, where=str(self.path), cure=cure)
        return self.path / name

    def write(
        self,
        frames: Mapping[str, pl.DataFrame],
        meta: Mapping[str, Any] | None = None,
        *,
        files: Mapping[str, bytes] | None = None,
    ) -> Derived:
        """Write tables, files and notes; the folder appears whole or not at all. Returns itself.

        One that is already there, made from the same parents, is kept.
        """
        with self.writing(meta) as folder:
            for name, frame in frames.items():
                write_file(folder / f"{name}.parquet", parquet_bytes(frame, name))
            for name, content in (files or {}).items():
                write_file(folder / name, content)
        return self

    @contextmanager
    def writing(self, meta: Mapping[str, Any] | None = None) -> Iterator[Path]:
        """Give a folder to fill; it is published at the end of the `with`, and thrown away after an error."""
        clean_leftovers(self.path.parent, self.path.name)
        partial = PartialFolder(self.path)
        try:
            yield partial.path
            names = sorted(p.relative_to(partial.path).as_posix() for p in partial.path.rglob("*") if p.is_file())
            write_file(partial.path / FILE, json_bytes(self._content(names, meta or {})))
        except BaseException:
            partial.discard()
            raise
        partial.publish()

    def delete(self) -> None:
        """Remove it; it can be made again."""
        shutil.rmtree(self.path, ignore_errors=True)

    def _content(self, files: list[str], meta: Mapping[str, Any]) -> dict[str, Any]:
        own = {"kind": self.kind, "params": dict(self.params), "parents": dict(self.parents), "files": files}
        return {**own, "hash": self.hash, "made_by": versions(), "synthetic": True, "meta": dict(meta)}

    def _manifest(self) -> dict[str, Any]:
        if not self.exists:
            cure = "Make it first; a run's derived folder may have been deleted."
            raise MissingRunError(
                "There is no {kind} of this run yet.", kind=self.kind, where=str(self.path), cure=cure
            )
        try:
            return json.loads((self.path / FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            cure = "Delete the folder; it is made again when it is asked for."
            raise BrokenRunError("The manifest can not be read.", where=str(self.path), cure=cure) from error


def derived(
    run: Run, kind: str, params: Mapping[str, Any] | None = None, *, parents: Sequence[Derived] = ()
) -> Derived:
    """Name what is made from a run by a kind of work with these parameters.

    Nothing is read or written. Another version of the lab, other parameters or other parents give another folder, so
    what is found there is never stale.

    Parameters
    ----------
    run : the run
    kind : a word, such as "aggregates"
    params : values that JSON can hold
    parents : derived things that it is made from
    """
    named = {"run": run.hash, **{parent.kind: parent.hash for parent in parents}}
    values = dict(params or {})
    return Derived(paths.derived_dir(run.hash, kind, _hash(kind, values, named)), kind, values, named)


def derived_current(run: Run, kind: str) -> Derived | None:
    """Newest thing of a kind that this version made from a run, whatever its parameters; None if there is none."""
    folder = paths.derived_dir(run.hash, kind, "0").parent
    found = []
    for manifest in folder.glob(f"{kind}-*/{FILE}"):
        try:
            content = json.loads(manifest.read_text(encoding="utf-8"))
            thing = Derived(manifest.parent, content["kind"], content["params"], content["parents"])
        except (OSError, ValueError, KeyError):
            continue
        if thing.kind == kind and content.get("hash") == thing.hash and thing.parents.get("run") == run.hash:
            found.append((manifest.stat().st_mtime_ns, thing.path.name, thing))
    return max(found, key=lambda item: item[:2])[2] if found else None


def _hash(kind: str, params: Mapping[str, Any], parents: Mapping[str, str]) -> str:
    named = {"kind": kind, "params": dict(params), "parents": dict(parents), "made_by": versions()["simi_lab"]}
    return hashlib.sha256(json_bytes(named)).hexdigest()
