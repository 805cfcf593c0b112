"""Markdown of a lesson turned into HTML with its numbers, diagrams and notes."""

from __future__ import annotations

from functools import cache
from html import escape

from markdown_it import MarkdownIt

from simi_lab.i18n import t
from simi_lab.training.content.marks import DIAGRAM, NOTE
from simi_lab.training.content.model import Module
from simi_lab.training.text.drawing import draw
from simi_lab.training.text.facts import FactSource, fill

MARKS = {"sourced": "Sourced", "known": "Generally known", "assumed": "Assumed"}


def html(text: str, module: Module, source: FactSource, lang: str) -> str:
    """Render a text of several paragraphs; notes are listed below it, each with its mark and source."""
    filled = fill(text, module, source, lang)
    names = list(dict.fromkeys(NOTE.findall(filled)))
    body = _markdown().render(filled)
    body = NOTE.sub(lambda match: _reference(names.index(match[1]) + 1), body)
    for name in dict.fromkeys(DIAGRAM.findall(body)):
        drawn = figure(name, module, lang)
        mark = f"{{diagram:{name}}}"
        body = body.replace(f"<p>{mark}</p>", drawn).replace(mark, drawn)
    return body + _notes(names, module, lang)


def figure(name: str, module: Module, lang: str) -> str:
    """Draw a diagram of a module by its name."""
    return f"<figure>{draw(module.head.diagrams[name], f'{module.id}-{name}', lang)}</figure>"


def inline(text: str, module: Module, source: FactSource, lang: str) -> str:
    """Render a single line: emphasis and numbers only."""
    return _markdown().renderInline(NOTE.sub("", fill(text, module, source, lang)))


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _reference(n: int) -> str:
    return f'<sup class="note">{n}</sup>'


def _notes(names: list[str], module: Module, lang: str) -> str:
    if not names:
        return ""
    notes = [module.head.notes[name] for name in names]
    items = "".join(
        f'<li><b class="{note.mark}">{escape(t(MARKS[note.mark], lang))}</b> '
        f"{_markdown().renderInline(note.source.say(lang))}</li>"
        for note in notes
    )
    return f'<div class="notes"><p>{escape(t("Where this comes from", lang))}</p><ol>{items}</ol></div>'
