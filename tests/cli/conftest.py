"""The command as a person runs it: words and exit code, in its own process or, where many ask, in this one."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from simi_lab.cli import main

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


@pytest.fixture
def in_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Answer]:
    """Run `simi-lab` with these words in this process: one of its own takes seconds to load the numeric libraries."""
    monkeypatch.setenv("SIMI_LAB_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    def run(*words: str, lang: str = "en") -> Answer:
        monkeypatch.setenv("SIMI_LAB_LANG", lang)
        capsys.readouterr()
        code = main(words)
        said = capsys.readouterr()
        return Answer(words, code, said.out, said.err)

    return run


@pytest.fixture(scope="module")
def asked_once() -> Iterator[Callable[[str, str], None]]:
    """Let a slow question be worked out once per set of words: `asked_once("simi_lab.study.recipe", "recipe")`."""
    with pytest.MonkeyPatch.context() as patch:

        def share(module: str, name: str) -> None:
            asked, known = getattr(importlib.import_module(module), name), dict[str, Any]()

            def answer(*words: Any, progress: Any = None, **options: Any) -> Any:
                key = repr((words, options))
                if key not in known:
                    known[key] = asked(*words, progress=progress, **options)
                return known[key]

            patch.setattr(f"{module}.{name}", answer)

        yield share
