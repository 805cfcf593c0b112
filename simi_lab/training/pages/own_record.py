"""A learner's own record on a page: what is kept, under which alias, to take along and to erase."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from html import escape
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from simi_lab.errors import BadRequest
from simi_lab.i18n import number, percent, t
from simi_lab.shell import Session
from simi_lab.training.assets import asset
from simi_lab.training.content import Module
from simi_lab.training.engine import clean_alias
from simi_lab.training.engine.confidence import sureness
from simi_lab.training.pages.certificates import CertificateShelf
from simi_lab.training.pages.desk import Desk, damage_notes, desk, workspace
from simi_lab.training.player.sure import table


class OwnRecord(pn.viewable.Viewer):
    """The page of a session's own record."""

    said: Any = param.Tuple(default=((), {}), length=2, doc="Message ids and their fields, on what was just done.")
    is_asking = param.Boolean(doc="Whether the learner has asked to erase and must say so once more.")

    def __init__(self, session: Session, modules: Sequence[Module]) -> None:
        super().__init__()
        self._session, self._modules, self._desk = session, modules, desk(session)
        lang = session.param.lang
        summary = param.bind(self._summary, lang, self._desk.param.changed)
        said = param.bind(_said, self.param.said, lang)
        self._view = pn.Column(
            _html(summary),
            CertificateShelf(session, modules),
            *([] if self._desk.account else [self._alias_form()]),
            pn.FlexBox(self._download(), self._button("Erase my record", self._ask, "outlined", "error"), gap="8px"),
            self._confirmation(),
            _html(said),
            sizing_mode="stretch_width",
            styles={"gap": "16px"},
        )

    def __panel__(self) -> pn.Column:
        return self._view

    def _summary(self, lang: str, _changed: int) -> str:
        return record_html(self._modules, self._desk, lang)

    def _alias_form(self) -> pn.viewable.Viewable:
        field = pmui.TextInput(
            label=self._session.text("Alias"), value=self._desk.choice.alias, max_length=24, width=240, margin=0
        )
        self._desk.choice.param.watch(lambda event: setattr(field, "value", event.new), "alias")

        def use(_event: Any) -> None:
            try:
                self._desk.choice.alias = clean_alias(field.value_input or field.value or "")
            except BadRequest as error:
                self.said = ((error.what, error.cure or ""), {})
            else:
                self.said = (("From now on the record of {alias} is used.",), {"alias": self._desk.choice.alias})

        return pn.FlexBox(field, self._button("Use this alias", use, "outlined"), gap="8px", align_items="center")

    def _button(self, label: str, action: Any, variant: str, color: str = "primary", **params: Any) -> pmui.Button:
        words = self._session.text(label)
        return pmui.Button(label=words, on_click=action, variant=variant, color=color, margin=0, **params)

    def _download(self) -> pmui.FileDownload:
        def content() -> io.BytesIO:
            return io.BytesIO(json.dumps(self._desk.record.export(), ensure_ascii=False, indent=2).encode())

        button = pmui.FileDownload(
            callback=content,
            filename="catatan-belajar.json",
            label=self._session.text("Download my record (JSON)"),
            margin=0,
        )
        button.variant = "outlined"  # in the constructor it clashes with the component's own older name for it
        return button

    def _confirmation(self) -> pn.viewable.Viewable:
        question = self._session.text("Everything under this alias will be gone for good. Erase it?")
        return pn.Column(
            _html(question),
            pn.FlexBox(
                self._button("Yes, erase", self._erase, "contained", "error"),
                self._button("Keep it", self._keep, "outlined"),
                gap="8px",
            ),
            visible=self.param.is_asking,
        )

    def _ask(self, _event: Any) -> None:
        self.is_asking = True

    def _keep(self, _event: Any) -> None:
        self.is_asking = False

    def _erase(self, _event: Any) -> None:
        gone = self._desk.record.erase()
        self.is_asking = False
        self._desk.ring()
        self.said = (("The record is erased: {n} entries.",), {"n": gone})


def record_html(modules: Sequence[Module], own: Desk, lang: str) -> str:
    """Write what is kept of the learner."""
    reading = own.record.read()
    kept = t(
        "Under the alias {alias}, {n} entries are kept: which step, when, which answer and how sure, which result. "
        "Nothing else is known of you.",
        lang,
        alias=own.record.alias,
        n=number(len(reading.events) + len(reading.damaged), lang),
    )
    faults = [*workspace().notes, *reading.damaged]
    sure = table(sureness(reading.events), lang)
    return f"<p>{escape(kept)}</p>{_table(modules, own, lang)}{sure}{damage_notes(faults, lang)}"


def _table(modules: Sequence[Module], own: Desk, lang: str) -> str:
    rows = []
    for module in modules:
        progress = own.progress(module)
        if progress.started:
            steps = f"{progress.n_done}/{len(progress.steps)}"
            score = percent(progress.score, lang)
            passed = "✔ " + t("passed", lang) if progress.passed else t("not yet", lang)
            title = escape(module.head.title.say(lang))
            rows.append(
                f"<tr><th scope='row'>{title}</th><td class='num'>{steps}</td><td class='num'>{score}</td>"
                f"<td class='num'>{escape(passed)}</td></tr>"
            )
    if not rows:
        return f"<p>{escape(t('Nothing has been begun yet.', lang))}</p>"
    heads = [t(word, lang) for word in ("Module", "Steps", "Marks", "Passed")]
    head = f"<th scope='col'>{heads[0]}</th>" + "".join(
        f"<th scope='col' class='num'>{word}</th>" for word in heads[1:]
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _said(said: tuple[tuple[str, ...], dict[str, Any]], lang: str) -> str:
    messages, values = said
    words = " ".join(t(message, lang, **values) for message in messages if message)
    return f'<p role="status">{escape(words)}</p>'


def _html(content: Any) -> pn.pane.HTML:
    return pn.pane.HTML(content, stylesheets=[asset("academy.css")], sizing_mode="stretch_width", margin=0)
