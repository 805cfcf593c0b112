"""The trainer's page and its command: the answer first, small groups hidden for all to see, files that agree."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from simi_lab.cli import main
from simi_lab.shell import Session
from simi_lab.store.accounts.classes import add_class
from simi_lab.store.accounts.seats import TRAINER, add_seats
from simi_lab.store.workspace import open_workspace
from simi_lab.training import Lesson, Record, load_module
from simi_lab.training.engine.grade import key_answer
from simi_lab.training.engine.items import item_statistics
from simi_lab.training.engine.overview import look_over
from simi_lab.training.engine.progress import Event
from simi_lab.training.engine.record import Reading
from simi_lab.training.pages.trainer import TrainerPage, build_trainer
from simi_lab.training.pages.trainer_words import answer_html, trainer_html

MODULE = load_module("01_mengenal_simi")
MODULES = {MODULE.id: MODULE}
QUESTION = next(step for step in MODULE.questions if step.kind == "single")
WRONG = [option.key for option in QUESTION.options if option.key != key_answer(QUESTION)]
MINUTE = 60_000_000


def _try(key: str, ts: int = 0) -> Event:
    right = key == key_answer(QUESTION)
    data = {"success": right, "score": float(right), "feedback": [f"option.{key}"], "response": key}
    return Event(ts, MODULE.id, MODULE.head.version, QUESTION.key, "answered", data)


def _class(n: int) -> dict[str, Reading]:
    """All but two of `n` learners are wrong at first, in the same way; the last one three times."""
    answers = [key_answer(QUESTION)] * 2 + [WRONG[0]] * (n - 2)
    roll = {f"peserta {i}": Reading((_try(key),)) for i, key in enumerate(answers)}
    return {**roll, f"peserta {n - 1}": Reading(tuple(_try(WRONG[0], i) for i in range(3)))}


def _page(roll: Mapping[str, Reading], lang: str) -> str:
    seen = look_over([MODULE], roll, now=20 * MINUTE)
    return answer_html(seen, MODULES, lang) + trainer_html(seen, MODULES, lang)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_page_opens_with_who_may_want_a_hand_and_what_is_hard(lang: str) -> None:
    opening = _page(_class(8), lang).split("</p>")[0]
    words = {"id": ("8 peserta mungkin perlu dibantu", "25%"), "en": ("8 learners may want a hand", "25%")}[lang]
    assert all(word in opening for word in (*words, QUESTION.title.say(lang)))


def test_the_page_names_the_wrong_choice_that_was_taken_and_those_that_were_not() -> None:
    shown = _page(_class(8), "id")
    taken, never = ({option.key: option.text.id for option in QUESTION.options}[key] for key in WRONG[:2])
    assert f"(75%): <q>{taken}</q>" in shown
    assert f"<q>{never}</q>" in shown
    assert "tiga kali mencoba, belum berhasil" in shown


def test_a_class_of_four_is_helped_but_not_counted() -> None:
    shown = _page(_class(4), "id")
    assert shown.count("Angka tentang kurang dari lima peserta disembunyikan.") == 2
    assert "50%" not in shown
    assert "tiga kali mencoba, belum berhasil" in shown
    assert "Belum ada yang mulai." in _page({}, "id")


def test_an_answer_to_a_choice_that_is_gone_is_still_told() -> None:
    data = {"success": False, "score": 0.0, "feedback": ["option.gone"]}
    event = Event(0, MODULE.id, MODULE.head.version, QUESTION.key, "answered", data)
    assert "<q>option.gone</q>" in _page({f"peserta {n}": Reading((event,)) for n in range(5)}, "id")


def test_an_alias_cannot_write_html() -> None:
    events = tuple(_try(WRONG[0]) for _ in range(3))
    assert "<b>a&lt;b</b>" in _page({"a<b": Reading(events)}, "id")


@pytest.fixture
def played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Five learners in a workspace of this test: two right, one wrong each way, one wrong with a hint."""
    monkeypatch.setenv("SIMI_LAB_HOME", str(tmp_path))
    monkeypatch.setenv("SIMI_LAB_LANG", "id")
    right = key_answer(QUESTION)
    with open_workspace() as space:
        for n, key in enumerate([right, right, WRONG[0], WRONG[1], WRONG[0]]):
            lesson = Lesson(MODULE, Record(space, f"peserta {n}"))
            lesson.go(QUESTION.key)
            if n == 4:
                lesson.hint()
            lesson.answer(key)


@pytest.mark.usefixtures("played")
def test_the_command_and_the_files_say_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learn", "items", MODULE.id, "--json"]) == 0
    told = {row["question"]: row for row in json.loads(capsys.readouterr().out)}[QUESTION.key]
    assert (told["n_learners"], told["right_first_share"], told["helped_share"]) == (5, 0.4, 0.2)
    assert (told["most_taken_wrong"], told["most_taken_share"]) == (f"option.{WRONG[0]}", 0.4)
    file = tmp_path / "soal.csv"
    assert main(["learn", "items", MODULE.id, "--csv", str(file)]) == 0
    rows = {row["question"]: row for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig")))}
    assert (rows[QUESTION.key]["right_first_share"], rows[QUESTION.key]["data"]) == ("0.4", "DATA SINTETIS")
    other = next(row for row in rows.values() if row["question"] != QUESTION.key)
    assert (other["suppressed"], other["n_learners"], other["right_first_share"]) == ("true", "", "")
    assert main(["learn", "items", MODULE.id]) == 0
    assert "40% benar pertama dari 5" in capsys.readouterr().out
    assert main(["learn", "items", "99_tiada"]) == 2


@pytest.mark.usefixtures("played")
def test_the_page_gives_both_files_and_looks_again() -> None:
    page = TrainerPage(Session(), [MODULE])
    items, progress = (button.callback().read().decode("utf-8-sig") for button in page._view[1][1:])
    assert QUESTION.key in items
    states = [row["state"] for row in csv.DictReader(io.StringIO(progress))]
    assert states == ["begun"] * 5
    with open_workspace() as space:
        Record(space, "peserta 9").add(MODULE.id, MODULE.head.version, QUESTION.key, "progressed")
    page.look()
    assert page.seen.learners == 6
    assert item_statistics(MODULE, {})[0].is_hidden


@pytest.mark.usefixtures("played")
def test_a_trainer_who_signed_in_sees_the_own_class_only() -> None:
    with open_workspace() as space:
        classes = [add_class(space, label, [MODULE.id]).class_id for label in ("satu", "dua")]
        add_seats(space, classes[0], ["elang"], TRAINER)
        add_seats(space, classes[0], ["peserta 0", "peserta 1", "belum"])
        add_seats(space, classes[1], ["peserta 2"])
    page = build_trainer(Session(account="elang", roles=frozenset({TRAINER})), [MODULE])
    assert isinstance(page, TrainerPage)
    assert page.seen.learners == 2
    assert [one.alias for one in page.seen.standings] == ["belum", "peserta 0", "peserta 1"]


def test_a_learner_with_an_account_does_not_see_the_class() -> None:
    session = Session(account="elang", roles=frozenset({"learner"}))
    assert not isinstance(build_trainer(session, [MODULE]), TrainerPage)
