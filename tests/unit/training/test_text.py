"""Texts of a lesson: numbers of the world, Markdown, notes, diagrams."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from simi_lab.training import Module, grade, load_module
from simi_lab.training.content.figures import Bars, Flow, Lines
from simi_lab.training.content.kinds.numeric import Numeric
from simi_lab.training.text import facts_from, html, inline, no_facts, with_answers, world_facts
from simi_lab.training.text.drawing import draw
from simi_lab.training.text.world import promise_facts

from .conftest import BARS, QUESTIONS, words, write_module

WORLD = facts_from({"promise": {"wait_min": {"before": 41.25, "change": -0.384}}})
FACTS = {
    "before": {"fact": "promise.wait_min.before", "show": "minutes", "missing": {"id": "belum ada", "en": "none yet"}},
    "change": {"fact": "promise.wait_min.change", "show": "percent", "missing": {"id": "tiada", "en": "nothing"}},
}
TEXT = "Wait[^src]:\n\n- before {fact:before}\n- change {fact:change}\n\n{diagram:roads}\n"


@pytest.fixture
def told(tmp_path: Path) -> Module:
    """The example module with facts, a note, a diagram, and a question about a fact."""
    count: dict[str, Any] = {**QUESTIONS[2], "answer": "before", "mistakes": []}
    head = {
        "facts": FACTS,
        "notes": {"src": {"mark": "assumed", "source": words("our *guess*")}},
        "diagrams": {"roads": _bars()},
    }
    lesson = {"id": f"## Awal {{#intro}}\n\n{TEXT}", "en": f"## Start {{#intro}}\n\n{TEXT}"}
    questions = [QUESTIONS[0], QUESTIONS[1], count, QUESTIONS[3]]
    return load_module(write_module(tmp_path / "07_contoh", head=head, questions=questions, lesson=lesson))


def _bars() -> dict[str, Any]:
    rows = [{"label": words("road"), "value": 14, "strong": True}, {"label": words("office"), "value": 0.5}]
    return {"kind": "bars", "title": words("roads"), "desc": words("long"), "unit": words("h"), "bars": rows}


def test_numbers_of_the_world_are_written_in_the_readers_language(told: Module) -> None:
    text = told.steps[0].body.say("id")  # type: ignore[union-attr]
    assert "before 41,2 menit" in html(text, told, WORLD, "id")
    assert "before 41.2 minutes" in html(text, told, WORLD, "en")
    assert "change −38.4%" in html(text, told, WORLD, "en")


def test_without_a_world_the_lesson_says_so_once(told: Module) -> None:
    found = html(told.steps[0].body.say("id"), told, no_facts, "id")  # type: ignore[union-attr]
    assert found.count("belum ada") == 1
    assert "tiada" not in found
    assert "{fact" not in found


def test_a_question_about_a_number_of_the_world_is_marked_against_it(told: Module) -> None:
    asked = with_answers(told, WORLD).step("count")
    assert isinstance(asked, Numeric)
    assert grade(asked, "41,25").success
    assert grade(asked, "20").feedback == ("low",)


def test_a_question_whose_number_is_not_known_is_not_asked(told: Module) -> None:
    assert "count" not in [step.key for step in with_answers(told, no_facts).steps]


@pytest.mark.parametrize("tree", [{}, {"a": {"b": "text"}}, {"a": {"b": True}}, {"a": {"b": float("nan")}}, {"a": 3}])
def test_what_is_no_number_is_not_known(tree: dict[str, Any]) -> None:
    assert facts_from(tree)("a.b") is None


def test_notes_carry_their_mark(told: Module) -> None:
    found = html(told.steps[0].body.say("en"), told, WORLD, "en")  # type: ignore[union-attr]
    assert '<sup class="note">1</sup>' in found
    assert "Assumed" in found
    assert "our <em>guess</em> (en)" in found


def test_raw_html_in_a_text_is_shown_as_text(told: Module) -> None:
    assert "<script>" not in html("<script>x</script>", told, WORLD, "en")
    assert "<b>" not in inline("<b>x</b>", told, WORLD, "en")


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_diagram_is_well_formed_named_and_in_both_languages(lang: str) -> None:
    boxes = [{"key": key, "text": words(key * 40), "note": words("note")} for key in "abc"]
    ways = [{"start": "c", "end": "a", "text": words("back <again>")}]
    flow = Flow.model_validate({"kind": "flow", "title": words("t & t"), "desc": words("d"), "boxes": boxes,
                                "ways": ways})  # fmt: skip
    for diagram in (flow, Bars.model_validate(_bars()), Lines.model_validate(_lines())):
        root = ElementTree.fromstring(draw(diagram, "k", lang))
        names = {child.tag.split("}")[1]: child for child in root}
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == "k-title k-desc"
        assert str(names["title"].text).endswith(f"({lang})")
        assert names["desc"].get("id") == "k-desc"


def _lines(**line: Any) -> dict[str, Any]:
    first = {"key": "one", "label": words("first & last"), "values": [10, 20, 0, 40], **line}
    other = {"key": "other", "label": words("other"), "values": [5, 5, 5, 39]}
    x = [words(f"place {n}") for n in range(4)]
    return {"kind": "lines", "title": words("lines"), "desc": words("two"), "unit": words("min"), "x": x,
            "lines": [first, other]}  # fmt: skip


def test_points_of_lines_keep_their_proportion_and_can_be_pressed() -> None:
    diagram = Lines.model_validate(_lines())
    root = ElementTree.fromstring(draw(diagram, "k", "en"))
    hits = {str(node.get("data-bar")): node for node in root.iter() if node.get("data-bar")}
    assert set(hits) == diagram.targets
    y = [float(str(hits[f"one_{n}"].get("cy"))) for n in (1, 2, 3, 4)]
    assert (y[2] - y[0], y[2] - y[1]) == pytest.approx(((y[2] - y[3]) / 4, (y[2] - y[3]) / 2), abs=0.11)
    x = [float(str(hits[f"one_{n}"].get("cx"))) for n in (1, 2, 3, 4)]
    assert x[1] - x[0] == pytest.approx(x[3] - x[2], abs=0.11)


def test_names_beside_lines_do_not_overlap_and_a_band_is_drawn() -> None:
    drawn = draw(Lines.model_validate(_lines(low=[8, 18, -2, 38], high=[12, 22, 2, 42])), "k", "en")
    root = ElementTree.fromstring(drawn)
    names = [node for node in root.iter() if node.get("class") == "t b"]
    heights = sorted(float(str(node.get("y"))) for node in names)
    assert all(below - above >= 18 for above, below in itertools.pairwise(heights))
    assert heights[-1] < float(str(root.get("viewBox")).split()[-1])
    assert drawn.count('class="band"') == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"values": [1, 2, 3]}, "3 values for 4 places"),
        ({"low": [0, 0, 0, 0]}, "both `low` and `high`"),
        ({"low": [0, 0, 0, 41], "high": [50, 50, 50, 50]}, "does not lie between"),
        ({"low": [0], "high": [50]}, "not equally many"),
        ({"key": "other"}, "stands twice"),
    ],
)
def test_faulty_lines_are_refused(line: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Lines.model_validate(_lines(**line))


def test_a_bar_with_a_key_can_be_pressed_and_shows_its_interval() -> None:
    drawn = draw(Bars.model_validate(BARS), "k", "en")
    root = ElementTree.fromstring(drawn)
    assert [node.get("data-bar") for node in root.iter() if node.get("data-bar")] == ["far", "near"]
    assert drawn.count('class="interval"') == 1
    with pytest.raises(ValueError, match="does not lie between"):
        Bars.model_validate({**BARS, "bars": [{**BARS["bars"][0], "low": 15}, BARS["bars"][1]]})


def test_bars_start_at_zero_and_keep_their_proportion() -> None:
    root = ElementTree.fromstring(draw(Bars.model_validate(_bars()), "k", "en"))
    lengths = [float(str(node.get("width"))) for node in root.iter() if node.tag.endswith("rect")]
    assert lengths[0] / lengths[1] == pytest.approx(28, rel=0.02)


def test_boxes_do_not_overlap() -> None:
    boxes = [{"key": f"b{n}", "text": words("word " * n)} for n in range(1, 9)]
    flow = Flow.model_validate({"kind": "flow", "title": words("t"), "desc": words("d"), "boxes": boxes})
    root = ElementTree.fromstring(draw(flow, "k", "id"))
    edges = [(float(str(n.get("y"))), float(str(n.get("height")))) for n in root.iter() if n.tag.endswith("rect")]
    assert all(y + height < below for (y, height), (below, _) in itertools.pairwise(edges))
    assert edges[-1][0] + edges[-1][1] < float(str(root.get("viewBox")).split()[-1])


def test_a_comparison_gives_its_means_and_changes_by_name() -> None:
    ratio = {"value": 0.62, "low": 0.58, "high": 0.66}
    known = facts_from({"promise": promise_facts({"metrics": {"wait_min": {"before": 40.0, "after": 24.8,
                                                                          "ratio": ratio}}})})  # fmt: skip
    assert known("promise.wait_min.before") == 40.0
    assert known("promise.wait_min.change") == pytest.approx(-0.38)
    assert known("promise.wait_min.change_low") == pytest.approx(-0.42)
    assert world_facts(None)("promise.wait_min.before") is None


def test_a_box_that_is_not_joined_has_no_arrow_from_the_box_above() -> None:
    def arrows(**last: bool) -> int:
        boxes = [{"key": key, "text": words(key), **(last if key == "c" else {})} for key in "abc"]
        flow = Flow.model_validate({"kind": "flow", "title": words("t"), "desc": words("d"), "boxes": boxes})
        return draw(flow, "k", "en").count('class="tip"')

    assert (arrows(), arrows(joined=False)) == (2, 1)
