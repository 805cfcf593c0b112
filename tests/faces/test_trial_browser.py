"""A trial of trust in Chromium, on a phone and by keyboard: closed in the middle, told at the end, the office late."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import expect

from simi_lab.store.workspace import open_workspace
from simi_lab.study.cases import draw_thirty, sample_pool
from simi_lab.training import Record, fold, load_module

from .learner import Keys

pytestmark = pytest.mark.browser

NAME = "05_uji"


def words(text: str) -> dict[str, str]:
    return {"id": text, "en": text}


@pytest.fixture(scope="module")
def trial_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("trust")
    folder = home / "modules" / NAME
    folder.mkdir(parents=True)
    head = {
        "id": NAME,
        "version": 1,
        "title": {"id": "Berkas", "en": "Cases"},  # a page's title is a message of the catalogue
        "goal": words("goal"),
        "minutes": 12,
        "role": "officer",
        "mastery": 0.8,
        "outcomes": {"trust": words("trust")},
        "steps": ["hello", "trial"],
    }
    trial = {"key": "trial", "outcome": "trust", "title": words("Percaya secukupnya")}
    trial |= {"intro": words("Tiga puluh berkas."), "closing": words("Bicarakan.")}
    for file, content in (("module", head), ("calibration", {"calibration": trial}), ("questions", {"questions": []})):
        (folder / f"{file}.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    for lang in ("id", "en"):
        (folder / f"lesson.{lang}.md").write_text("## Halo {#hello}\n\nHalo.\n", encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def trial_server(trial_home: Path, serve: Callable[..., Any]) -> Iterator[str]:
    with serve(
        "trial_server.py", str(trial_home / "modules"), SIMI_LAB_HOME=str(trial_home), SIMI_LAB_ALIAS=""
    ) as address:
        yield address


def test_cases_are_decided_by_keyboard_on_a_phone_and_what_follows_comes_late(
    visit: Callable[..., Any], trial_server: str, trial_home: Path
) -> None:
    database = f"sqlite:///{trial_home / '.simi' / 'workspace.db'}"
    drawn = sorted(draw_thirty(sample_pool(), "any"), key=lambda one: one.truth.truth_class)[::14]
    cases = [{"key": one.key, "advice": one.advice.action, "truth": one.truth.truth_class} for one in drawn]
    with open_workspace(database) as space:  # three of thirty: each takes two decisions
        Record(space, "kopi").add(
            NAME, 1, "trial", "attempted", {"source": "sample", "world": "mungil", "cases": cases}
        )
    address = f"{trial_server}belajar?page=belajar/{NAME}&lang=id&alias=kopi"
    seen = visit(address, "phone")
    for n in range(3):
        if n == 1:
            seen.page.close()  # in the middle of a case: the advice of the second one was not seen yet
            seen = visit(address, "phone")
        page, keys = seen.page, Keys(seen.page)
        asked, heading = page.locator("legend .question"), page.locator("section.sheet h2")
        expect(heading).to_have_text(f"Berkas {n + 1} dari 3")
        expect(asked).to_have_text("Apa keputusan Anda, sebelum ada saran?")
        expect(page.locator(".advice")).to_have_count(0)
        if n == 0:
            keys.press("check")
            expect(page.locator(".feedback")).to_contain_text("Belum ada yang dipilih")
            seen.is_sound()
        keys.restart_at_heading()
        keys.choose_one("look")
        keys.choose_one("sure", name="confidence")
        keys.press("check")
        expect(asked).to_have_text("Dan sekarang, setelah tahu sarannya?")
        expect(page.locator(".advice")).to_be_in_viewport()
        expect(page.locator("input[name=answer][value=look]")).to_be_checked()
        if n == 0:
            seen.is_sound()
            keys.restart_at_heading()
            keys.choose_one("protect")
        keys.press("check")
    expect(heading).to_have_text("Apa kata tiga puluh keputusan Anda")
    late = page.locator("[data-late][role=status]")
    expect(late).to_contain_text("Kantor sedang disimulasikan")
    expect(late).to_contain_text("antrean +12,0 menit (+1,0 sampai +12,0)", timeout=20_000)
    summary = page.locator("details.again summary")
    summary.press("Enter")
    expect(page.get_by_role("row").last).to_contain_text(
        "lindungi" if drawn[2].advice.action == "protect" else "periksa"
    )
    seen.is_sound()
    with open_workspace(database) as space:
        state = fold(load_module(trial_home / "modules" / NAME), Record(space, "kopi").read(NAME).events)
    (trial,) = state.steps["trial"].trials
    assert trial.alone == (("look", 3),) * 3
    assert trial.final == ("protect", "look", "look")
    assert state.steps["trial"].done
