"""Work before the first visitor: what is made is kept, and a world too small for one page stops no other."""

from __future__ import annotations

import pytest

from simi_lab.errors import BadRequest
from simi_lab.study import ahead


def test_what_cannot_be_made_is_named_and_the_rest_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def refuses(run: object) -> None:
        raise BadRequest("Too few months.")

    for name in ("risk_curves", "audit", "frontier", "drift", "pool_of"):
        monkeypatch.setattr(ahead, name, lambda run, name=name: made.append(name))
    monkeypatch.setattr(ahead, "feedback", refuses)
    monkeypatch.setattr(ahead, "choices", lambda run, picker, group: made.append(f"{picker}/{group}"))
    assert ahead.work_ahead("run") == ["feedback"]
    assert made == ["pool_of", "risk_curves", "audit", "frontier", "glass_box/sex", "drift"]
