"""Small words of a page: the synthetic mark, an empty place, a note on hidden cells, a place that is loading."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import panel as pn
import param

from simi_lab.i18n import t
from simi_lab.privacy import small_cell_note
from simi_lab.shell.assets import asset
from simi_lab.shell.state import Session

if TYPE_CHECKING:
    import polars as pl


def html_pane(content: Any, **params: Any) -> pn.pane.HTML:
    """A pane of our own HTML (a string or a reference to one) in the look of the cards."""
    options = {"sizing_mode": "stretch_width", "margin": 0, **params}
    return pn.pane.HTML(content, stylesheets=[asset("cards.css")], **options)


class SyntheticMark(pn.viewable.Viewer):
    """The words DATA SINTETIS in the reader's language, never to be left out."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._pane = html_pane(param.bind(_mark, session.param.lang), sizing_mode=None)

    def __panel__(self) -> pn.pane.HTML:
        return self._pane


class EmptyState(pn.viewable.Viewer):
    """What stands where there is nothing to show: one plain sentence and what the reader can do.

    Parameters
    ----------
    session : the visitor
    message, hint : message ids
    **values : fields of both messages
    """

    def __init__(self, session: Session, message: str, hint: str = "", **values: object) -> None:
        super().__init__()
        references: dict[str, Any] = values
        self._pane = html_pane(param.bind(_empty, session.param.lang, message, hint, **references))

    def __panel__(self) -> pn.pane.HTML:
        return self._pane


class SmallCellNote(pn.viewable.Viewer):
    """Says how many groups of a suppressed frame are hidden, and why; nothing when none is.

    Parameters
    ----------
    session : the visitor
    frame : an answer of `privacy.suppress`, or a reference to one
    """

    def __init__(self, session: Session, frame: Any, **params: Any) -> None:
        super().__init__()
        self._pane = html_pane(param.bind(_small_cells, session.param.lang, frame), **params)

    def __panel__(self) -> pn.pane.HTML:
        return self._pane


class Waiting(pn.viewable.Viewer):
    """Holds the place of a page or a plot that is still to come, `height` px."""

    def __init__(self, session: Session, height: int = 160) -> None:
        super().__init__()
        self._pane = html_pane(param.bind(_waiting, session.param.lang, height))

    def __panel__(self) -> pn.pane.HTML:
        return self._pane


def mark_html(lang: str) -> str:
    """The synthetic mark as HTML, for places that are not Panel objects."""
    return f'<span class="mark">{escape(t("SYNTHETIC DATA", lang))}</span>'


def _mark(lang: str) -> str:
    return mark_html(lang)


def _empty(lang: str, message: str, hint: str, **values: object) -> str:
    line = f"<span>{escape(t(hint, lang, **values))}</span>" if hint else ""
    return f'<div class="empty" role="status"><strong>{escape(t(message, lang, **values))}</strong>{line}</div>'


def _small_cells(lang: str, frame: pl.DataFrame) -> str:
    words = small_cell_note(frame, lang)
    return f'<p class="note caption">{escape(words)}</p>' if words else ""


def _waiting(lang: str, height: int) -> str:
    words = escape(t("Loading", lang))
    return f'<div class="waiting" role="status" aria-label="{words}" style="height:{height}px"></div>'
