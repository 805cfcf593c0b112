"""One figure with its interval and its rule: what a page opens with."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

import panel as pn
import param

from simi_lab.i18n import t
from simi_lab.shell.cards.notes import html_pane
from simi_lab.shell.state import Session

_SHAPES = {"good": "●", "bad": "▲", "open": "◆"}  # a state is never told by colour alone


@dataclass(frozen=True)
class Kpi:
    """Words of a figure card, all in the reader's language and form.

    Parameters
    ----------
    label : what is counted ("Waiting at the counter")
    value, unit : the figure ("47") and its unit ("minutes")
    interval : its interval in words, or "" when the figure has none ("45 to 50, 95% interval")
    rule : how it is counted, one sentence
    state : "good", "bad" or "open", told with a word, or ""
    verdict : the word of the state ("not reached")
    """

    label: str
    value: str
    unit: str = ""
    interval: str = ""
    rule: str = ""
    state: str = ""
    verdict: str = ""


class KpiCard(pn.viewable.Viewer):
    """A card with one figure.

    Parameters
    ----------
    session : the visitor
    kpi : `Kpi`, or a reference to one (a bound function of language and filters)
    **params : layout of the outer pane
    """

    def __init__(self, session: Session, kpi: Any, **params: Any) -> None:
        super().__init__()
        self._pane = html_pane(param.bind(kpi_html, kpi, session.param.lang), **params)

    def __panel__(self) -> pn.pane.HTML:
        return self._pane


def kpi_html(kpi: Kpi, lang: str) -> str:
    """A figure card as HTML."""
    unit = f'<span class="unit">{escape(kpi.unit)}</span>' if kpi.unit else ""
    parts = [f'<h2 class="small">{escape(kpi.label)}</h2>', f'<p class="figure">{escape(kpi.value)}{unit}</p>']
    if kpi.interval:
        parts.append(f'<p class="interval">{escape(kpi.interval)}</p>')
    if kpi.state:
        shape = f'<span aria-hidden="true">{_SHAPES[kpi.state]}</span>'
        parts.append(f'<p><span class="state {kpi.state}">{shape}{escape(kpi.verdict)}</span></p>')
    if kpi.rule:
        parts.append(f'<p class="caption">{escape(kpi.rule)}</p>')
    label = escape(f"{kpi.label}, {t('SYNTHETIC DATA', lang).lower()}")
    return f'<article class="card" aria-label="{label}">{"".join(parts)}</article>'
