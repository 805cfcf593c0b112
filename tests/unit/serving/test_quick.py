"""What is remembered between visitors is what would have been worked out anew."""

from __future__ import annotations

from typing import Any

import panel as pn
import panel_material_ui as pmui
import pytest
from bokeh.core.has_props import MetaHasProps
from bokeh.core.serialization import Serializer
from bokeh.document import Document
from panel.io.resources import Resources

from simi_lab.serving.quick import _PLAIN, remember_what_stays

LATE = "static/extensions/panel/css/alerts.css"  # one that is served: pages of later tests ask for it too


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put back what the lab may have replaced in this process already; undone after the test."""
    encoder, files = Serializer._encoders[MetaHasProps], Resources.extra_resources
    monkeypatch.setitem(Serializer._encoders, MetaHasProps, getattr(encoder, _PLAIN, encoder))
    monkeypatch.setattr(Resources, "extra_resources", getattr(files, _PLAIN, files))


def _document() -> Document:
    document = Document()
    pn.Column(pmui.Button(label="a"), pmui.Select(options=["x", "y"]), pn.pane.HTML("<b>t</b>")).server_doc(document)
    return document


@pytest.mark.usefixtures("plain")
def test_documents_and_lists_of_files_are_the_same_as_without() -> None:
    document = _document()
    before: Any = document.to_json(deferred=False)
    files = {kind: _files(kind) for kind in ("__css__", "_bundle_css", "__javascript__")}
    remember_what_stays()
    remember_what_stays()
    for _ in range(2):
        after: Any = document.to_json(deferred=False)
        assert after["defs"] == before["defs"] and len(before["defs"]) > 2
        assert after == before
        assert {kind: _files(kind) for kind in files} == files
    assert hasattr(Resources.extra_resources, _PLAIN)


def _files(kind: str) -> list[Any]:
    found: list[Any] = ["first.css"]
    Resources(mode="server").extra_resources(found, kind)
    return found


@pytest.mark.usefixtures("plain")
def test_a_component_that_comes_later_is_not_forgotten() -> None:
    remember_what_stays()
    _document().to_json(deferred=False)
    assert LATE not in _files("__css__")

    class Late(pn.custom.JSComponent):
        _esm = "export function render() { return document.createElement('i') }"
        __css__ = [LATE]  # noqa: RUF012

    document = Document()
    Late().server_doc(document)
    written: Any = document.to_json(deferred=False)
    assert any("Late" in one["name"] for one in written["defs"])
    assert LATE in _files("__css__")
