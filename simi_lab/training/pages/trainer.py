"""The trainer's page: who may want a hand, how far the class is, which questions are hard, and files to take along."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import panel as pn
import panel_material_ui as pmui
import param

from simi_lab.i18n import t
from simi_lab.shell import Session
from simi_lab.shell.cards import EmptyState
from simi_lab.shell.cards.table import csv_text
from simi_lab.store.accounts.seats import seats
from simi_lab.training.assets import asset
from simi_lab.training.content import Module
from simi_lab.training.engine.overview import Overview, look_over
from simi_lab.training.engine.roll import read_everyone
from simi_lab.training.engine.sheets import items_frame, progress_frame
from simi_lab.training.pages.class_board import class_of
from simi_lab.training.pages.desk import workspace
from simi_lab.training.pages.guard import may_train
from simi_lab.training.pages.trainer_words import answer_html, trainer_html

if TYPE_CHECKING:
    import polars as pl


class TrainerPage(pn.viewable.Viewer):
    """How the learners of this computer, or of the trainer's class, do; looked up when opened and on demand.

    Parameters
    ----------
    session : the visitor
    modules : in the order in which they are told
    """

    seen: Any = param.ClassSelector(class_=Overview)

    def __init__(self, session: Session, modules: Sequence[Module]) -> None:
        super().__init__()
        self._session, self._modules = session, {module.id: module for module in modules}
        self.look()
        self._view = pn.Column(
            self._pane(answer_html),
            pn.FlexBox(
                pmui.Button(label=session.text("Look again now"), on_click=self.look, variant="outlined", margin=0),
                self._file("statistik-soal", "Question statistics (CSV)", lambda seen: items_frame(seen.items)),
                self._file("kemajuan-kelas", "Progress (CSV)", lambda seen: progress_frame(seen.standings)),
                gap="8px",
            ),
            self._pane(trainer_html),
            sizing_mode="stretch_width",
            styles={"gap": "16px"},
        )

    def __panel__(self) -> pn.Column:
        return self._view

    def look(self, _event: Any = None) -> None:
        """Read the records again."""
        self.seen = look_over(list(self._modules.values()), read_everyone(workspace(), _learners(self._session)))

    def _pane(self, write: Callable[[Overview, Mapping[str, Module], str], str]) -> pn.pane.HTML:
        def words(lang: str, seen: Overview) -> str:
            return write(seen, self._modules, lang)

        content: Any = param.bind(words, self._session.param.lang, self.param.seen)
        styles = [asset("academy.css"), asset("trainer.css")]
        return pn.pane.HTML(content, stylesheets=styles, sizing_mode="stretch_width", margin=0)

    def _file(self, stem: str, label: str, frame: Callable[[Overview], pl.DataFrame]) -> pmui.FileDownload:
        def content() -> io.BytesIO:
            mark = t("SYNTHETIC DATA", self._session.lang)
            return io.BytesIO(csv_text(frame(self.seen), mark).encode())

        name = f"{stem}_DATA_SINTETIS.csv"
        button = pmui.FileDownload(callback=content, filename=name, label=self._session.text(label), margin=0)
        button.variant = "outlined"  # in the constructor it clashes with the component's own older name for it
        return button


def _learners(session: Session) -> list[str] | None:
    """Aliases of the class whose trainer is signed in; None, for everyone here, on a computer without accounts."""
    if session.account is None:
        return None
    info = class_of(session)
    return [seat.alias for seat in seats(workspace(), info.class_id)] if info is not None else []


def build_trainer(session: Session, modules: Sequence[Module]) -> pn.viewable.Viewer:
    """Build the page for a session, or say kindly that it is the trainer's."""
    if not may_train(session):
        return EmptyState(session, "This page is the trainer's.", hint="Your own progress is under My record.")
    return TrainerPage(session, modules)
