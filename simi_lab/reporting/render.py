"""From an executed notebook to one HTML file: no code, no prompts, nothing from outside, every picture with words."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from simi_lab.charts.theme import css_variables
from simi_lab.i18n import LANGS, t

_PAGE = Path(__file__).parent / "page"
_LOADS = {"src", "srcset", "poster", "data", "background", "action", "href", "xlink:href"}


def render(notebook: Any, *, title: str, lang: str, provenance: Mapping[str, str], trouble: str = "") -> str:
    """Write the page of an executed notebook.

    Parameters
    ----------
    notebook : nbformat node, executed
    title : title of the document
    lang : cells tagged with another language are left out
    provenance : word and value of what the report was made from, for its foot
    trouble : sentence on why the report is not whole, "" when it is
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from nbconvert.exporters.templateexporter import TemplateExporter

    class Page(TemplateExporter):
        file_extension = ".html"
        output_mimetype = "text/html"

    exporter = Page(extra_template_basedirs=[str(_PAGE.parent)], template_name=_PAGE.name)
    words = {
        "mark": t("SYNTHETIC DATA", lang),
        "mark_more": t("every person in it is invented", lang),
        "provenance": t("What this report was made from", lang),
        "trouble": trouble,
        "trouble_title": t("This report is not whole", lang),
    }
    style = f":root{{{css_variables()}}}\n" + (_PAGE / "report.css").read_text(encoding="utf-8")
    resources = {"metadata": {"name": title}, "lang": lang, "others": [other for other in LANGS if other != lang]}
    body, _ = exporter.from_notebook_node(
        notebook, resources={**resources, "words": words, "style": style, "provenance": dict(provenance)}
    )
    body = re.sub(r'<a class="anchor-link"[^>]*>.*?</a>', "", body)  # nbconvert's own mark behind each heading
    return re.sub(r"\n\s*\n+", "\n", body)


def page_faults(html: str) -> list[str]:
    """What a page may not have: anything loaded from elsewhere, a script, a picture without words, an id twice."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    style = re.findall(r"@import|url\(\s*['\"]?(?!#|data:)[^)]*\)", html)
    return [*reader.faults, *(f"style loads {found}" for found in style)]


class _Reader(HTMLParser):
    """Walks a page; notes each fault with its place."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self._ids: set[str] = set()
        self._open: list[bool] = []  # per open <div role=img> or other div: whether it has words

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "script":
            self._note("a script")
        for name in _LOADS & given.keys():
            if not given[name].startswith(("#", "data:")):
                self._note(f"{tag} loads {given[name]!r}")
        own = given.get("id", "")
        if own in self._ids:
            self._note(f"id {own!r} twice")
        self._ids |= {own} if own else set()
        if tag == "div":
            self._open.append(given.get("role") == "img" and bool(given.get("aria-label", "").strip()))
        if tag == "svg" and not any(self._open):
            self._note("a chart without words")
        if tag == "img" and not given.get("alt", "").strip():
            self._note("a picture without words")

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self._open:
            self._open.pop()

    def _note(self, what: str) -> None:
        self.faults.append(f"line {self.getpos()[0]}: {what}")
