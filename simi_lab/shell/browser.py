"""The bridge to the browser: address, Back button, title, language, theme, and the names of controls."""

from __future__ import annotations

from typing import Any

import panel as pn
import param

from simi_lab.i18n import t
from simi_lab.shell.assets import asset
from simi_lab.shell.router import Router
from simi_lab.shell.state import Session, is_served


class Browser(pn.custom.JSComponent):
    """Shows the router's address in the browser and brings the reader's Back button and links to the router.

    Python owns the query string; the browser sends only wishes (`patch`, `restore`). The first values come from the
    request: whatever a component sends before the websocket is up is lost.
    """

    query = param.String()
    title = param.String()
    lang = param.String(default="id")
    theme = param.String(default="light")
    words = param.Dict(default={}, doc="Words that the browser says by itself.")
    is_narrow = param.Boolean(doc="Whether the window has no room for a menu beside the page.")
    is_ready = param.Boolean(doc="Whether the line to the server is up; before, links are ordinary links.")

    _esm = asset("browser.js")

    def __init__(self, session: Session, router: Router) -> None:
        super().__init__(
            query=router.param.query,
            lang=session.param.lang,
            theme=session.param.theme,
            title=param.bind(_title, router.param.page, session.param.lang, router),
            words=param.bind(_words, session.param.lang),
            width=0,
            height=0,
            margin=0,
        )
        self._router = router
        if is_served():
            pn.state.onload(self._on_load)

    def _on_load(self) -> None:
        self.is_ready = True

    def _handle_msg(self, data: Any) -> None:
        match data:
            case {"patch": str(query)}:
                self._router.patch(query)
            case {"restore": str(query)}:
                self._router.restore(query)
            case {"narrow": bool(narrow)}:
                self.is_narrow = narrow


def _title(page: str, lang: str, router: Router) -> str:
    return f"{t(router.routes[page].label, lang)} · SIMI Lab · {t('SYNTHETIC DATA', lang)}"


def _words(lang: str) -> dict[str, str]:
    return {
        "menu": t("Menu", lang),
        "open": t("Open the menu", lang),
        "close": t("Close the menu", lang),
        "lost": t("The line to the server is cut; trying again.", lang),
        "gone": t("The server does not answer. Your page and choices are kept in the address.", lang),
        "reload": t("Load the page again", lang),
    }
