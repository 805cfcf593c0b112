"""A class: invented words, slips, where everyone stands, attendance, tests before and after, reset and end."""

from __future__ import annotations

import csv
import io
import re
import stat
from pathlib import Path

import pytest

from simi_lab.errors import BadRequest
from simi_lab.store.accounts import find_class, seats, sign_in
from simi_lab.store.accounts import pins as pins_of
from simi_lab.store.accounts.seats import Slip, sign_ins
from simi_lab.store.workspace import Workspace
from simi_lab.training import Lesson, Module, Record, load_modules
from simi_lab.training.classroom import Opened, open_class, sheet_html
from simi_lab.training.classroom.aliases import draw_aliases
from simi_lab.training.classroom.attendance import attendance, attendance_csv
from simi_lab.training.classroom.change import class_change
from simi_lab.training.classroom.ending import reset_class, stop_class
from simi_lab.training.classroom.exam import WHICH, Item, exam_id, fold_exam, form_of, turned, two_forms
from simi_lab.training.classroom.slips import remove_sheets, write_sheet
from simi_lab.training.classroom.standing import QUIET_MINUTES, ClassWatch
from simi_lab.training.engine import clean_alias
from simi_lab.training.engine.progress import Event

NOW = 1_764_032_400_000_000  # 25 November 2025, 08:00 in Liwa
MINUTE = 60_000_000


@pytest.fixture
def opened(space: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Opened:
    monkeypatch.setattr(pins_of, "_COST", 2**4)
    monkeypatch.setenv("SIMI_LAB_HOME", str(tmp_path))
    return open_class(space, "uji", 6, ["07_contoh"])


@pytest.fixture(scope="module")
def academy() -> list[Module]:
    return load_modules()


def test_aliases_are_invented_words_and_never_given_twice() -> None:
    first = draw_aliases(60, ())
    assert len(set(first)) == 60
    assert all(clean_alias(alias) == alias and len(alias) <= 24 for alias in first)
    assert not set(first) & set(draw_aliases(60, first))
    with pytest.raises(ValueError, match="are left"):
        draw_aliases(10_000, ())


def test_a_class_is_taken_up_again_with_its_slips_and_a_new_pin_for_the_trainer(
    space: Workspace, opened: Opened
) -> None:
    again = open_class(space, "uji", 8, [])
    assert opened.is_new and not again.is_new
    assert len(again.slips) == 2 and len(again.seats) == 8
    assert {seat.alias for seat in opened.seats} < {seat.alias for seat in again.seats}
    assert again.info.modules == ("07_contoh",)
    old = opened.slips[0]
    assert sign_in(space, again.info.class_id, old.alias, old.pin).code == "in"
    assert sign_in(space, again.info.class_id, again.trainer.alias, again.trainer.pin).code == "in"
    assert open_class(space, "uji", 3, []).slips == (), "fewer seats take none away"


@pytest.mark.parametrize("n", [0, -3, 101])
def test_a_number_of_seats_that_cannot_be_makes_nothing(space: Workspace, n: int) -> None:
    with pytest.raises(BadRequest, match="1 to 100 seats"):
        open_class(space, "uji", n, [])
    assert find_class(space, "uji") is None


@pytest.mark.parametrize("typed", ["", "..", "a/b", "x" * 41, "kelas 3201010101909001", "Ünal"])
def test_a_name_that_cannot_be_a_folder_is_refused(space: Workspace, typed: str) -> None:
    with pytest.raises(BadRequest, match="cannot be called"):
        open_class(space, typed, 3, [])


def test_the_sheet_has_each_slip_in_both_languages_and_needs_nothing_else(opened: Opened) -> None:
    page = sheet_html("uji", "http://192.0.2.7:5006/", opened.slips)
    for slip in opened.slips:
        assert f"<dd>{slip.alias}</dd>" in page
        assert f"{slip.pin[:3]}&thinsp;{slip.pin[3:]}" in page
    assert page.count("<svg") == len(opened.slips)
    for words in ("Nama samaran", "Alias", "Pindai kode", "Scan the code", "DATA SINTETIS", "SYNTHETIC DATA"):
        assert words in page
    assert not re.findall(r'(?:src|href)="', page)
    many = [Slip(f"elang {n}", "271828") for n in range(30)]
    assert sheet_html("uji", "http://x/", many).count('<section class="page">') == 3


def test_the_sheet_is_for_this_user_alone_and_can_be_removed(opened: Opened) -> None:
    one, two = (write_sheet("uji", "http://x/", opened.slips) for _ in range(2))
    assert one != two
    if stat.S_IMODE(one.stat().st_mode) != 0o666:  # where the system knows users
        assert stat.S_IMODE(one.stat().st_mode) == 0o600
    assert remove_sheets("uji") == 2 and not one.exists()


def _learn(space: Workspace, module: Module, alias: str, *answers: str) -> Lesson:
    lesson = Lesson(module, Record(space, alias))
    lesson.forward()
    for answer in answers:
        lesson.answer(answer)
    return lesson


def test_the_board_knows_who_came_where_they_are_and_who_is_stuck(
    space: Workspace, opened: Opened, module: Module
) -> None:
    tried, quiet, ready, *_ = opened.slips
    for slip in (tried, quiet, ready):
        sign_in(space, opened.info.class_id, slip.alias, slip.pin)
    _learn(space, module, tried.alias, "a", "c", "a")
    _learn(space, module, ready.alias, "b")
    watch = ClassWatch(space, opened.info, [module])
    rows = {row.alias: row for row in watch.look()}
    assert [row.came is not None for row in rows.values()].count(True) == 3
    assert (rows[tried.alias].stuck, rows[tried.alias].tries, rows[tried.alias].step) == ("tries", 3, "one")
    assert (rows[ready.alias].stuck, rows[ready.alias].done, rows[ready.alias].steps) == ("", 2, 5)
    assert rows[quiet.alias].module is None
    last = rows[ready.alias].last
    assert last is not None
    later = {row.alias: row for row in watch.look(last + QUIET_MINUTES * MINUTE)}
    assert later[ready.alias].stuck == "quiet" and later[tried.alias].stuck == "tries"
    assert {row.stuck for row in watch.look(last + 120 * MINUTE)} == {"", "tries"}, "whoever left is not stuck"


def test_the_board_reads_again_only_whoever_did_something(
    space: Workspace, opened: Opened, module: Module, monkeypatch: pytest.MonkeyPatch
) -> None:
    from simi_lab.training.classroom import standing

    one, other = opened.slips[0].alias, opened.slips[1].alias
    asked: list[list[str]] = []
    plain = standing.read_everyone
    monkeypatch.setattr(standing, "read_everyone", lambda space, who: asked.append(sorted(who)) or plain(space, who))
    watch = ClassWatch(space, opened.info, [module])
    watch.look()
    watch.look()
    _learn(space, module, one, "a")
    watch.look()
    Record(space, one).erase()
    _learn(space, module, other)
    assert {row.alias: row.module for row in watch.look()}[one] is None, "an erased record is gone from the board"
    assert asked[1:] == [[one], sorted([one, other])]


def test_attendance_has_a_row_for_each_day_and_for_those_who_never_came(
    space: Workspace, opened: Opened, module: Module
) -> None:
    here, *_ = opened.slips
    sign_in(space, opened.info.class_id, here.alias, here.pin, now=NOW)
    sign_in(space, opened.info.class_id, here.alias, here.pin, now=NOW + 90 * MINUTE)
    sign_in(space, opened.info.class_id, here.alias, here.pin, now=NOW + 25 * 60 * MINUTE)
    rows = [row for row in attendance(space, opened.info) if row.alias == here.alias]
    assert [(row.day, row.first, row.last) for row in rows] == [
        ("2025-11-25", "08:00", "09:30"),
        ("2025-11-26", "09:00", "09:00"),
    ]
    lines = list(csv.DictReader(io.StringIO(attendance_csv(space, opened.info).removeprefix("\ufeff"))))
    assert len(lines) == 7
    assert {line["day"] for line in lines if line["alias"] != here.alias} == {""}


def test_both_forms_ask_about_the_same_outcomes_with_other_questions_where_there_are_some(
    academy: list[Module],
) -> None:
    one, other = two_forms(academy)
    assert [(item.module, item.outcome) for item in one] == [(item.module, item.outcome) for item in other]
    assert len({item.step for item in one}) == len(one) >= 6
    for a, b in zip(one, other, strict=True):
        module = next(module for module in academy if module.id == a.module)
        alone = sum(question.outcome == a.outcome for question in module.questions) == 1
        assert alone or a.key != b.key
        assert module.step(a.key).outcome == a.outcome == module.step(b.key).outcome  # type: ignore[union-attr]


def test_half_of_a_class_begins_with_each_form(academy: list[Module]) -> None:
    forms = two_forms(academy)
    first = [form_of(forms, alias, "pre") == forms[0] for alias in draw_aliases(100, ())]
    assert 20 < sum(first) < 80
    for alias in ("elang", "kenari"):
        assert {form_of(forms, alias, which) for which in WHICH} == set(forms)


def test_options_stand_in_another_order_and_stay_the_same_ones(module: Module) -> None:
    question = module.step("one")
    orders = {tuple(one.key for one in turned(question, f"alias {n}", "pre").options) for n in range(20)}
    assert len(orders) > 1 and {frozenset(order) for order in orders} == {frozenset("abc")}
    assert turned(module.step("sort"), "elang", "pre") is module.step("sort")


def _event(step: str, score: float, name: str, verb: str = "answered") -> Event:
    return Event(NOW, name, 1, step, verb, {"score": score})


def test_the_first_answer_of_a_test_counts_and_what_was_passed_over_counts_nothing() -> None:
    items = (Item("m", "o", "a"), Item("m", "o", "b"))
    acts = [_event("m/a", 0.5, "x"), _event("m/a", 1.0, "x"), _event("m/b", 1.0, "y")]
    half = fold_exam(items, acts, "x")
    assert (half.place, half.finished, half.score) == (1, False, 0.25)
    done = fold_exam(items, [*acts, _event("m/b", 0.0, "x", "skipped")], "x")
    assert (done.finished, done.score) == (True, 0.25)


@pytest.mark.parametrize("score", ["viel", None, True, -1, 7])
def test_a_score_that_cannot_be_stays_within_its_bounds(score: object) -> None:
    event = Event(NOW, "x", 1, "m/a", "answered", {"score": score})
    assert 0 <= fold_exam((Item("m", "o", "a"),), [event], "x").score <= 1


def _taken(module: Module, alias: str, before: float, after: float | None) -> list[Event]:
    acts = []
    for which, score in (("pre", before), ("post", after)):
        if score is not None:
            name = exam_id("uji", which)  # type: ignore[arg-type]
            acts += [_event(item.step, score, name) for item in form_of(two_forms([module]), alias, which)]  # type: ignore[arg-type]
    return acts


def test_the_change_of_a_class_is_the_mean_of_the_learners_own_changes(module: Module) -> None:
    gains = [0.1, 0.3, 0.2, 0.4, 0.0]
    events = {f"a{n}": _taken(module, f"a{n}", 0.4, 0.4 + gain) for n, gain in enumerate(gains)}
    events["late"] = _taken(module, "late", 0.9, None)
    found = class_change("uji", [module], events)
    assert (found.n_pre, found.n_post, found.n_both) == (6, 5, 5)
    assert found.before == pytest.approx(0.4), "whoever took one test only is not compared"
    assert found.change is not None and found.change.value == pytest.approx(0.2)
    # mean 0.2, standard deviation 0.158, Student's 2.776 with four degrees of freedom
    assert found.change.high - 0.2 == pytest.approx(2.7764 * 0.15811 / 5**0.5, abs=1e-4)


def test_four_learners_are_too_few_to_be_shown(module: Module) -> None:
    found = class_change("uji", [module], {f"a{n}": _taken(module, f"a{n}", 0.2, 0.8) for n in range(4)})
    assert (found.n_both, found.before, found.after, found.change) == (4, None, None, None)


def test_a_reset_erases_what_learners_did_and_slips_stay_good(space: Workspace, opened: Opened, module: Module) -> None:
    slip = opened.slips[0]
    sign_in(space, opened.info.class_id, slip.alias, slip.pin)
    _learn(space, module, slip.alias, "a")
    Record(space, "tamu").add("07_contoh", 3, "one", "answered")
    assert reset_class(space, opened.info) > 0
    assert Record(space, slip.alias).read().events == () and sign_ins(space, opened.info.class_id) == {}
    assert len(Record(space, "tamu").read().events) == 1, "whoever is not of the class keeps the record"
    assert sign_in(space, opened.info.class_id, slip.alias, slip.pin).code == "in"


def test_an_ended_class_keeps_records_unless_they_are_to_be_erased(
    space: Workspace, opened: Opened, module: Module
) -> None:
    slip = opened.slips[0]
    sheet = write_sheet("uji", "http://x/", opened.slips)
    _learn(space, module, slip.alias, "a")
    assert stop_class(space, opened.info, erase=False) == 0
    assert not sheet.exists() and Record(space, slip.alias).read().events
    with pytest.raises(BadRequest, match="has ended"):
        open_class(space, "uji", 3, [])
    assert stop_class(space, opened.info, erase=True) > 0
    assert seats(space, opened.info.class_id, None) == []
