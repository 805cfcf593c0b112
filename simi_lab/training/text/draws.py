"""A question with drawn numbers made whole for one learner: its texts say the numbers, its answer is worked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from pydantic import BaseModel

from simi_lab.i18n import number
from simi_lab.training.content.draws import complete, grid, size
from simi_lab.training.content.kinds.numeric import Numeric
from simi_lab.training.content.marks import DRAW
from simi_lab.training.content.model import Step
from simi_lab.training.content.question import Question
from simi_lab.training.content.words import Words

SAMPLES = 5


def with_numbers(step: Step, drawn: Mapping[str, float]) -> Step:
    """Put drawn numbers into a question.

    Parameters
    ----------
    step : as declared
    drawn : the numbers that are drawn, by name; those with a formula are worked out here

    Returns
    -------
    Step
        Without `draw`; a step that draws nothing comes back as it is.

    Raises
    ------
    FormulaError
        A formula cannot be worked out of these numbers.

    Randomness : none.
    """
    if not isinstance(step, Question) or not step.draw:
        return step
    values = complete(step.draw, drawn)
    whole: Any = _said(step, values).model_copy(update={"draw": {}})
    return whole.with_values(values) if isinstance(whole, Numeric) else whole


def samples(step: Step, most: int = SAMPLES) -> Iterator[Step]:
    """Yield a question as some learners would see it, evenly over all that can be drawn; once if nothing is drawn."""
    if not isinstance(step, Question) or not step.draw:
        yield step
        return
    every = max(size(step.draw) // most, 1)
    yield from (with_numbers(step, values) for values in islice(grid(step.draw), 0, None, every))


def example(step: Step) -> Step:
    """Return a question as one learner would see it."""
    return next(samples(step))


def written(value: float, lang: str) -> str:
    """Write a drawn number with as many decimals as it has, at most two."""
    digits = next((n for n in (0, 1, 2) if abs(round(value, n) - value) < 1e-9), 2)
    return number(value, lang, digits)


def _said(part: Any, values: Mapping[str, float]) -> Any:
    """Replace the marks in every text inside a declaration."""
    if isinstance(part, Words):
        return part.model_copy(update={lang: _filled(getattr(part, lang), values, lang) for lang in ("id", "en")})
    if isinstance(part, BaseModel):
        return part.model_copy(update={name: _said(getattr(part, name), values) for name in type(part).model_fields})
    if isinstance(part, list):
        return [_said(one, values) for one in part]
    if isinstance(part, dict):
        return {key: _said(one, values) for key, one in part.items()}
    return part


def _filled(text: str, values: Mapping[str, float], lang: str) -> str:
    return DRAW.sub(lambda match: written(values[match[1]], lang), text)
