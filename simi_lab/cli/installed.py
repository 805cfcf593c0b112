"""What is installed beside what the lock says."""

from __future__ import annotations

import importlib.util
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_HEAVY = ("numpy", "polars", "panel", "bokeh", "holoviews", "sklearn", "jupyterlab")


def locked(lock: Path) -> dict[str, str]:
    """Name and version of each package that the lock wants on this computer."""
    from packaging.requirements import Requirement

    lines = [line.rstrip("\\ ") for line in lock.read_text(encoding="utf-8").splitlines() if "==" in line[:80]]
    wanted = [Requirement(line) for line in lines if line[:1].isalnum()]
    return {
        each.name: str(each.specifier).removeprefix("==")
        for each in wanted
        if each.marker is None or each.marker.evaluate()
    }


def differences(lock: Path) -> tuple[list[str], list[str], int]:
    """Packages that are missing, those of another version ("name have, want"), and how many the lock wants."""
    missing, other, wanted = [], [], locked(lock)
    for name, want in wanted.items():
        try:
            have = version(name)
        except PackageNotFoundError:
            missing.append(name)
            continue
        if have != want:
            other.append(f"{name} {have}, {want}")
    return missing, other, len(wanted)


def without_bytecode() -> list[str]:
    """Heavy packages that Python would have to compile again at every start of a user who may not write there."""
    bare = []
    for name in _HEAVY:
        spec = importlib.util.find_spec(name)
        if spec and spec.origin and not Path(importlib.util.cache_from_source(spec.origin)).is_file():
            bare.append(name)
    return bare
