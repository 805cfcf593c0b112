"""Every kind of question in Chromium: answered by keyboard on a phone, pressed on a desk, sound in both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from simi_lab.store.workspace import open_workspace
from simi_lab.training import Record, load_module
from simi_lab.training.content.kinds.chart import Chart
from simi_lab.training.content.kinds.specimen import Specimen
from simi_lab.training.engine.grade import key_answer
from simi_lab.training.engine.selfcheck import wrong_answers

from .learner import Keys

pytestmark = pytest.mark.browser

KINDS = Path(__file__).parent / "kinds"
MODULE = load_module(KINDS / "09_semua_jenis")
PAGE = f"belajar?page=belajar/{MODULE.id}"
ON_PHONE = [MODULE.step(key) for key in ("p_pasang", "p_pilah", "p_tulis", "p_batang", "p_buku")]  # one of each kind
ON_DESK = [MODULE.step(key) for key in ("p_batang", "p_garis", "p_buku")]  # what is pressed


@pytest.fixture(scope="module")
def kinds_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kinds")


@pytest.fixture(scope="module")
def kinds_server(kinds_home: Path, serve: Callable[..., Any]) -> Iterator[str]:
    with serve("lesson_server.py", str(KINDS), SIMI_LAB_HOME=str(kinds_home), SIMI_LAB_ALIAS="") as address:
        yield address


def test_a_keyboard_on_a_phone_answers_every_kind(visit: Callable[..., Any], kinds_server: str) -> None:
    """Wrong first: parts that fit and parts that do not are told by a word, and can be mended from there."""
    seen = visit(f"{kinds_server}{PAGE}&lang=id&theme=light&alias=papan", "phone")
    keys, sheet = Keys(seen.page), seen.page.locator("section.sheet")
    keys.press("forward")
    for step in MODULE.questions[: MODULE.questions.index(ON_PHONE[-1]) + 1]:
        sheet.get_by_role("heading", name=step.title.id).wait_for()
        if step in ON_PHONE:
            keys.answer(step, next(iter(wrong_answers(step))))
            keys.press("check")
            sheet.locator(".feedback .title").wait_for()
            assert keys.active()["action"] == "check", "the focus left the button"
            seen.is_sound()
            _mend(keys, step)
            keys.press("check")
            sheet.locator(".feedback.right").wait_for()
            assert set(sheet.locator("[data-row] .verdict:not(:empty)").all_inner_texts()) <= {
                "✔ tepat", "✔ kekeliruan ditemukan",
            }  # fmt: skip
            keys.press("forward")
        else:
            sheet.get_by_role("button", name="Lewati dulu").click()


def _mend(keys: Keys, step: Any) -> None:
    """Bring a wrong answer to the right one, as the learner sees it on the sheet."""
    keys.restart_at_heading()
    wrong, right = next(iter(wrong_answers(step))), key_answer(step)
    if isinstance(step, Specimen):
        keys.choose_some([key for key in [*wrong, *right] if (key in wrong) != (key in right)])
    elif isinstance(wrong, dict):
        keys.answer(step, {row: right[row] for row in right if right[row] != wrong[row]})
    else:
        keys.answer(step, right)


def test_bars_points_and_fields_are_pressed(visit: Callable[..., Any], kinds_server: str, kinds_home: Path) -> None:
    with open_workspace(f"sqlite:///{kinds_home / '.simi' / 'workspace.db'}") as space:
        Record(space, "tekan").add(MODULE.id, 1, ON_DESK[0].key, "progressed")
    seen = visit(f"{kinds_server}{PAGE}&lang=en&theme=dark&alias=tekan")
    sheet = seen.page.locator("section.sheet")
    for step in ON_DESK:
        sheet.get_by_role("heading", name=step.title.en).wait_for()
        if isinstance(step, Chart):
            option = next(one for one in step.options if one.right)
            sheet.locator(f"svg [data-bar={option.bar}]").click()
            assert sheet.get_by_role("radio", name=option.text.en, exact=True).is_checked()
        else:
            for key in key_answer(step):
                sheet.locator(f"[data-row={key}] .value").click()
        seen.is_sound()
        sheet.get_by_role("button", name="Check").click()
        sheet.locator(".feedback.right").wait_for()
        sheet.get_by_role("button", name="Continue").click()
