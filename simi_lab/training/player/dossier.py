"""A dossier on screen: what the officer reads, and the model's advice."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from simi_lab.i18n import t

if TYPE_CHECKING:
    from simi_lab.study.cases import Dossier


def dossier_html(dossier: Dossier, lang: str) -> str:
    """Write a dossier, without advice and truth."""
    from simi_lab.study.cases.said import told

    parts = "".join(
        f"<div><dt>{escape(section.title)}</dt><dd>{escape(' '.join(section.lines))}</dd></div>"
        for section in told(dossier, lang)
    )
    return f'<dl class="dossier">{parts}</dl>'


def advice_html(dossier: Dossier, lang: str) -> str:
    """Write what the model advises, and why."""
    from simi_lab.study.cases.said import ACTION_WORDS, advice_told

    lines = "".join(f"<p>{escape(line)}</p>" for line in advice_told(dossier.advice, lang))
    said = t("The model advises: {action}", lang, action=t(ACTION_WORDS[dossier.advice.action], lang))
    return f'<div class="advice"><p class="label">{escape(said)}</p>{lines}</div>'


def titled(dossier: Dossier, lang: str) -> str:
    """Write the line above a dossier: an alias, and that it is invented."""
    return f'<p class="caption">{escape(t("Applicant: {alias} (invented alias)", lang, alias=dossier.alias))}</p>'
