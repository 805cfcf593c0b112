"""Look up labels in the committed word lists; a code without a word is refused, so that none reaches a reader."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from simi_lab.errors import BadRequest

LANGS = ("id", "en")
_FOLDER = Path(__file__).parent / "lists"
_Words = dict[str, dict[str, dict[str, str]]]


def label(domain: str, code: str, lang: str = "id") -> str:
    """Word for a code, as a reader sees it.

    Parameters
    ----------
    domain : name of the code list ("sex", "purpose", "stage", ...), or "column", "metric", "table", "meaning", "grain"
    code : the code; in "meaning" it is `table.column`
    lang : id or en

    Raises
    ------
    BadRequest
        The domain, the code or the language is unknown.

    Examples
    --------
    >>> label("outcome", "postponed"), label("outcome", "postponed", "en")
    ('Ditunda', 'Postponed')
    """
    words = _domain(domain).get(str(code))
    if words is None:
        raise BadRequest(
            "{domain} has no code {code}.",
            cure="Known are: {known}.",
            domain=domain,
            code=code,
            known=", ".join(_domain(domain)),
        )
    if lang not in LANGS:
        raise BadRequest("There are no words in the language {lang}.", cure="Use id or en.", lang=lang)
    return words[lang]


def labels(domain: str, lang: str = "id") -> dict[str, str]:
    """All codes of a domain with their words, in the order in which they are listed."""
    return {code: label(domain, code, lang) for code in codes(domain)}


def codes(domain: str) -> tuple[str, ...]:
    """All codes of a domain, in the order in which a reader should see them.

    Raises
    ------
    BadRequest
        The domain is unknown.
    """
    return tuple(_domain(domain))


def has(domain: str, code: str) -> bool:
    """Whether the domain has a word for the code."""
    return code in _words().get(domain, {})


def domains() -> tuple[str, ...]:
    """Names of all code lists."""
    return tuple(_words())


def _domain(domain: str) -> dict[str, dict[str, str]]:
    words = _words()
    if domain not in words:
        raise BadRequest(
            "There is no list of words called {domain}.",
            cure="Known are: {known}.",
            domain=domain,
            known=", ".join(words),
        )
    return words[domain]


@cache
def _words() -> _Words:
    words: _Words = {}
    for path in sorted(_FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                domain = words.setdefault(row["domain"], {})
                if row["code"] in domain or not row["id"] or not row["en"]:
                    raise ValueError(f"{path.name}: {row['domain']}.{row['code']} is there twice or lacks a word")
                domain[row["code"]] = {lang: row[lang] for lang in LANGS}
    return words
