"""Lets a session come back after its line was cut, numbers included.

BokehJS up to 3.9 drops the binary buffers of a document that it pulls a second time (bokeh #15347), so a page with a
chart could not come back. Documents are therefore sent whole, arrays written as base64 text.
"""

from __future__ import annotations

from typing import Any

from bokeh.document import Document
from bokeh.protocol.messages.pull_doc_reply import PullDoc, pull_doc_reply


def send_documents_whole() -> None:
    """Replace how this process answers a browser that pulls its document."""
    pull_doc_reply.create = classmethod(_create)  # type: ignore[method-assign,assignment]


def _create(cls: type[pull_doc_reply], request_id: Any, document: Document, **metadata: Any) -> pull_doc_reply:
    header = cls.create_header(request_id=request_id)
    return cls(header, metadata, PullDoc(doc=document.to_json(deferred=False)))
