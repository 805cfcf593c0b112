"""Where the lab reads its own files and where it writes; nobody else knows a folder by heart."""

from __future__ import annotations

import os
from pathlib import Path


def root() -> Path:
    """Folder of the checkout: the one that holds `simi_lab/`."""
    return Path(__file__).resolve().parent.parent


def home() -> Path:
    """Folder below which everything is written: `SIMI_LAB_HOME` if set, else the checkout."""
    moved = os.environ.get("SIMI_LAB_HOME")
    return Path(moved).expanduser().resolve() if moved else root()


def scenarios_dir() -> Path:
    """Committed scenarios; `changes/` and `targets/` lie in and beside it."""
    return root() / "synthetic_data" / "scenarios"


def typologies_dir() -> Path:
    """Committed declarations of planted patterns, one file each."""
    return root() / "synthetic_data" / "typologies"


def targets_dir() -> Path:
    """Committed targets: what must come out of a world."""
    return root() / "synthetic_data" / "targets"


def modules_dir() -> Path:
    """Committed training modules."""
    return root() / "training_modules"


def notebooks_dir() -> Path:
    """Committed notebooks."""
    return root() / "notebooks"


def templates_dir() -> Path:
    """Committed report templates."""
    return root() / "reports" / "templates"


def runs_dir() -> Path:
    """Made worlds, one folder a run."""
    return home() / "synthetic_data" / "generated"


def derived_root() -> Path:
    """Everything fitted or replayed from runs; may be deleted and made again."""
    return runs_dir() / "derived"


def derived_dir(run_hash: str, kind: str, params_hash: str) -> Path:
    """Folder of one derived thing, named by its parents."""
    return derived_root() / run_hash[:16] / f"{kind}-{params_hash[:12]}"


def reports_built() -> Path:
    """Built reports."""
    return home() / "reports" / "built"


def workspace_dir() -> Path:
    """Folder of what people do: progress, practice, audit."""
    return home() / ".simi"


def class_dir(label: str) -> Path:
    """Folder of a class: its sheet of slips, its lists."""
    return workspace_dir() / "classes" / label


def workspace_url() -> str:
    """SQLAlchemy address of the workspace database (`SIMI_LAB_DATABASE` overrides it)."""
    return os.environ.get("SIMI_LAB_DATABASE") or f"sqlite:///{workspace_dir() / 'workspace.db'}"
