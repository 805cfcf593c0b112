"""Module folders: whole ones load, and every fault of a broken one is told at once with file and line."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from simi_lab.errors import BadRequest
from simi_lab.training import Module, ModuleError, load_module, load_modules
from simi_lab.training.content.kinds.multiple import Multiple
from simi_lab.training.content.kinds.numeric import Numeric
from simi_lab.training.content.kinds.order import Order
from simi_lab.training.content.kinds.single import Single
from simi_lab.training.content.model import Read

from .conftest import LESSON, MORE, QUESTIONS, option, question, words, write_module, write_rich


def _faults(folder: Path) -> list[str]:
    with pytest.raises(ModuleError) as error:
        load_module(folder)
    assert error.value.exit_code == 2
    return [str(fault) for fault in error.value.faults]


def _changed(n: int, **changes: Any) -> list[dict[str, Any]]:
    questions = copy.deepcopy(QUESTIONS)
    questions[n].update(changes)
    return questions


def test_a_whole_module_has_its_steps_in_order(module: Module) -> None:
    assert [type(step) for step in module.steps] == [Read, Single, Multiple, Numeric, Order]
    assert module.steps[0].title.say("id") == "Awal"
    assert module.steps[0].title.say("en") == "Start"
    assert [step.key for step in module.questions] == ["one", "some", "count", "sort"]


def test_all_faults_are_told_at_once_with_file_and_line(tmp_path: Path) -> None:
    questions = copy.deepcopy(QUESTIONS)
    del questions[0]["stem"]["en"]
    questions[1]["colour"] = "red"
    questions[2]["hints"] = [words("only one")]
    folder = write_module(
        tmp_path / "07_contoh",
        head={"minutes": 500},
        questions=questions,
        lesson={"en": "## Other {#other}\n\ntext\n"},
    )
    told = _faults(folder)
    for place, part in [
        ("module.yaml:", "minutes"),
        ("questions.yaml:", "'en' is missing"),
        ("questions.yaml:", "'colour' is not known"),
        ("questions.yaml:", "hints"),
        ("lesson.id.md:3", "'intro' is missing in lesson.en.md"),
        ("lesson.en.md:1", "'other' is missing in lesson.id.md"),
    ]:
        assert any(place in fault and part in fault for fault in told), (place, part, told)
    lines = (folder / "questions.yaml").read_text(encoding="utf-8").splitlines()
    unknown = next(fault for fault in told if "'colour'" in fault)
    assert "colour" in lines[int(unknown.split("questions.yaml:")[1].split(":")[0]) - 1]


@pytest.mark.parametrize(
    ("n", "changes", "said"),
    [
        (0, {"options": [option("a"), option("b"), option("c")]}, "exactly one option"),
        (0, {"options": [option("a"), option("a"), option("c", right=True)]}, "stands twice"),
        (0, {"kind": "essay"}, "kind of question does not exist"),
        (0, {"stem": {"id": "  ", "en": "x"}}, "'id' is empty"),
        (1, {"options": [option(key, right=True) for key in "abcd"]}, "at least one wrong"),
        (2, {"mistakes": [{"value": 562, "feedback": words("near")}]}, "would count as right"),
        (2, {"answer": "unknown_fact"}, "is not declared"),
        (3, {"items": QUESTIONS[3]["items"][:2]}, "items"),
        (0, {"outcome": "elsewhere"}, "outcome 'elsewhere' is not declared"),
        (0, {"stem": {"id": "{fact:x}", "en": "none"}}, "one language"),
        (0, {"stem": words("{fakt:x}")}, "no mark that is known"),
        (0, {"key": "some"}, "stands twice"),
    ],
)
def test_a_faulty_question_is_named(tmp_path: Path, n: int, changes: dict[str, Any], said: str) -> None:
    told = _faults(write_module(tmp_path / "07_contoh", questions=_changed(n, **changes)))
    assert any(said in fault for fault in told), told


def _paper(**field: Any) -> dict[str, Any]:
    paper = MORE[4]["paper"]
    return {**paper, "fields": [{**one, **field} for one in paper["fields"]]}


def test_reserved_numbers_may_stand_on_a_paper(tmp_path: Path) -> None:
    values = words("1804055711909001, Z1234567<1IDN9011193F3403048, 01.02.2025 03.04.2025")
    fields = [{**one, "value": values} for one in MORE[4]["paper"]["fields"]]
    questions = [*MORE[:4], {**MORE[4], "paper": {**MORE[4]["paper"], "fields": fields}}]
    assert len(load_module(write_rich(tmp_path / "08_lebih", questions)).questions) == len(MORE)


@pytest.mark.parametrize(
    ("key", "changes", "said"),
    [
        ("pairs", {"pairs": MORE[0]["pairs"][:2]}, "pairs"),
        ("pairs", {"lures": [{"key": "lure", "right": words("right k")}]}, "stands twice on one side"),
        ("pairs", {"lures": [{"key": "k", "right": words("other")}]}, "stands twice"),
        ("cards", {"bins": [{"key": key, "text": words(key)} for key in ("yes", "no")]}, "bin ask, which does not"),
        ("cards", {"bins": [*MORE[1]["bins"], {"key": "late", "text": words("late")}]}, "no card belongs"),
        ("short", {"accept": {"id": ["..."], "en": ["x"]}}, "no letter or digit"),
        ("short", {"accept": {"id": ["x"]}}, "in each language"),
        ("short", {"accept": {"id": ["S.I.M."], "en": ["x"]}}, "stands in two places"),
        ("short", {"near": MORE[2]["near"][:1]}, "near"),
        ("read", {"figure": None}, "figure"),
        ("read", {"options": [{**option(key, right=key == "a"), "bar": "far"} for key in "abc"]}, "far stands twice"),
        (
            "read",
            {"options": [{**one, "bar": "nowhere"} for one in MORE[3]["options"][:1]] + MORE[3]["options"][1:]},
            "no bar 'nowhere'",
        ),
        ("paper", {"paper": _paper(fault=True)}, "at least one must be sound"),
        ("paper", {"paper": _paper(fault=False)}, "must have `fault: true`"),
        ("paper", {"paper": _paper(value=words("NIK 180405 571190 0001"))}, "could be a real NIK"),
        ("paper", {"paper": _paper(value=words("1804 0557 1190 0001"))}, "could be a real NIK"),
        ("paper", {"paper": _paper(value=words("C1234567<2IDN"))}, "could be a real passport number"),
    ],
)
def test_a_faulty_question_of_a_later_kind_is_named(
    tmp_path: Path, key: str, changes: dict[str, Any], said: str
) -> None:
    questions = [{**one, **(changes if one["key"] == key else {})} for one in MORE]
    told = _faults(write_rich(tmp_path / "08_lebih", questions))
    assert any(said in fault and "questions.yaml" in fault for fault in told), told


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ({"steps": ["intro", "one", "some", "count"]}, "'sort' is not a step"),
        ({"steps": ["intro", "one", "some", "count", "sort", "sort"]}, "stands 2 times"),
        ({"steps": ["intro", "one", "some", "count", "sort", "end"]}, "no step may be called 'end'"),
        ({"steps": ["intro", "one", "some", "count", "sort", "gone"]}, "'gone' is neither"),
        ({"id": "08_lain"}, "the folder '07_contoh'"),
        ({"prior": ["00_tiada"]}, "prior module '00_tiada' does not exist"),
        ({"outcomes": {"goal": words("g"), "more": words("m")}}, "no question tests the outcome 'more'"),
        ({"notes": {"n": {"mark": "sourced", "source": words("s")}}}, "note 'n' is never used"),
        ({"diagrams": {"d": {"kind": "bars", "title": words("t"), "desc": words("d"), "unit": words("u"),
                             "bars": [{"label": words("l"), "value": 0}] * 2}}}, "all bars are zero"),
    ],
)  # fmt: skip
def test_a_faulty_head_is_named(tmp_path: Path, head: dict[str, Any], said: str) -> None:
    told = _faults(write_module(tmp_path / "07_contoh", head=head))
    assert any(said in fault for fault in told), told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("## No key\n\ntext\n", "the heading has no key"),
        ("stray\n\n" + LESSON["en"], "before the first section"),
        (LESSON["en"] + "\n## Again {#intro}\n\ntext\n", "stands twice"),
        ("## Start {#intro}\n\n", "is empty"),
        ("## Start {#intro}\n\nA source[^gone].\n", "one language"),
    ],
)
def test_a_faulty_lesson_is_named(tmp_path: Path, text: str, said: str) -> None:
    told = _faults(write_module(tmp_path / "07_contoh", lesson={"en": text}))
    assert any(said in fault and ("lesson." in fault or "module.yaml" in fault) for fault in told), told


def test_broken_yaml_and_a_missing_lesson_are_told_together(tmp_path: Path) -> None:
    folder = write_module(tmp_path / "07_contoh")
    (folder / "questions.yaml").write_text("questions:\n  - key: [\n", encoding="utf-8")
    (folder / "lesson.en.md").unlink()
    told = _faults(folder)
    assert any("questions.yaml" in fault and "YAML" in fault for fault in told)
    assert any("lesson.en.md" in fault and "cannot be read" in fault for fault in told)


def test_an_unknown_module_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadRequest, match="01_mengenal_simi"):
        load_module("99_tiada")


def test_two_modules_with_one_number_are_refused(tmp_path: Path) -> None:
    write_module(tmp_path / "07_contoh")
    write_module(tmp_path / "07_kembar", head={"id": "07_kembar"})
    with pytest.raises(ModuleError, match="2 modules have the number 07"):
        load_modules(tmp_path)


def test_question_of_a_new_kind_must_have_what_all_have(tmp_path: Path) -> None:
    bare = question("one", "single", options=[option("a"), option("b", right=True), option("c")])
    del bare["solution"]
    told = _faults(write_module(tmp_path / "07_contoh", questions=[bare, *QUESTIONS[1:]]))
    assert any("'solution' is missing" in fault for fault in told)
