"""Whether a certificate is genuine: from its PDF, its page, its JSON or the text of its QR code; without a network."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from simi_lab.errors import BadRequest, SimiError
from simi_lab.training.award import compact, credential, seal
from simi_lab.training.award.earned import Award
from simi_lab.training.award.keys import raw, short_name
from simi_lab.training.content.model import Module

Form = Literal["pdf", "page", "json", "qr"]
_PREFIX = compact.PREFIX.encode()
_MOST_BYTES = 20_000_000
_NOT_OURS = (ValueError, TypeError, KeyError, IndexError, AttributeError)


@dataclass(frozen=True)
class Verdict:
    """A certificate found genuine: what it says, what was looked at, with which key it was signed."""

    award: Award
    form: Form
    key: str


def no_module(_name: str) -> None:
    """Stand for a computer without the module: outcomes in a QR code are then numbered."""


def verify(
    what: str, key: Ed25519PublicKey, *, today: date, find: Callable[[str], Module | None] = no_module
) -> Verdict:
    """Verify a certificate.

    Parameters
    ----------
    what : path of a PDF, HTML or JSON file, or the text of a QR code (or of a file with that text)
    key : public key of whoever should have signed it
    today : for its dates
    find : gives the module of a name, to name the outcomes in a QR code; asked only about what is genuine

    Returns
    -------
    Verdict
        Only for what is genuine.

    Raises
    ------
    BadRequest
        There is nothing to read, or it is no certificate.
    SimiError
        It was altered or forged, signed with another key, or is out of date.
    """
    text, file = _read(what)
    if text:
        verdict = _qr(text, key, find)
    elif file.startswith((b"%PDF", b"<")):
        verdict = _file(file, key)
    else:
        verdict = _json(file, key)
    _in_time(verdict.award, today)
    return verdict


def _read(what: str) -> tuple[str, bytes]:
    """The text of a QR code, or else the bytes of a file."""
    if what.strip().upper().startswith(compact.PREFIX):
        return what, b""
    try:
        with Path(what).open("rb") as stream:
            file = stream.read(_MOST_BYTES)
    except (OSError, ValueError) as error:  # a name that no disk could have is no file either
        raise BadRequest(
            "There is no such file, and it is not the text of a certificate's QR code either.",
            where=what[:80],
            cure="Name a PDF, an HTML page or a JSON file, or give the text of the QR code in quotes; it begins with "
            "{prefix}",
            prefix=compact.PREFIX,
        ) from error
    start = file[:200].lstrip(b"\xef\xbb\xbf \r\n").upper()
    return (file.decode("ascii", "replace").lstrip("\ufeff"), b"") if start.startswith(_PREFIX) else ("", file)


def _qr(text: str, key: Ed25519PublicKey, find: Callable[[str], Module | None]) -> Verdict:
    try:
        said, signed, signature = compact.parts(text)
    except _NOT_OURS as error:
        raise _unreadable() from error
    if said[-1] != short_name(key):
        raise _other_key(str(said[-1])[:8], key)
    if not compact.is_signed_by(signed, signature, key):
        raise _altered()
    try:
        return Verdict(compact.award_of(said, find), "qr", short_name(key))
    except _NOT_OURS as error:
        raise _unreadable() from error


def _file(file: bytes, key: Ed25519PublicKey) -> Verdict:
    document = seal.document_in(file)
    if document is None:
        raise _unreadable()
    _check(document, key)
    if not seal.is_whole(file, key):
        raise _altered()
    return Verdict(_award(document), "pdf" if file.startswith(b"%PDF") else "page", short_name(key))


def _json(file: bytes, key: Ed25519PublicKey) -> Verdict:
    try:
        document = json.loads(file)
    except ValueError as error:
        raise _unreadable() from error
    if not isinstance(document, dict) or not isinstance(document.get("proof"), dict):
        raise _unreadable()
    _check(document, key)
    return Verdict(_award(document), "json", short_name(key))


def _check(document: dict[str, Any], key: Ed25519PublicKey) -> None:
    try:
        signer = credential.signer_of(document)
    except _NOT_OURS as error:
        raise _altered() from error
    if raw(signer) != raw(key):
        raise _other_key(short_name(signer), key)
    if not credential.is_signed_by(document, key):
        raise _altered()


def _award(document: dict[str, Any]) -> Award:
    try:
        return credential.award_in(document)
    except _NOT_OURS as error:
        raise _unreadable() from error


def _in_time(award: Award, today: date) -> None:
    if today > award.valid_until:
        raise SimiError(
            "This certificate is genuine, but it was valid only until {day}.",
            cure="The module may be taken again at any time.",
            day=award.valid_until.isoformat(),
        )
    if today < award.passed_on:
        raise SimiError(
            "This certificate is dated {day}, which is still to come.",
            cure="Check the date of this computer.",
            day=award.passed_on.isoformat(),
        )


def _unreadable() -> BadRequest:
    return BadRequest(
        "No certificate of SIMI Lab could be read here.",
        cure="A PDF that was printed or saved anew by another program loses its seal; use the file as it was given, or "
        "scan its QR code and give the text.",
    )


def _altered() -> SimiError:
    return SimiError(
        "This certificate is not genuine: its signature does not fit, so something in it was altered or forged.",
        cure="Ask whoever showed it for the file as it was given.",
    )


def _other_key(named: str, key: Ed25519PublicKey) -> SimiError:
    return SimiError(
        "This certificate was signed with another key ({named}) than the one it is checked with ({key}).",
        cure="If another office gave it, ask that office for its public key file and name it with --key FILE.",
        named=named,
        key=short_name(key),
    )
