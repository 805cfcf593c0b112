"""What the page says of days, in both languages."""

from __future__ import annotations

from datetime import date

from simi_lab.dashboards.day.figures import SECONDS_PER_MINUTE, Moment, Whole, moment
from simi_lab.dashboards.day.reading import Day
from simi_lab.i18n import day as day_word
from simi_lab.i18n import duration_min, number, plural, t
from simi_lab.privacy import SMALLEST_GROUP
from simi_lab.vocabulary import label

_EQUALLY_BUSY = 1.1  # a tenth more applicants already makes longer queues


def clock_word(seconds: int) -> str:
    """Time of day: "09:30"."""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"


def stretch(seconds: int, lang: str) -> str:
    """A stretch of time in whole minutes begun."""
    return duration_min(seconds // SECONDS_PER_MINUTE, lang)


def weekday(day: date, lang: str) -> str:
    """Name of the weekday."""
    from babel.dates import format_date

    return format_date(day, "EEEE", locale=lang)


def long_day(day: date, lang: str) -> str:
    """A day with its weekday: "Rabu, 13 Maret 2024"."""
    return f"{weekday(day, lang)}, {day_word(day, lang)}"


def is_simi(day: Day) -> bool:
    """Whether half of the day's applicants or more came the SIMI way."""
    share = day.people["is_simi"].mean()
    return isinstance(share, float) and share >= 0.5


def way(day: Day, lang: str) -> str:
    """Way of working of most of the day's applicants, "" when nobody came."""
    return "" if day.is_quiet else label("regime", "simi" if is_simi(day) else "manual", lang)


def title(day: Day, lang: str) -> str:
    """Heading of a day in the player."""
    told = way(day, lang)
    return f"{long_day(day.day, lang)} · {told}" if told else long_day(day.day, lang)


def about(day: Day, found: Whole, lang: str) -> str:
    """A line under the heading: how many came, what stood still, who missed or came too late."""
    if day.is_quiet:
        return ""
    parts = [plural("{n} applicant.", "{n} applicants.", found.n_people, lang)]
    if day.outage:
        stages = ", ".join(label("stage", stage, lang).lower() for stage in day.outage)
        parts.append(t("Outage: {stages} stood still.", lang, stages=stages))
    sent = int(day.people["is_sent_home"].sum())
    for n, message in (
        (sent, "Sent home because papers were missing: {n}."),
        (day.n_missed, "Did not come to their appointment: {n}."),
        (day.n_late, "Came after closing, served on a later day: {n}."),
    ):
        if n:
            parts.append(t(message, lang, n=_count(n, lang)))
    return " ".join(parts)


def closed(day: Day, lang: str) -> str:
    """Why nothing moves on a day on which nobody was served."""
    if day.hours is None:
        return t("On {weekday} this office is closed. Choose another day.", lang, weekday=weekday(day.day, lang))
    if day.holiday:
        name = day.holiday[lang]
        return t("The office was closed: {name}. Choose another day.", lang, name=name)
    if day.outage:
        stages = ", ".join(label("stage", stage, lang).lower() for stage in day.outage)
        return t("Nobody was served: an outage stopped {stages}. Choose another day.", lang, stages=stages)
    return t("Nobody was served on this day in this world. Choose another day.", lang)


def answer(day: Day, found: Whole, lang: str) -> str:
    """The page's first sentence on a day."""
    name = long_day(day.day, lang)
    if day.is_quiet:
        return f"{name}: {closed(day, lang)}"
    message = (
        "{day}, {way}: half of {n} applicants waited {half} or less in all queues; the longest wait was {longest}."
        if found.half_s >= SECONDS_PER_MINUTE
        else "{day}, {way}: half of {n} applicants waited less than a minute; the longest wait was {longest}."
    )
    return t(
        message,
        lang,
        day=name,
        way=_lower(way(day, lang)),
        n=number(found.n_people, lang),
        half=stretch(found.half_s, lang),
        longest=stretch(found.longest_s, lang),
    )


def fairness(first: Whole, other: Whole, lang: str) -> str:
    """A warning when one day had clearly more applicants than the other, else ""."""
    few, many = sorted((first.n_people, other.n_people))
    if not few or many <= few * _EQUALLY_BUSY:
        return ""
    return t(
        "The two days are not equally busy ({one} and {other} applicants): part of the difference comes from that.",
        lang,
        one=number(first.n_people, lang),
        other=number(other.n_people, lang),
    )


def line(day: Day, at: int, lang: str) -> str:
    """The office at a moment in one sentence, as the browser says it too."""
    return _filled(moment(day, at), day, at, lang)


def _filled(found: Moment, day: Day, at: int, lang: str) -> str:
    words = player_words(lang)
    state = _state(day, at)
    when = clock_word(at) + (f" ({words[state]})" if state else "")
    hours, minutes = divmod(found.longest_s // SECONDS_PER_MINUTE, 60)
    spelled = str(words["hours" if hours else "minutes"]).format(h=hours, m=minutes)
    message = str(words["line" if found.waiting else "line_empty"])
    told = {"waiting": found.waiting, "longest": spelled, "busy": found.serving, "desks": found.desks}
    return message.format(time=when, left=found.left, **told)


def _state(day: Day, at: int) -> str:
    if day.hours is None:
        return ""
    hours = day.hours
    if at < hours.opens:
        return "early"
    if hours.break_from <= at < hours.break_to:
        return "break"
    return "shut" if at >= hours.closes else ""


def player_words(lang: str) -> dict[str, object]:
    """Everything that the player says by itself; fields in braces are filled in the browser."""
    return {
        "player": t("A day at the office: player", lang),
        "picture": t("Moving picture of the office on {day}; the sentence above it tells the same in words.", lang),
        "slider": t("Time of day", lang),
        "play": t("Play", lang),
        "pause": t("Pause", lang),
        "start": t("To the morning", lang),
        "back15": t("15 minutes back", lang),
        "on15": t("15 minutes on", lang),
        "speed": t("Speed", lang),
        "per_second": t("{n} min a second", lang),
        "hours": t("{h} hr {m} min", lang),
        "minutes": t("{m} min", lang),
        "early": t("not open yet", lang),
        "break": t("break", lang),
        "shut": t("closed to newcomers", lang),
        "line": t(
            "{time}: {waiting} waiting, longest {longest}; {busy} of {desks} desks busy; {left} have left.", lang
        ),
        "line_empty": t("{time}: nobody is waiting; {busy} of {desks} desks busy; {left} have left.", lang),
        "room": t("{n} waiting, {longest}", lang),
        "room_empty": t("nobody is waiting", lang),
        "files_wait": t("{n} queued", lang),
        "files_work": t("{n} in work", lang),
        "door": t("door", lang),
        "back": t("Behind the counters: files, not people", lang),
        "venue": t("Team that goes out, at another place", lang),
        "places": _places(lang),
        "legend": [
            ["manual", t("old way of working", lang)],
            ["simi", t("with SIMI", lang)],
            ["first", t("diamond: called first (priority or same-day)", lang)],
            ["late", t("orange edge: in this queue for over an hour", lang)],
            ["file", t("square: one file", lang)],
        ],
        "hint": t("Keyboard: space plays and pauses, arrows step a minute, with Shift a quarter of an hour.", lang),
        "calm": t("Your device asks for less motion: the time jumps once a second and nothing glides.", lang),
    }


def _places(lang: str) -> dict[str, str]:
    counter, interview = t("Counter", lang), t("Photo and interview", lang)
    return {
        "counter": counter,
        "interview": interview,
        "handover": t("Hand-over of passports", lang),
        "outreach_counter": counter,
        "outreach_interview": interview,
        "numbering": t("Number", lang),
        "duplicate_check": t("Duplicates", lang),
        "printing": label("stage", "printing", lang),
    }


def _lower(text: str) -> str:
    """A label inside a sentence: its first letter small."""
    return text[:1].lower() + text[1:]


def _count(n: int, lang: str) -> str:
    """How many had something happen to them; a handful is not counted out."""
    return t("fewer than {k}", lang, k=number(SMALLEST_GROUP, lang)) if n < SMALLEST_GROUP else number(n, lang)
