"""The list of modules: what each is about, how far one has come, one door to go on."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import panel as pn
import param

from simi_lab.i18n import percent, t
from simi_lab.shell import Session
from simi_lab.training.assets import asset
from simi_lab.training.content import Module
from simi_lab.training.engine.progress import Progress, fold, outcome_marks, unreached
from simi_lab.training.pages.class_exam import exam_door
from simi_lab.training.pages.desk import Desk, damage_notes, desk, workspace
from simi_lab.training.pages.review import review_tile

_ROLES = {
    "officer": "for officers",
    "policy": "for policy makers",
    "analyst": "for analysts",
    "everyone": "for everyone",
}


def build_home(session: Session, modules: Sequence[Module]) -> pn.viewable.Viewable:
    """Build the list for a session; it follows the language and each act in a lesson."""
    own = desk(session)

    def content(lang: str, _changed: int) -> str:
        return home_html(modules, own, lang)

    bound: Any = param.bind(content, session.param.lang, own.param.changed)
    return pn.pane.HTML(bound, stylesheets=[asset("academy.css")], sizing_mode="stretch_width", margin=0)


def home_html(modules: Sequence[Module], own: Desk, lang: str) -> str:
    """Write the list in a language."""
    record = own.record
    events = record.read().events  # once for all cards and the review
    cards = "".join(_card(module, fold(module, events), lang) for module in modules)
    message = "No account is needed. Your progress is kept on this computer under the alias {alias}."
    if own.account is not None:
        message = "You are signed in as {alias}; your progress is kept under this alias."
    kept = t(message, lang, alias=record.alias)
    link = _link("belajar/catatan", t("My record", lang), "quiet")
    notes = damage_notes(workspace().notes, lang)
    door, tile = exam_door(own, modules, lang), review_tile(modules, events, lang)
    return f'{door}<div class="cards">{tile}{cards}</div><p class="caption">{escape(kept)} {link}</p>{notes}'


def page_of(module: Module) -> str:
    """Return the slug of a module's page."""
    return f"belajar/{module.id}"


def _card(module: Module, progress: Progress, lang: str) -> str:
    head = module.head
    facts = [
        t("about {n} minutes", lang, n=head.minutes),
        t("{n} questions", lang, n=len(module.questions)),
        *([t("{n} stories", lang, n=len(module.stories))] if module.stories else []),
        t(_ROLES[head.role], lang),
    ]
    door = "Start" if not progress.started else "Look again" if progress.finished else "Continue"
    named = f'<span class="hidden-words">: {escape(head.title.say(lang))}</span>'
    return (
        f'<article class="card"><h2>{escape(head.title.say(lang))}</h2><p>{escape(head.goal.say(lang))}</p>'
        f'<p class="caption">{escape(" · ".join(facts))}</p>{_bar(module, progress, lang)}'
        f"<p>{_link(page_of(module), t(door, lang), 'primary', named)}</p></article>"
    )


def _bar(module: Module, progress: Progress, lang: str) -> str:
    if not progress.started:
        return ""
    done, steps = progress.n_done, len(progress.steps)
    words = t("{done} of {all} steps done", lang, done=done, all=steps)
    if progress.passed:
        words = f"✔ {t('passed', lang)} · {words}"
    elif progress.finished:
        words = f"{_missing(module, progress, lang)} · {words}"
    return (
        f'<div class="track" aria-hidden="true"><span style="width:{100 * done / steps:.0f}%"></span></div>'
        f'<p class="caption">{escape(words)}</p>'
    )


def _missing(module: Module, progress: Progress, lang: str) -> str:
    """Say why a finished module is not passed."""
    if progress.barred:
        return t("not passed: a crime was chosen on a first path", lang)
    few, goals = len(unreached(module, progress)), len(outcome_marks(module, progress))
    mastery = percent(module.head.mastery, lang)
    return t("not passed yet: {n} of {all} goals below {mastery}", lang, n=few, all=goals, mastery=mastery)


def _link(slug: str, words: str, look: str, extra: str = "") -> str:
    slug = escape(slug)
    return f'<a class="{look}" data-q="page={slug}" data-key="{slug}" href="?page={slug}">{escape(words)}{extra}</a>'
