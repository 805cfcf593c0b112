"""Shares as people say them."""

from __future__ import annotations

from simi_lab.i18n import t

_TENTHS = (
    "hardly any", "one in ten", "two in ten", "three in ten", "four in ten", "half",
    "six in ten", "seven in ten", "eight in ten", "nine in ten", "nearly all",
)  # fmt: skip
_PARTS = {0.25: "one in four", 1 / 3: "one in three", 2 / 3: "two in three", 0.75: "three in four"}
NEAR = 0.015  # a share this close to a simple part is called by it


def in_words(share: float, lang: str) -> str:
    """A share as people say it: "three in four", "about nine in ten", "nearly all"."""
    if share >= 1:
        return t("all", lang)
    if share <= 0:
        return t("none", lang)
    part = next((word for value, word in _PARTS.items() if abs(share - value) <= NEAR), None)
    if part is not None:
        return t(part, lang)
    tenth = min(range(11), key=lambda i: abs(share - i / 10))
    said = t(_TENTHS[tenth], lang)
    if tenth in (0, 10) or abs(share - tenth / 10) <= NEAR:
        return said
    return t("about {share}", lang, share=said)


def capital(text: str) -> str:
    """The same text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
