"""What a trial of trust says: told apart or not, led or stubborn, who was harmed, and each case with its truth."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from simi_lab.estimate import Estimate
from simi_lab.i18n import number, percent, t
from simi_lab.measures.reliance import Reliance, reliance
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.engine.outcome import LEVELS
from simi_lab.training.engine.trial import Trial
from simi_lab.training.player.outlook import TO
from simi_lab.training.player.sure import WORDS

_WAYS = {"alone": "You alone", "final": "You with the advice", "advice": "The model alone"}
_SHORT = {"go_on": "go on", "look": "look", "protect": "protect"}
_HONEST = (
    "Thirty cases say little: read the ranges, not the single numbers. {risk} of the {n} were at risk and the model "
    "erred in {wrong}, both far more often than in an office, so that there is something to learn. No file tells all."
)


def result_html(lesson: Lesson, trial: Trial, lang: str) -> str:
    """Write the result of a trial that has ended."""
    found = reliance(trial.decided)
    risk = found.detected["final"].at_risk
    honest = t(_HONEST, lang, risk=number(risk, lang), n=number(found.n, lang), wrong=number(found.over.n, lang))
    parts = [
        f"<p>{escape(_verdict(found, lang))}</p>",
        f'<p class="caption">{escape(honest)}</p>',
        _h(t("With and without advice", lang)),
        _ways(found, lang),
        _h(t("How you used the advice", lang)),
        _use(found, lang),
        _h(t("Invented people harmed in these thirty cases", lang)),
        _harm(found, lang),
        _sure(found, lang),
        _h(t("If all officers decided like you", lang)),
        '<div data-late role="status"></div>',  # filled when the office has been simulated
        _each(lesson, trial, lang),
        f'<p class="caption">{escape(_took(trial, lang))}</p>',
    ]
    return "".join(parts)


def _verdict(found: Reliance, lang: str) -> str:
    """The one sentence that matters: did the advice help, and did it lead astray."""
    before, after = (round(found.right[way].value * found.n) for way in ("alone", "final"))
    led, refused = (round(share.value * share.n) if share.n else 0 for share in (found.over, found.under))
    said = t(
        "Alone you decided {before} of {n} rightly, with the advice {after}.",
        lang,
        before=number(before, lang),
        after=number(after, lang),
        n=number(found.n, lang),
    )
    if led and led >= refused:
        return f"{said} {t('Wrong advice that you followed: {n}.', lang, n=number(led, lang))}"
    if refused:
        return f"{said} {t('Right advice that you rejected: {n}.', lang, n=number(refused, lang))}"
    return said


def _ways(found: Reliance, lang: str) -> str:
    heads = [t(head, lang) for head in ("Decided rightly", "Told apart (d′)", "Leaning (c)")]
    rows = [
        [
            t(words, lang),
            _of(found.right[way], lang),
            _span(found.detected[way].d_prime, lang),
            _span(found.detected[way].criterion, lang),
        ]
        for way, words in _WAYS.items()
    ]
    note = t(
        "d′ says how well those at risk were told from the others: 0 is guessing, 2 is good. c says to which side one "
        "leans: above 0 to letting go on, below 0 to stopping. In brackets: 95% ranges. So that nobody is infinitely "
        "good, half a case is added to each count (log-linear correction).",
        lang,
    )
    return _table(["", *heads], rows) + f'<p class="caption">{escape(note)}</p>'


def _use(found: Reliance, lang: str) -> str:
    rows = [
        [t("Wrong advice followed (over-reliance)", lang), _of(found.over, lang)],
        [t("Right advice rejected (under-reliance)", lang), _of(found.under, lang)],
        [t("Wrong alone, put right by the advice", lang), _of(found.won_over, lang)],
        [t("Right alone, and held against wrong advice", lang), _of(found.held_out, lang)],
    ]
    return _table(["", t("Cases", lang)], rows)


def _harm(found: Reliance, lang: str) -> str:
    names = (
        ("victims_missed", "Victims let go on to danger"),
        ("victims_unprotected", "Victims looked at, but not protected"),
        ("deceivers_missed", "Deceivers let through"),
        ("honest_stopped", "Honest applicants held up"),
    )
    rows = [[t(words, lang), *(number(getattr(found.harm[way], name), lang) for way in _WAYS)] for name, words in names]
    return _table(["", *(t(words, lang) for words in _WAYS.values())], rows)


def _sure(found: Reliance, lang: str) -> str:
    if not found.sure:
        return ""
    lines = [
        t("{level}: {share} right alone", lang, level=t(WORDS[LEVELS[level - 1]], lang), share=_of(share, lang))
        for level, share in found.sure.items()
    ]
    return (
        _h(t("How sure you were of them", lang))
        + "<ul>"
        + "".join(f"<li>{escape(line)}</li>" for line in lines)
        + "</ul>"
    )


def _each(lesson: Lesson, trial: Trial, lang: str) -> str:
    """Every case with advice, decisions and truth, folded away."""
    from simi_lab.study.cases.said import CLASS_WORDS, truth_told

    rows = []
    for place, (one, case) in enumerate(zip(trial.cases, trial.decided, strict=True)):
        dossier = lesson.world.find(trial.source, one.key)
        truth = truth_told(dossier, lang) if dossier else t(CLASS_WORDS[one.truth], lang)
        mark = "✔" if case.is_right("final") else "✘"
        said = (t(_SHORT[action], lang) for action in (case.alone, case.advice, case.final))
        name = f"{place + 1} {dossier.alias}" if dossier else number(place + 1, lang)
        rows.append([name, *said, f"{mark} {truth}"])
    heads = [t(head, lang) for head in ("Case", "Alone", "Advice", "In the end", "Truth")]
    summary = escape(t("Every case, with its truth", lang))
    table = f'<div class="scroll" tabindex="0">{_table(heads, rows)}</div>'
    return f'<details class="again"><summary>{summary}</summary>{table}</details>'


def _took(trial: Trial, lang: str) -> str:
    minutes, seconds = number(trial.minutes, lang, 0), number(trial.advice_seconds, lang, 0)
    world = t("the committed sample of the world {world}" if trial.source == "sample" else "the world {world}", lang,
              world=trial.world)  # fmt: skip
    return t(
        "It took {minutes} minutes, pauses left out; reading the advice took {seconds} seconds (median). Cases from "
        "{world}.",
        lang,
        minutes=minutes,
        seconds=seconds,
        world=world,
    )


def _of(share: Estimate, lang: str) -> str:
    """So many of so many with the range of the share; a word where there was none."""
    if not share.n:
        return t("none to judge", lang)
    low, high = number(100 * share.low, lang, 0), percent(share.high, lang)
    k, n = number(round(share.value * share.n), lang), number(share.n, lang)
    return t("{k} of {n} ({range})", lang, k=k, n=n, range=f"{low}{TO}{high}")


def _span(estimate: Estimate, lang: str) -> str:
    value, low, high = (number(round(end, 1) + 0.0, lang, 1) for end in (estimate.value, estimate.low, estimate.high))
    return t("{value} ({low} to {high})", lang, value=value, low=low, high=high)


def _table(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    head = "".join(f'<th scope="col">{escape(one)}</th>' if one else "<td></td>" for one in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(str(row[0]))}</th>'
        + "".join(f"<td>{escape(str(one))}</td>" for one in row[1:])
        + "</tr>"
        for row in rows
    )
    return f"<table class='result'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _h(words: str) -> str:
    return f"<h3>{escape(words)}</h3>"
