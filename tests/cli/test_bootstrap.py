"""`simi`, with an installer of our own in place of uv: what it does when all goes well, and when it does not."""

from __future__ import annotations

import ast
import importlib.machinery
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SIMI = ROOT / "simi"

INSTALLER = '''#!{python}
"""Stands in for uv: makes a bare .venv, notes each call, and fails or waits where a file tells it to."""
import os, pathlib, subprocess, sys, time
here = pathlib.Path(__file__).resolve().parent
words = sys.argv[1:]
with (here / "calls").open("a") as log:
    log.write(" ".join(words[:3]) + "\\n")
plan = (here / "plan").read_text() if (here / "plan").exists() else ""
if words[0] == "venv":
    sys.exit(subprocess.call([{python!r}, "-m", "venv", "--without-pip", words[-1]]))
if "-r" in words:
    if plan == "wait":
        time.sleep(30)
    if plan == "slow":
        time.sleep(1)
    if plan.startswith("fail:"):
        sys.exit(plan[5:])
if "-e" in words:
    root = pathlib.Path(words[-1])
    (site,) = root.glob(".venv/lib/python*/site-packages")
    (site / "simi_lab.pth").write_text(str(root))
'''


class Checkout:
    """A small checkout with the real `simi` and a project that tells how it was called."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.bin = folder, folder / "bin"
        for name in ("requirements", "simi_lab", "bin"):
            (folder / name).mkdir()
        shutil.copy(SIMI, folder / "simi")
        (folder / "requirements" / "lock.txt").write_text("one==1\n")
        (folder / "pyproject.toml").write_text("[project]\n")
        (folder / "simi_lab" / "__init__.py").write_text("")
        (folder / "simi_lab" / "__main__.py").write_text("import sys\nprint('handed', sys.argv[1:])\nsys.exit(7)\n")
        (self.bin / "uv").write_text(INSTALLER.format(python=sys.executable))
        (self.bin / "uv").chmod(0o755)

    def start(self, *words: str, lang: str = "en") -> subprocess.Popen[str]:
        path = os.pathsep.join([str(self.bin), os.environ["PATH"]])
        return subprocess.Popen(
            [sys.executable, str(self.folder / "simi"), *words],
            cwd=self.folder.parent,
            env={**os.environ, "PATH": path, "SIMI_LAB_LANG": lang},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *words: str, lang: str = "en") -> tuple[int, str, str]:
        process = self.start(*words, lang=lang)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def plan(self, text: str) -> None:
        (self.bin / "plan").write_text(text)

    @property
    def calls(self) -> list[str]:
        file = self.bin / "calls"
        return file.read_text().splitlines() if file.exists() else []

    def wait_for_calls(self, n: int) -> None:
        deadline = time.monotonic() + 30
        while len(self.calls) < n and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(self.calls) >= n


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


@pytest.fixture
def simi() -> ModuleType:
    """The script as a module, so that one function can be tried with a world bent around it."""
    loader = importlib.machinery.SourceFileLoader("simi_script", str(SIMI))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("simi_script", loader))
    loader.exec_module(module)
    return module


def test_it_is_short_and_needs_nothing() -> None:
    source = SIMI.read_text(encoding="utf-8")
    assert len(source.splitlines()) < 150
    tree = ast.parse(source, feature_version=(3, 6))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert names <= sys.stdlib_module_names


def test_the_first_run_installs_and_hands_over_words_and_exit_code(checkout: Checkout) -> None:
    code, out, err = checkout.run("study", "make", "--x")
    assert (code, err) == (7, "")
    assert "Setting up SIMI Lab" in out
    assert "Installing packages" in out
    assert out.endswith("handed ['study', 'make', '--x']\n")
    assert [call.split()[0] for call in checkout.calls] == ["venv", "pip", "pip"]


def test_nothing_is_installed_twice(checkout: Checkout) -> None:
    checkout.run()
    before = checkout.calls
    assert checkout.run("up") == (7, "handed ['up']\n", "")
    assert checkout.calls == before


@pytest.mark.parametrize("name", ["requirements/lock.txt", "pyproject.toml"])
def test_a_changed_lock_or_project_is_installed_into_the_same_venv(checkout: Checkout, name: str) -> None:
    checkout.run()
    (checkout.folder / ".venv" / "kept").touch()
    with (checkout.folder / name).open("a") as stream:
        stream.write("# more\n")
    code, out, _ = checkout.run()
    assert code == 7
    assert "Updating SIMI Lab" in out
    assert len(checkout.calls) == 5
    assert (checkout.folder / ".venv" / "kept").exists()


def test_a_moved_checkout_or_a_lost_python_is_set_up_again(checkout: Checkout, tmp_path: Path) -> None:
    checkout.run()
    (checkout.folder / ".venv" / "bin" / "python").unlink()
    assert checkout.run()[0] == 7
    assert [call.split()[0] for call in checkout.calls] == ["venv", "pip", "pip"] * 2


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_a_cut_off_installation_is_begun_anew(checkout: Checkout, sign: signal.Signals) -> None:
    checkout.plan("wait")
    process = checkout.start()
    checkout.wait_for_calls(2)
    (checkout.folder / ".venv" / "half").touch()
    os.killpg(process.pid, sign)
    _, err = process.communicate(timeout=30)
    assert process.returncode == (130 if sign == signal.SIGINT else -sign)
    assert ("Run it again to go on" in err) == (sign == signal.SIGINT)
    checkout.plan("")
    assert checkout.run()[0] == 7
    assert not (checkout.folder / ".venv" / "half").exists()


def test_two_at_once_install_once(checkout: Checkout) -> None:
    checkout.plan("slow")
    pair = [checkout.start(), checkout.start()]
    for process in pair:
        out, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (7, "")
        assert "handed" in out
    assert [call.split()[0] for call in checkout.calls] == ["venv", "pip", "pip"]


@pytest.mark.parametrize(
    ("words", "lang", "told"),
    [
        ("error: Failed to fetch: dns error", "en", "Check internet or proxy"),
        ("WARNING: Retrying after connection broken", "id", "Periksa internet atau proksi"),
        ("OSError: [Errno 28] No space left on device", "en", "Not enough disk"),
        ("OSError: [Errno 28] No space left on device", "id", "Ruang disk tidak cukup"),
        ("error: hash mismatch for one==1", "en", "hash mismatch for one==1\nThe installation failed"),
    ],
)
def test_a_failed_step_says_what_to_do(checkout: Checkout, words: str, lang: str, told: str) -> None:
    checkout.plan(f"fail:{words}")
    code, out, err = checkout.run(lang=lang)
    assert code == 1
    assert told in err
    assert "Traceback" not in err
    assert "handed" not in out
    checkout.plan("")
    assert checkout.run()[0] == 7


def test_without_network_what_is_installed_stays(checkout: Checkout) -> None:
    checkout.run()
    (checkout.folder / ".venv" / "kept").touch()
    (checkout.folder / "pyproject.toml").write_text("[project]\n# newer\n")
    checkout.plan("fail:error: connection refused")
    assert checkout.run()[0] == 1
    checkout.plan("")
    assert checkout.run()[0] == 7
    assert (checkout.folder / ".venv" / "kept").exists()


@pytest.mark.parametrize(("fits", "told"), [(True, "python3-venv"), (False, "3.11")])
def test_an_unsuitable_python_says_what_to_install(simi: ModuleType, monkeypatch, fits: bool, told: str) -> None:
    monkeypatch.setattr(simi, "PROBE", "raise SystemExit(1)")
    monkeypatch.setattr(simi, "FITS", fits)
    with pytest.raises(SystemExit) as stop:
        simi.choose_python()
    assert told in str(stop.value)
    assert "`uv`" in str(stop.value)


def test_a_full_disk_is_told_before_anything_is_fetched(simi: ModuleType, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(simi, "BUSY", tmp_path / "lock")
    monkeypatch.setattr(simi, "CONFIG", tmp_path / "none")
    monkeypatch.setattr(simi.shutil, "disk_usage", lambda place: type("Usage", (), {"free": 1e9}))
    with pytest.raises(SystemExit, match="2\\.5 GB"):
        simi.install()


def test_both_languages_have_every_word(simi: ModuleType) -> None:
    source = SIMI.read_text(encoding="utf-8")
    lines = source.split('"""')[3].strip().splitlines()
    assert len(lines) == 2 * len(simi.WORDS)
    for indonesian, english in zip(lines[::2], lines[1::2], strict=True):
        assert indonesian != english
        assert indonesian.count("%") == english.count("%")
