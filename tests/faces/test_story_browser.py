"""A story in Chromium, on a phone and by keyboard alone: facts, choices, what follows, the debrief, a replay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from simi_lab.store.workspace import open_workspace
from simi_lab.training import Record, fold, load_module

from .test_lesson_browser import Keys

pytestmark = pytest.mark.browser

MODULE = load_module("03_data_pribadi_sehari_hari")
STORY = next(story for story in MODULE.stories if story.key == "s_foto")
# a violation whose consequence comes up later, put right at once; then what the best path does
WAY = [("telepon", "tolak"), ("janggal", "foto"), ("tersebar", "malam_ini"), ("surat", "kirim")]


def test_a_story_is_walked_on_a_phone_by_keyboard_and_its_debrief_is_sound(
    visit: Callable[..., Any], academy: str, academy_home: Path
) -> None:
    database = f"sqlite:///{academy_home / '.simi' / 'workspace.db'}"
    with open_workspace(database) as space:
        Record(space, "cerita").add(MODULE.id, 1, STORY.key, "progressed")
    seen = visit(f"{academy}belajar?page=belajar/{MODULE.id}&lang=id&alias=cerita", "phone")
    page, keys = seen.page, Keys(seen.page)
    heading = page.locator("section.sheet h2")
    expect(heading).to_have_text(STORY.title.id)
    keys.press("ask-mengapa")
    expect(page.locator(".facts .said")).to_contain_text("dua minggu tidak bicara")
    assert keys.active()["action"] == "ask-mengapa", "the focus left the button that was asked"
    keys.press("check")
    expect(page.locator(".feedback")).to_contain_text("Belum ada yang dipilih")
    seen.is_sound()
    for n, (scene, key) in enumerate(WAY):
        keys.restart_at_heading()
        keys.choose_one(key)
        keys.press("check")
        there = STORY.choice(scene, key)
        assert there is not None
        place = STORY.scene(there.goto) or STORY.ending(there.goto)
        assert place is not None
        expect(heading).to_have_text(place.title.id)
        expect(heading).to_be_focused()
        expect(page.locator(".happened")).to_contain_text(there.because.id[:40])
        if n == 1:
            expect(page.locator(".later").first).to_contain_text("cangkir")
            expect(page.locator(".meters")).to_contain_text("0 dari 72 jam")
    expect(page.locator(".paths section")).to_have_count(2)
    expect(page.locator(".paths section").first.locator(".severity.violation")).to_have_count(1)
    expect(page.locator(".paths section").last.locator(".severity.harmless")).to_have_count(4)
    expect(page.locator(".law")).to_contain_text("Dilanggar oleh")
    seen.is_sound()
    keys.press("replay")
    expect(heading).to_have_text(STORY.title.id)
    expect(page.get_by_text("Ulangan ini tidak dihitung.")).to_be_visible()
    with open_workspace(database) as space:
        state = fold(MODULE, Record(space, "cerita").read(MODULE.id).events).steps[STORY.key]
    assert (state.walks[0].path, len(state.walks)) == (tuple(WAY), 2)
    assert (state.done, state.score, state.crime) == (True, 0.75, False)
