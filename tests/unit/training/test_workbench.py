"""A learner's program has a process of its own: whatever it does ends soon, with a kind word, and hurts nobody."""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from simi_lab.i18n import LANGS
from simi_lab.training.engine.workbench import Bench, Job, Limits, Report
from simi_lab.training.player.controls.stops import stop_words

LIMITS = Limits(wall_s=6, cpu_s=0.5, memory_mb=512, folder_mb=4, print_chars=5_000)
IS_LINUX = sys.platform.startswith("linux")


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    opened = Bench(LIMITS, seats=2)
    yield opened
    opened.close()


def said(report: Report, lang: str = "id") -> str:
    title, more = stop_words(report.told, lang)
    return " ".join([title, *more])


SLIPS = {  # program: (kind of the stop, a word that must be said)
    "answer = (1": ("syntax", "Baris 1"),
    "x = 1\nanswer = aplications.head(3)": ("name", "applications"),
    "x = 1\ny = applications.select('chanel').collect()": ("column", "chanel"),
    "1 / 0": ("raised", "membagi dengan nol"),
    "import tidak_ada": ("raised", "pustaka"),
    "print('a' * 30_000)": ("printed", "mencetak"),
    "exit()": ("left", "exit()"),
    "import socket\nsocket.create_connection(('192.0.2.1', 80))": ("fence_network", "jaringan"),
    "import os\nos.system('true')": ("fence_program", "program lain"),
    "import os\nos.fork()": ("fence_program", "program lain"),
    "import ctypes\nctypes.CDLL(None)": ("fence_foreign", "kode asing"),
    "open('/etc/hostname').read()": ("fence_read", "berkas"),
    "import os\nos.remove('x')": ("fence_change", "berkas"),
}


def test_every_slip_is_told_with_its_line_and_kindly(bench: Bench) -> None:
    reports = bench.run(Job(tuple(SLIPS), print_chars=LIMITS.print_chars))
    for (program, (kind, word)), report in zip(SLIPS.items(), reports, strict=True):
        assert (report.code, report.told["error"]) == ("stopped", kind), program
        assert word in said(report), said(report)
        for lang in LANGS:
            assert "?" not in stop_words(report.told, lang)[0], "a field was left empty"
            assert "!" not in said(report, lang)


def test_printing_and_the_last_line_are_shown_as_in_a_notebook(bench: Bench) -> None:
    program = "print('halo')\napplications.group_by('channel').len().sort('channel')"
    (report,) = bench.run(Job((program,)))
    assert report.shown["printed"] == "halo\n"
    assert report.shown["columns"] == ["channel", "len"]
    assert [row[0] for row in report.shown["rows"]] == ["online", "walk_in"]


@pytest.mark.skipif(not IS_LINUX, reason="only Linux has the kernel's fence")
def test_what_polars_does_by_itself_is_fenced_by_the_kernel(bench: Bench, tmp_path: Path) -> None:
    secret, stray = tmp_path / "workspace.csv", tmp_path / "stray.csv"
    secret.write_text("pin\n1234\n", encoding="utf-8")
    programs = (f"pl.read_csv({str(secret)!r})", f"pl.DataFrame({{'a': [1]}}).write_csv({str(stray)!r})",
                "pl.read_csv('http://192.0.2.1/a.csv')")  # fmt: skip
    reports = bench.run(Job(programs))
    if not reports[0].told["is_fenced"]:
        pytest.skip("this kernel has no Landlock")
    assert [report.told["error"] for report in reports] == ["fence_file", "fence_file", "fence_network"]
    assert not stray.exists()


@pytest.mark.parametrize(
    ("program", "kind"),
    [
        ("while True:\n    pass", "time"),
        ("answer = bytearray(10 * 2**30)", "memory"),
        ("answer = pl.int_range(0, 1_500_000_000, eager=True)", "memory"),
        ("for n in range(9):\n    open(f'{n}', 'wb').write(b'x' * 10**6)\nimport time\ntime.sleep(5)", "folder"),
        ("import os\nos._exit(3)", "died"),
    ],
    ids=["a loop for ever", "10 GB in Python", "12 GB in polars", "a full folder", "a vanished process"],
)
def test_what_goes_beyond_its_limits_is_ended_and_the_next_one_is_served(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, kind: str
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (report,) = bench.run(Job((program,)))
    assert (report.code, report.told["error"]) == ("stopped", kind)
    assert said(report) and said(report, "en")
    assert len(list(tmp_path.iterdir())) <= 1, "only the process that waits may have a folder"
    if kind == "died":  # the last of them
        (next_one,) = bench.run(Job(("answer = 7",)))
        assert next_one.shown == {"printed": "", "text": "7"}


def test_one_learner_who_sleeps_keeps_no_other_waiting() -> None:
    bench = Bench(Limits(wall_s=30), seats=2)
    slow: list[Report] = []
    sleeper = threading.Thread(target=lambda: slow.extend(bench.run(Job(("import time\ntime.sleep(3)",)))))
    try:
        sleeper.start()
        (report,) = bench.run(Job(("answer = districts.collect()",)))
        assert (report.code, report.shown["height"]) == ("right", 6)
        assert sleeper.is_alive() and not slow
    finally:
        sleeper.join()
        bench.close()
    assert slow[0].code == "right"


def test_without_a_free_seat_one_is_told_so() -> None:
    bench = Bench(Limits(queue_s=0.01), seats=1)
    assert bench._seats.acquire()
    (report,) = bench.run(Job(("answer = 1",)))
    assert report.told == {"error": "busy"}
    assert "sedang terpakai" in said(report)
