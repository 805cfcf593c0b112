"""A lesson in Chromium: by keyboard on a phone from start to end, closed in the middle, sound in every view."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simi_lab.store.workspace import open_workspace
from simi_lab.training import Lesson, Record, fold, load_module
from simi_lab.training.content.model import Read
from simi_lab.training.engine.grade import key_answer

from .learner import SHEET, Keys

pytestmark = pytest.mark.browser

MODULE = load_module("01_mengenal_simi")
PAGE = "belajar?page=belajar/01_mengenal_simi&lang=id"
CLICK_TO_FEEDBACK = """() => new Promise((done) => {const sheet = (SHEET)()
  const feedback = sheet.querySelector(".feedback"), start = performance.now()
  new MutationObserver((_, me) => {me.disconnect(); requestAnimationFrame(() => done(performance.now() - start))})
    .observe(feedback, {childList: true})
  sheet.querySelector("[data-action=check]").click()})""".replace("SHEET", SHEET)
GO_TO = """(title) => [...(SHEET)().querySelectorAll(".outline button")]
  .find((button) => button.textContent.includes(title))?.click()""".replace("SHEET", SHEET)


def _heading(page: Any, words: str) -> None:
    page.locator("section.sheet h2", has_text=words).wait_for(timeout=10_000)


def test_a_phone_and_a_keyboard_are_enough_and_a_closed_browser_loses_nothing(
    visit: Callable[..., Any], academy: str, academy_home: Path
) -> None:
    address = f"{academy}{PAGE}&alias=jalan"
    seen = visit(address, "phone", is_fresh=True)
    keys = Keys(seen.page)
    with open_workspace(f"sqlite:///{academy_home / '.simi' / 'workspace.db'}") as space:
        steps = Lesson(MODULE, Record(space, "jalan")).module.steps  # with the numbers that this learner gets
    for n, step in enumerate(steps):
        if n == len(MODULE.steps) // 2:
            seen.page.context.close()
            seen = visit(address, "phone", is_fresh=True)
            keys = Keys(seen.page)
        _heading(seen.page, step.title.id)
        if not isinstance(step, Read):
            keys.answer(step, key_answer(step))
            keys.press("check")
            seen.page.get_by_text("Tepat.", exact=True).wait_for(timeout=10_000)
            assert keys.active()["action"] == "check", "the focus left the button"
        keys.press("forward")
    _heading(seen.page, "Anda sudah menyelesaikan modul ini.")
    assert (seen.strays, seen.faults) == ([], [])
    with open_workspace(f"sqlite:///{academy_home / '.simi' / 'workspace.db'}") as space:
        state = fold(MODULE, Record(space, "jalan").read(MODULE.id).events)
    assert (state.passed, state.score) == (True, 1.0)


@pytest.mark.parametrize(("lang", "theme", "viewport"), [("id", "light", "phone"), ("en", "dark", "desk")])
def test_every_kind_of_step_is_sound(
    visit: Callable[..., Any], academy: str, academy_home: Path, lang: str, theme: str, viewport: str
) -> None:
    alias = f"lihat {lang}"
    wrong: dict[str, Any] = {"q_siapa": "pemda", "q_bukan": ["terhubung"], "q_km": "280", "q_urutan": None}
    places = [*wrong, "jarak", "bekal", "alur"]
    with open_workspace(f"sqlite:///{academy_home / '.simi' / 'workspace.db'}") as space:
        for place in places:
            _bring_to(Record(space, alias), place, wrong.get(place))
    asked = f"lang={lang}&theme={theme}&alias={alias}"
    seen = visit(f"{academy}belajar?page=belajar/01_mengenal_simi&{asked}", viewport)
    for place in ["alur", *wrong, "jarak", "bekal"]:
        title = MODULE.step(place).title.say(lang)
        seen.page.evaluate(GO_TO, title)
        _heading(seen.page, title)
        seen.is_sound()
        assert _overflow(seen.page) <= 0, place
    seen.page.get_by_role("button", name={"id": "Lanjutkan", "en": "Continue"}[lang]).click()
    _heading(seen.page, {"id": "Hampir selesai.", "en": "Nearly there."}[lang])
    seen.is_sound()


@pytest.mark.parametrize("page", ["belajar", "belajar/catatan"])
@pytest.mark.parametrize("viewport", ["desk", "phone"])
def test_list_and_record_are_sound(visit: Callable[..., Any], academy: str, page: str, viewport: str) -> None:
    seen = visit(f"{academy}belajar?page={page}&lang=id", viewport)
    seen.is_sound()
    assert _overflow(seen.page) <= 0


def test_a_guest_begins_with_one_press(visit: Callable[..., Any], academy: str) -> None:
    seen = visit(f"{academy}belajar?lang=id&alias=pertama")
    seen.page.get_by_role("link", name="Mulai : Mengenal SIMI").click()
    _heading(seen.page, "Selamat datang")
    assert "alias=pertama" in seen.page.url


def test_feedback_is_a_status_with_a_word_and_not_answered_is_told_apart(
    visit: Callable[..., Any], academy: str, academy_home: Path
) -> None:
    with open_workspace(f"sqlite:///{academy_home / '.simi' / 'workspace.db'}") as space:
        _bring_to(Record(space, "status"), "q_siapa", None)
    page = visit(f"{academy}{PAGE}&alias=status").page
    status = page.locator("section.sheet .feedback[role=status][aria-live=polite]")
    page.get_by_role("button", name="Periksa", exact=True).click()
    status.get_by_text("Belum ada yang dipilih").wait_for()
    page.get_by_role("radio").nth(0).check()
    page.get_by_role("button", name="Periksa", exact=True).click()
    status.get_by_text("Belum tepat.").wait_for()
    status.get_by_text("tuan rumah").wait_for()
    for name in ("Petunjuk (sisa 2, −10%)", "Petunjuk (sisa 1, −10%)"):
        page.get_by_role("button", name=name).click()
    page.get_by_text("Petunjuk 2.").wait_for()
    for n in (1, 3):
        assert page.get_by_role("button", name="Lihat jawaban").count() == 0
        page.get_by_role("radio").nth(n).check()
        page.get_by_role("button", name="Periksa", exact=True).click()
        page.wait_for_timeout(200)
    page.get_by_role("button", name="Lihat jawaban").click()
    page.get_by_text("Jawaban.", exact=True).wait_for()
    assert page.get_by_role("radio").nth(0).is_disabled()


def test_language_changes_in_place_and_keeps_an_answer_not_yet_checked(
    visit: Callable[..., Any], academy: str, academy_home: Path
) -> None:
    with open_workspace(f"sqlite:///{academy_home / '.simi' / 'workspace.db'}") as space:
        _bring_to(Record(space, "bahasa"), "q_km", None)
    page = visit(f"{academy}{PAGE}&alias=bahasa").page
    page.get_by_role("textbox").fill("560")
    page.get_by_role("link", name="English").click()
    _heading(page, "How many kilometres?")
    assert page.get_by_role("textbox").input_value() == "560"
    page.get_by_role("textbox").press("Enter")
    page.get_by_text("Right.", exact=True).wait_for()


def test_two_windows_see_one_record(visit: Callable[..., Any], academy: str) -> None:
    one = visit(f"{academy}{PAGE}&alias=dua").page
    other = visit(f"{academy}{PAGE}&alias=dua").page
    one.get_by_role("button", name="Lanjutkan").click()
    _heading(one, "Apa itu SIMI")
    other.get_by_role("button", name="Lanjutkan").click()
    _heading(other, "Apa itu SIMI")
    one.get_by_role("button", name="Lanjutkan").click()
    _heading(one, "Siapa yang menjalankan layanan?")
    one.get_by_role("radio").nth(2).check()
    one.get_by_role("button", name="Periksa", exact=True).click()
    one.get_by_text("Tepat.", exact=True).wait_for()
    other.get_by_role("button", name="Lanjutkan").click()
    other.get_by_text("Tepat.", exact=True).wait_for()


def test_the_record_is_taken_along_and_erased_by_its_owner(visit: Callable[..., Any], academy: str) -> None:
    page = visit(f"{academy}{PAGE}&alias=hapus").page
    page.get_by_role("button", name="Lanjutkan").click()
    _heading(page, "Apa itu SIMI")
    page.get_by_role("link", name="Catatan saya").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh catatan saya").or_(page.get_by_role("link", name="Unduh")).first.click()
    assert '"alias": "hapus"' in Path(download.value.path()).read_text(encoding="utf-8")
    page.get_by_role("button", name="Hapus catatan saya").click()
    page.get_by_role("button", name="Ya, hapus").click()
    page.get_by_text("Catatan sudah dihapus").wait_for()
    page.get_by_text("Belum ada yang dimulai.").wait_for()


def test_click_to_feedback_is_measured(
    visit: Callable[..., Any], academy: str, academy_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_workspace(f"sqlite:///{academy_home / '.simi' / 'workspace.db'}") as space:
        _bring_to(Record(space, "cepat"), "q_siapa", None)
    page = visit(f"{academy}{PAGE}&alias=cepat", "phone").page
    page.get_by_role("radio").nth(0).check()
    times = sorted(page.evaluate(CLICK_TO_FEEDBACK) for _ in range(25))
    with capsys.disabled():
        middle, high = statistics.median(times), times[round(0.95 * (len(times) - 1))]
        print(f"\nclick to feedback: p50 {middle:.0f} ms, p95 {high:.0f} ms, n {len(times)}")  # noqa: T201
    assert page.get_by_text("Coba lagi, atau lihat jawabannya.").is_visible()


def _bring_to(record: Record, place: str, wrong: Any) -> None:
    """Write a record that stands at a place, after one wrong answer there."""
    if wrong is not None:
        data = {"response": wrong, "success": False, "score": 0.0, "lang": "id"}
        record.add(MODULE.id, 1, place, "answered", data)
        record.add(MODULE.id, 1, place, "asked-hint")
    record.add(MODULE.id, 1, place, "progressed")


def _overflow(page: Any) -> float:
    """Pixels by which anything in the sheet or on the list sticks out of the window."""
    return page.evaluate("""() => {
      const widest = (root) => {
        let most = 0
        for (const e of root.querySelectorAll("*")) {
          const box = e.getBoundingClientRect()
          if (box.width > 1 && e.closest("section, article, main")) most = Math.max(most, box.right)
          if (e.shadowRoot) most = Math.max(most, widest(e.shadowRoot))
        }
        return most
      }
      return widest(document) - innerWidth}""")
