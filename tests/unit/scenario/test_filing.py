"""What a scenario may say about applications, papers and errors, and what is refused."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from simi_lab.scenario.load import resolve
from simi_lab.scenario.model import Scenario


@pytest.mark.parametrize("name", ["kotabumi", "ukk_liwa", "mungil"])
def test_shipped_scenarios_are_possible(name: str) -> None:
    scenario = Scenario.model_validate(resolve(name).plain)
    assert sum(scenario.papers.missing.values.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("filing", "frail", "values"), {"disability": 0.1}, "frail needs"),
        (("filing", "frail", "values"), {"disability": 0.5, "pregnant_nursing": 0.4, "sick": 0.3}, "at most 1"),
        (("filing", "frail", "values"), {"old": 0.1}, "unknown priority_group: old"),
        (("filing", "force_majeure", "value"), 1.2, "force_majeure is a share"),
        (("filing", "unit_share", "value"), -0.1, "unit_share is a share"),
        (("papers", "proofs", "values"), {"ktp": 1.0}, "unknown document_kind: ktp"),
        (("papers", "missing", "values"), {"letter": 1.0}, "unknown document_kind: letter"),
        (("papers", "dossier_sought", "value"), 0.999, "more than all dossiers"),
        (("papers", "dossier_days", "value"), 0.2, "at least 1 day"),
        (("errors", "ocr", "values"), {"50": 0.1}, "goes by scan quality"),
        (("errors", "ocr", "values"), {"0": 1.5}, "ocr is a share"),
        (("errors", "scan", "value"), -1, "scan is a share"),
        (("office",), {"booking": {"drop_out": {"values": {"good": 0.1}}}}, "drop_out"),
    ],
)
def test_what_cannot_be_is_refused(path: tuple[str, ...], value: Any, said: str) -> None:
    plain = deepcopy(resolve("kotabumi").plain)
    node = plain
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    with pytest.raises(ValueError, match=said):
        Scenario.model_validate(plain)
