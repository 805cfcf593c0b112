"""Reading a form of an impact assessment back: which models it is about, what people wrote, what is still open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import yaml

from simi_lab.errors import BadRequest
from simi_lab.i18n import LANGS, t
from simi_lab.risk.telling.dpia import FORM, FORMAT, PARTS, closing, opening

_FEWEST_WORDS = 5  # an answer of "-", "n/a" or "see above" answers nothing
_PLACES = {part: re.compile(f"{re.escape(opening(part))}\n(.*?)\n?{re.escape(closing(part))}", re.S) for part in PARTS}
_MARK = re.compile(r"<!-- (?:write|end): ")
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_NO_FORM = "This is not a form of an impact assessment that the lab wrote."
_ANEW = "Move the file away and write the form anew: simi-lab risk dpia RUN --write."


@dataclass(frozen=True)
class Form:
    """A form as it lies there.

    Parameters
    ----------
    seal : of the models it was written for
    lang : its language
    answers : what people wrote, by key of `PARTS`; open ones are missing
    frame : everything else, as text to compare
    """

    seal: str
    lang: str
    answers: Mapping[str, str]
    frame: str

    @property
    def missing(self) -> tuple[str, ...]:
        """Parts that are still open: not written, too short to say anything, or signed without a day."""
        return tuple(part for part in PARTS if not _is_said(part, self.answers.get(part, "")))

    def agrees(self, written: str) -> bool:
        """Whether it says what the lab would write today, apart from what people wrote.

        Parameters
        ----------
        written : of `form_text` with the same models and language
        """
        return self.frame == _split(written)[1]


def read_form(text: str, *, where: str = "") -> Form:
    """Read a form.

    Raises
    ------
    BadRequest
        It is no form of ours: front matter, a language or a mark is missing or stands twice.
    """
    head = _head(text, where)
    answers, frame = _split(text)
    if len(answers) != len(PARTS) or any(_MARK.search(answer) for answer in answers.values()):
        raise BadRequest(_NO_FORM, where=where, cure=_ANEW)
    empty = t("(not written yet)", head["lang"])
    kept = {part: answer for part, answer in answers.items() if answer and answer != empty}
    return Form(head["model_hash"], head["lang"], kept, frame)


def _head(text: str, where: str) -> dict[str, str]:
    found = re.match(r"---\n(.*?)\n---\n", _plain(text), re.S)
    try:
        head = yaml.safe_load(found.group(1)) if found else None
    except yaml.YAMLError:
        head = None
    if not isinstance(head, dict) or (head.get("form"), head.get("format")) != (FORM, FORMAT):
        raise BadRequest(_NO_FORM, where=where, cure=_ANEW)
    if head.get("lang") not in LANGS or not isinstance(head.get("model_hash"), str):
        raise BadRequest(_NO_FORM, where=where, cure=_ANEW)
    return {"lang": head["lang"], "model_hash": head["model_hash"]}


def _split(text: str) -> tuple[dict[str, str], str]:
    """What people wrote, and the text without it."""
    rest, answers = _plain(text), {}
    for part, place in _PLACES.items():
        found = place.findall(rest)
        if len(found) == 1:
            answers[part] = found[0].strip()
            rest = place.sub(opening(part) + closing(part), rest)
    return answers, rest


def _plain(text: str) -> str:
    """The text without what editors change by themselves: line ends, blanks at a line's end, a mark at the start."""
    lines = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip() + "\n"


def _is_said(part: str, answer: str) -> bool:
    words = re.findall(r"[^\W\d_]{2,}", answer)
    if part != "signed":
        return len(words) >= _FEWEST_WORDS
    return bool(words) and any(_is_day(day) for day in _DAY.findall(answer))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
