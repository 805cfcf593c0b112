"""`simi test`: every check that CI runs, in its order; the test runner's closing line comes last."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from typing import Annotated

import typer

from simi_lab import paths
from simi_lab.cli import chromium as browser
from simi_lab.cli.speech import note, out, phrase
from simi_lab.errors import BadRequest, SimiError

_STATIC = (
    ("ruff check", ("ruff", "check", "--quiet", ".")),
    ("ruff format", ("ruff", "format", "--check", "--quiet", "--output-format", "concise", ".")),
    ("mypy", ("mypy",)),
)
_NO_TESTS = 5  # pytest's exit code for "nothing collected", which must never pass
_MOST_WORKERS = 4


def command(
    files: Annotated[list[str] | None, typer.Argument(help="Only these tests, without the other checks.")] = None,
    full: Annotated[bool, typer.Option("--full", help="Also the long crawls and soaks.")] = False,
    fast: Annotated[bool, typer.Option("--fast", help="Without a browser.")] = False,
) -> int:
    """Run every check that CI runs."""
    _refuse_missing(files or [])
    if not files:
        _static()
    can_browse = not fast and _browser()
    marks = [mark for mark, wanted in (("browser", can_browse), ("full", full)) if not wanted]
    expression = " and ".join(f"not {mark}" for mark in marks)
    targets = files or _targets()
    if not fast and not can_browse:
        _tell_unrun(targets)
    out("== pytest")
    code = _pytest([*_workers(), "-m", expression, *targets])
    if code == _NO_TESTS:
        raise SimiError("No test was run.", cure="Name files that hold tests, or none for all of them.")
    return int(code != 0)


def _refuse_missing(files: Sequence[str]) -> None:
    """Files that are not there are told at once, before any test begins."""
    for each in files:
        if not (paths.root() / each.partition("::")[0]).exists():
            raise BadRequest("There is no test file {file}.", cure="Name it from the project's folder.", file=each)


def _static() -> None:
    """Style and types, seconds each; tests are not begun while they fail."""
    failed = []
    for name, words in _STATIC:
        started = time.monotonic()
        code = subprocess.run([sys.executable, "-m", *words], cwd=paths.root(), check=False).returncode
        verdict = phrase("good") if code == 0 else phrase("failed")
        out(f"== {name}: {verdict}, {time.monotonic() - started:.0f} s")
        if code:
            failed.append(name)
    if failed:
        raise SimiError("Failed: {names}. The tests were not begun.", names=", ".join(failed))


def _targets() -> list[str]:
    """Folders with tests: `tests`, the doctests of the package, and notebooks where there are any."""
    notebooks = [
        folder for folder in ("notebooks", "training_modules") if any(paths.root().glob(f"{folder}/**/*.ipynb"))
    ]
    return ["tests", "simi_lab", *notebooks]


def _workers() -> list[str]:
    """Spread test files over the cores; a file stays on one worker, so that it makes its fixtures once."""
    return ["-n", str(min(os.cpu_count() or 1, _MOST_WORKERS)), "--dist", "loadfile"]


def _pytest(words: Sequence[str]) -> int:
    """Run pytest with everything that the lab writes going to a folder that is then removed."""
    with tempfile.TemporaryDirectory(prefix="simi-test-") as home:
        environment = {**os.environ, "SIMI_LAB_HOME": home, "SIMI_LAB_STRICT": "1", "PYTHONUTF8": "1"}
        environment.pop("SIMI_LAB_LANG", None)
        environment.setdefault("OMP_NUM_THREADS", "1")  # a worker on each core: threads of one would wait for the other
        found = browser.chromium()
        if found:
            environment["SIMI_LAB_CHROMIUM"] = found
        notebooks = ["--nbval-lax", "--nbval-current-env"]
        command = [sys.executable, "-m", "pytest", *notebooks, *words]
        return subprocess.run(command, cwd=paths.root(), env=environment, check=False).returncode


def _browser() -> bool:
    """Whether browser tests can run; Chromium is installed where that needs no question."""
    found = browser.chromium()
    if browser.can_install() and not (found and browser.is_lean()):
        note("Installing Chromium for the browser tests.")
        found = browser.install() or found
    if not found and os.environ.get("CI") == "true":
        raise SimiError("Browser tests must run in CI, and Chromium is missing.", cure=browser.cure())
    return bool(found)


def _tell_unrun(targets: Sequence[str]) -> None:
    """List the browser tests that are left out, with what to do about it."""
    words = ["--collect-only", "-q", "-m", "browser", *targets]
    listing = subprocess.run(
        [sys.executable, "-m", "pytest", *words], cwd=paths.root(), capture_output=True, text=True, check=False
    )
    out(phrase("Not run, for want of Chromium:"))
    for line in listing.stdout.splitlines():
        if "::" in line:
            out(f"  {line}")
    out(f"  {phrase('Cure')}: {phrase(browser.cure())}")
