"""Every module in the repository: whole, both languages said, key answers pass, wrong ones get their own words."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from simi_lab import paths
from simi_lab.i18n import LANGS, t
from simi_lab.reference.identity import mrz
from simi_lab.training import Module, grade, load_module, load_modules
from simi_lab.training.content.crosscheck import texts
from simi_lab.training.content.kinds.single import Single
from simi_lab.training.content.paths import all_paths, best_path, last_place, meters
from simi_lab.training.content.story import Story
from simi_lab.training.engine.grade import key_answer, kind_of, words_of
from simi_lab.training.engine.selfcheck import play, wrong_answers
from simi_lab.training.engine.storycheck import shared_texts
from simi_lab.training.text import no_facts
from simi_lab.training.text.draws import example

MODULES = load_modules()
KINDS = Path(__file__).parent / "kinds" / "09_semua_jenis"
QUESTIONS = [(module, example(step)) for module in MODULES for step in module.questions]
STORIES = [(module, story) for module in MODULES for story in module.stories]
IDS = [f"{module.id}-{step.key}" for module, step in QUESTIONS]
ENGLISH = re.compile(r"\b(the|and|with|which|your|of|is|are)\b", re.IGNORECASE)
INDONESIAN = re.compile(r"\b(yang|dan|dengan|adalah|tidak|untuk|bukan)\b", re.IGNORECASE)


def test_the_first_module_is_there_and_has_what_was_promised() -> None:
    module = load_module("01_mengenal_simi")
    assert len(module.questions) >= 12
    assert {step.kind for step in module.questions} >= {"single", "multiple", "numeric", "order"}
    assert 15 <= module.head.minutes <= 30
    assert len(module.head.diagrams) >= 1


def test_the_module_on_personal_data_has_what_was_promised() -> None:
    module = load_module("03_data_pribadi_sehari_hari")
    assert len(module.questions) >= 12
    assert {step.kind for step in module.questions} == {"single", "multiple", "numeric", "order"}
    assert 15 <= module.head.minutes <= 30
    assert module.head.diagrams
    assert len(module.stories) == 2
    for story in module.stories:
        assert len(story.endings) >= 3
        chosen = [choice for scene in story.scenes for choice in scene.choices]
        assert {choice.severity for choice in chosen} == {"harmless", "poor", "violation", "crime"}
        assert any(scene.facts for scene in story.scenes)
        assert any(choice.later for choice in chosen)
        assert len(best_path(story)) >= 3


def test_the_module_on_identity_has_what_was_promised() -> None:
    module = load_module("02_identitas_dan_berkas")
    kinds = [step.kind for step in module.questions]
    assert len(kinds) >= 14
    assert kinds.count("specimen") >= 3
    assert set(kinds) >= {"single", "multiple", "numeric", "order", "match", "sort", "text", "chart"}
    assert 20 <= module.head.minutes <= 30
    tested = [step.outcome for step in module.questions]
    assert min(tested.count(name) for name in module.head.outcomes) >= 3, "one slip could not be made good"


def test_the_passport_of_the_specimen_fails_only_where_its_fault_is() -> None:
    fields = {one.key: one for one in load_module("02_identitas_dan_berkas").step("q_paspor").paper.fields}
    line_2 = "".join(fields[f"b2_{part}"].value.id for part in ("nomor", "lahir", "habis", "akhir"))
    shown = fields["baris1"].value.id.ljust(mrz.LINE, "<"), line_2
    assert mrz.faults(*shown) == ("birth_date", "composite")
    read_well = shown[0].replace("SITIKNUR", "SITI<NUR"), shown[1].replace("840821", "840812")
    assert mrz.faults(*read_well) == ()
    assert read_well == mrz.compose(fields["nama"].value.id, "Z0451187", date(1984, 8, 12), "F", date(2029, 3, 5))
    assert {key for key, one in fields.items() if one.fault} == {"baris1", "b2_lahir"}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
def test_numbers_of_people_are_reserved_ones(module: Module) -> None:
    for words in (words for part in (module.head, *module.steps) for words in texts(part)):
        for text in (words.id, words.en):
            assert all(nik[-4] == "9" for nik in re.findall(r"\b\d{16}\b", text)), text
            assert all(one[0] == "Z" for one in re.findall(r"\b[A-Z]\d{7}\b", text)), text


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
def test_neither_place_nor_length_gives_right_choices_away(module: Module) -> None:
    asked = [step for step in module.questions if step.kind in {"single", "chart"}]
    places = [[option.right for option in step.options].index(True) for step in asked]
    assert max(places.count(place) for place in places) <= max(2, len(places) / 2)
    lengths = [[len(one.text.say(lang)) for one in step.options] for step in asked for lang in LANGS]
    longest = sum(each[places[n // 2]] == max(each) for n, each in enumerate(lengths))
    assert longest <= 0.75 * len(lengths), "the longest answer is nearly always the right one"


def test_the_module_on_breaches_has_what_was_promised() -> None:
    module = load_module("04_pelanggaran_data")
    assert len(module.questions) >= 12
    assert {step.kind for step in module.questions} >= {
        "single",
        "multiple",
        "numeric",
        "order",
        "match",
        "sort",
        "notice",
    }
    (story,) = module.stories
    assert story.clock is not None
    assert (story.clock.begins, story.clock.hours) == ("fri 21:00", 72)
    for path in all_paths(story):
        hours, end = meters(story, path).hours or 0.0, last_place(story, path)
        assert end != "tepat" or hours <= 72
        assert end != "terlambat" or hours > 72


def test_the_module_on_advice_ends_with_thirty_files() -> None:
    module = load_module("05_saran_model")
    assert len(module.questions) >= 12
    assert {step.kind for step in module.questions} >= {"chart", "match", "sort", "case"}
    assert any(step.draw for step in module.questions)
    assert [step.key for step in module.steps][-2:] == ["k_percaya", "bekal"]


@pytest.mark.parametrize(("module", "story"), STORIES, ids=[f"{module.id}-{story.key}" for module, story in STORIES])
def test_a_story_does_not_give_its_best_choice_away(module: Module, story: Story) -> None:
    places = []
    for scene in story.scenes:
        for lang in LANGS:
            best = max(len(one.text.say(lang)) for one in scene.choices if one.severity == "harmless")
            rest = max(len(one.text.say(lang)) for one in scene.choices if one.severity != "harmless")
            assert best <= 1.35 * rest, f"{scene.key}: the longest choice gives itself away"
        places.append([one.severity for one in scene.choices].index("harmless"))
    assert len(set(places)) > 1, "the best choice always stands in one place"


def test_no_two_modules_share_a_question() -> None:
    assert list(shared_texts(MODULES)) == []
    twice = [MODULES[0], MODULES[0].model_copy(update={"head": MODULES[0].head.model_copy(update={"id": "09_lain"})})]
    assert len(list(shared_texts(twice))) >= len(MODULES[0].questions)


@pytest.mark.parametrize("key", ["p_pasang", "p_pilah", "p_batang", "p_buku"])
def test_a_set_of_things_to_choose_from_is_not_shared_under_another_stem(key: str) -> None:
    module = load_module(KINDS)
    step = module.step(key)
    other = step.model_copy(update={"stem": step.title})
    twin = module.model_copy(update={"head": module.head.model_copy(update={"id": "08_lain"}), "steps": (other,)})
    assert [fault.where for fault in shared_texts([module, twin])] == [f"{module.id}: {key}"]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
def test_a_module_plays_through(module: Module) -> None:
    assert play(module, no_facts) == []


@pytest.mark.parametrize(("module", "step"), QUESTIONS, ids=IDS)
def test_the_key_answer_passes(module: Module, step: Any) -> None:
    outcome = grade(step, key_answer(step))
    assert outcome.success
    assert outcome.score == 1.0


@pytest.mark.parametrize(("module", "step"), QUESTIONS, ids=IDS)
def test_each_wrong_answer_gets_its_own_words(module: Module, step: Any) -> None:
    said = []
    for response in wrong_answers(step):
        outcome = grade(step, response)
        assert not outcome.success
        said.append(words_of(step, kind_of(step).telling(step, response, outcome)).id)
    assert len(said) >= 3
    assert len(set(said)) == len(said)


@pytest.mark.parametrize(("module", "step"), QUESTIONS, ids=IDS)
def test_a_question_has_hints_and_does_not_give_itself_away(module: Module, step: Any) -> None:
    assert len(step.hints) >= 2
    if isinstance(step, Single):
        for lang in LANGS:
            lengths = {option.right: len(option.text.say(lang)) for option in sorted(step.options, key=_length(lang))}
            assert lengths[True] <= 1.35 * lengths[False], "the longest answer gives itself away"


def _length(lang: str) -> Any:
    return lambda option: len(option.text.say(lang))


def test_the_right_choice_does_not_always_stand_in_one_place() -> None:
    places = [
        [option.right for option in step.options].index(True) for _, step in QUESTIONS if isinstance(step, Single)
    ]
    assert max(places.count(place) for place in set(places)) < len(places)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
def test_no_text_stands_in_the_wrong_language(module: Module) -> None:
    told = [words for part in (module.head, *module.steps) for words in texts(part)]
    assert len(told) > 100
    for words in told:
        english, indonesian = len(ENGLISH.findall(words.id)), len(INDONESIAN.findall(words.en))
        assert english <= len(words.id.split()) / 20, words.id
        assert indonesian <= len(words.en.split()) / 20, words.en
        in_capitals = words.id == words.id.upper()  # names and numbers as documents print them
        assert words.id != words.en or len(words.id.split()) <= 2 or in_capitals, words.id


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
def test_the_words_are_kind(module: Module) -> None:
    told = [words for part in (module.head, *module.steps) for words in texts(part)]
    for words in told:
        assert "!" not in words.id + words.en
        assert not re.search(r"\b(kasus|pelaku|bodoh)\b", words.id, re.IGNORECASE), words.id


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
def test_the_menu_names_the_module_as_it_names_itself(module: Module) -> None:
    assert t(module.head.title.en, "id") == module.head.title.id


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
def test_the_notebook_hides_its_code_and_keeps_no_output(module: Module) -> None:
    notebook = json.loads((paths.modules_dir() / module.id / "lesson.ipynb").read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert not any(cell["outputs"] for cell in code)
    to_write_in = [cell for cell in code if "task" in cell["metadata"].get("tags", [])]  # tasks for analysts are code
    assert all(cell in to_write_in or cell["metadata"]["jupyter"]["source_hidden"] for cell in code)
    assert f'lesson("{module.id}")' in "".join(code[-1]["source"])
    assert "DATA SINTETIS" in "".join(notebook["cells"][0]["source"])
