"""The live board of a class in words: who needs a hand, where everyone is, what the tests say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from simi_lab.i18n import NO_VALUE, number, percent, plural, t
from simi_lab.store.accounts import ClassInfo
from simi_lab.training.classroom.attendance import local
from simi_lab.training.classroom.change import Change
from simi_lab.training.classroom.standing import Standing
from simi_lab.training.content.model import END

_MINUTE_US = 60_000_000


@dataclass(frozen=True)
class Board:
    """What the board shows; two equal ones need not be drawn twice.

    Parameters
    ----------
    minute : of the look, since 1970 and UTC: "3 minutes ago" changes with it
    """

    info: ClassInfo
    rows: tuple[Standing, ...]
    change: Change
    minute: int


def needs_html(board: Board, lang: str) -> str:
    """Write who has come, and who may need a hand."""
    came = sum(row.came is not None for row in board.rows)
    line = t("{came} of {seats} have come.", lang, came=number(came, lang), seats=number(len(board.rows), lang))
    when = t("As of {time}; the board follows by itself.", lang, time=local(board.minute * _MINUTE_US)[1])
    return (
        f'<p><b>{escape(line)}</b> <span class="caption">{escape(when)}</span></p>'
        f"<h2>{escape(t('Who may need a hand', lang))}</h2>{_needing(board, lang)}"
    )


def class_html(board: Board, lang: str) -> str:
    """Write where everyone is."""
    return f"<h2>{escape(t('The whole class', lang))}</h2>{_table(board, lang)}"


def tests_html(board: Board, lang: str) -> str:
    """Write how many took the tests, and what changed."""
    return f"<h2>{escape(t('Test before and after', lang))}</h2>{_tests(board, lang)}"


def _needing(board: Board, lang: str) -> str:
    items = [f"<li><b>{escape(row.alias)}</b>: {escape(words)}</li>" for row, words in _needs(board, lang)]
    return f"<ul>{''.join(items)}</ul>" if items else f"<p>{escape(t('Nobody at the moment.', lang))}</p>"


def _needs(board: Board, lang: str) -> Sequence[tuple[Standing, str]]:
    found = []
    for row in board.rows:
        if row.seat.is_locked(board.minute * _MINUTE_US):
            until = local(row.seat.locked_until or 0)[1]
            found.append((row, t("locked until {time} after five wrong PINs", lang, time=until)))
        elif row.stuck == "tries":
            words = t("{n} tries at “{step}” and not right yet", lang, n=number(row.tries, lang), step=_step(row, lang))
            found.append((row, words))
        elif row.stuck == "quiet":
            found.append((row, t("quiet for {n} minutes at “{step}”", lang, n=_ago(row, board), step=_step(row, lang))))
    return found


def _table(board: Board, lang: str) -> str:
    heads = ("Alias", "Came", "Is at", "Steps", "Passed", "Last act")
    head = "".join(f'<th scope="col">{escape(t(word, lang))}</th>' for word in heads)
    body = "".join(_row(row, board, lang) for row in board.rows)
    name = escape(t("The whole class", lang))
    return (
        f'<div class="scroll" role="region" aria-label="{name}" tabindex="0"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(row: Standing, board: Board, lang: str) -> str:
    came = local(row.came)[1] if row.came is not None else t("not yet", lang)
    steps = f"{row.done}/{row.steps}" if row.steps else NO_VALUE
    last = NO_VALUE
    if row.last is not None:
        n = _ago(row, board)
        last = plural("{n} minute ago", "{n} minutes ago", n, lang) if n < 60 else local(row.last)[1]
        last = last if n else t("just now", lang)
    cells = (came, _step(row, lang), steps, number(len(row.passed), lang), last)
    return f'<tr><th scope="row">{escape(row.alias)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'


def _step(row: Standing, lang: str) -> str:
    if row.module is None:
        return t("nothing begun", lang) if row.came is not None else NO_VALUE
    title = row.module.head.title.say(lang)
    known = {step.key: step.title.say(lang) for step in row.module.steps}
    place = t("the end", lang) if row.step == END else known.get(row.step or "", "")
    return f"{title} · {place}" if place else title


def _ago(row: Standing, board: Board) -> int:
    return max(0, board.minute - (row.last or 0) // _MINUTE_US)


def _tests(board: Board, lang: str) -> str:
    change = board.change
    state = {"pre": "The first test is open.", "post": "The second test is open.", "": "No test is open."}
    counts = t(
        "First test finished: {pre}. Second test finished: {post}. Both: {both}.",
        lang,
        pre=number(change.n_pre, lang),
        post=number(change.n_post, lang),
        both=number(change.n_both, lang),
    )
    lines = [t(state[board.info.open_test], lang), counts, _verdict(change, lang)]
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _verdict(change: Change, lang: str) -> str:
    found = change.change
    if found is None or change.before is None or change.after is None:
        few = "The change is shown once five learners have finished both tests; figures of fewer people stay hidden."
        return t(few, lang)
    words = t(
        "From {before} to {after} of the marks, {n} learners: {change} points (95% interval {low} to {high}).",
        lang,
        before=percent(change.before, lang),
        after=percent(change.after, lang),
        n=number(change.n_both, lang),
        change=number(100 * found.value, lang, 0),
        low=number(100 * found.low, lang, 0),
        high=number(100 * found.high, lang, 0),
    )
    if not found.excludes(0.0):
        words += " " + t("The interval holds zero: chance alone could do this.", lang)
    return words
