"""A certificate as a signed document: Open Badges 3.0, a W3C verifiable credential with proof `eddsa-jcs-2022`."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from simi_lab.clock import OFFICE_ZONE
from simi_lab.training.award.earned import Award
from simi_lab.training.award.keys import did, fits, key_of
from simi_lab.training.award.letters import base58, base58_back, canonical
from simi_lab.training.content.model import Module
from simi_lab.training.content.words import Words

_CONTEXT = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
_SUITE = "eddsa-jcs-2022"
_CRITERIA = (
    "Setiap tujuan belajar sekurang-kurangnya 80%, tanpa pilihan yang merupakan tindak pidana. Latihan memakai DATA "
    "SINTETIS; ini bukan dokumen resmi Direktorat Jenderal Imigrasi. / Every learning outcome at 80% or more, and no "
    "choice that is a crime. Training on SYNTHETIC DATA; no official document of the Directorate General."
)


def credential(award: Award, module: Module, key: Ed25519PrivateKey) -> dict[str, Any]:
    """Write an award as a signed credential; the same award under the same key gives the same bytes.

    Source : 1EdTech, Open Badges Specification 3.0; W3C, Verifiable Credentials Data Model 2.0.
    """
    issuer = did(key.public_key())
    place = f"urn:simi-lab:module:{award.module}:{award.version}"
    names = {mark: f"{place}#{mark}" for mark in award.marks}
    valid_from = _moment(award.passed_on)
    document = {
        "@context": _CONTEXT,
        "id": f"urn:uuid:{serial(award, issuer)}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": _both(module.head.title),
        "issuer": {"id": issuer, "type": ["Profile"], "name": "SIMI Lab"},
        "validFrom": valid_from,
        "validUntil": _moment(award.valid_until + timedelta(days=1)),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "hashed": False, "identityHash": award.alias, "identityType": "userName"}
            ],
            "achievement": {
                "id": place,
                "type": ["Achievement"],
                "achievementType": "CertificateOfCompletion",
                "version": str(award.version),
                "name": _both(module.head.title),
                "description": _both(module.head.goal),
                "criteria": {"narrative": _CRITERIA},
                "resultDescription": [
                    {
                        "id": names[mark],
                        "type": ["ResultDescription"],
                        "name": _both(module.head.outcomes[mark]),
                        "resultType": "Percent",
                    }
                    for mark in award.marks
                ],
            },
            "result": [
                {"type": ["Result"], "resultDescription": names[mark], "value": str(value)}
                for mark, value in award.marks.items()
            ],
        },
    }
    return sign(document, key, created=valid_from)


def serial(award: Award, issuer: str) -> uuid.UUID:
    """Number a certificate: always the same for the same award of the same issuer."""
    told = canonical([issuer, award.alias, award.module, award.version, award.passed_on.isoformat(), dict(award.marks)])
    return uuid.uuid5(uuid.NAMESPACE_URL, told.decode())


def sign(document: dict[str, Any], key: Ed25519PrivateKey, *, created: str) -> dict[str, Any]:
    """Add a proof to a document.

    Source : W3C, Data Integrity EdDSA Cryptosuites v1.0, section on `eddsa-jcs-2022`.
    """
    issuer = did(key.public_key())
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": _SUITE,
        "created": created,
        "verificationMethod": f"{issuer}#{issuer.removeprefix('did:key:')}",
        "proofPurpose": "assertionMethod",
        "@context": document["@context"],
    }
    signature = key.sign(_signed_bytes(document, proof))
    return {**document, "proof": {**proof, "proofValue": f"z{base58(signature)}"}}


def is_signed_by(document: dict[str, Any], key: Ed25519PublicKey) -> bool:
    """Whether the proof of a document is that of the key, and nothing in it was changed since."""
    proof = dict(document.get("proof") or {})
    value = proof.pop("proofValue", "")
    if proof.get("cryptosuite") != _SUITE or not isinstance(value, str) or not value.startswith("z"):
        return False
    body = {name: part for name, part in document.items() if name != "proof"}
    try:
        return fits(key, base58_back(value[1:]), _signed_bytes(body, proof))
    except (ValueError, TypeError):
        return False


def signer_of(document: dict[str, Any]) -> Ed25519PublicKey:
    """Return the key that a document says it was signed with.

    Raises
    ------
    ValueError
        It names none.
    """
    method = str((document.get("proof") or {}).get("verificationMethod", ""))
    return key_of(method.partition("#")[0])


def award_in(document: dict[str, Any]) -> Award:
    """Read what a credential says.

    Raises
    ------
    ValueError, TypeError, KeyError, IndexError, AttributeError
        It is not one of ours.
    """
    subject = document["credentialSubject"]
    *_, module, version = subject["achievement"]["id"].split(":")
    marks = {one["resultDescription"].rpartition("#")[2]: int(one["value"]) for one in subject["result"]}
    first, after = (_day(document[name]) for name in ("validFrom", "validUntil"))
    alias = subject["identifier"][0]["identityHash"]
    return Award(alias, module, int(version), first, after - timedelta(days=1), marks)


def _signed_bytes(document: dict[str, Any], proof: dict[str, Any]) -> bytes:
    return sha256(canonical(proof)).digest() + sha256(canonical(document)).digest()


def _both(words: Words) -> str:
    return f"{words.id} / {words.en}"


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(OFFICE_ZONE)).date()


def _moment(day: date) -> str:
    return datetime.combine(day, time(), ZoneInfo(OFFICE_ZONE)).isoformat()
