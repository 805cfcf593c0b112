"""What a diagram says: boxes in a row with ways back, or bars to compare."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

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


class Bar(Strict):
    """One bar."""

    label: Words
    value: Annotated[float, Field(ge=0, strict=False)]
    strong: bool = False


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
        return self


Diagram = Annotated[Flow | Bars, Field(discriminator="kind")]
