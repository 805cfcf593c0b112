"""The office if all officers decided like this learner, in words and with its ranges."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from simi_lab.errors import SimiError
from simi_lab.i18n import MINUS, number, t
from simi_lab.training.engine.cases import CaseWorld
from simi_lab.training.engine.outlook import look
from simi_lab.training.engine.trial import Trial

if TYPE_CHECKING:
    from simi_lab.study.cases.asif import AsIf

Range = Mapping[str, float]
TO = "\N{WORD JOINER}\N{EN DASH}\N{WORD JOINER}"  # a range is not broken over two lines
_WAITING = "The office is being simulated with your decisions. It takes about a minute; read on, or come back later."
_FAILED = "The simulation could not be made on this computer: {why}"
_ROWS = (
    ("victims_missed", "Victims let go on to danger"),
    ("honest_held", "Honest applicants held"),
    ("honest_looked_at", "Honest applicants looked at longer"),
    ("deceivers_missed", "Deceivers let through"),
)
_WAYS = {"today": "Today's officers", "learner": "All like you", "model": "The model alone"}


def outlook_html(world: CaseWorld, trial: Trial, lang: str) -> str:
    """Write what would follow, or that it is being worked out."""
    found = look(world, trial)
    if found.status == "ready" and found.answer is not None:
        return _answer_html(found.answer, trial, lang)
    if found.status == "failed":
        why = _why(found.why, lang) if found.why else t("an unexpected error, noted in the log", lang)
        return f'<p class="note">{escape(t(_FAILED, lang, why=why))}</p>'
    return f'<p class="waiting">{escape(t(_WAITING, lang))}</p>'


def headline(answer: AsIf, lang: str) -> str:
    """The one sentence: minutes in the queue and people harmed, against today, each with its range."""
    wait, harmed = answer.wait_min, answer.change["harmed"]
    said = t(
        "If all officers decided like you: {wait} minutes in the queue ({wait_low} to {wait_high}) and {harmed} people "
        "harmed a year ({harmed_low} to {harmed_high}), compared with today.",
        lang,
        **{f"wait{end}": _signed(wait[key], lang, 1) for end, key in _ENDS},
        **{f"harmed{end}": _signed(harmed[key], lang, 0) for end, key in _ENDS},
    )
    open_ends = [
        t(name, lang)
        for name, one in (("the queue", wait), ("the people harmed", harmed))
        if one["low"] <= 0 <= one["high"]
    ]
    if not open_ends:
        return said
    both = t("{one} and {other}", lang, one=open_ends[0], other=open_ends[-1]) if len(open_ends) > 1 else open_ends[0]
    return said + " " + t("Whether {what} would be more or fewer cannot be told from thirty cases.", lang, what=both)


_ENDS = (("", "value"), ("_low", "low"), ("_high", "high"))


def _why(error: SimiError, lang: str) -> str:
    return " ".join(t(part, lang, **error.values) for part in (error.what, error.cure) if part)


def _answer_html(answer: AsIf, trial: Trial, lang: str) -> str:
    heads = "".join(f'<th scope="col">{escape(t(words, lang))}</th>' for words in _WAYS.values())
    rows = "".join(
        f'<tr><th scope="row">{escape(t(words, lang))}</th>'
        + "".join(f"<td>{escape(_span(answer.people[way][name], lang))}</td>" for way in _WAYS)
        + "</tr>"
        for name, words in _ROWS
    )
    return (
        f'<p class="verdict">{escape(headline(answer, lang))}</p>'
        f'<div class="scroll" tabindex="0"><table class="result"><thead><tr><td>{escape(t("People a year", lang))}</td>'
        f"{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        f'<p class="caption">{escape(_origin(answer, trial, lang))}</p>'
    )


def _origin(answer: AsIf, trial: Trial, lang: str) -> str:
    return t(
        "Simulated, no forecast and no judgement of you: {n} applications of {months} months of the world {world}, "
        "{times} repetitions. Harmed are victims let go on and honest people held. Each time your habit is drawn anew "
        "from what thirty cases allow; for every kind of case it leans by three cases on what officers do today. "
        "Whoever you look at has the longer conversation of the office; reading the advice adds {seconds} seconds to "
        "each interview. Ranges: the middle 95% of the repetitions.",
        lang,
        n=number(answer.n, lang),
        months=number(answer.months, lang),
        world=answer.world,
        times=number(answer.replications, lang),
        seconds=number(trial.advice_seconds, lang, 0),
    )


def _span(values: Range, lang: str) -> str:
    value, low, high = (number(values[key], lang, 0) for _, key in _ENDS)
    return value if low == high else f"{value} ({low}{TO}{high})"  # people are never fewer than none


def _signed(x: float, lang: str, digits: int) -> str:
    said = number(x, lang, digits)
    is_nothing = not any(sign in "123456789" for sign in said)
    return said.replace(MINUS, "") if is_nothing else said if x < 0 else f"+{said}"
