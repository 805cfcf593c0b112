"""A trial of trust on screen: one case at a time, before and after the advice, and in the end what came of it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from simi_lab.i18n import t
from simi_lab.measures.reliance import ACTIONS
from simi_lab.training.content.calibration import Calibration
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.engine.progress import StepState
from simi_lab.training.engine.trial import Trial
from simi_lab.training.player.dossier import advice_html, dossier_html, titled
from simi_lab.training.player.outlook import outlook_html
from simi_lab.training.player.sure import asked
from simi_lab.training.player.trial_result import result_html
from simi_lab.training.text.render import html

if TYPE_CHECKING:
    from simi_lab.study.cases import Dossier

View = dict[str, Any]


def trial_view(lesson: Lesson, step: Calibration, lang: str) -> View:
    """Say what an exercise in trust shows now; truth is in it only when all cases are decided.

    Returns
    -------
    dict
        heading, html, part (changes with every case and phase), control (None before the start and at the end).
    """
    trial, begun = lesson.trial, len(lesson.state.trials)
    if trial is None:
        return {"html": html(step.intro.say(lang), lesson.module, lesson.facts, lang), "part": "0"}
    part = f"{begun}/{trial.n}/{trial.phase}"
    if trial.phase == "ended":
        closing = html(step.closing.say(lang), lesson.module, lesson.facts, lang)
        return {
            "heading": t("What your thirty decisions say", lang),
            "html": result_html(lesson, trial, lang) + closing,
            "part": part,
            "late": outlook_html(lesson.world, trial, lang),
        }
    heading = t("Case {n} of {all}", lang, n=trial.n + 1, all=len(trial.cases))
    dossier = lesson.world.find(trial.source, trial.cases[trial.n].key)
    if dossier is None:
        return {"heading": heading, "html": f"<p>{escape(t(_GONE, lang))}</p>", "part": part}
    return {
        "heading": heading,
        "html": _case_html(dossier, trial, lang),
        "part": part,
        "control": _control(trial, lang),
        "sure": asked(StepState(), lang) if trial.phase == "alone" else None,
    }


_GONE = (
    "The world that these cases came from is no longer on this computer, so they cannot be shown. You may begin this "
    "module afresh, or go on and leave this exercise out."
)


def trial_buttons(lesson: Lesson, lang: str) -> list[tuple[str, str, str]]:
    """Buttons of the answer row: action, label, look."""
    trial = lesson.trial
    if trial is None:
        return [("begin", t("Begin with the first case", lang), "primary")]
    if trial.phase == "ended":
        return [("begin", t("Try thirty other cases (does not count)", lang), "plain")]
    if lesson.world.find(trial.source, trial.cases[trial.n].key) is None:
        return []
    label = "Decide, then see the advice" if trial.phase == "alone" else "Decide and go on"
    return [("check", t(label, lang), "primary")]


def _case_html(dossier: Dossier, trial: Trial, lang: str) -> str:
    shown = titled(dossier, lang) + dossier_html(dossier, lang)
    if trial.phase == "alone":
        return shown
    again = f'<details class="again"><summary>{escape(t("See the file again", lang))}</summary>{shown}</details>'
    return advice_html(dossier, lang) + again


def _control(trial: Trial, lang: str) -> View:
    from simi_lab.study.cases.said import ACTION_WORDS

    alone = trial.phase == "alone"
    control: View = {
        "kind": "trial",
        "case": trial.n,
        "phase": trial.phase,
        "legend": t("What do you decide, before any advice?" if alone else "And now, knowing the advice?", lang),
        "help": t("Choose one.", lang) if alone else t("Your first decision is marked; keep it or change it.", lang),
        "locked": False,
        "response": None,
        "options": [{"key": action, "text": escape(t(ACTION_WORDS[action], lang))} for action in ACTIONS],
    }
    if not alone:
        control["response"] = {"decision": trial.alone[-1][0]}
    return control
