"""Why two records may be one person, in sentences without a name, a number or a date of theirs."""

from __future__ import annotations

import math

from simi_lab.errors import BadRequest
from simi_lab.i18n import percent, t
from simi_lab.risk.duplicates.fields import FIELDS
from simi_lab.risk.duplicates.find import Duplicates

_SAID = {
    ("name", "same"): "The names agree once spelling, titles and order of words are brought together.",
    ("name", "part"): "All words of one name, or their first letters, are in the other name.",
    ("name", "close"): "The names differ in a few letters.",
    ("name", "similar"): "The names are somewhat alike.",
    ("name", "different"): "The names differ.",
    ("birth_date", "same"): "The birth dates agree.",
    ("birth_date", "exchanged"): "In the birth dates day and month are exchanged.",
    ("birth_date", "near"): "The birth dates lie one or two days apart.",
    ("birth_date", "one_part"): "The birth dates differ in the day, the month or the year only.",
    ("birth_date", "different"): "The birth dates differ.",
    ("birth_place", "same"): "The birth places agree.",
    ("birth_place", "close"): "The birth places are spelled differently.",
    ("birth_place", "different"): "The birth places differ.",
    ("document_number", "same"): "The document numbers agree.",
    ("document_number", "close"): "One document number lacks a sign of the other.",
    ("document_number", "different"): "The document numbers differ.",
    ("phone", "same"): "The phone is the same; families and helpers share phones too.",
    ("phone", "close"): "The phones differ in one digit.",
    ("phone", "different"): "The phones differ.",
    ("address", "same"): "The address is the same; a household shares it too.",
    ("address", "different"): "The addresses differ.",
}


def explain_pair(found: Duplicates, row: int, lang: str = "id") -> list[str]:
    """Sentences about one pair, the strongest ground first, each with what it does to the odds.

    Parameters
    ----------
    found : answer of `find_duplicates`
    row : row of `found.pairs`
    lang : id or en

    Raises
    ------
    BadRequest
        No such row.
    """
    if not 0 <= row < found.pairs.height:
        raise BadRequest(
            "There is no pair {row}; {n} pairs were found.",
            row=row,
            n=found.pairs.height,
            cure="Rows are counted from 0.",
        )
    pair = found.pairs.row(row, named=True)
    first = t(
        "These two records are one person with a probability of {share}.",
        lang,
        share=percent(min(pair["probability"], 0.999), lang, digits=1),
    )
    fields = [field for field in FIELDS if pair.get(f"agree_{field.name}") is not None]
    fields.sort(key=lambda field: -abs(pair[f"weight_{field.name}"]))
    said = [
        f"{t(_SAID[field.name, pair[f'agree_{field.name}']], lang)} {_odds(pair[f'weight_{field.name}'], lang)}"
        for field in fields
    ]
    last = t("Twins, namesakes and slips of the pen look like this too: an officer compares the papers and asks.", lang)
    return [first, *said, last]


def _odds(bits: float, lang: str) -> str:
    """The weight as what it does to the odds, in steps that can be read."""
    size = abs(bits)
    if size < 1:
        return t("This says little.", lang)
    if bits > 0:
        return (
            t("This speaks strongly for one person.", lang)
            if size >= math.log2(100)
            else t("This speaks for one person.", lang)
        )
    return t("This speaks strongly against it.", lang) if size >= math.log2(100) else t("This speaks against it.", lang)
