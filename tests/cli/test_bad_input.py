"""What the command says to words it does not know: what, where, what to do; in the reader's language; no traceback."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["stdy"], ["There is no command stdy.", "Did you mean study?"]),
        (["qqq"], ["There is no command qqq.", "simi-lab --help"]),
        (["doctor", "--jsn"], ["There is no option --jsn.", "Did you mean --json?"]),
        (["--vers"], ["There is no option --vers.", "simi-lab --help"]),
        (["doctor", "more"], ["more", "simi-lab doctor --help"]),
        (
            ["up", "--port", "many"],
            ["The value of --port does not fit", "a whole number from 1 to 65535", "simi-lab up --help"],
        ),
        (["up", "--port", "99999"], ["The value of --port does not fit", "simi-lab up --help"]),
        (["--lang", "fr", "doctor"], ["There is no language fr.", "--lang", "Choose id or en."]),
        (["--lang"], ["There is no language ?."]),
        (["test", "no/such/file.py"], ["There is no test file no/such/file.py."]),
    ],
)
def test_bad_words_are_refused_with_a_cure(simi_lab, words, parts) -> None:
    answer = simi_lab(*words)
    assert answer.returncode == 2, answer.stderr
    assert "Traceback" not in answer.stderr
    for part in parts:
        assert part in answer.stderr


def test_failures_are_told_in_indonesian_unless_asked_otherwise(simi_lab) -> None:
    assert "Tidak ada perintah stdy." in simi_lab("stdy", lang=None).stderr
    assert "Maksud Anda study?" in simi_lab("stdy", lang="id").stderr
    assert "Tidak ada perintah stdy." in simi_lab("stdy", lang="xx").stderr
    assert "There is no command" in simi_lab("--lang=en", "stdy", lang="id").stderr


def test_a_missing_word_names_the_page_that_explains(simi_lab) -> None:
    answer = simi_lab("risk", "fit")
    assert answer.returncode == 2
    assert "is missing." in answer.stderr
    assert "simi-lab risk fit --help" in answer.stderr


def test_an_unknown_verb_names_the_likely_one(simi_lab) -> None:
    answer = simi_lab("study", "mak")
    assert answer.returncode == 2
    assert "There is no command mak." in answer.stderr
    assert "make" in answer.stderr


def test_nothing_is_written_by_a_refused_request(simi_lab, tmp_path) -> None:
    simi_lab("stdy")
    simi_lab("up", "--port", "many")
    assert not list(tmp_path.iterdir())
