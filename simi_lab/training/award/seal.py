"""A seal under a whole file: one changed byte and it breaks. A PDF and an HTML page carry it where readers skip it."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from simi_lab.training.award.keys import fits

_PURPOSE = b"simi-lab certificate, whole file, form 1\n"
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
_LETTERS = rb"([A-Za-z0-9_=-]+)"


@dataclass(frozen=True)
class _Form:
    """How a kind of file holds a comment."""

    before: bytes
    after: bytes

    def line(self, word: bytes, content: bytes) -> bytes:
        return self.before + word + b" " + base64.urlsafe_b64encode(content) + self.after

    def find(self, word: bytes, file: bytes) -> re.Match[bytes] | None:
        """The last such comment."""
        pattern = re.escape(self.before + word + b" ") + _LETTERS + re.escape(self.after)
        return next(reversed(list(re.finditer(pattern, file))), None)


_PDF = _Form(b"%SIMI-LAB-", b"\n")
_HTML = _Form(b"<!-- SIMI-LAB-", b" -->\n")


def sealed(file: bytes, document: dict[str, Any], key: Ed25519PrivateKey) -> bytes:
    """Put a credential into a PDF or HTML file, and a seal under all of it.

    Both are comments after the end of the document. A PDF then repeats where its table of objects begins, for readers
    that look for it in the last lines.
    """
    form = _form(file)
    body = file.rstrip(b"\n") + b"\n" + form.line(b"CREDENTIAL", json.dumps(document, ensure_ascii=False).encode())
    return body + form.line(b"SEAL", key.sign(_PURPOSE + body)) + _tail(body, form)


def document_in(file: bytes) -> dict[str, Any] | None:
    """Return the credential that a file carries, None when there is none that can be read."""
    found = _form(file).find(b"CREDENTIAL", file)
    try:
        tree = json.loads(base64.urlsafe_b64decode(found[1])) if found else None
    except ValueError:
        return None
    return tree if isinstance(tree, dict) else None


def is_whole(file: bytes, key: Ed25519PublicKey) -> bool:
    """Whether the seal of the key stands under every byte of the file."""
    form = _form(file)
    found = form.find(b"SEAL", file)
    if found is None:
        return False
    body = file[: found.start()]
    if file[found.end() :] != _tail(body, form):
        return False
    try:
        return fits(key, base64.urlsafe_b64decode(found[1]), _PURPOSE + body)
    except ValueError:
        return False


def _tail(body: bytes, form: _Form) -> bytes:
    """What stands after the seal: in a PDF once more the place of the table of objects."""
    places = _START.findall(body) if form is _PDF else []
    return b"startxref\n" + places[-1] + b"\n%%EOF\n" if places else b""


def _form(file: bytes) -> _Form:
    return _PDF if file.startswith(b"%PDF") else _HTML
