"""Which numbers a learner gets: the same on every page, in every notebook and after a restart of the computer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from simi_lab.training.content.draws import Draw
from simi_lab.training.content.formula import FormulaError
from simi_lab.training.content.model import Step
from simi_lab.training.content.question import Question
from simi_lab.training.text.draws import with_numbers
from simi_lab.training.text.facts import FactSource

Drawn = dict[str, float]


def draw(question: Question, facts: FactSource, *seed: object) -> Drawn:
    """Draw the numbers of a question.

    Parameters
    ----------
    question : as declared
    facts : source of the world's figures, for numbers that come from them
    seed : what makes the draw this learner's own: alias, module, number of the passage

    Returns
    -------
    dict of name to number
        Without those that have a formula.

    Randomness : SHA-256 of seed, question and name; nothing else.
    """
    free = {name: one for name, one in question.draw.items() if one.formula is None}
    words = {name: _word(*seed, question.key, name) for name in free}
    steps = {name: one.value(words[name] % one.count) for name, one in free.items()}
    figures = {name: _figure(one, words[name], facts, steps[name]) for name, one in free.items()}
    return figures if holds(question, figures) else steps


def kept(question: Question, drawn: Any) -> Drawn | None:
    """Return numbers kept in the record if they still serve the question as it is declared now, else None."""
    names = {name for name, one in question.draw.items() if one.formula is None}
    if not isinstance(drawn, Mapping) or set(drawn) != names or not all(_is_number(one) for one in drawn.values()):
        return None
    values = {name: float(drawn[name]) for name in question.draw if name in names}
    return values if holds(question, values) else None


def holds(question: Question, drawn: Mapping[str, float]) -> bool:
    """Whether the question is sound with these numbers."""
    try:
        whole: Step = with_numbers(question, drawn)
    except (FormulaError, ValueError):
        return False
    return isinstance(whole, Question)


def _figure(one: Draw, word: int, facts: FactSource, otherwise: float) -> float:
    """Take one of the world's figures that lies between the bounds."""
    count = facts(f"{one.world}.count") if one.world else None
    if not count or one.low is None or one.high is None:
        return otherwise
    found = facts(f"{one.world}.n{word % int(count)}")
    return found if found is not None and one.low <= found <= one.high else otherwise


def _word(*parts: object) -> int:
    return int.from_bytes(sha256("\0".join(map(str, parts)).encode()).digest()[:8], "big")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
