"""Published figures beside a world: only values from outside the scenario, each with source and verdict."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from simi_lab.study.published import published


def outcome(**changes: Any) -> Any:
    target = {
        "metric": "share_of_kind", "strata": {"kind": "lost"}, "value": 0.01, "source": "Baubau 2023",
        "mark": "sourced", "is_configured": False,
    }  # fmt: skip
    made = {"value": 0.02, "n": 100, "is_share": True}
    for name, value in changes.items():
        (made if name in made and name != "value" else target)[name] = value
    if "made" in changes:
        made["value"] = target.pop("made")
    return SimpleNamespace(
        target=SimpleNamespace(**target), made=SimpleNamespace(**made), low=0.0, high=0.03, verdict="met"
    )


@pytest.mark.parametrize(("lang", "name"), [("id", "Hilang"), ("en", "Lost")])
def test_a_published_rate_is_named_with_its_stratum(lang: str, name: str) -> None:
    rows = published(SimpleNamespace(outcomes=[outcome()]), lang).rows(named=True)
    assert len(rows) == 1
    assert rows[0]["name"].endswith(f": {name}")
    assert (rows[0]["value"], rows[0]["high"], rows[0]["verdict"], rows[0]["source"]) == (
        0.02,
        0.03,
        "met",
        "Baubau 2023",
    )


@pytest.mark.parametrize("changes", [{"is_configured": True}, {"mark": "assumed"}, {"made": None}])
def test_what_is_configured_assumed_or_absent_is_left_out(changes: dict[str, Any]) -> None:
    assert published(SimpleNamespace(outcomes=[outcome(**changes)])).is_empty()


def test_a_stratum_under_another_name_and_an_unknown_metric_keep_a_word() -> None:
    other = outcome(metric="no_such_metric", strata={"applied_kind": "lost", "made_up": "x"}, value=3.0, is_share=False)
    row = published(SimpleNamespace(outcomes=[other])).row(0, named=True)
    assert row["name"] == "no_such_metric: Hilang, x"
    assert row["is_share"] is False
