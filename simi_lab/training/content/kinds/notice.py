"""A question in which a letter is written, and checked by plain rules that its author declares word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator

from simi_lab.training.content.question import Question, unique
from simi_lab.training.content.words import Key, Strict, Text, Words

Phrases = Annotated[list[Text], Field(min_length=1)]
_NIK = re.compile(r"(?<!\d)\d(?:[ .-]?\d){15}(?!\d)")
_PASSPORT = re.compile(r"\b[A-Za-z]{1,2} ?\d{6,8}\b")
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)|\n+")


class Forms(Strict):
    """Words or beginnings of words that count as one thing said; both lists count in both languages."""

    id: Phrases
    en: Phrases

    def stand_in(self, text: str) -> bool:
        """Whether one of them begins a word of a text that `plain` has made."""
        return any(f" {plain(form).strip()}" in text for form in (*self.id, *self.en))


class Part(Strict):
    """Something that the letter must say: one of the words of each of `need`."""

    key: Key
    name: Words
    need: Annotated[list[Forms], Field(min_length=1, max_length=4)]
    found: Words
    missing: Words


class Slip(Strict):
    """Something that must not stand in the letter."""

    key: Key
    name: Words
    forms: Forms
    says: Words


class Draft(Strict):
    """A letter with one fault, and the key of the part it lacks or of the slip it makes: it shows that a rule works."""

    text: Words
    gets: Key


class Notice(Question):
    """A letter to be written from a sheet of facts.

    Parameters
    ----------
    sheet : the facts, some of which do not belong in the letter
    least_words, sentence_words : a shorter text is no letter yet; a longer sentence is hard to read
    short, number, long_sentence : said of these; `number` of what looks like a NIK or a passport number
    letter : a good letter in each language
    drafts : poor letters, one for each part and each slip
    """

    kind: Literal["notice"]
    sheet: Annotated[list[Words], Field(min_length=3, max_length=12)]
    least_words: Annotated[int, Field(ge=5, le=100)] = 30
    sentence_words: Annotated[int, Field(ge=10, le=60)] = 28
    parts: Annotated[list[Part], Field(min_length=3, max_length=8)]
    slips: Annotated[list[Slip], Field(min_length=1, max_length=8)]
    short: Words
    number: Words
    long_sentence: Words
    feedback: Words
    letter: Words
    drafts: Annotated[list[Draft], Field(min_length=3)]

    @model_validator(mode="after")
    def _rules_do_what_they_say(self) -> Notice:
        keys = [*(part.key for part in self.parts), *(slip.key for slip in self.slips)]
        unique(keys)
        for lang, text in (("id", self.letter.id), ("en", self.letter.en)):
            if found := faults_in(self, text):
                raise ValueError(f"the good letter ({lang}) does not pass: {', '.join(found)}")
        for draft in self.drafts:
            for lang, text in (("id", draft.text.id), ("en", draft.text.en)):
                if (found := faults_in(self, text)) != [draft.gets]:
                    told = ", ".join(found) or "nothing"
                    raise ValueError(f"a draft ({lang}) should get {draft.gets} alone and gets {told}")
        if left := sorted(set(keys) - {draft.gets for draft in self.drafts}):
            raise ValueError(f"no draft shows the rule of {', '.join(left)}")
        return self


def faults_in(step: Notice, text: str) -> list[str]:
    """Return what is wrong with a letter: "short" or "number" alone, or keys of parts and slips, "long_sentence"."""
    if len(text.split()) < step.least_words:
        return ["short"]
    if _NIK.search(text) or _PASSPORT.search(text):
        return ["number"]
    said = plain(text)
    missing = [part.key for part in step.parts if not all(forms.stand_in(said) for forms in part.need)]
    slips = [slip.key for slip in step.slips if slip.forms.stand_in(said)]
    longest = max((len(sentence.split()) for sentence in _sentences(text)), default=0)
    return [*missing, *slips, *(["long_sentence"] if longest > step.sentence_words else [])]


def plain(text: str) -> str:
    """Make a text comparable: small letters, no punctuation, one space before each word and after the last."""
    return f" {' '.join(re.sub(r'[^0-9a-z]+', ' ', text.casefold()).split())} "


def _sentences(text: str) -> Iterator[str]:
    yield from (part for part in _SENTENCE_END.split(text) if part.strip())
