"""The breach clock in words: what hour it has come to, how much is left, and what the stricter count would leave."""

from __future__ import annotations

from typing import Any

from simi_lab.i18n import number, t
from simi_lab.training.content.paths import Path, last_place, meters
from simi_lab.training.content.story import Clock, Story

_DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
_WEEK = 7 * 24 * 60


def clock_rows(story: Story, path: Path, lang: str) -> list[dict[str, Any]]:
    """Say where the clock stands after a path: none before it starts, a second row for the count from the event.

    Returns
    -------
    list of dict
        name, words, share (0 to 1 of the hours used up), for the sheet's meters.
    """
    clock, hours = story.clock, meters(story, path).hours
    if clock is None or hours is None:
        return []
    places = [*(scene for scene, _ in path), last_place(story, path)]
    rows = [_row(t("Breach clock", lang), _words(story, places, hours, lang), hours / clock.hours)]
    if clock.earlier is not None:
        strict = hours + clock.earlier
        left = _left(clock, strict, lang, past=clock.stops in places)
        rows.append(_row(t("Counted from the event (stricter)", lang), left, strict / clock.hours))
    return rows


def hours_passed(story: Story, path: Path, lang: str) -> str:
    """Say how long the last choice took and how much is left; empty when the clock did not move."""
    clock, now = story.clock, meters(story, path).hours
    before = meters(story, path[:-1]).hours if path else None
    if clock is None or clock.begins is None or now is None or not now - (before or 0.0):
        return ""
    took, left = _span(now - (before or 0.0), lang), _left(clock, now, lang)
    return f"{t('This took {time}.', lang, time=took)} {left[:1].upper()}{left[1:]}."


def _words(story: Story, places: list[str], hours: float, lang: str) -> str:
    clock = story.clock
    assert clock is not None  # asked by the caller
    if clock.stops in places:
        sent = t("the notice was out after {time}", lang, time=_span(hours, lang))
        return f"{sent}, {_left(clock, hours, lang, past=True)}"
    if clock.begins is None:
        words = "{n} of {all} hours, too late" if hours > clock.hours else "{n} of {all} hours"
        return t(words, lang, n=number(hours, lang), all=number(clock.hours, lang))
    if story.ending(places[-1]) is not None:
        return t("no written notice after {time}", lang, time=_span(hours, lang))
    return f"{_moment(clock.begins, hours, lang)}: {_left(clock, hours, lang)}"


def _left(clock: Clock, hours: float, lang: str, *, past: bool = False) -> str:
    left = clock.hours - hours
    if left < 0:
        return t("{time} too late", lang, time=_span(-left, lang))
    if past or clock.begins is None:
        return t("{time} before the limit", lang, time=_span(left, lang))
    return t("{time} left", lang, time=_span(left, lang))


def _moment(begins: str, hours: float, lang: str) -> str:
    """Say the day and time that lies some hours after a beginning like "fri 21:00"."""
    day, clock_time = begins.split()
    hour, minute = (int(part) for part in clock_time.split(":"))
    names = list(_DAYS)
    minutes = (names.index(day) * 24 * 60 + hour * 60 + minute + round(hours * 60)) % _WEEK
    name = t(_DAYS[names[minutes // (24 * 60)]], lang)
    mark = "." if lang == "id" else ":"
    return f"{name} {minutes // 60 % 24:02d}{mark}{minutes % 60:02d}"


def _span(hours: float, lang: str) -> str:
    return t("1 hour", lang) if hours == 1 else t("{n} hours", lang, n=number(hours, lang))


def _row(name: str, words: str, share: float) -> dict[str, Any]:
    return {"name": name, "words": words, "share": min(share, 1.0)}
