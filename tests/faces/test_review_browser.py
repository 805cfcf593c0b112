"""Today's review in Chromium: by keyboard alone on a phone, with confidence, to its calm end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from simi_lab.store.workspace import open_workspace
from simi_lab.training import Lesson, Record, load_module
from simi_lab.training.engine.grade import key_answer
from simi_lab.training.engine.sitting import Sitting

from .learner import Keys

pytestmark = pytest.mark.browser

MODULE = load_module("01_mengenal_simi")


def test_a_review_needs_only_a_keyboard_and_ends_calmly(
    visit: Callable[..., Any], academy: str, academy_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expect = pytest.importorskip("playwright.sync_api").expect
    with open_workspace(f"sqlite:///{academy_home / '.simi' / 'workspace.db'}") as space:
        record = Record(space, "ulang")
        with monkeypatch.context() as past:
            past.setenv("SIMI_LAB_NOW", (datetime.now(UTC) - timedelta(days=5)).isoformat())
            lesson = Lesson(MODULE, record)
            for key in ("q_siapa", "q_persen"):
                lesson.go(key)
                lesson.answer(key_answer(lesson.step))
        sitting = Sitting([MODULE], record)
        seen = visit(f"{academy}belajar?lang=id&alias=ulang", "phone")
        seen.page.get_by_text("2 pertanyaan perlu diulang").wait_for()
        seen.is_sound()
        seen.page.get_by_role("link", name="Ulangi").press("Enter")
        keys, sheet = Keys(seen.page), seen.page.locator("section.sheet")
        for n in range(2):
            assert sitting.recall is not None
            step: Any = sitting.recall.step
            expect(sheet.locator("h2")).to_have_text(step.title.id)
            expect(sheet).to_contain_text(f"{n} dari 2 diulang hari ini")
            keys.restart_at_heading()
            keys.answer(step, key_answer(step))
            keys.choose_one("fairly", "confidence")
            keys.press("check")
            expect(sheet.locator(".feedback[role=status]")).to_contain_text("Muncul lagi")
            assert keys.active()["action"] == "check", "the focus left the button"
            seen.is_sound()
            keys.press("forward")
            sitting.forward()
        expect(sheet.locator("h2")).to_have_text("Cukup untuk hari ini.")
        expect(sheet).to_contain_text("2 di antaranya langsung tepat")
        assert (seen.strays, seen.faults) == ([], [])
        kept = [event.data for event in record.read().events if event.verb == "reviewed"]
    assert [one.get("confidence") for one in kept] == ["fairly", "fairly"]
