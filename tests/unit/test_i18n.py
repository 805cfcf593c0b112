"""Messages, fallbacks and number forms of `simi_lab.i18n`."""

from __future__ import annotations

import string
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from simi_lab import i18n

CATALOGS = sorted((Path(i18n.__file__).parent / "locale" / "id").glob("*.po"))


def _fields(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_a_message_is_said_in_both_languages() -> None:
    assert i18n.t("SYNTHETIC DATA", "id") == "DATA SINTETIS"
    assert i18n.t("SYNTHETIC DATA", "en") == "SYNTHETIC DATA"


def test_a_missing_message_falls_back_and_logs(monkeypatch, caplog) -> None:
    monkeypatch.delenv("SIMI_LAB_STRICT", raising=False)
    with caplog.at_level("WARNING"):
        assert i18n.t("Never translated {n}", "id", n=3) == "Never translated 3"
    assert "Never translated" in caplog.text


def test_a_missing_message_raises_when_strict(monkeypatch) -> None:
    monkeypatch.setenv("SIMI_LAB_STRICT", "1")
    with pytest.raises(i18n.MissingTextError, match="Never translated"):
        i18n.t("Never translated", "id")
    assert i18n.t("Never translated", "en") == "Never translated"


def test_two_catalogues_that_disagree_are_refused(monkeypatch, tmp_path) -> None:
    (tmp_path / "id").mkdir()
    for room, text in (("a", "satu"), ("b", "dua")):
        (tmp_path / "id" / f"{room}.po").write_text(f'msgid "One"\nmsgstr "{text}"\n', encoding="utf-8")
    monkeypatch.setattr(i18n, "_LOCALES", tmp_path)
    i18n.catalog.cache_clear()
    try:
        with pytest.raises(i18n.ConflictingTextError, match=r"a\.po and b\.po"):
            i18n.catalog("id")
    finally:
        monkeypatch.undo()
        i18n.catalog.cache_clear()


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.stem)
def test_every_entry_is_translated_with_the_same_fields(path: Path) -> None:
    with path.open("rb") as stream:
        entries = [entry for entry in read_po(stream, locale="id", abort_invalid=True) if entry.id]
    assert entries
    for entry in entries:
        assert entry.string and not entry.fuzzy, f"{path.name}: {entry.id!r} has no text"
        assert _fields(str(entry.id)) == _fields(str(entry.string)), f"{path.name}: {entry.id!r}"


@pytest.mark.parametrize(
    ("call", "indonesian", "english"),
    [
        (lambda lang: i18n.number(1234567.54, lang), "1.234.567,5", "1,234,567.5"),
        (lambda lang: i18n.number(16000, lang), "16.000", "16,000"),
        (lambda lang: i18n.number(2.0, lang, 2), "2,00", "2.00"),
        (lambda lang: i18n.number(-3.2, lang), f"{i18n.MINUS}3,2", f"{i18n.MINUS}3.2"),
        (lambda lang: i18n.number(None, lang), i18n.NO_VALUE, i18n.NO_VALUE),
        (lambda lang: i18n.number(float("nan"), lang), i18n.NO_VALUE, i18n.NO_VALUE),
        (lambda lang: i18n.percent(0.123, lang, 1), "12,3%", "12.3%"),
        (lambda lang: i18n.percent(-0.5, lang), f"{i18n.MINUS}50%", f"{i18n.MINUS}50%"),
        (lambda lang: i18n.money(350000, lang), "Rp350.000", "IDR 350,000"),
        (lambda lang: i18n.day(date(2026, 5, 3), lang), "3 Mei 2026", "3 May 2026"),
        (lambda lang: i18n.day(datetime(2026, 8, 17, 9, tzinfo=UTC), lang, short=True), "17 Agu", "17 Aug"),
        (lambda lang: i18n.month("2025-03", lang), "Maret 2025", "March 2025"),
        (lambda lang: i18n.month(date(2024, 12, 1), lang, short=True), "Des 2024", "Dec 2024"),
        (lambda lang: i18n.duration_min(47.4, lang), "47 menit", "47 minutes"),
        (lambda lang: i18n.duration_min(125, lang), "2 jam 5 menit", "2 hours 5 minutes"),
        (lambda lang: i18n.duration_min(1, lang), "1 menit", "1 minute"),
        (lambda lang: i18n.duration_min(0, lang), "0 menit", "0 minutes"),
        (lambda lang: i18n.duration_min(4575, lang), "3 hari 4 jam", "3 days 4 hours"),
        (lambda lang: i18n.duration_min(-30, lang), f"{i18n.MINUS}30 menit", f"{i18n.MINUS}30 minutes"),
        (lambda lang: i18n.duration_min(None, lang), i18n.NO_VALUE, i18n.NO_VALUE),
    ],
)
def test_numbers_days_and_money_follow_the_language(call, indonesian: str, english: str) -> None:
    assert (call("id"), call("en")) == (indonesian, english)


def test_plural_counts_in_english_and_in_indonesian(monkeypatch) -> None:
    monkeypatch.delenv("SIMI_LAB_STRICT", raising=False)
    assert i18n.plural("{n} case", "{n} cases", 1, "en") == "1 case"
    assert i18n.plural("{n} case", "{n} cases", 1200, "en") == "1,200 cases"
