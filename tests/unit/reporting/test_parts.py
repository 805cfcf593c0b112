"""Blocks, tables, SVG made fit to lie in a page, and the rules of a page."""

from __future__ import annotations

import pytest

from simi_lab.reporting.parts import FIGURES, Block, bullets, own_ids, section, table, tiles
from simi_lab.reporting.render import page_faults

SVG = """<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg width="10pt" height="20pt" viewBox="0 0 10 20" xmlns="http://www.w3.org/2000/svg">
<metadata><a href="http://example.invalid"/></metadata>
<!-- a note -->
<defs><clipPath id="p1"><rect/></clipPath></defs><g id="axes_1" clip-path="url(#p1)"/></svg>"""


def test_two_charts_in_one_page_share_no_id() -> None:
    page = "".join(f'<div role="img" aria-label="x">{own_ids(SVG, name)}</div>' for name in ("a", "b"))
    assert page_faults(page) == []
    assert 'id="a-p1"' in page
    assert "url(#a-p1)" in page
    assert "axes_1" not in page  # nobody refers to it


def test_a_chart_grows_with_the_page_and_keeps_nothing_of_its_file() -> None:
    made = own_ids(SVG, "a")
    assert made.startswith("<svg ")
    assert "viewBox" in made
    for gone in ("width=", "height=", "metadata", "a note", "DOCTYPE"):
        assert gone not in made


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<script>1</script>", "a script"),
        ('<link href="https://fonts.example/x.css">', "loads"),
        ('<img src="chart.png" alt="a chart">', "loads"),
        ('<img src="data:image/png;base64,AA">', "without words"),
        ("<svg></svg>", "a chart without words"),
        ('<div role="img" aria-label=" "><svg></svg></div>', "a chart without words"),
        ('<p id="a"></p><p id="a"></p>', "twice"),
        ("<style>@import 'x.css'</style>", "style loads"),
        ("<style>p{background:url(http://x.example/a.png)}</style>", "style loads"),
    ],
)
def test_each_fault_of_a_page_is_found(html: str, said: str) -> None:
    assert said in "; ".join(page_faults(html))


def test_texts_are_never_read_as_markup() -> None:
    shown = table("t", "<b>", ["<i>"], [["<script>", "&"]]) + bullets(["<u>"]) + tiles([("<a>", "<b>", "<c>")])
    assert "&lt;script&gt;" in shown
    assert not any(mark in shown for mark in ("<script>", "<i>", "<u>", "<a>", "<b>"))


def test_a_table_names_itself_its_columns_and_its_rows() -> None:
    shown = table("t", "Counts", ["What", "n"], [["a", "1"], ["b", "2"]], kinds="g-")
    assert '<caption id="t-caption">Counts</caption>' in shown
    assert shown.count('scope="col"') == 2
    assert shown.count('scope="row"') == 2
    assert '<tr class="group"><th scope="row">a' in shown


def test_a_block_shows_html_and_carries_its_numbers() -> None:
    block = section("s", "Title", "<p>x</p>", figures={"n": 3})
    assert block._repr_mimebundle_()[FIGURES] == {"n": 3}
    assert '<h2 id="s-title">Title</h2>' in block._repr_mimebundle_()["text/html"]
    assert FIGURES not in Block("<p>y</p>")._repr_mimebundle_()
