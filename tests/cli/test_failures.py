"""Every failure becomes words and an exit code; Ctrl-C is kind; `--debug` shows the rest."""

from __future__ import annotations

import importlib
import types

import pytest

from simi_lab.cli import app
from simi_lab.cli.commands import Entry
from simi_lab.errors import BadRequest, Fault, ScenarioError, SimiError


@pytest.fixture
def failing(monkeypatch):
    """Let the command `break` fail with the given error."""
    monkeypatch.setenv("SIMI_LAB_LANG", "en")

    def run(error: BaseException, *before: str) -> int:
        def command() -> None:
            """Break."""
            raise error

        module = types.SimpleNamespace(command=command)
        monkeypatch.setattr(app, "find", lambda name: Entry("break", "broken", "Break."))
        monkeypatch.setattr(importlib, "import_module", lambda name: module)
        return app.main([*before, "break"])

    return run


def test_a_failure_says_what_where_and_what_to_do(failing, capsys) -> None:
    error = SimiError(
        "Lost {n} rows.", where="events.parquet", cure="Make it again with {command}.", n=3, command="make"
    )
    assert failing(error) == 1
    assert capsys.readouterr().err == "Lost 3 rows.\n  Where: events.parquet\n  Cure: Make it again with make.\n"


def test_a_bad_request_ends_with_two(failing, capsys) -> None:
    assert failing(BadRequest("No.")) == 2
    assert capsys.readouterr().out == ""


def test_all_faults_are_told_at_once(failing, capsys) -> None:
    faults = [Fault("a.yaml:3", "Unknown key {odd}.", "Remove it."), Fault("a.yaml:9", "No unit.")]
    assert failing(ScenarioError(faults)) == 2
    said = capsys.readouterr().err
    assert "2 faults found." in said
    assert "a.yaml:3: Unknown key {odd}. Remove it." in said
    assert "a.yaml:9: No unit." in said


def test_ctrl_c_is_kind(failing, capsys) -> None:
    assert failing(KeyboardInterrupt()) == 130
    assert capsys.readouterr().err == "Stopped.\n"


def test_a_full_disk_is_named(failing, capsys) -> None:
    assert failing(OSError(28, "No space left on device", "part-0.parquet")) == 1
    said = capsys.readouterr().err
    assert "The disk is full." in said
    assert "part-0.parquet" in said


def test_an_unexpected_failure_hides_its_traceback_until_asked(failing, capsys) -> None:
    assert failing(ZeroDivisionError("by {nothing}")) == 1
    said = capsys.readouterr().err
    assert "Unexpected failure: ZeroDivisionError: by {nothing}" in said
    assert "--debug" in said
    assert "Traceback" not in said
    assert failing(ZeroDivisionError("by nothing"), "--debug") == 1
    assert "Traceback" in capsys.readouterr().err
