"""What a diagram says: boxes in a row with ways back, bars to compare, or lines over time."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from simi_lab.training.content.question import Number, unique
from simi_lab.training.content.words import Key, Strict, Words


class Box(Strict):
    """One box: whose turn it is shows by its border and is said in `note`.

    `joined` says whether an arrow leads to it from the box above; a box that is only reached by a way has none.
    """

    key: Key
    text: Words
    note: Words | None = None
    tone: Literal["plain", "applicant", "office", "aside"] = "plain"
    joined: bool = True


class Way(Strict):
    """A way back (or onward) beside the row, with words."""

    start: Key
    end: Key
    text: Words


class Flow(Strict):
    """Boxes from top to bottom, with ways at the side."""

    kind: Literal["flow"]
    title: Words
    desc: Words
    boxes: Annotated[list[Box], Field(min_length=2, max_length=12)]
    ways: list[Way] = Field(default_factory=list)

    @model_validator(mode="after")
    def _ways_end_at_boxes(self) -> Flow:
        known = {box.key for box in self.boxes}
        lost = sorted({key for way in self.ways for key in (way.start, way.end)} - known)
        if lost:
            raise ValueError(f"a way names the box {', '.join(lost)}, which does not exist")
        return self

    @property
    def targets(self) -> set[str]:
        """Names of what can be pointed at: nothing."""
        return set()


class Bar(Strict):
    """One bar; `low` and `high` draw its interval, `key` lets a chart question name it."""

    key: Key | None = None
    label: Words
    value: Annotated[Number, Field(ge=0)]
    low: Annotated[Number, Field(ge=0)] | None = None
    high: Number | None = None
    strong: bool = False

    @model_validator(mode="after")
    def _value_lies_between(self) -> Bar:
        _check_interval(self.value, self.low, self.high)
        return self


class Bars(Strict):
    """Lying bars from zero on one scale."""

    kind: Literal["bars"]
    title: Words
    desc: Words
    unit: Words
    bars: Annotated[list[Bar], Field(min_length=2, max_length=8)]

    @model_validator(mode="after")
    def _one_is_longer_than_nothing(self) -> Bars:
        if not any(bar.value for bar in self.bars):
            raise ValueError("all bars are zero")
        unique([bar.key for bar in self.bars if bar.key])
        return self

    @property
    def targets(self) -> set[str]:
        """Names of what can be pointed at."""
        return {bar.key for bar in self.bars if bar.key}


class Line(Strict):
    """One line over the common `x`; `low` and `high` draw a band around it."""

    key: Key
    label: Words
    values: list[Number]
    low: list[Number] | None = None
    high: list[Number] | None = None

    @model_validator(mode="after")
    def _band_holds_the_line(self) -> Line:
        lengths = {len(numbers) for numbers in (self.values, self.low, self.high) if numbers is not None}
        if len(lengths) > 1:
            raise ValueError(f"values, low and high of {self.key!r} are not equally many")
        none: list[None] = [None] * len(self.values)
        for value, low, high in zip(self.values, self.low or none, self.high or none, strict=True):
            _check_interval(value, low, high)
        return self


class Lines(Strict):
    """Lines from left to right on one scale that holds zero, with direct labels."""

    kind: Literal["lines"]
    title: Words
    desc: Words
    unit: Words
    x: Annotated[list[Words], Field(min_length=2, max_length=36)]
    lines: Annotated[list[Line], Field(min_length=1, max_length=4)]

    @model_validator(mode="after")
    def _every_point_has_its_place(self) -> Lines:
        for line in self.lines:
            if len(line.values) != len(self.x):
                raise ValueError(f"the line {line.key!r} has {len(line.values)} values for {len(self.x)} places")
        if not any(value for line in self.lines for value in line.values):
            raise ValueError("all values are zero")
        names = [f"{line.key}_{n}" for line in self.lines for n in range(1, len(self.x) + 1)]
        unique([*(line.key for line in self.lines), *names])
        return self

    @property
    def targets(self) -> set[str]:
        """Names of what can be pointed at: a line by its key, its n-th point by KEY_n."""
        return {name for line in self.lines for name in (line.key, *self.points(line))}

    def points(self, line: Line) -> list[str]:
        """Names of the points of a line."""
        return [f"{line.key}_{n}" for n in range(1, len(self.x) + 1)]


def _check_interval(value: float, low: float | None, high: float | None) -> None:
    if (low is None) != (high is None):
        raise ValueError("an interval needs both `low` and `high`")
    if low is not None and high is not None and not low <= value <= high:
        raise ValueError(f"{value:g} does not lie between {low:g} and {high:g}")


Diagram = Annotated[Flow | Bars | Lines, Field(discriminator="kind")]
