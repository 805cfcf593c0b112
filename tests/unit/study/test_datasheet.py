"""The datasheet counts and lists what its run says."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest

from simi_lab.scenario.typologies import Dials
from simi_lab.store import Run
from simi_lab.study.datasheet import datasheet, marked


@pytest.mark.parametrize(("lang", "title"), [("id", "Larangan pemakaian"), ("en", "What it must not be used for")])
def test_every_number_of_the_scenario_is_listed_once(mungil: Run, lang: str, title: str) -> None:
    page = datasheet(mungil, lang)
    facts = list(marked(mungil.scenario))
    assert len(facts) > 100
    assert title in page
    assert "DATA SINTETIS" in page
    assert mungil.hash in page
    lines = page.splitlines()
    assert all(sum(line.startswith(f"- `{path}`: ") for line in lines) == 1 for path, _ in facts)
    assert f"{sum(fact['mark'] == 'assumed' for _, fact in facts)} " in page


def test_what_is_enlarged_or_changed_stands_apart(mungil: Run) -> None:
    def apart(run: Run) -> list[str]:
        page = datasheet(run, "en")
        return page.split("## Enlarged or changed on purpose")[1].split("\n## ")[0].strip().splitlines()

    plain = copy.deepcopy(dict(mungil.manifest))
    plain["origin"]["changes"] = []
    plain["origin"]["scenario"]["dials"] = Dials().model_dump(mode="json")
    for _, fact in marked(plain["origin"]["scenario"]):
        fact["reason"] = fact["reason"].replace("enlarged", "")
    assert apart(replace(mungil, manifest=plain)) == ["Nothing is enlarged, and no change or dial is on."]
    plain["origin"]["changes"] = ["bias_label"]
    plain["origin"]["scenario"]["dials"]["checked"] = 3.0
    plain["origin"]["scenario"]["papers"]["scan_mean"]["reason"] = "enlarged for training"
    lines = apart(replace(mungil, manifest=plain))
    assert len(lines) == 3
    assert lines[0].endswith("bias_label")
    assert "`checked`: 3.0" in lines[1]
    assert lines[2].startswith("- papers.scan_mean = ")
