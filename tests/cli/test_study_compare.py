"""`simi-lab study compare` as a person or a script runs it."""

from __future__ import annotations

import json

import pytest

CHANGE = """change: {name}
title: {{id: "Uji", en: "Test"}}
about: {{id: "Uji", en: "Test"}}
office: {{booking: {{no_show: {{value: {share}, unit: share, source: test, mark: assumed, reason: test}}}}}}
"""


@pytest.fixture(scope="module", autouse=True)
def _once(asked_once) -> None:
    asked_once("simi_lab.study.compare", "compare")


def test_a_script_gets_json_and_nothing_is_written(simi_lab, tmp_path) -> None:
    answer = simi_lab("study", "compare", "mungil", "--change", "simi", "--replications", "2", "--json")
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout, parse_constant=pytest.fail)  # NaN is no JSON
    assert found["synthetic"] is True
    assert found["replications"] == 2
    assert {"metrics", "districts", "split", "verdict"} <= set(found)
    assert {"claims", "months", "costs", "survey", "stuck_days"} <= set(found)
    assert not list(tmp_path.rglob("*.parquet"))


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("id", ["Tidak tercapai", "DATA SINTETIS", "Klaim satu per satu", "Beda tidak terbukti", "mutu", "andaian"]),
        ("en", ["Not reached", "The whole way takes longer", "Claims, one by one", "No difference shown", "grade"]),
    ],
)
def test_a_person_reads_the_verdict_first(in_process, lang, words) -> None:
    answer = in_process("study", "compare", "mungil", "--change", "gangguan_pdns", "--replications", "3", lang=lang)
    assert answer.returncode == 0, answer.stderr
    for word in words:
        assert word in answer.stdout
    assert answer.stdout.index(words[0]) < answer.stdout.index("95 %")


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["--change", "simmi"], ["There is no change simmi.", "simi"]),
        (["--change", "simi", "--change", "tanpa_simi"], ["contradict each other", "simi.go_live"]),
        (["--change", "kuota_ketat", "--change", "kuota_longgar"], ["contradict each other", "office.booking.quota"]),
        (["--change", "ukk_dekat"], ["a unit itself"]),
        (["--change", "modus_baru"], ["other people would apply", "typologies"]),
        (["--change", "simi", "--replications", "1"], ["--replications", "a whole number from 2"]),
        (["--change", "simi", "--replications", "999999999999"], ["do not fit into memory", "Ask for at most"]),
        ([], ["--change", "is missing"]),
    ],
)
def test_bad_requests_are_refused_with_one_message(in_process, words, parts) -> None:
    answer = in_process("study", "compare", "mungil", *words)
    assert answer.returncode == 2, answer.stderr
    assert "Traceback" not in answer.stderr
    for part in parts:
        assert part in answer.stderr
    assert answer.stdout == ""


def test_two_files_that_set_one_key_contradict_each_other(in_process, tmp_path) -> None:
    for name, share in (("a", 0.1), ("b", 0.2)):
        (tmp_path / f"{name}.yaml").write_text(CHANGE.format(name=name, share=share), encoding="utf-8")
    answer = in_process("study", "compare", "mungil", "--change", "a.yaml", "--change", "b.yaml")
    assert answer.returncode == 2
    assert answer.stderr.count("contradict") == 1
    assert "a / b: office.booking.no_show" in answer.stderr
