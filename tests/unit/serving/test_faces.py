"""Which faces are joined: those that exist, and figures only with a run."""

from __future__ import annotations

import pytest

from simi_lab.serving import faces


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
