"""A task for analysts in Chromium: written by keyboard on a phone, run, checked; nobody waits for another's program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from simi_lab.store.workspace import open_workspace
from simi_lab.training import Record, fold, load_module
from simi_lab.training.content.kinds.code import Code

pytestmark = pytest.mark.browser

MODULE = load_module("A1_polars_dan_dunia")
TASK = next(step for step in MODULE.questions if isinstance(step, Code))
PAGE = f"belajar?page=belajar/{MODULE.id}&lang=id&alias=kerja"
RUNNING = "Program Anda sedang berjalan."


def test_a_program_that_never_ends_keeps_nobody_waiting_and_a_right_one_is_found_right(
    visit: Callable[..., Any], academy: str, academy_home: Path
) -> None:
    from playwright.sync_api import expect

    address = f"sqlite:///{academy_home / '.simi' / 'workspace.db'}"
    with open_workspace(address) as space:
        Record(space, "kerja").add(MODULE.id, 1, TASK.key, "progressed")
    seen = visit(f"{academy}{PAGE}", "phone")
    page, box, keys = seen.page, seen.page.locator("textarea.program"), seen.page.keyboard
    box.fill("import time\ntime.sleep(600)")
    page.locator("[data-action=run]").click()
    expect(page.get_by_text(RUNNING)).to_be_visible(timeout=20_000)
    with urlopen(f"{academy}{PAGE}") as answer:  # another visitor
        assert answer.status == 200
    assert page.get_by_text(RUNNING).is_visible(), "the visitor waited for the program"
    expect(page.get_by_text("Programnya terlalu lama dan dihentikan.")).to_be_visible(timeout=20_000)

    box.fill("")
    keys.type("for n in [1]:\nprint(aplications)")  # Enter indents after a colon
    assert box.input_value() == "for n in [1]:\n    print(aplications)"
    keys.press("Control+Enter")
    expect(page.get_by_text("Mungkin maksud Anda applications?")).to_be_visible(timeout=20_000)

    box.fill(TASK.answers[0])
    keys.press("Tab")
    assert not box.evaluate("box => box.matches(':focus')"), "Tab must leave the field"
    page.locator("[data-action=check]").click()
    expect(page.locator(".feedback.right")).to_be_visible(timeout=20_000)
    expect(page.locator(".output table")).to_be_visible()
    seen.is_sound()
    with open_workspace(address) as space:
        state = fold(MODULE, Record(space, "kerja").read().events).steps[TASK.key]
    assert (state.tries, state.right) == (1, True)
