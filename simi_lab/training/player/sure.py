"""How sure the learner is: the question under each answer, and what is told about it afterwards."""

from __future__ import annotations

from html import escape
from typing import Any

from simi_lab.i18n import percent, t
from simi_lab.training.engine.confidence import Sureness, Verdict
from simi_lab.training.engine.outcome import LEVELS, Level
from simi_lab.training.engine.progress import StepState

WORDS: dict[Level, str] = {"guess": "guessing", "fairly": "fairly sure", "sure": "sure"}
_TOLD: dict[Verdict, str] = {
    "few": "Too few answers were given as sure to say more yet.",
    "over": "So you are sure more often than right. Before you decide, look at the rule once more, or ask.",
    "open": "Whether you are too sure can't be told from so few answers.",
    "fits": "So far, being sure and being right go together.",
}


def asked(state: StepState, lang: str) -> dict[str, Any]:
    """Put the question of how sure the learner is; it may be left open."""
    return {
        "legend": t("How sure are you? (you may leave this out)", lang),
        "options": [{"key": level, "text": t(WORDS[level], lang)} for level in LEVELS],
        "chosen": state.confidence,
    }


def told(found: Sureness, lang: str) -> str:
    """Say how often the learner was right when sure; empty when nothing was said about it."""
    answers, right = found.counts["sure"]
    if found.verdict == "none":
        return ""
    said = []
    if answers:
        said.append(t("You were sure of {n} first answers; {right} of them were right.", lang, n=answers, right=right))
    if found.verdict != "few":
        share = found.share
        values = {
            "share": percent(share.value, lang),
            "low": percent(share.low, lang),
            "high": percent(share.high, lang),
        }
        said.append(
            t(
                "That is {share}; from so few answers the true share may lie anywhere from {low} to {high}.",
                lang,
                **values,
            )
        )
    said.append(t(_TOLD[found.verdict], lang))
    return f'<p class="sureness">{escape(" ".join(said))}</p>'


def table(found: Sureness, lang: str) -> str:
    """Set out all three levels; empty when nothing was said about any."""
    if not found.n:
        return ""
    heads = [t(word, lang) for word in ("How sure you were", "First answers", "Right ones")]
    rows = "".join(
        f"<tr><th scope='row'>{escape(t(WORDS[level], lang))}</th><td class='num'>{found.counts[level][0]}</td>"
        f"<td class='num'>{found.counts[level][1]}</td></tr>"
        for level in LEVELS
    )
    head = f"<th scope='col'>{escape(heads[0])}</th>" + "".join(
        f"<th scope='col' class='num'>{escape(word)}</th>" for word in heads[1:]
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{told(found, lang)}"
