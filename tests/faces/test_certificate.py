"""Certificates from the command and from the page: given, taken to another computer, verified there, refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from simi_lab.cli import main
from simi_lab.shell import Session
from simi_lab.store.workspace import open_workspace
from simi_lab.training import Lesson, Record, load_module
from simi_lab.training.content.model import Question
from simi_lab.training.engine.grade import key_answer
from simi_lab.training.pages.certificates import CertificateShelf
from simi_lab.training.player.finish import finish

MODULE = load_module("01_mengenal_simi")
LONG = "mmmmmmmmmmm wwwwwwwwwwww"  # the widest alias that is allowed: it takes two lines
FITS = "(({scrollHeight, clientHeight}) => scrollHeight <= clientHeight)(document.querySelector('main'))"
ONE_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


def learn(alias: str) -> Lesson:
    """Take the module with every answer right."""
    with open_workspace() as space:
        lesson = Lesson(MODULE, Record(space, alias))
        for step in lesson.module.steps:
            lesson.go(step.key)
            if isinstance(step, Question):
                lesson.answer(key_answer(step))
            lesson.forward()
        return lesson


def note_passed(alias: str) -> None:
    """Write down that the module was passed, as its last page does."""
    outcomes = dict.fromkeys(MODULE.head.outcomes, 0.9)
    with open_workspace() as space:
        Record(space, alias).add(MODULE.id, MODULE.head.version, "end", "passed", {"outcomes": outcomes})


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer of this test's own, without a browser that prints."""
    monkeypatch.setenv("SIMI_LAB_HOME", str(tmp_path / "here"))
    monkeypatch.setenv("SIMI_LAB_LANG", "id")
    monkeypatch.setenv("SIMI_LAB_CHROMIUM", str(tmp_path / "no-browser"))
    monkeypatch.delenv("SIMI_LAB_ALIAS", raising=False)
    return tmp_path


def test_a_certificate_is_given_and_verified_elsewhere(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    note_passed("kopi")
    page, document, public = home / "c.html", home / "c.json", home / "kantor.pem"
    words = ["learn", "certificate", MODULE.id, "--alias", "kopi"]
    assert main([*words, "--out", str(home / "c.pdf")]) == 0
    said = capsys.readouterr()
    assert page.exists()
    assert "Tidak ada peramban" in said.err
    assert not (home / "c.pdf").exists()
    assert main([*words, "--out", str(document), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["marks"]["alur"] == 90
    badge = json.loads(document.read_text(encoding="utf-8"))
    assert badge["credentialSubject"]["achievement"]["name"] == "Mengenal SIMI / Getting to know SIMI"
    assert main(["learn", "key", "--out", str(public)]) == 0
    monkeypatch.setenv("SIMI_LAB_HOME", str(home / "elsewhere"))
    capsys.readouterr()
    for file in (page, document):
        assert main(["learn", "verify", str(file), "--key", str(public)]) == 0
        assert "Asli: kopi telah menguasai Mengenal SIMI." in capsys.readouterr().out
    assert main(["learn", "verify", str(page)]) == 2  # this computer knows no key yet
    assert "belum pernah menandatangani" in capsys.readouterr().err
    assert not (home / "elsewhere" / ".simi" / "certificate.key").exists()
    assert main(["learn", "key"]) == 0  # now it has one of its own
    assert "BEGIN PUBLIC KEY" in capsys.readouterr().out
    assert main(["learn", "verify", str(page)]) == 1
    assert "kunci lain" in capsys.readouterr().err
    page.write_bytes(page.read_bytes().replace(b"kopi", b"lada"))
    assert main(["learn", "verify", str(page), "--key", str(public)]) == 1
    assert "tidak asli" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["certificate", MODULE.id, "--alias", "belum"], "belum dimulai, atau sudah dihapus"),
        (["certificate", "99_tiada"], "99_tiada tidak ada"),
        (["certificate", MODULE.id, "--out", "c.docx"], "Sertifikat berupa berkas"),
        (["certificate", MODULE.id, "--lang", "fr"], "Tidak ada bahasa fr"),
        (["verify", "tiada.pdf", "--key", __file__], "bukan berkas kunci publik"),
    ],
)
def test_a_bad_request_is_refused_and_makes_nothing(
    home: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["learn", *words]) == 2
    assert said in capsys.readouterr().err
    assert not (home / "here" / ".simi" / "certificate.key").exists()


def test_the_last_page_tells_where_the_certificate_is(home: Path) -> None:
    lesson = learn("lada")
    assert 'data-q="page=belajar/catatan"' in finish(lesson, "id")["html"]
    lesson.face = "notebook"
    assert f"simi-lab learn certificate {MODULE.id}" in finish(lesson, "id")["html"]
    lesson.restart()
    lesson.go("end")
    assert "certificate" not in finish(lesson, "id")["html"]


def test_an_erased_record_offers_no_certificate(home: Path) -> None:
    note_passed("tamu")
    shelf = CertificateShelf(Session(), [MODULE])
    assert len(shelf._buttons) == 1
    shelf._desk.record.erase()
    shelf._desk.ring()
    assert len(shelf._buttons) == 0


@pytest.fixture
def academy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, serve: Callable[..., Any]) -> Iterator[str]:
    """A served academy in which one learner has passed and six have begun."""
    monkeypatch.setenv("SIMI_LAB_HOME", str(tmp_path))
    monkeypatch.setenv("SIMI_LAB_LANG", "id")
    note_passed("kopi robusta")
    note_passed(LONG)
    with open_workspace() as space:
        for n in range(6):
            lesson = Lesson(MODULE, Record(space, f"peserta {n}"))
            lesson.go(MODULE.questions[0].key)
            lesson.answer("simi" if n % 2 else key_answer(MODULE.questions[0]))
    with serve("lesson_server.py", SIMI_LAB_HOME=str(tmp_path), SIMI_LAB_ALIAS="") as address:
        yield address


@pytest.mark.browser
def test_a_phone_takes_the_certificate_along_and_the_trainer_sees_the_class(
    academy: str, visit: Callable[..., Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from playwright.sync_api import expect

    seen = visit(f"{academy}belajar?page=belajar/catatan&alias=kopi%20robusta&lang=id", "phone")
    seen.page.get_by_role("button", name="Sertifikat: Mengenal SIMI").click()
    expect(seen.page.get_by_text("Sertifikat siap.")).to_be_visible(timeout=30_000)
    with seen.page.expect_download() as download:
        seen.page.get_by_text("Simpan berkas").click()
    file = tmp_path / "sertifikat.pdf"
    download.value.save_as(file)
    assert main(["learn", "verify", str(file)]) == 0
    assert "kopi robusta telah menguasai" in capsys.readouterr().out
    assert len(ONE_PAGE.findall(file.read_bytes())) == 1
    seen.is_sound()
    trainer = visit(f"{academy}belajar?page=belajar/pelatih&lang=en&theme=dark", "phone")
    trainer.page.locator("summary").first.click()
    expect(trainer.page.locator("table.items").first).to_be_visible()
    expect(trainer.page.get_by_text("8 learners have a record here")).to_be_visible()
    trainer.is_sound()
    page = tmp_path / "sertifikat.html"
    assert main(["learn", "certificate", MODULE.id, "--alias", LONG, "--out", str(page)]) == 0
    paper = visit(page.as_uri(), is_panel=False)
    paper.page.emulate_media(media="print")
    paper.page.reload()
    assert "tight" in paper.page.locator("main").get_attribute("class"), "nothing long was tried"
    assert paper.page.evaluate(FITS), "the end of the certificate is cut off"
    assert paper.axe() == []
