"""The key that signs certificates: made once in the workspace folder, readable by its owner alone."""

from __future__ import annotations

import os
import tempfile
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from simi_lab import paths
from simi_lab.errors import BadRequest, SimiError
from simi_lab.training.award.letters import base58, base58_back

_ED25519 = b"\xed\x01"  # multicodec prefix of a public key
_OTHERS = 0o077  # permissions of group and others


def key_file() -> Path:
    """Where the private key of this computer lies."""
    return paths.workspace_dir() / "certificate.key"


def signing_key() -> Ed25519PrivateKey:
    """Return the private key of this computer; the first call makes it.

    Raises
    ------
    SimiError
        The file is damaged, can be read by others, or cannot be written.
    """
    file = key_file()
    if not file.exists():
        _make(file)
    if os.name == "posix" and file.stat().st_mode & _OTHERS:
        raise SimiError(
            "The key that signs certificates can be read by other accounts of this computer.",
            where=str(file),
            cure="Make it yours alone (chmod 600), or move it away if others may have copied it: a new one is made.",
        )
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise SimiError(
            "The key that signs certificates is damaged.",
            where=str(file),
            cure="Bring it back from a copy, or move it away: a new one is made. Keep the public key file of the old "
            "one, with it older certificates can still be verified.",
        )
    return key


def known_public() -> Ed25519PublicKey:
    """Return the public key of this computer; looking makes no key.

    Raises
    ------
    BadRequest
        No certificate was ever signed here.
    """
    if not key_file().exists():
        raise BadRequest(
            "This computer has signed no certificates, so it knows no key to verify with.",
            where=str(key_file()),
            cure="Ask the office that gave the certificate for its public key file, and name it with --key FILE.",
        )
    return signing_key().public_key()


def read_public(file: Path) -> Ed25519PublicKey:
    """Read a public key file.

    Raises
    ------
    BadRequest
        There is no such file, or it holds no Ed25519 public key.
    """
    try:
        key = load_pem_public_key(file.read_bytes())
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise BadRequest(
            "This is no public key file of certificates.",
            where=str(file),
            cure="On the computer that gave the certificate: simi-lab learn key --out FILE",
        )
    return key


def public_pem(key: Ed25519PublicKey) -> str:
    """Write a public key as a PEM file."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def raw(key: Ed25519PublicKey) -> bytes:
    """Return the 32 bytes of a public key."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def short_name(key: Ed25519PublicKey) -> str:
    """Name a key in eight letters, to be told apart by people: the start of its hash."""
    return sha256(raw(key)).hexdigest()[:8]


def did(key: Ed25519PublicKey) -> str:
    """Write a public key as a `did:key`, an identifier that holds the key itself.

    Source : W3C, The did:key Method; multicodec 0xed, base58btc.
    """
    return f"did:key:z{base58(_ED25519 + raw(key))}"


def key_of(identifier: str) -> Ed25519PublicKey:
    """Read the key in a `did:key`.

    Raises
    ------
    ValueError
        It is none with an Ed25519 key.
    """
    start, _, name = identifier.partition(":key:z")
    content = base58_back(name) if start == "did" else b""
    if not content.startswith(_ED25519) or len(content) != len(_ED25519) + 32:
        raise ValueError(identifier)
    return Ed25519PublicKey.from_public_bytes(content[len(_ED25519) :])


def fits(key: Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
    """Whether a signature is that of the key under a message."""
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _make(file: Path) -> None:
    """Write a new key beside its place and bring it there in one step; a key that another process made first stays."""
    content = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix="certificate-", suffix=".new")  # made with mode 600
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(name, file)
        except FileExistsError:
            pass
        except OSError:  # a disk without hard links
            if not file.exists():
                Path(name).replace(file)
        Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise SimiError(
            "The key that signs certificates cannot be written ({reason}).",
            where=str(file.parent),
            cure="Choose a folder that you can write to and set SIMI_LAB_HOME to it.",
            reason=error.strerror,
        ) from error
