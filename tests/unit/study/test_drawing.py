"""The drawing of the process: every stage, the scenario's own numbers, and text that stays in its box."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from simi_lab.cli.app import main
from simi_lab.errors import BadRequest
from simi_lab.scenario.load import known_scenarios
from simi_lab.scenario.model import Scenario
from simi_lab.schema.enums import CODES
from simi_lab.store import Run
from simi_lab.study.datasheet import datasheet, write_datasheet
from simi_lab.study.drawing import process_drawing, scenario_of
from simi_lab.study.drawing.layout import HEAD_SIZE, SIZE, text_width
from simi_lab.vocabulary import label

SVG = "{http://www.w3.org/2000/svg}"


def read(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def stage_text(svg: str, stage: str) -> str:
    """All words of one stage and its exits."""
    group = next(each for each in read(svg).iter(f"{SVG}g") if each.get("data-stage") == stage)
    return " ".join(text.text or "" for text in group.iter(f"{SVG}text")).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("name", known_scenarios())
def test_every_stage_is_drawn_once_in_order(name: str, lang: str) -> None:
    drawn = process_drawing(scenario_of(name), lang)
    root = read(drawn)
    assert [group.get("data-stage") for group in root.iter(f"{SVG}g")] == list(CODES["stage"])
    told = root.findtext(f"{SVG}desc") or ""
    assert root.findtext(f"{SVG}title")
    assert "DATA SINTETIS" in drawn
    for stage in CODES["stage"]:
        assert label("stage", stage, lang) in told
        assert label("stage", stage, lang) in stage_text(drawn, stage)


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("name", known_scenarios())
def test_no_text_leaves_its_box_and_no_box_lies_on_another(name: str, lang: str) -> None:
    root = read(process_drawing(scenario_of(name), lang))
    below = 0.0
    for group in root.iter(f"{SVG}g"):
        box, texts = None, 0
        boxes = []
        for each in group:
            if each.tag == f"{SVG}rect":
                box = {key: float(each.get(key, "")) for key in ("x", "y", "width", "height")}
                boxes.append(box)
            elif each.tag == f"{SVG}text" and box is not None:
                is_head = each.get("class") == "head"
                width = text_width(each.text or "", HEAD_SIZE if is_head else SIZE, bold=is_head)
                assert float(each.get("x", "")) + width <= box["x"] + box["width"], each.text
                assert box["y"] < float(each.get("y", "")) < box["y"] + box["height"], each.text
                texts += 1
        assert texts
        assert min(each["y"] for each in boxes) >= below
        below = max(each["y"] + each["height"] for each in boxes)
        exits = boxes[1:]
        assert all(a["y"] + a["height"] <= b["y"] for a, b in pairwise(exits))
    assert below < float(root.get("height", ""))


def test_numbers_follow_the_scenario() -> None:
    plain = scenario_of("kotabumi").model_dump(mode="json")
    before = process_drawing(Scenario.model_validate(plain), "en")
    plain["papers"]["incomplete_simi"]["value"] = 0.23
    plain["office"]["desks"]["interview"]["values"] = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), 7)
    plain["office"]["booking"]["payment_limit"]["value"] = 5
    after = process_drawing(Scenario.model_validate(plain), "en")
    for stage, old, new in (
        ("counter", "14% → 7%", "14% → 23%"),
        ("biometrics_interview", "3 officers", "7 officers"),
        ("paid", "2 hours", "5 hours"),
    ):
        assert old in stage_text(before, stage)
        assert old not in stage_text(after, stage)
        assert new in stage_text(after, stage)
    assert stage_text(before, "printing") == stage_text(after, "printing")


def test_without_simi_only_old_numbers_are_drawn_and_with_it_only_new_ones() -> None:
    both = process_drawing(scenario_of("kotabumi"), "en")
    never = process_drawing(scenario_of("kotabumi", ["tanpa_simi"]), "en")
    assert "10 → 5 minutes" in stage_text(both, "counter")
    assert "10 minutes" in stage_text(never, "counter")
    assert "→" not in never
    plain = scenario_of("kotabumi").model_dump(mode="json")
    plain["simi"]["go_live"] = plain["period"]["first"]
    always = process_drawing(Scenario.model_validate(plain), "en")
    assert "5 minutes" in stage_text(always, "counter")
    assert "→" not in always
    assert "dossiers" not in stage_text(always, "numbering")


def test_an_outage_stands_at_its_stages_only() -> None:
    drawn = process_drawing(scenario_of("kotabumi", ["gangguan_pdns"]), "en")
    hit = {stage for outage in scenario_of("kotabumi", ["gangguan_pdns"]).office.outages for stage in outage.stages}
    assert {stage for stage in CODES["stage"] if "Outage" in stage_text(drawn, stage)} == hit != set()


def test_most_cases_pass_clarification_by() -> None:
    root = read(process_drawing(scenario_of("kotabumi"), "en"))
    boxes = {group.get("data-stage", ""): group.find(f"{SVG}rect") for group in root.iter(f"{SVG}g")}

    def length(stage: str, name: str) -> float:
        box = boxes[stage]
        return float(box.get(name, "")) if box is not None else 0.0

    start = length("biometrics_interview", "y") + length("biometrics_interview", "height")
    end = length("numbering", "y")
    straight = [line for line in root.findall(f"{SVG}line") if float(line.get("y1", "")) == pytest.approx(start)]
    assert any(float(line.get("y2", "")) == pytest.approx(end - 6) for line in straight)


def test_the_languages_differ_in_every_stage() -> None:
    scenario = scenario_of("ukk_liwa")
    indonesian, english = process_drawing(scenario, "id"), process_drawing(scenario, "en")
    assert all(stage_text(indonesian, stage) != stage_text(english, stage) for stage in CODES["stage"])
    assert process_drawing(scenario, "id") == indonesian


def test_it_needs_nothing_from_outside_and_knows_the_dark() -> None:
    drawn = process_drawing(scenario_of("mungil"), "id")
    assert "prefers-color-scheme: dark" in drawn
    assert not re.search(r"<script|<image|href=|url\(", drawn)


def test_a_run_is_drawn_from_its_own_scenario_and_takes_no_change(mungil: Run) -> None:
    assert scenario_of(str(mungil.path)) == Scenario.model_validate(mungil.scenario)
    with pytest.raises(BadRequest, match="as it was made"):
        scenario_of(str(mungil.path), ["tanpa_simi"])


@pytest.mark.parametrize("words", [["tidakada"], ["mungil", "--change", "tidakada"], ["mungil", "--out", "x.png"]])
def test_a_wrong_wish_is_refused_and_writes_nothing(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["study", "drawing", *words]) == 2
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_what_python_draws(tmp_path: Path) -> None:
    path = tmp_path / "proses.svg"
    assert main(["--lang", "en", "study", "drawing", "mungil", "--change", "tanpa_simi", "--out", str(path)]) == 0
    assert path.read_text(encoding="utf-8") == process_drawing(scenario_of("mungil", ["tanpa_simi"]), "en")
    assert main(["study", "drawing", "mungil", "--out", str(tmp_path / "no" / "proses.svg")]) == 2


def test_the_datasheet_shows_the_drawing_beside_it(mungil: Run, tmp_path: Path) -> None:
    page = write_datasheet(mungil, tmp_path / "new", "en")
    text = page.read_text(encoding="utf-8")
    assert text.startswith(datasheet(mungil, "en"))
    shown = re.search(r"!\[.+\]\((.+)\)", text)
    assert shown and read((page.parent / shown[1]).read_text(encoding="utf-8")).tag == f"{SVG}svg"
