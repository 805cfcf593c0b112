"""The certificates that a learner may take along: one button for each mastered module, beside the own record."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Sequence
from html import escape
from threading import Semaphore
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from simi_lab.errors import SimiError
from simi_lab.i18n import t
from simi_lab.printing import chromium, printed
from simi_lab.shell import Session
from simi_lab.training.award.earned import award_from, earn
from simi_lab.training.content import Module
from simi_lab.training.pages.desk import desk

_log = logging.getLogger(__name__)
_presses = Semaphore(2)  # a whole class may finish together; each print is a browser of its own


class CertificateShelf(pn.viewable.Viewer):
    """Buttons for the mastered modules; a press makes the file, which can then be saved.

    Parameters
    ----------
    session : the visitor
    modules : in the order in which they are offered
    """

    said: Any = param.Tuple(default=("", {}), length=2, doc="Message id and its fields, on the file being made.")

    def __init__(self, session: Session, modules: Sequence[Module]) -> None:
        super().__init__()
        self._session, self._modules, self._desk = session, modules, desk(session)
        self._buttons = pn.FlexBox(gap="8px")
        self._made = b""
        self._file = pmui.FileDownload(
            callback=lambda: io.BytesIO(self._made), label=session.text("Save the file"), margin=0, visible=False
        )
        status = pn.pane.HTML(param.bind(_status, self.param.said, session.param.lang), margin=0)
        self._view = pn.Column(self._buttons, status, self._file, sizing_mode="stretch_width", margin=(0, 0, 8, 0))
        self._shown: tuple[str, ...] = ()
        self._fill()
        self._desk.param.watch(lambda _: self._fill(), "changed")

    def __panel__(self) -> pn.Column:
        return self._view

    async def make(self, module: Module) -> None:
        """Make the certificate of a module for the present learner, off the server's own thread."""
        from simi_lab.training.award.paper import file_name

        self._file.visible = False
        self.said = ("The certificate is being made.", {})
        try:
            award = earn(module, self._desk.record)
            browser = chromium()
            self._made = await asyncio.to_thread(_content, award, module, browser, self._session.lang)
        except SimiError as error:
            _log.warning("no certificate: %s", error.message())
            self.said = (error.what, dict(error.values))
            return
        self._file.param.update(filename=file_name(award, "pdf" if browser else "html"), visible=True)
        ready = (
            "The certificate is ready." if browser else "The certificate is ready as a page; print it from a browser."
        )
        self.said = (ready, {})

    def _fill(self) -> None:
        """Offer what is mastered; buttons that stand already stay, so that nobody's focus is lost."""
        earned = [module for module in self._modules if self._is_mastered(module)]
        shown = (self._desk.record.alias, *(module.id for module in earned))
        if shown != self._shown:
            self._shown = shown
            self._buttons[:] = [self._button(module) for module in earned]
            self._file.visible, self.said = False, ("", {})

    def _is_mastered(self, module: Module) -> bool:
        record = self._desk.record
        return award_from(module, record.alias, record.read(module.id).events) is not None

    def _button(self, module: Module) -> pmui.Button:
        async def press(_event: Any) -> None:
            await self.make(module)

        label: Any = param.bind(_label, module, self._session.param.lang)
        return pmui.Button(label=label, on_click=press, variant="contained", icon="workspace_premium", margin=0)


def _content(award: Any, module: Module, browser: str | None, lang: str) -> bytes:
    """The PDF, or the page where no browser can print it."""
    from simi_lab.training.award.paper import certificate_page, certificate_pdf

    if browser is None:
        return certificate_page(award, module, lang)
    with _presses:
        return certificate_pdf(award, module, lambda page: printed(page, browser), lang)


def _label(module: Module, lang: str) -> str:
    return t("Certificate: {module}", lang, module=module.head.title.say(lang))


def _status(said: tuple[str, dict[str, Any]], lang: str) -> str:
    message, values = said
    words = escape(t(message, lang, **values)) if message else ""
    return f'<p role="status" style="margin:8px 0">{words}</p>'
