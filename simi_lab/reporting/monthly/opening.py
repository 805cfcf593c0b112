"""How a monthly report opens: title, the answer in one sentence, the figures to take away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from simi_lab.i18n import NO_VALUE, number, percent, t
from simi_lab.i18n import month as month_name
from simi_lab.privacy import SMALLEST_GROUP
from simi_lab.reporting.monthly.read import Month, in_time
from simi_lab.reporting.parts import Block, paragraph, tiles

Writer = Callable[[float | None, str], str]
_TILES: Mapping[str, tuple[str, Writer]] = {
    "n_applications": ("Applications", number),
    "wait_min_mean": ("Mean wait, min", lambda x, lang: number(x, lang, 1)),
    "total_days_median": ("Median days until in hand", number),
    "in_time_share": ("Made within 4 working days", percent),
    "ikm": ("IKM", lambda x, lang: number(x, lang, 2)),
}


def opening(month: Month) -> Block:
    """Title, the answer of the month in one sentence, and the figures to take away."""
    lang = month.lang
    title = t("Passport service in {month}", lang, month=month_name(month.first, lang))
    office = month.scenario["site"]["name"]
    place = f"{t('District {name}', lang, name=month.district)}, {office}" if month.district else office
    found = headline(month)
    shown = tiles(_rows(month, found)) if found["n_applications"] else ""
    html = (
        f'<header class="opening"><h1>{escape(title)}</h1><p class="place">{escape(place)}</p>'
        f"{paragraph(_answer(found, lang), 'answer')}{shown}</header>"
    )
    return Block(html, found)


def headline(month: Month) -> dict[str, float | None]:
    """The figures to take away from a month; None where they are withheld or missing."""
    return {
        "n_applications": month.counts["n_applications"],
        "wait_min_mean": month.service["wait_min"]["mean"],
        "total_days_median": month.service["total_days"]["median"],
        "in_time_share": in_time(month.service["work_days"]["share_over"]),
        "ikm": month.satisfaction.value if month.satisfaction else None,
    }


def _answer(found: Mapping[str, float | None], lang: str) -> str:
    n = found["n_applications"]
    if n is None:
        few = (
            "The figures of this district are withheld: it has fewer than {k} applicants in this month, or would give "
            "such a district away."
        )
        return t(few, lang, k=SMALLEST_GROUP)
    if n == 0:
        return t("Nobody filed an application in this month.", lang)
    said = {"n": number(n, lang), "wait": number(found["wait_min_mean"], lang, 1)}
    if found["wait_min_mean"] is None or found["total_days_median"] is None:
        return t("{n} applications; too few have come far enough to speak of times.", lang, n=said["n"])
    answer = (
        "{n} applications. Applicants waited {wait} minutes at the counter on average, and half of them held their "
        "passport within {days} days."
    )
    return t(answer, lang, days=number(found["total_days_median"], lang), **said)


def _rows(month: Month, found: Mapping[str, float | None]) -> list[tuple[str, str, str]]:
    lang, before = month.lang, headline(month.previous) if month.previous else {}
    return [
        (t(word, lang), write(found[name], lang), _beside(write(before.get(name), lang), lang))
        for name, (word, write) in _TILES.items()
    ]


def _beside(text: str, lang: str) -> str:
    return t("no month before", lang) if text == NO_VALUE else t("before: {figure}", lang, figure=text)
