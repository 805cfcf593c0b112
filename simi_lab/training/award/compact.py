"""What the QR code of a certificate holds: the award in few letters, and its signature."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from simi_lab.training.award.earned import Award
from simi_lab.training.award.keys import fits, short_name
from simi_lab.training.award.letters import base32, base32_back, canonical
from simi_lab.training.content.model import Module, Read

PREFIX = "SIMILAB1:"
_SIGNATURE = 64  # bytes
_PURPOSE = b"simi-lab certificate, QR code, form 1\n"  # so that no other signature of the key can stand here


def compact(award: Award, key: Ed25519PrivateKey) -> str:
    """Write an award and its signature as the text of a QR code: capital letters and digits only."""
    body = canonical(
        [
            award.module,
            award.version,
            award.alias,
            award.passed_on.isoformat(),
            award.valid_until.isoformat(),
            list(award.marks.values()),
            short_name(key.public_key()),
        ]
    )
    return PREFIX + base32(body + key.sign(_PURPOSE + body))


def parts(text: str) -> tuple[list[object], bytes, bytes]:
    """Take the text of a QR code apart: what it says, the signed bytes, the signature.

    Raises
    ------
    ValueError
        It is no such text.
    """
    content = base32_back("".join(text.split())[len(PREFIX) :])
    body, signature = content[:-_SIGNATURE], content[-_SIGNATURE:]
    said = json.loads(body)
    if not isinstance(said, list) or len(said) != 7:
        raise ValueError("not seven parts")
    return said, _PURPOSE + body, signature


def award_of(said: list[object], find: Callable[[str], Module | None]) -> Award:
    """Read the award; outcomes are named where the module is on this computer in the same edition, else numbered.

    Parameters
    ----------
    said : see `parts`
    find : gives the module of a name, None when there is none

    Raises
    ------
    ValueError, TypeError
        A part is not what it should be.
    """
    module, version, alias, first, last, marks, _ = said
    if not isinstance(marks, list) or not isinstance(version, int):
        raise ValueError("no marks")
    known = find(str(module))
    keys = _outcomes(known) if known is not None and known.head.version == version else []
    if len(keys) != len(marks):
        keys = [str(n + 1) for n in range(len(marks))]
    values = {key: int(mark) for key, mark in zip(keys, marks, strict=True)}
    passed, until = (date.fromisoformat(str(day)) for day in (first, last))
    return Award(str(alias), str(module), version, passed, until, values)


def is_signed_by(signed: bytes, signature: bytes, key: Ed25519PublicKey) -> bool:
    """Whether the signature is that of the key."""
    return fits(key, signature, signed)


def _outcomes(module: Module) -> list[str]:
    """Outcomes that have marks, in the order of the module."""
    tested = {step.outcome for step in module.steps if not isinstance(step, Read)}
    return [key for key in module.head.outcomes if key in tested]
