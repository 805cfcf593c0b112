"""`simi-lab study recipe` as a person or a script runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest


@pytest.fixture(scope="module", autouse=True)
def _once(asked_once) -> None:
    asked_once("simi_lab.study.recipe", "recipe")


def test_a_script_gets_json_and_nothing_is_written(simi_lab, tmp_path) -> None:
    answer = simi_lab("study", "recipe", "ukk_liwa", "--budget", "1000", "--lever", "extra_hours", "--json")
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout, parse_constant=pytest.fail)  # NaN is no JSON
    assert found["synthetic"] is True and found["curve"] and found["today"]
    assert not list(tmp_path.rglob("*.parquet"))


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("id", ["Janji", "Ditepati", "DATA SINTETIS", "Paling ketat", "Biaya tiap langkah"]),
        ("en", ["Promise", "Kept with", "DATA SINTETIS", "Tightest", "What each step"]),
    ],
)
def test_a_person_reads_promise_plan_and_curve(in_process, lang, words) -> None:
    answer = in_process("study", "recipe", "ukk_liwa", "--budget", "1000", "--lever", "extra_hours", lang=lang)
    assert answer.returncode == 0, answer.stderr
    for word in words:
        assert word in answer.stdout


def test_a_promise_that_cannot_be_kept_is_said_so(in_process) -> None:
    answer = in_process("study", "recipe", "ukk_liwa", "--days", "1", "--lever", "counters", "--budget", "1000")
    assert answer.returncode == 0, answer.stderr
    assert "No plan in range was found" in answer.stdout


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["--share", "1.2"], ["--share", "0.5 to 0.995"]),
        (["--demand", "3"], ["--demand", "1 to 1.4"]),
        (["--month", "2025-13"], ["--month", "2025-01"]),
        (["--month", "1999-01"], ["1999-01-01"]),
        (["--lever", "charm"], ["charm", "interviewers"]),
        (["--budget", "5"], ["--budget"]),
    ],
)
def test_bad_requests_are_refused_with_one_message(in_process, words, parts) -> None:
    answer = in_process("study", "recipe", "ukk_liwa", *words)
    assert answer.returncode == 2, answer.stderr
    assert "Traceback" not in answer.stderr and answer.stdout == ""
    for part in parts:
        assert part in answer.stderr


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent another way there")
def test_an_interrupted_run_leaves_nothing_and_says_so(tmp_path) -> None:
    words = [sys.executable, "-m", "simi_lab", "study", "recipe", "kotabumi", "--budget", "100000"]
    started = subprocess.Popen(
        words,
        cwd=tmp_path,
        env={**os.environ, "SIMI_LAB_HOME": str(tmp_path), "SIMI_LAB_LANG": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert started.stderr is not None
    started.stderr.readline()  # the first word of progress: the work is under way
    time.sleep(0.5)
    started.send_signal(signal.SIGINT)
    said, complained = started.communicate(timeout=60)
    assert started.returncode == 130 and said == ""
    assert "Stopped." in complained and "Traceback" not in complained
    assert not list(tmp_path.iterdir())
