"""A question in which faults are pointed at in a specimen document."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, model_validator

from simi_lab.training.content.question import Question, unique
from simi_lab.training.content.words import Key, Strict, Words

_NIK = re.compile(r"(?<!\d)(?:\d{6}[ .]?\d{6}[ .]?\d{4}|\d{4} \d{4} \d{4} \d{4})(?!\d)")
_PASSPORT = re.compile(r"(?<![A-Z0-9])[A-Z]\d{7}(?!\d)")


class FieldOf(Strict):
    """One field of a document.

    Parameters
    ----------
    mono : set in letters of one width, for numbers and machine-readable lines
    fault : whether this is one of the faults to find
    feedback : said when the learner points at it, whether rightly or not
    """

    key: Key
    label: Words
    value: Words
    mono: bool = False
    fault: bool = False
    feedback: Words

    @model_validator(mode="after")
    def _is_invented(self) -> FieldOf:
        """Refuse numbers that could be a real person's."""
        for text in (self.value.id, self.value.en):
            for found in _NIK.findall(text):
                if not "9000" <= re.sub(r"\D", "", found)[-4:] <= "9999":
                    raise ValueError(f"{found!r} could be a real NIK or KK number; end it with 9000 to 9999")
            for found in _PASSPORT.findall(text):
                if not found.startswith("Z"):
                    raise ValueError(f"{found!r} could be a real passport number; begin it with Z")
        return self


class Paper(Strict):
    """A document that is drawn, and says by itself that it is a specimen with synthetic data."""

    look: Literal["card", "book", "form", "screen", "letter"]
    title: Words
    desc: Words
    photo: bool = False
    fields: Annotated[list[FieldOf], Field(min_length=3, max_length=16)]


class Specimen(Question):
    """Faults to point at in a document; marks for a part of them."""

    kind: Literal["specimen"]
    paper: Paper
    missed: Words
    feedback: Words

    @model_validator(mode="after")
    def _some_are_faulty(self) -> Specimen:
        unique([one.key for one in self.paper.fields])
        n_faults = sum(one.fault for one in self.paper.fields)
        if not 1 <= n_faults < len(self.paper.fields):
            raise ValueError("at least one field must have `fault: true` and at least one must be sound")
        return self
