"""The command as a person runs it: its own process, its words, its exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
Answer = subprocess.CompletedProcess[str]


@pytest.fixture
def simi_lab(tmp_path: Path) -> Callable[..., Answer]:
    """Run `simi-lab` with these words, everything it writes going to a fresh folder."""

    def run(*words: str, lang: str | None = "en", **environment: str) -> Answer:
        clean = {name: value for name, value in os.environ.items() if name not in ("SIMI_LAB_LANG", "SIMI_LAB_STRICT")}
        spoken = {"SIMI_LAB_LANG": lang} if lang else {}
        return subprocess.run(
            [sys.executable, "-m", "simi_lab", *words],
            cwd=tmp_path,
            env={**clean, "SIMI_LAB_HOME": str(tmp_path), **spoken, **environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run
