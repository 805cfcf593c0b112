"""What a lesson shows, without a browser: views as data, the list of modules, the own record, all texts translated."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import simi_lab.training
from simi_lab.i18n import catalog
from simi_lab.paths import modules_dir
from simi_lab.shell import Session
from simi_lab.store.workspace import Workspace, open_workspace
from simi_lab.training import Lesson, Module, Record, load_module
from simi_lab.training.content import module_names
from simi_lab.training.content.kinds.chart import Chart
from simi_lab.training.content.kinds.match import Match
from simi_lab.training.content.kinds.multiple import Multiple
from simi_lab.training.content.kinds.numeric import Numeric
from simi_lab.training.content.kinds.order import Order
from simi_lab.training.content.kinds.single import Single
from simi_lab.training.content.kinds.sort import Sort
from simi_lab.training.content.kinds.specimen import Specimen
from simi_lab.training.content.kinds.text import TextQuestion
from simi_lab.training.content.model import Read
from simi_lab.training.engine.grade import grade, key_answer, words_of
from simi_lab.training.engine.selfcheck import wrong_answers
from simi_lab.training.pages import academy_routes, desk
from simi_lab.training.pages.home import home_html
from simi_lab.training.pages.lesson import LessonPage
from simi_lab.training.pages.own_record import OwnRecord, record_html
from simi_lab.training.pages.review import ReviewPage
from simi_lab.training.player import Player, view
from simi_lab.training.player.controls import CONTROLS
from simi_lab.training.player.controls.order import shown_order
from simi_lab.training.player.finish import cut
from simi_lab.training.text import no_facts

KINDS = Path(__file__).parent / "kinds" / "09_semua_jenis"
FOLDERS = [KINDS, *(modules_dir() / name for name in module_names())]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMI_LAB_HOME", str(tmp_path))
    monkeypatch.setenv("SIMI_LAB_STRICT", "1")
    monkeypatch.delenv("SIMI_LAB_ALIAS", raising=False)


@pytest.fixture
def space(own_home: None) -> Iterator[Workspace]:
    with open_workspace() as opened:
        yield opened


@pytest.fixture(scope="module")
def module() -> Module:
    return load_module("01_mengenal_simi")


@pytest.fixture
def lesson(module: Module, space: Workspace) -> Lesson:
    return Lesson(module, Record(space, "kopi"))


def _at(lesson: Lesson, key: str) -> Lesson:
    lesson.go(key)
    return lesson


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_step_can_be_shown_in_every_state(lesson: Lesson, lang: str) -> None:
    for step in lesson.module.steps:
        shown = view(_at(lesson, step.key), lang)
        json.dumps(shown)
        assert shown["heading"] == step.title.say(lang)
        if not isinstance(step, Read):
            for response in [None, *wrong_answers(step)][:3]:
                lesson.answer(response)
                assert view(lesson, lang)["feedback"]["title"]
            lesson.hint()
            lesson.answer(next(iter(wrong_answers(step))))
            lesson.reveal()
            shown = view(lesson, lang)
            assert (shown["control"]["locked"], len(shown["hints"])) == (True, 1)
            assert escape(step.solution.say(lang)[:10]) in shown["solution"]
    lesson.go("end")
    assert view(lesson, lang)["jumps"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_key_of_an_answer_travels_before_it_is_earned(folder: Path, space: Workspace) -> None:
    lesson = Lesson(load_module(folder), Record(space, "kopi"))
    for step in lesson.module.questions:
        shown = json.dumps(view(_at(lesson, step.key), "id"), ensure_ascii=False)
        assert '"right"' not in shown
        assert step.solution.id not in shown
        assert step.hints[0].id[:25] not in shown
        if isinstance(step, Order):
            keys = [item.key for item in step.items]
            assert shown_order(step) != keys
            assert sorted(shown_order(step)) == sorted(keys)
        for said in earned_words(step):
            assert said[:25] not in shown


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_is_shown_does_not_depend_on_the_answer(folder: Path, space: Workspace) -> None:
    """Another key, the same sheet: so there is nothing on it that gives the answer away."""
    module = load_module(folder)
    others = tuple(other_answer(step) for step in module.steps)
    lesson = Lesson(module, Record(space, "kopi"))
    twin = Lesson(module.model_copy(update={"steps": others}), Record(space, "kopi"))
    n_changed = 0
    for step, other in zip(lesson.module.questions, twin.module.questions, strict=True):
        n_changed += step != other
        show = CONTROLS[step.kind].show
        assert show(lesson, step, "id") == show(twin, other, "id")
    assert n_changed


def earned_words(step: Any) -> Iterator[str]:
    """Yield what a question says only after an answer."""
    for response in wrong_answers(step):
        for key in grade(step, response).feedback:
            yield words_of(step, key).id
    yield from (words_of(step, key).id for key in grade(step, key_answer(step)).feedback)


def other_answer(step: Any) -> Any:
    """Give a step another right answer, everything that a learner may see staying the same."""
    match step:
        case Single() | Multiple() | Chart():
            return step.model_copy(update={"options": _turned(step.options, "right")})
        case Sort():
            return step.model_copy(update={"cards": _turned(step.cards, "bin")})
        case Specimen():
            fields = _turned(step.paper.fields, "fault")
            return step.model_copy(update={"paper": step.paper.model_copy(update={"fields": fields})})
        case Numeric() if isinstance(step.answer, float):
            return step.model_copy(update={"answer": step.answer + 1 + step.tolerance})
        case TextQuestion():
            return step.model_copy(update={"accept": step.near[0].forms})
    return step


def _turned(parts: list[Any], name: str) -> list[Any]:
    """Hand one mark of each part on to the next part."""
    marks = [getattr(part, name) for part in parts]
    return [part.model_copy(update={name: mark}) for part, mark in zip(parts, [marks[-1], *marks[:-1]], strict=True)]


def test_partners_have_neutral_keys_and_stand_in_another_order(space: Workspace) -> None:
    lesson = Lesson(load_module(KINDS), Record(space, "kopi"))
    for step in lesson.module.questions:
        if isinstance(step, Match):
            control = view(_at(lesson, step.key), "id")["control"]
            letters = [partner["key"] for partner in control["partners"]]
            assert letters == sorted(letters)
            assert not set(letters) & {pair.key for pair in step.pairs}
            assert list(key_answer(step).values()) != letters[: len(step.pairs)]


def test_rows_are_marked_only_as_far_as_the_learner_has_earned_it(space: Workspace) -> None:
    lesson = _at(Lesson(load_module(KINDS), Record(space, "kopi")), "p_buku")

    def signs() -> dict[str, str]:
        return {row: mark["sign"] for row, mark in view(lesson, "id")["control"]["marks"].items()}

    assert signs() == {}
    for _ in range(3):
        lesson.answer(["lahir", "nama"])
        assert signs() == {"lahir": "✔", "nama": "✘"}
    lesson.reveal()
    assert signs() == {"lahir": "✔", "nama": "✘", "mrz2": "▲"}
    _at(lesson, "p_pasang").answer({"awal": "a"})
    assert signs() == {}, "an answer that is not whole is not marked"


def test_feedback_has_a_shape_and_a_word_for_each_tone(lesson: Lesson) -> None:
    marks = {}
    for key, response in [("q_siapa", "pemda"), ("q_siapa", "pusat"), ("q_bukan", ["rekaan"]), ("q_km", "")]:
        _at(lesson, key).answer(response)
        words = view(lesson, "id")["feedback"]
        marks[words["tone"]] = (words["mark"], words["title"])
    assert len({mark for mark, _ in marks.values()}) == 4
    assert marks["right"] == ("✔", "Tepat.")


def test_language_changes_words_and_keeps_the_answer(lesson: Lesson) -> None:
    _at(lesson, "q_km").answer("1.120", "id")
    assert view(lesson, "en")["control"]["response"] == "1.120"
    lesson.outcome = None  # as after a return: the feedback is worked out again, in the language it was typed in
    assert "Too much" in view(lesson, "en")["feedback"]["items"][0]["html"]


def test_marks_just_below_a_goal_do_not_read_as_if_it_were_reached() -> None:
    assert [cut(share, "id") for share in (0.7967, 0.8, 0.29, 1.0)] == ["79%", "80%", "29%", "100%"]


def test_the_player_does_what_the_sheet_asks(lesson: Lesson) -> None:
    player = Player(lesson)
    player.act({"do": "forward"})
    player.act({"do": "forward"})
    player.act({"do": "check", "response": "pemda"})
    assert player.sheet.view["feedback"]["tone"] == "wrong"
    player.act({"do": "hint"})
    assert len(player.sheet.view["hints"]) == 1
    player.act({"do": "check", "response": "pusat"})
    player.act({"do": "back"})
    assert player.sheet.view["key"] == "apa_itu"
    for nonsense in [
        {},
        {"do": "fly"},
        {"do": "go", "key": "bekal"},
        {"do": "go"},
        {"do": "check", "response": {"a": 1}},
    ]:
        player.act(nonsense)
    assert player.sheet.view["key"] == "apa_itu"
    player.lang = "en"
    assert player.sheet.view["heading"] == "What SIMI is, and what it is not"


def test_the_same_answer_twice_gets_a_reply_twice(lesson: Lesson) -> None:
    player = Player(_at(lesson, "q_siapa"))
    seen = []
    for _ in range(6):
        player.act({"do": "check", "response": "pemda"})
        seen.append(player.sheet.view)
    assert all(one != other for one, other in pairwise(seen)), "an equal view would never reach the browser"


def test_what_cannot_be_saved_is_said_and_does_not_count(lesson: Lesson, monkeypatch: pytest.MonkeyPatch) -> None:
    player = Player(lesson)
    player.act({"do": "forward"})
    player.act({"do": "forward"})
    with monkeypatch.context() as broken:
        broken.setattr(Record, "add", lambda *_args, **_rest: (_ for _ in ()).throw(OSError("disk full")))
        player.act({"do": "check", "response": "pusat"})
    assert "belum dapat disimpan" in player.sheet.view["feedback"]["title"]
    assert not lesson.refresh().steps["q_siapa"].right
    player.act({"do": "check", "response": "pusat"})
    assert lesson.refresh().steps["q_siapa"].right


def test_the_list_follows_what_was_done(module: Module) -> None:
    session = Session()
    own = desk(session)
    assert "Mulai" in home_html([module], own, "id")
    page = LessonPage(session, own, module, no_facts)
    page.player.act({"do": "forward"})
    assert own.changed == 1
    listed = home_html([module], own, "id")
    assert "Lanjutkan" in listed
    assert f"1 dari {len(module.steps)}" in listed


def test_another_alias_is_another_record_on_the_open_page(module: Module) -> None:
    session = Session()
    own = desk(session)
    page = LessonPage(session, own, module, no_facts)
    page.player.act({"do": "forward"})
    own.choice.alias = "lada"
    assert page.player.lesson.progress.n_done == 0
    own.choice.alias = "tamu"
    assert page.player.lesson.progress.n_done == 1


def test_the_own_record_is_told_and_erased_on_its_page(module: Module) -> None:
    session = Session()
    own = desk(session)
    lesson = LessonPage(session, own, module, no_facts)
    lesson.player.act({"do": "forward"})
    page = OwnRecord(session, [module])
    assert f"1/{len(module.steps)}" in record_html([module], own, "id")
    page._ask(None)
    assert page.is_asking
    page._erase(None)
    assert own.record.read().events == ()
    assert "Belum ada yang dimulai" in record_html([module], own, "id")
    assert lesson.player.lesson.progress.n_done == 0


def test_what_comes_back_has_a_tile_and_a_page(module: Module, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session()
    own = desk(session)
    monkeypatch.setenv("SIMI_LAB_NOW", "2026-11-02T02:00:00+00:00")
    assert "Ulangan hari ini" not in home_html([module], own, "id")
    lesson = Lesson(module, own.record)
    lesson.go("q_siapa")
    lesson.answer("pusat")
    assert "Pertanyaan berikutnya muncul pada 4 November 2026" in home_html([module], own, "id")
    page = ReviewPage(session, [module], no_facts)
    assert page.player.sitting.at_end
    monkeypatch.setenv("SIMI_LAB_NOW", "2026-11-04T02:00:00+00:00")
    assert "Satu pertanyaan perlu diulang" in home_html([module], own, "id")
    own.ring()
    assert page.player.sheet.view["heading"] == module.step("q_siapa").title.id
    page.player.act({"do": "check", "response": "pusat"})
    assert "Cukup untuk hari ini: 1 pertanyaan" in home_html([module], own, "id")
    assert page.player.sheet.view["feedback"]["tone"] == "right", "the answer's words stay until the learner goes on"
    own.record.erase()
    own.ring()
    assert page.player.sheet.view["key"] == "end"


def test_damage_is_told_to_the_learner(module: Module, tmp_path: Path) -> None:
    session = Session()
    file = tmp_path / ".simi" / "workspace.db"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"somebody's bytes" * 1000)
    told = home_html([module], desk(session), "id")
    assert "rusak dan disisihkan" in told
    assert ".damaged-" in told


def test_routes_name_the_list_each_module_and_the_record() -> None:
    slugs = [route.slug for route in academy_routes()]
    assert slugs[0] == "belajar"
    assert "belajar/01_mengenal_simi" in slugs
    assert "belajar/catatan" in slugs


def test_every_text_of_the_academy_is_translated() -> None:
    known = catalog("id")
    missing = [text for text in _messages() if text not in known]
    assert not missing


def _messages() -> Iterator[str]:
    """Constant first arguments of t(), say() and their kin in the academy, and the tables of messages."""
    for path in sorted(Path(simi_lab.training.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                value: Any = node.args[0].value
                if name in {"t", "text", "_button", "BadRequest"} and isinstance(value, str) and " " in value:
                    yield value
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if getattr(target, "id", "") in {"_ASK", "_ORDER_WORDS", "_ROLES", "MARKS"}:
                    yield from (value.value for value in node.value.values if isinstance(value, ast.Constant))
