"""A number of a scenario: never naked, always with unit, source and mark."""

from __future__ import annotations

import math
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from simi_lab.schema.enums import CODES

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


def adding_up(values: dict[str, float]) -> dict[str, float]:
    """The values, unless they do not add up to 1 (ValueError)."""
    total = math.fsum(values.values())
    if abs(total - 1) > 1e-6:
        raise ValueError(f"shares add up to {total:.4f}, not to 1")
    return values


Share = Annotated[float, Field(ge=0, le=1)]
ShareTable = Annotated[dict[str, Share], AfterValidator(in_order), AfterValidator(adding_up)]
"""Shares by name, in canonical order, adding up to 1."""


class Shares(Sourced):
    """Shares of named classes, from 0 to 1, adding up to 1."""

    values: ShareTable

    def of(self, codes: tuple[str, ...]) -> list[float]:
        """Shares in the order of `codes`; 0 for a code that is not named (KeyError for one that is no code)."""
        unknown = set(self.values) - set(codes)
        if unknown:
            raise KeyError(", ".join(sorted(unknown)))
        return [self.values.get(code, 0.0) for code in codes]


class Factors(Sourced):
    """Multipliers or levels by name (months, ages, regimes); need not add up."""

    values: Annotated[dict[str, Annotated[float, Field(ge=0)]], AfterValidator(in_order)]


def check_codes(named: Shares | Factors, code_list: str, known: tuple[str, ...] = ()) -> None:
    """Refuse (ValueError) a table that names what is no code of the list, or none of `known` where they are fewer."""
    if unknown := set(named.values) - set(known or CODES[code_list]):
        raise ValueError(f"unknown {code_list}: {', '.join(sorted(unknown))}")


def check_languages(**texts: dict[str, str]) -> None:
    """Refuse (ValueError) a text that is not there in both languages, by its name."""
    for name, text in texts.items():
        if set(text) != {"id", "en"}:
            raise ValueError(f"{name} needs id and en")


def check_shares(section: Section, *also: str) -> None:
    """Refuse (ValueError) a section in which a share lies outside 0 to 1.

    Shares are numbers whose unit begins with "share", and those of the names in `also`, whatever unit a file gives.
    """
    for name, each in section:
        is_share = isinstance(each, Number) and (each.unit.startswith("share") or name in also)
        if is_share and not 0 <= each.value <= 1:
            raise ValueError(f"{name} is a share, from 0 to 1")


def number(value: float, unit: str, source: str, mark: Mark, reason: str = "") -> Number:
    """A `Number` written in code, for the defaults of a section."""
    return Number(value=value, unit=unit, source=source, mark=mark, reason=reason)
