"""`simi-lab class` in words: what is refused before anything is made, and what each verb says and writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simi_lab.store.accounts import find_class
from simi_lab.store.accounts import pins as pins_of
from simi_lab.store.workspace import open_workspace
from simi_lab.training import Record
from simi_lab.training.classroom import open_class


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pins_of, "_COST", 2**4)


@pytest.fixture
def made(tmp_path: Path, in_process) -> list[str]:
    with open_workspace(f"sqlite:///{tmp_path / '.simi' / 'workspace.db'}") as space:
        aliases = [slip.alias for slip in open_class(space, "uji", 3, ["01_mengenal_simi"]).slips]
        Record(space, aliases[0]).add("01_mengenal_simi", 1, "x", "answered", {"success": True})
    return aliases


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--seats", "0"], "1 to 100 seats"),
        (["--seats", "many"], "--seats"),
        (["--name", "../x"], "cannot be called"),
        (["--module", "99_none"], "There is no training module 99_none"),
        (["--address", "203.0.113.9"], "has no address 203.0.113.9"),
        (["--address", "0.0.0.0"], "has no address"),
        (["--address", "localhost.example"], "has no address"),
        (["--port", "99999"], "--port"),
    ],
)
def test_what_cannot_be_a_class_is_refused_and_nothing_is_made(tmp_path, in_process, words, said) -> None:
    answer = in_process("class", "start", *words)
    assert answer.returncode == 2
    assert said in answer.stderr
    with open_workspace(f"sqlite:///{tmp_path / '.simi' / 'workspace.db'}") as space:
        assert find_class(space, "x") is None and not list((tmp_path / ".simi").glob("classes/*"))


@pytest.mark.parametrize("verb", ["slips", "attendance", "reset", "stop"])
def test_without_a_class_each_verb_says_how_to_start_one(in_process, verb) -> None:
    answer = in_process("class", verb)
    assert answer.returncode == 2
    assert "simi-lab class start" in answer.stderr
    assert "simi-lab class start" in in_process("class", "list").stdout


def test_a_class_is_listed_attended_and_its_lost_slip_replaced(tmp_path, in_process, made) -> None:
    (row,) = json.loads(in_process("class", "list", "--json").stdout)
    assert (row["name"], row["seats"], row["came"], row["open"]) == ("uji", 3, 0, True)
    there = tmp_path / "hadir.csv"
    assert in_process("class", "attendance", "uji", "--out", str(there)).returncode == 0
    assert all(alias in there.read_text(encoding="utf-8") for alias in made)
    answer = in_process("class", "slips", "--alias", made[1], "--yes")
    sheet = next((tmp_path / ".simi" / "classes" / "uji").glob("slips*.html"))
    assert answer.returncode == 0 and str(sheet) in answer.stdout
    page = sheet.read_text(encoding="utf-8")
    assert f"<dd>{made[1]}</dd>" in page and made[0] not in page
    assert in_process("class", "slips", "--alias", "nobody", "--yes").returncode == 2


def test_reset_and_stop_ask_once_more_and_say_what_went(in_process, made, monkeypatch, tmp_path) -> None:
    import typer

    def refuse(*_words: object, **_options: object) -> None:
        raise typer.Abort

    with monkeypatch.context() as patch:
        patch.setattr(typer, "confirm", refuse)
        assert in_process("class", "reset").returncode == 130
        assert in_process("class", "stop").returncode == 130
    assert "1 entries are erased" in in_process("class", "reset", "uji", "--yes").stdout
    assert "has ended" in in_process("class", "stop", "uji", "--yes").stdout
    again = in_process("class", "reset", "uji", "--yes")
    assert (again.returncode, "has ended" in again.stderr) == (2, True)
    assert in_process("class", "stop", "uji", "--erase", "--yes").returncode == 0


def test_starting_tells_the_trainers_pin_and_writes_the_sheet_and_goes_on_later(
    tmp_path, in_process, monkeypatch
) -> None:
    from simi_lab.cli import class_start
    from simi_lab.serving import class_server

    served: list[int] = []

    def serve(space, info, *, port, address, run, on_ready) -> None:
        served.append(port)
        on_ready()

    monkeypatch.setattr(class_server, "serve_class", serve)
    monkeypatch.setattr(class_start, "end_on_every_signal", lambda: None)
    words = ("class", "start", "--name", "uji", "--port", "17950")
    first = in_process(*words, "--seats", "2")
    sheet = tmp_path / ".simi" / "classes" / "uji" / "slips.html"
    assert first.returncode == 0 and sheet.is_file() and str(sheet) in first.stdout
    pins = [line.split("PIN ")[1].split()[0] for line in first.stdout.splitlines() if "PIN " in line]
    assert len(pins) == 1 and pins[0] not in sheet.read_text(encoding="utf-8"), "the trainer's PIN stays on the screen"
    assert first.stdout.index("Trainer") < first.stdout.index("Ready.") < first.stdout.index(str(sheet))
    again = in_process(*words, "--seats", "3")
    assert "goes on: 3 seats, 1 of them new" in again.stdout and pins[0] not in again.stdout
    assert len(list(sheet.parent.glob("slips*.html"))) == 2 and len(served) == 2
