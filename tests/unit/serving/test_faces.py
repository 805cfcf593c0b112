"""Which faces are joined: those that exist, and figures only with a run."""

from __future__ import annotations

import pytest

from simi_lab.serving import faces
from simi_lab.serving.server import _ahead
from simi_lab.shell import Route


def test_figures_need_a_run_and_lessons_do_not() -> None:
    assert [face.slug for face in faces.face_list(None)] == ["belajar"]
    assert [face.slug for face in faces.face_list(object())] == ["dasbor", "belajar"]
    academy = faces.face_list(None)[0]
    assert academy.has("belajar/01_mengenal_simi") and not academy.has("layanan")
    assert (academy.link.path, academy.link.label) == ("belajar", "Academy")


def test_a_room_that_is_not_built_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = faces._Room("x", "Menu", "home", "simi_lab.no_such_room", "routes", needs_run=False)
    monkeypatch.setattr(faces, "_ROOMS", (absent,))
    assert faces.face_list(object()) == []


def test_pages_are_prepared_one_after_the_other_and_one_that_fails_stops_none(
    caplog: pytest.LogCaptureFixture,
) -> None:
    seen: list[object] = []

    def fails(run: object) -> None:
        raise ValueError("no such month")

    names = {"a": seen.append, "b": None, "c": fails, "d": seen.append}
    routes = tuple(Route(slug, slug, "home", lambda session: None, ahead=ahead) for slug, ahead in names.items())
    _ahead("run", [faces.Face("x", "Menu", "home", routes)])
    assert seen == ["run", "run"]
    assert "the page c could not be prepared" in caplog.text
