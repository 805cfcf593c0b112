"""The home page as text: small, bilingual, doors only where there is something behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pytest

from simi_lab.serving import Face
from simi_lab.serving.home import Home
from simi_lab.shell import Route


@dataclass
class FakeRun:
    name: str = "kotabumi <1>"
    scenario: Any = field(
        default_factory=lambda: {
            "title": {"id": "Kanim Kotabumi (simulasi)", "en": "Kotabumi office (simulated)"},
            "period": {"first": "2023-01-01", "last": "2025-12-31"},
        }
    )
    manifest: Any = field(default_factory=lambda: {"tables": {"applications": {"rows": 47992}}})


def face(slug: str, *pages: str) -> Face:
    return Face(slug, "Menu", "home", tuple(Route(page, "Menu", "home", lambda session: "") for page in pages))


FACES = [face("dasbor", "layanan"), face("belajar", "belajar", "belajar/01_mengenal_simi")]


def text(home: Home, lang: str = "id", look: str = "") -> str:
    return home.page(lang, look).decode()


def test_the_page_is_small_and_needs_nothing_from_elsewhere() -> None:
    page = text(Home(FakeRun(), FACES, lab_url="http://127.0.0.1:8888/lab?token=x"))
    assert len(page.encode()) < 60_000
    assert "<script" not in page
    assert set(re.findall(r"https?://[^/\"' )]+", page)) == {"http://127.0.0.1:8888"}


@pytest.mark.parametrize(
    ("lang", "phrases"),
    [
        (
            "id",
            [
                "DATA SINTETIS",
                "bukan sistem yang sedang dipakai",
                "adalah dugaan",
                "47.992",
                "Januari 2023 sampai Desember 2025",
            ],
        ),
        ("en", ["SYNTHETIC DATA", "not a live system", "is a hypothesis", "47,992", "January 2023 to December 2025"]),
    ],
)
def test_it_says_what_this_is_in_both_languages(lang: str, phrases: list[str]) -> None:
    page = text(Home(FakeRun(), FACES), lang)
    assert f'<html lang="{lang}">' in page
    for phrase in [*phrases, "UKK Liwa", "kotabumi &lt;1&gt;"]:
        assert phrase in page


def test_doors_lead_to_what_exists(tmp_path: Any) -> None:
    page = text(Home(FakeRun(), FACES, prefix="/lab", summary=tmp_path, lab_url="http://127.0.0.1:8888/lab"), "en")
    links = set(re.findall(r'href="([^"#]+)"', page))
    assert {
        "/lab/belajar?page=belajar/01_mengenal_simi&amp;lang=en",
        "/lab/belajar?lang=en",
        "/lab/ringkasan/?lang=en",
        "/lab/dasbor?page=layanan&amp;lang=en",
        "http://127.0.0.1:8888/lab",
    } <= links


def test_without_a_world_it_says_how_to_make_one_and_lessons_stay_open() -> None:
    page = text(Home(None, FACES[1:]), "id")
    assert page.count("python3 simi up") == 2
    assert "Mulai pelajaran 1" in page
    assert "dasbor" not in page and "ringkasan/" not in page
    assert "simi-lab lab" in page, "JupyterLab does not run beside it"


def test_a_theme_that_is_asked_for_is_set_and_otherwise_the_system_decides() -> None:
    home = Home(None, [])
    assert 'data-lab-theme="dark"' in text(home, "id", "dark")
    assert "data-lab-theme=" not in re.sub(r"<style>.*?</style>", "", text(home), flags=re.S)
