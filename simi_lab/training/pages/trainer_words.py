"""The trainer's page in words: the answer first, a helper's list, progress, the hardest questions, all statistics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from html import escape
from itertools import groupby
from typing import Any

from simi_lab.i18n import duration_min, number, percent, plural, t
from simi_lab.training.content import Module
from simi_lab.training.content.marks import DRAW
from simi_lab.training.content.model import END
from simi_lab.training.engine.grade import words_of
from simi_lab.training.engine.helping import Stuck, Tally
from simi_lab.training.engine.items import Choice, Item, hardest
from simi_lab.training.engine.overview import Overview
from simi_lab.training.engine.statistic import Statistic
from simi_lab.training.pages.desk import damage_notes
from simi_lab.training.text import no_facts
from simi_lab.training.text.render import inline

Modules = Mapping[str, Module]
_WHY = {
    "few": "hidden",
    "same_marks": "all did alike",
    "same_rest": "no difference in the rest",
    "small_ends": "from 17 learners on",
}
_STUCK = {"tries": "three tries without success", "quiet": "no act for {while_}"}
_SHARP = 0.2  # a question whose whole interval lies below hardly tells who knows; Ebel 1954 calls that poor
_HEADS = ("Question", "Right at first", "Tells apart", "Needed help", "Wrong choices nobody took")


def answer_html(seen: Overview, modules: Modules, lang: str) -> str:
    """Write what the page opens with: one sentence on people, one on questions."""
    if not seen.learners:
        return f'<p class="lead" role="status">{escape(t("Nobody has begun yet.", lang))}</p>'
    said = f'<p class="lead" role="status">{_answer(seen, modules, lang)}</p>'
    return f'{said}<p class="caption">{escape(_as_of(seen, lang))}</p>{damage_notes(seen.damaged, lang)}'


def trainer_html(seen: Overview, modules: Modules, lang: str) -> str:
    """Write the rest of the page."""
    if not seen.learners:
        return ""
    parts = [
        _section("May want a hand", _hands(seen.stuck, modules, lang), lang),
        _section("Progress", _progress(seen, modules, lang), lang),
        _section("Hardest questions", _hardest(seen, modules, lang), lang),
        _section("Every question", _tables(seen, modules, lang), lang),
    ]
    return "".join(parts)


def _answer(seen: Overview, modules: Modules, lang: str) -> str:
    n = len({one.standing.alias for one in seen.stuck})
    said = plural("One learner may want a hand.", "{n} learners may want a hand.", n, lang)
    first = said if n else t("Nobody seems to be stuck.", lang)
    worst = hardest(seen.items, 1)
    if not worst:
        return escape(first)
    message = "Hardest so far: “{question}”, right at the first try for {share}."
    words = {"question": _title(worst[0], modules, lang), "share": percent(worst[0].difficulty.value, lang)}
    return escape(f"{first} {t(message, lang, **words)}")


def _as_of(seen: Overview, lang: str) -> str:
    moment = datetime.fromtimestamp(seen.at / 1_000_000, UTC).astimezone()
    time = moment.strftime("%H.%M" if lang == "id" else "%H:%M")
    message = ("One learner has a record here. As of {time}.", "{n} learners have a record here. As of {time}.")
    return plural(*message, seen.learners, lang, time=time)


def _hands(stuck: Iterable[Stuck], modules: Modules, lang: str) -> str:
    rows = "".join(_hand(one, modules, lang) for one in stuck)
    none = escape(t("Nobody has tried three times in vain or been quiet for ten minutes.", lang))
    return f'<ul class="hands">{rows}</ul>' if rows else f"<p>{none}</p>"


def _hand(one: Stuck, modules: Modules, lang: str) -> str:
    module = modules[one.standing.module]
    place = t("at the end", lang) if one.standing.step == END else module.step(one.standing.step).title.say(lang)
    why = t(_STUCK[one.why], lang, while_=duration_min(one.quiet_min, lang))
    where = f"{module.head.title.say(lang)} · {place}"
    return f"<li><b>{escape(one.standing.alias)}</b> <span>{escape(where)}</span> <em>{escape(why)}</em></li>"


def _progress(seen: Overview, modules: Modules, lang: str) -> str:
    if seen.is_hidden:
        return _hidden_note(lang)
    return "".join(_bar(one, seen.learners, modules, lang) for one in seen.tallies if one.begun) or _nothing(lang)


def _bar(one: Tally, n: int, modules: Modules, lang: str) -> str:
    counts = {name: number(getattr(one, name), lang) for name in ("begun", "finished", "passed")}
    message = "of {n}: {begun} begun · {finished} finished · {passed} passed"
    words = t(message, lang, n=number(n, lang), **counts)
    shares = [100 * count / n for count in (one.passed, one.finished - one.passed, one.begun - one.finished)]
    spans = "".join(
        f'<span class="{name}" style="width:{share:.2f}%"></span>'
        for name, share in zip(("passed", "finished", "begun"), shares, strict=True)
    )
    title = escape(modules[one.module].head.title.say(lang))
    return f'<h3>{title}</h3><p class="caption">{escape(words)}</p><div class="stack" aria-hidden="true">{spans}</div>'


def _hardest(seen: Overview, modules: Modules, lang: str) -> str:
    rows = "".join(_hard(item, modules, lang) for item in hardest(seen.items))
    return f'<ol class="hard">{rows}</ol>' if rows else _nothing(lang)


def _hard(item: Item, modules: Modules, lang: str) -> str:
    share, n = percent(item.difficulty.value, lang), number(item.difficulty.n, lang)
    said = t("{share} of {n} learners right at the first try", lang, share=share, n=n)
    lure = item.lure
    taken = ""
    if lure is not None:
        wrong = t("Most taken instead ({share}):", lang, share=percent(lure.share.value, lang))
        taken = f'<p class="caption">{escape(wrong)} {_choice(item, lure, modules, lang)}</p>'
    module = f'<p class="caption">{escape(modules[item.module].head.title.say(lang))}</p>'
    return f"<li><h3>{escape(_title(item, modules, lang))}</h3>{module}<p>{escape(said)}</p>{taken}</li>"


def _tables(seen: Overview, modules: Modules, lang: str) -> str:
    parts = []
    for name, group in groupby(seen.items, key=lambda item: item.module):
        items = list(group)
        if all(item.is_hidden for item in items):
            continue
        summary = t("{module}: {n} questions", lang, module=modules[name].head.title.say(lang), n=len(items))
        parts.append(f"<details><summary>{escape(summary)}</summary>{_table(items, modules, lang)}</details>")
    if not parts:
        return _hidden_note(lang)
    said = (
        "All from the first try. Right at first: a high share is an easy question. Tells apart: +1 when those who do "
        "well elsewhere do well here, 0 when it makes no difference, below 0 the other way round; in brackets the 95% "
        "interval."
    )
    some_hidden = any(item.is_hidden for item in seen.items)
    return f'<p class="caption">{escape(t(said, lang))}</p>{"".join(parts)}{_hidden_note(lang) if some_hidden else ""}'


def _table(items: Iterable[Item], modules: Modules, lang: str) -> str:
    heads = [escape(t(word, lang)) for word in _HEADS]
    head = "".join(f'<th scope="col">{word}</th>' for word in heads)
    rows = "".join(_row(item, heads, modules, lang) for item in items)
    return f'<table class="items"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _row(item: Item, heads: list[str], modules: Modules, lang: str) -> str:
    never = " · ".join(_choice(item, one, modules, lang) for one in item.choices if one.key in item.never)
    differs = item.discrimination.n != item.difficulty.n  # some have not come far enough to be compared
    cells = [
        _figure(item.difficulty, lang, as_share=True),
        _figure(item.discrimination, lang) + (_count(item.discrimination, lang) if differs else "") + _flag(item, lang),
        _figure(item.helped, lang, as_share=True),
        _word("hidden", lang) if item.is_hidden else never or "–",
    ]
    told = "".join(f'<td data-head="{head}">{cell}</td>' for head, cell in zip(heads[1:], cells, strict=True))
    return f'<tr><th scope="row">{escape(_title(item, modules, lang))}{_count(item.difficulty, lang)}</th>{told}</tr>'


def _count(figure: Statistic, lang: str) -> str:
    if figure.n is None:
        return ""
    return f" <small>{escape(plural('one learner', '{n} learners', figure.n, lang))}</small>"


def _flag(item: Item, lang: str) -> str:
    high = item.discrimination.high
    if high is None or high >= _SHARP:
        return ""
    return f' <b class="flag">▲ {escape(t("look at it again", lang))}</b>'


def _figure(figure: Statistic, lang: str, *, as_share: bool = False) -> str:
    if figure.value is None:
        return _word(_WHY[figure.why], lang)

    def write(value: float | None) -> str:
        return percent(value, lang) if as_share else number(value, lang, 2)

    bounds = "" if figure.low is None else f" <small>({write(figure.low)} – {write(figure.high)})</small>"
    return f"{write(figure.value)}{bounds}"


def _choice(item: Item, choice: Choice, modules: Modules, lang: str) -> str:
    """What was chosen, as HTML; for a number or a text, what the learner was told about it."""
    module = modules[item.module]
    question: Any = module.step(item.key)
    part, _, name = choice.key.partition(".")
    texts = {option.key: option.text for option in getattr(question, "options", ())} if part == "option" else {}
    try:
        words = texts.get(name) or words_of(question, choice.key)
    except (KeyError, ValueError, IndexError, TypeError):  # the question has changed since this answer
        return f"<q>{escape(choice.key)}</q>"
    said = DRAW.sub("…", words.say(lang))  # a number that was another one for each learner
    return f"<q>{inline(said, module, no_facts, lang)}</q>"


def _title(item: Item, modules: Modules, lang: str) -> str:
    return modules[item.module].step(item.key).title.say(lang)


def _word(message: str, lang: str) -> str:
    return f'<span class="hidden">{escape(t(message, lang))}</span>'


def _section(heading: str, content: str, lang: str) -> str:
    return f"<section><h2>{escape(t(heading, lang))}</h2>{content}</section>"


def _hidden_note(lang: str) -> str:
    words = t("Figures on fewer than five learners are hidden.", lang)
    return f'<p class="note">{escape(words)}</p>'


def _nothing(lang: str) -> str:
    return f"<p>{escape(t('Nothing to tell yet.', lang))}</p>"
