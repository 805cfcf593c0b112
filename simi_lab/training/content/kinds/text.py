"""A question that is answered in a few words of one's own."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Literal

from pydantic import Field, model_validator

from simi_lab.training.content.question import Question
from simi_lab.training.content.words import Strict, Text, Words

LONGEST = 120  # letters that the field takes
_BETWEEN = re.compile(r"(?<=\d)[^\w\s](?=\d)")


def core(typed: str) -> str:
    """Reduce a text to what is compared: case, accents, spaces and punctuation do not count.

    A sign between two digits does, as one and the same sign: 4.5 is not 45, and 1,000 is 1.000.

    Examples
    --------
    >>> core("  KTP-el. "), core("ktp el"), core("Pasal 65 (2)"), core("3×24 jam"), core("4,5")
    ('ktpel', 'ktpel', 'pasal652', '3x24jam', '4.5')
    """
    plain = unicodedata.normalize("NFKD", typed.replace("\N{MULTIPLICATION SIGN}", "x")).casefold()
    marked = _BETWEEN.sub("\N{MIDDLE DOT}", plain)
    kept = "".join(sign for sign in marked if sign.isalnum() or sign == "\N{MIDDLE DOT}")
    return kept.replace("\N{MIDDLE DOT}", ".")


class Forms(Strict):
    """Ways to write one answer; both lists count in both languages."""

    id: list[Text] = Field(default_factory=list)
    en: list[Text] = Field(default_factory=list)

    @model_validator(mode="after")
    def _each_can_be_typed(self) -> Forms:
        if not (self.id or self.en):
            raise ValueError("there is no form; write at least one")
        for form in [*self.id, *self.en]:
            if not core(form) or len(form) > LONGEST:
                raise ValueError(f"the form {form!r} has no letter or digit, or more than {LONGEST}")
        return self

    @property
    def cores(self) -> set[str]:
        """What an answer is compared with."""
        return {core(form) for form in [*self.id, *self.en]}


class Near(Strict):
    """A wrong answer that people typically give, and what to say about it."""

    forms: Forms
    feedback: Words


class TextQuestion(Question):
    """A short text with accepted forms; typical wrong answers are told apart, `other` is for the rest."""

    kind: Literal["text"]
    accept: Forms
    near: Annotated[list[Near], Field(min_length=2)]
    other: Words
    feedback: Words

    @model_validator(mode="after")
    def _forms_are_told_apart(self) -> TextQuestion:
        if not (self.accept.id and self.accept.en):
            raise ValueError("`accept` needs at least one form in each language")
        seen: set[str] = set()
        for forms in [self.accept, *(near.forms for near in self.near)]:
            if twice := seen & forms.cores:
                raise ValueError(f"the form {min(twice)!r} stands in two places: it cannot mean both")
            seen |= forms.cores
        return self
