"""Numbers of a question that are drawn anew for each learner, from steps between bounds, or worked out of others."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Annotated

from pydantic import Field, model_validator

from simi_lab.training.content.formula import Formula, FormulaError, evaluate
from simi_lab.training.content.words import Key, Number, Strict

MOST_DRAWS = 2_000  # combinations that are all checked when a module is loaded


class Draw(Strict):
    """One drawn number: `low`, `high` and `step`, or a `formula` over numbers declared before it.

    Parameters
    ----------
    low, high, step : the values are low, low + step, … up to high
    world : name of figures of the world, such as `monthly.applications`
        One of them is taken where it lies between `low` and `high` and every answer still holds; otherwise, and
        without a world, a value of the steps.
    formula : arithmetic, shown in texts and never drawn
    """

    low: Number | None = None
    high: Number | None = None
    step: Annotated[Number, Field(gt=0)] | None = None
    world: Annotated[str, Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$")] | None = None
    formula: Formula | None = None

    @model_validator(mode="after")
    def _one_way_of_drawing(self) -> Draw:
        bounds = (self.low, self.high, self.step)
        if self.formula is not None:
            if any(one is not None for one in (*bounds, self.world)):
                raise ValueError("a number is drawn (low, high, step) or worked out (formula), not both")
        elif self.low is None or self.high is None or self.step is None:
            raise ValueError("low, high and step must be given, or a formula")
        elif not 2 <= self.count <= MOST_DRAWS:
            raise ValueError(f"there are {self.count} steps from low to high; 2 to {MOST_DRAWS} are of use")
        return self

    @property
    def count(self) -> int:
        """Number of values on the steps; 0 for a formula."""
        if self.low is None or self.high is None or self.step is None:
            return 0
        return max(math.floor((self.high - self.low) / self.step + 1e-9) + 1, 0)

    def value(self, n: int) -> float:
        """Return the value on step n, counted from 0."""
        assert self.low is not None  # a formula has no steps
        assert self.step is not None
        return round(self.low + n * self.step, 9)


Draws = dict[Key, Draw]


def complete(draws: Mapping[str, Draw], drawn: Mapping[str, float]) -> dict[str, float]:
    """Add what is worked out to what was drawn.

    Raises
    ------
    FormulaError
        A formula names what is not drawn before it, or cannot be worked out.
    """
    values = {name: float(drawn[name]) for name, draw in draws.items() if draw.formula is None}
    for name, draw in draws.items():
        if draw.formula is not None:
            values[name] = evaluate(draw.formula, values)
    return values


def size(draws: Mapping[str, Draw]) -> int:
    """Number of combinations that can be drawn."""
    return math.prod(draw.count for draw in draws.values() if draw.formula is None)


def grid(draws: Mapping[str, Draw]) -> Iterator[dict[str, float]]:
    """Yield every combination on the steps, each complete.

    Raises
    ------
    FormulaError
        A formula cannot be worked out for one of them; the message says for which.
    """
    free = {name: draw for name, draw in draws.items() if draw.formula is None}
    for steps in product(*(range(draw.count) for draw in free.values())):
        drawn = {name: draw.value(n) for (name, draw), n in zip(free.items(), steps, strict=True)}
        try:
            yield complete(draws, drawn)
        except FormulaError as error:
            raise FormulaError(f"{error} (with {said(drawn)})") from None


def said(values: Mapping[str, float]) -> str:
    """Write values for an author: "km 140, orang 3"."""
    return ", ".join(f"{name} {value:g}" for name, value in values.items())


def check_all(draws: Mapping[str, Draw]) -> None:
    """Refuse draws of a question that cannot all be worked out.

    Raises
    ------
    ValueError
        Only formulas, too many combinations, or a formula that fails for one of them.
    """
    if draws and not any(draw.formula is None for draw in draws.values()):
        raise ValueError("`draw` holds formulas only; nothing is drawn")
    if size(draws) > MOST_DRAWS:
        raise ValueError(f"{size(draws)} combinations can be drawn, more than {MOST_DRAWS}; use larger steps")
    for _ in grid(draws):
        pass
