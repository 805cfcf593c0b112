"""`simi-lab risk monitor` as a person or a script runs it."""

from __future__ import annotations

import json

import pytest


def test_a_script_gets_json_and_a_person_sentences(in_process, mungil) -> None:
    answer = in_process("risk", "monitor", str(mungil.path), "--json")
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout, parse_constant=pytest.fail)  # NaN is no JSON
    assert found["months"] == ["2024-08", "2024-10"]
    assert {row["variant"] for row in found["by_month"]} == {"closed", "open"}
    said = in_process("risk", "monitor", str(mungil.path), lang="id")
    assert "DATA SINTETIS" in said.stdout and "sebenarnya" in said.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--months", "12"), "6 months; 12 months of feedback need 3 more"),
        (("--months", "0"), "cannot be played"),
        (("--explore", "1.5"), "explore_share"),
    ],
)
def test_what_cannot_be_played_is_refused_in_words(in_process, mungil, words, told) -> None:
    answer = in_process("risk", "monitor", str(mungil.path), *words)
    assert answer.returncode == 2
    assert told in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_unknown_run_is_told(in_process) -> None:
    answer = in_process("risk", "monitor", "no_such_world")
    assert answer.returncode != 0
    assert "no_such_world" in answer.stderr
