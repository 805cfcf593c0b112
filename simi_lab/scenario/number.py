"""A number of a scenario: never naked, always with unit, source and mark."""

from __future__ import annotations

import math
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Mark = Literal["sourced", "known", "assumed"]


class Section(BaseModel):
    """A part of a scenario: frozen, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Sourced(Section):
    """What every number carries: unit, source, mark, and a reason where it is assumed."""

    unit: str = Field(min_length=1)
    source: str = Field(min_length=1)
    mark: Mark
    reason: str = ""

    @model_validator(mode="after")
    def _assumption_has_a_reason(self) -> Sourced:
        if self.mark == "assumed" and not self.reason.strip():
            raise ValueError("an assumed value needs a reason")
        return self


class Number(Sourced):
    """One number."""

    value: float

    @model_validator(mode="after")
    def _finite(self) -> Number:
        if not math.isfinite(self.value):
            raise ValueError("value must be finite")
        return self


def in_order(values: dict[str, float]) -> dict[str, float]:
    """Entries by the number that their name begins with, then by name.

    A file, a manifest and a dictionary in memory may hold them in another order; a world must not depend on it.
    """

    def place(item: tuple[str, float]) -> tuple[float, str]:
        digits = re.match(r"\d+(\.\d+)?", item[0])
        return (float(digits.group()) if digits else math.inf, item[0])

    return dict(sorted(values.items(), key=place))


class Shares(Sourced):
    """Shares of named classes, from 0 to 1, adding up to 1."""

    values: Annotated[dict[str, Annotated[float, Field(ge=0, le=1)]], AfterValidator(in_order)]

    @model_validator(mode="after")
    def _whole(self) -> Shares:
        total = math.fsum(self.values.values())
        if abs(total - 1) > 1e-6:
            raise ValueError(f"shares add up to {total:.4f}, not to 1")
        return self

    def of(self, codes: tuple[str, ...]) -> list[float]:
        """Shares in the order of `codes`; 0 for a code that is not named (KeyError for one that is no code)."""
        unknown = set(self.values) - set(codes)
        if unknown:
            raise KeyError(", ".join(sorted(unknown)))
        return [self.values.get(code, 0.0) for code in codes]


class Factors(Sourced):
    """Multipliers or levels by name (months, ages, regimes); need not add up."""

    values: Annotated[dict[str, Annotated[float, Field(ge=0)]], AfterValidator(in_order)]


def number(value: float, unit: str, source: str, mark: Mark, reason: str = "") -> Number:
    """A `Number` written in code, for the defaults of a section."""
    return Number(value=value, unit=unit, source=source, mark=mark, reason=reason)
