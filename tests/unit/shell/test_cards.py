"""Cards without a browser: tables, files, figures, charts and selects say the right thing."""

from __future__ import annotations

from datetime import date
from typing import Any

import param
import polars as pl
import pytest

from simi_lab.privacy import suppress
from simi_lab.shell import Filters, Session
from simi_lab.shell.cards import Chart, ChartCard, Column, EmptyState, Kpi, KpiCard, SmallCellNote, choice
from simi_lab.shell.cards.kpi import kpi_html
from simi_lab.shell.cards.table import csv_text, table_html

ROWS = pl.DataFrame({"who": ["A", "B", "C", "D"], "n": [40, 3, 52, 61], "share": [0.5, 0.1, None, 0.25]})
HIDDEN = suppress(ROWS.select("who", "n"), count="n", by=["who"])
COLUMNS = [Column("who", "Kecamatan", labels={"A": "Balik <Bukit>"}), Column("n", "Pemohon", "number")]


def test_a_table_has_caption_headings_and_names_its_rows() -> None:
    html = table_html(ROWS, [*COLUMNS, Column("share", "Bagian", "percent", 1)], "id", "Tabel & kata")
    assert "<caption>Tabel &amp; kata</caption>" in html
    assert '<th scope="col" class="n">Pemohon</th>' in html
    assert '<th scope="row">Balik &lt;Bukit&gt;</th><td class="n">40</td><td class="n">50,0%</td>' in html
    assert '<th scope="row">C</th><td class="n">52</td><td class="n">–</td>' in html, "absent is not hidden"


def test_hidden_cells_say_so() -> None:
    html = table_html(HIDDEN, COLUMNS, "en", "x")
    assert html.count('<span class="hidden">hidden</span>') == HIDDEN["suppressed"].sum() >= 2
    assert ">3<" not in html


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("money", 350_000, "Rp350.000"),
        ("day", date(2025, 3, 1), "1 Maret 2025"),
        ("month", date(2025, 3, 1), "Maret 2025"),
        ("minutes", 75.0, "1 jam 15 menit"),
        ("number", 1234.5, "1.234,5"),
        ("text", "el_5", "el_5"),
    ],
)
def test_each_kind_is_written_in_the_readers_form(kind: str, value: Any, words: str) -> None:
    html = table_html(pl.DataFrame({"k": ["x"], "v": [value]}), [Column("k", "K"), Column("v", "V", kind)], "id", "c")
    assert f">{words}</td>" in html


def test_a_long_table_says_how_many_rows_are_only_in_the_file() -> None:
    html = table_html(pl.DataFrame({"who": ["A"] * 1700, "n": range(1700)}), COLUMNS, "en", "x")
    assert html.count("<tr>") == 501
    assert "1,200 more rows are in the file." in html


def test_a_file_runs_no_formula_and_says_on_every_row_that_it_is_synthetic() -> None:
    bad = ["=1+1", "+62", "-2", "@SUM(A1)", "\tx", "plain", None]
    frame = pl.DataFrame({"text": bad, "n": [-1, 2, 3, 4, 5, 6, 7]}).with_columns(
        pl.col("text").cast(pl.Categorical).alias("cat")
    )
    text = csv_text(frame, "DATA SINTETIS")
    assert text.startswith("\ufeff")
    back = pl.read_csv(text.encode("utf-8-sig")[3:])
    assert back["text"].to_list() == ["'=1+1", "'+62", "'-2", "'@SUM(A1)", "'\tx", "plain", None]
    assert back["cat"].to_list() == back["text"].to_list()
    assert back["n"].to_list() == frame["n"].to_list(), "numbers stay numbers"
    assert set(back["data"]) == {"DATA SINTETIS"}


def test_a_figure_tells_its_state_with_word_and_shape() -> None:
    html = kpi_html(Kpi("Waiting", "47", "minutes", "45 to 50", "Median.", "bad", "not reached"), "en")
    assert "▲" in html and "not reached" in html and "45 to 50" in html
    assert "<script>" not in kpi_html(Kpi("<script>", "<script>"), "id")
    card = KpiCard(Session(), Kpi("Waiting", "47"))
    assert "47" in card.__panel__().object


def chart(lang: str, n: int, plot: Any = None) -> Chart:
    return Chart({"id": f"{n} pemohon", "en": f"{n} applicants"}[lang], "Kalimat.", plot, HIDDEN, COLUMNS, "Sumber")


def test_a_chart_card_follows_language_and_choice_and_notes_hidden_groups() -> None:
    session, n = Session(), param.rx(3)
    card = ChartCard(session, param.bind(chart, session.param.lang, n), file_name="contoh")
    frame = card.__panel__()
    assert frame.title == "3 pemohon"
    assert "tidak ditampilkan" in frame.note
    session.lang = "en"
    n.rx.value = 8
    assert (frame.title, frame.words["open"]) == ("8 applicants", "Show the table")
    assert "not shown" in frame.note


def test_the_table_of_a_chart_is_written_only_while_open() -> None:
    session = Session()
    card = ChartCard(session, param.bind(chart, session.param.lang, 3), file_name="contoh")
    frame = card.__panel__()
    assert frame.table == ""
    frame.is_open = True
    assert "<caption>Kalimat.</caption>" in frame.table and "disembunyikan" in frame.table
    session.lang = "en"
    assert "disembunyikan" not in frame.table and ">hidden<" in frame.table


def test_the_file_of_a_chart_is_made_when_asked() -> None:
    asked = []

    def frame() -> pl.DataFrame:
        asked.append(1)
        return ROWS

    card = ChartCard(Session(), chart("id", 3), file_name="contoh", frame=frame)
    sent: list[dict[str, str]] = []
    card.__panel__()._send_msg = sent.append
    assert asked == []
    card.__panel__()._handle_msg({"want": "csv"})
    card.__panel__()._handle_msg({"want": "everything"})
    assert asked == [1]
    assert sent[0]["name"] == "contoh_DATA_SINTETIS.csv"
    assert sent[0]["text"].splitlines()[1] == "A,40,0.5,DATA SINTETIS"


def test_an_empty_chart_and_a_small_cell_note_are_words() -> None:
    session = Session()
    card = ChartCard(session, chart("id", 3), file_name="contoh")
    assert "Tidak ada yang dapat digambar" in card._slot[0].object
    assert "tidak ditampilkan" in SmallCellNote(session, HIDDEN).__panel__().object
    shown = ROWS.filter(pl.col("n") > 5).select("who", "n")
    assert SmallCellNote(session, suppress(shown, count="n", by=["who"])).__panel__().object == ""
    empty = EmptyState(session, "Run: {name}", name="<b>")
    assert "&lt;b&gt;" in empty.__panel__().object


class Picked(Filters):
    seats = param.Selector(default=2, objects=[1, 2, 3])


def test_a_select_and_its_filter_follow_each_other() -> None:
    session, filters = Session(), Picked()
    box = choice(
        session, filters, "seats", "Menu", lambda value, lang: f"{value} {'kursi' if lang == 'id' else 'seats'}"
    )
    assert (box.value, box.options[0]) == ("2", ["1", "1 kursi"])
    box.value = "3"
    assert filters.seats == 3
    filters.seats = 1
    assert box.value == "1"
    session.lang = "en"
    assert (box.value, box.options[0]) == ("1", ["1", "1 seats"])
    box.value = "99"
    assert filters.seats == 1, "only what the list offers"
