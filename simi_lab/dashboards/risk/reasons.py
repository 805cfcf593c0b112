"""Section of the page: the reasons of one invented case, shown only while the gate is open."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Any

import panel as pn
import param

from simi_lab.errors import SimiError
from simi_lab.i18n import t
from simi_lab.shell import Session, stack
from simi_lab.shell.assets import asset
from simi_lab.study.gate import Gate, gate


def section(session: Session) -> pn.Column:
    """The section for one session: reasons behind an open gate, else why it is closed and what opens it."""
    found = gate(session.run)
    content = param.bind(partial(_html, session, found), session.param.lang)
    pane = pn.pane.HTML(content, stylesheets=[asset("cards.css")], sizing_mode="stretch_width", margin=0)
    return stack(pane)


def _html(session: Session, found: Gate, lang: str) -> str:
    heading = f'<h2 class="small">{escape(t("Reasons of one case", lang))}</h2>'
    if not found.is_open:
        return f'<article class="card">{heading}{closed(found, lang)}</article>'
    try:
        body = _reasons(session.run, lang)
    except SimiError as fault:
        body = f"<p>{escape(t(fault.what, lang, **fault.values))}</p>"
    return f'<article class="card">{heading}{body}</article>'


def closed(found: Gate, lang: str) -> str:
    """Why no score of a single case is shown, and which command opens the gate."""
    duty = t(
        "Scores of single cases stay out of sight until an impact assessment for these very models is finished. The "
        "figures above speak of many people and of nobody in particular; they stay.",
        lang,
    )
    how = t("What helps:", lang)
    return (
        f'<p role="status"><strong>{escape(t("The gate is closed.", lang))}</strong> {escape(found.words(lang))}</p>'
        f"<p>{escape(duty)}</p><p>{escape(how)} <code>{escape(found.command)}</code></p>"
    )


def _reasons(run: Any, lang: str) -> str:
    """The first case of the last test month that the glass box would have looked at, in sentences."""
    from simi_lab.risk.telling.reasons import reason_lines
    from simi_lab.study.reasons import reasons_of
    from simi_lab.study.risk_page import example_of

    told = "\n".join(reason_lines(reasons_of(run, example_of(run)), lang))
    blocks = []
    for line in (each for each in told.split("\n") if each):
        if line.startswith("- "):
            blocks.append(f"<li>{escape(line[2:])}</li>")
        else:
            blocks.append(f"<p>{escape(line)}</p>")
    return _listed(blocks)


def _listed(blocks: list[str]) -> str:
    """Items that follow each other, put into lists."""
    text = "".join(blocks).replace("</p><li>", "</p><ul><li>").replace("</li><p>", "</li></ul><p>")
    return text + "</ul>" if text.endswith("</li>") else text
