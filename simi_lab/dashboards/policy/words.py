"""Figures in words: amounts with their unit, changes with their sign, and which way is better."""

from __future__ import annotations

from simi_lab.dashboards.policy.choosing import value_word
from simi_lab.i18n import NO_VALUE, money, number, percent, t
from simi_lab.study.whatif.answers import Answer, Figure, direction
from simi_lab.vocabulary import label

MILLION = 1_000_000
_UNITS = {
    "min": ("{n} minute", "{n} minutes"),
    "day": ("{n} day", "{n} days"),
    "hour": ("{n} hour", "{n} hours"),
    "visit": ("{n} visit", "{n} visits"),
    "passport": ("{n} passport", "{n} passports"),
}
_NAMED = ("campaign", "unit_days", "outage_days")  # their values alone do not say what they are of
DIGITS = {"min": 1, "day": 1, "hour": 1, "visit": 2, "passport": 0}


def amount(value: float, unit: str, lang: str) -> str:
    """A value with its unit: "6,6 menit", "93%", "Rp117,8 juta"."""
    if unit == "share":
        return percent(value, lang, 1)
    if unit == "IDR":
        return rupiah(value, lang)
    one, many = _UNITS[unit]
    digits = DIGITS[unit]
    rounded = round(value, digits)
    return t(one if rounded == 1 else many, lang, n=number(rounded, lang, digits))


def plain(value: float, unit: str, lang: str) -> str:
    """A value without the name of its unit, for a range."""
    return number(value, lang, DIGITS[unit]) if unit in DIGITS else amount(value, unit, lang)


def rupiah(value: float, lang: str) -> str:
    """Money as people say it: millions with one decimal, less to the hundred."""
    if abs(value) < MILLION:
        return money(round(value, -2), lang) if abs(value) >= 1000 else money(value, lang)
    return t("IDR {n} million", lang, n=number(value / MILLION, lang, 1))


def change_word(value: float, unit: str, lang: str) -> str:
    """A change with its sign: "+2,0 hari", "−5,7 poin persen"."""
    sign = "+" if value > 0 else "\N{MINUS SIGN}"
    if unit == "share":
        n = number(abs(value) * 100, lang, 1)
        return sign + t("{n} percentage points", lang, n=n)
    return sign + amount(abs(value), unit, lang)


def size(figure: Figure, lang: str) -> str:
    """How large a change is, without its sign."""
    assert figure.change is not None
    return change_word(figure.change.value, figure.change.unit, lang)[1:]


def between(low: float, high: float, unit: str, lang: str) -> str:
    """A 95 % interval: "6,5 sampai 6,6"."""
    ends = plain(low, unit, lang), plain(high, unit, lang)
    if ends[0] == ends[1]:
        return t("95% interval: narrower than this rounding", lang)
    return t("{low} to {high}, 95% interval", lang, low=ends[0], high=ends[1])


def change_between(figure: Figure, lang: str) -> str:
    """A change with its 95 % interval: "−4,7 menit (−4,8 sampai −4,6)"."""
    change = figure.change
    if change is None:
        return ""
    said = change_word(change.value, change.unit, lang)
    scale = 100 if change.unit == "share" else 1
    unit = "min" if change.unit == "share" else change.unit
    low, high = (_signed(edge * scale, unit, lang) for edge in (change.low, change.high))
    return said if low == high else t("{said} (95%: {low} to {high})", lang, said=said, low=low, high=high)


def _signed(value: float, unit: str, lang: str) -> str:
    return ("+" if value > 0 else "\N{MINUS SIGN}" if value < 0 else "") + plain(abs(value), unit, lang)


def value_today(figure: Figure) -> float:
    """The mean of the same months with today's setting."""
    return figure.now.value - (figure.change.value if figure.change is not None else 0.0)


def state_of(figure: Figure) -> tuple[str, str]:
    """How a change is to be taken: state for its sign ("good", "bad", "open", "" ), and the message of its word."""
    change = figure.change
    if change is None:
        return "", ""
    if not change.excludes(0) or change.value == 0:
        return "", "as today"
    if change.goal is None:
        return "", "other than today"
    found = direction(figure)
    if found == 0 and change.unit in ("min", "day", "hour", "share"):
        return "", "hardly noticed"
    improves = (change.value < 0) == (change.goal == "lower")
    return ("good", "better") if improves else ("bad", "worse")


def setting_words(answer: Answer, lang: str) -> list[str]:
    """Each lever that is moved, as it stands now."""
    told = []
    for name, (_, now) in answer.levers.moved(answer.today).items():
        word = value_word(name, now, lang)
        told.append(f"{label('lever', name, lang)}: {word}" if name in _NAMED else word)
    return told


def missing() -> str:
    """What stands where nobody has a value."""
    return NO_VALUE
