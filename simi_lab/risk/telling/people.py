"""A share of persons as people say it: so many of a hundred, or of a thousand where they are few."""

from __future__ import annotations

from simi_lab.i18n import number, t

_FEW_OF_HUNDRED = 0.015  # below, people are counted of a thousand: "1 of 100" would be rounding


def of_people(share: float) -> tuple[int, int]:
    """A hundred or a thousand, and how many of them the share is."""
    base = 100 if share >= _FEW_OF_HUNDRED or share == 0 else 1000
    return base, round(base * share)


def marked(precision: float, lang: str) -> str:
    """What a precision means for those who are marked."""
    base, right = of_people(precision)
    return t(
        "Of {base} people who are marked, {right} do need to be found; {wrong} have done nothing.",
        lang,
        base=number(base, lang),
        right=number(right, lang),
        wrong=number(base - right, lang),
    )
