"""A comparison speaks of the same applicants, says what its intervals support, and refuses what cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from simi_lab.errors import BadRequest
from simi_lab.store import Run
from simi_lab.study import compare as module
from simi_lab.study.compare import compare, verdict
from simi_lab.study.measure import promise
from simi_lab.study.paired import METRICS, by_district, figures, journeys, replay, shift
from simi_lab.study.ways import question

BOTH = 'title: {id: "Uji", en: "Test"}\nabout: {id: "Uji", en: "Test"}\n'


def change(folder: Path, name: str, body: str) -> Path:
    file = folder / f"{name}.yaml"
    file.write_text(f"change: {name}\n{BOTH}{body}", encoding="utf-8")
    return file


def no_show(folder: Path, name: str, share: float) -> Path:
    number = f"{{value: {share}, unit: share, source: test, mark: assumed, reason: test}}"
    return change(folder, name, f"office: {{booking: {{no_show: {number}}}}}\n")


@pytest.fixture(scope="module")
def simi() -> dict[str, Any]:
    return compare("mungil", changes=["simi"], replications=3)


@pytest.fixture(scope="module")
def outage() -> dict[str, Any]:
    return compare("mungil", changes=["gangguan_pdns"], replications=3)


def test_without_a_change_every_difference_is_exactly_nothing() -> None:
    way = question("mungil", ["simi"]).before
    pairs = [figures(replay(way, r), replay(way, r)) for r in (1, 2)]
    for metric in METRICS:
        told = shift(metric, [pair[metric.name] for pair in pairs])
        difference = told["difference"]
        assert (difference["value"], difference["low"], difference["high"]) == (0, 0, 0), metric.name
        if told["ratio"]:
            assert told["ratio"]["low"] == told["ratio"]["high"] == 1


def test_another_replication_has_other_words() -> None:
    way = question("mungil", ["simi"]).before
    assert (
        figures(replay(way, 1), replay(way, 2))["wait_min"][0] != figures(replay(way, 1), replay(way, 2))["wait_min"][1]
    )


def test_simi_is_compared_as_the_promise_of_a_run_compares_it(mungil: Run, simi: dict[str, Any]) -> None:
    found = promise(mungil, replications=3)
    for name in ("wait_min", "lead_days", "visits", "travel_hours"):
        assert simi["metrics"][name]["ratio"]["value"] == pytest.approx(
            found["metrics"][name]["ratio"]["value"], abs=1e-9
        )
        assert simi["metrics"][name]["ratio"]["high"] == pytest.approx(
            found["metrics"][name]["ratio"]["high"], abs=1e-9
        )
    assert simi["n_applicants"] == found["n_applicants"]
    assert simi["verdict"]["halved"] == found["verdict"]


def test_the_end_of_simi_is_the_other_way_round(simi: dict[str, Any]) -> None:
    back = compare("mungil", changes=["tanpa_simi"], replications=3)
    assert back["regimes"] == {"before": "simi", "after": "manual"}
    for name, told in simi["metrics"].items():
        assert back["metrics"][name]["difference"]["value"] == pytest.approx(-told["difference"]["value"], abs=1e-9)
    assert back["verdict"]["is_longer"]


def test_an_outage_lengthens_the_days_and_touches_no_counter(outage: dict[str, Any]) -> None:
    metrics = outage["metrics"]
    assert metrics["total_days"]["difference"]["low"] > 0
    assert metrics["work_days"]["difference"]["low"] > 0
    assert metrics["within_standard"]["difference"]["high"] < 0
    assert metrics["lead_days"]["difference"]["value"] == 0
    assert outage["regimes"] == {"before": None, "after": None}
    assert outage["split"] is None
    assert outage["verdict"]["halved"] == "not_reached"
    assert outage["verdict"]["total_days_rise"]


def test_other_papers_are_compared_on_the_same_applicants(tmp_path: Path) -> None:
    body = "papers: {incomplete_manual: {value: 0.5, unit: share, source: test, mark: assumed, reason: test}}\n"
    asked = question("mungil", [change(tmp_path, "berkas", body)])
    before, after = asked.before.desk.intake, asked.after.desk.intake
    for column in ("application_id", "person_id", "filed_at", "channel", "kind"):
        assert before[column].equals(after[column])
    assert after["is_complete_manual"].mean() < before["is_complete_manual"].mean()  # type: ignore[operator]


def test_it_goes_on_until_it_is_precise_and_no_further() -> None:
    rough = compare("mungil", changes=["simi"], precision=10.0, split=False)
    assert rough["replications"] == module.FEWEST
    assert rough["precision"]["is_reached"]
    fine = compare("mungil", changes=["simi"], precision=1e-9, split=False)
    assert fine["replications"] == module.MOST
    assert not fine["precision"]["is_reached"]


def test_small_groups_are_hidden_with_their_partners() -> None:
    way = question("mungil", ["simi"]).before
    parts = [journeys(replay(way, r), replay(way, r)) for r in (1, 2)]
    small = parts[0]["n_applicants"].to_list()
    small[0] = 3
    parts[0] = parts[0].with_columns(pl.Series("n_applicants", small))
    rows = by_district(parts, {})
    hidden = [row for row in rows if row["suppressed"]]
    assert rows[0] in hidden and len(hidden) >= 2
    assert all(row["n_applicants"] is None and row["before"] is None and row["difference"] is None for row in hidden)
    assert any(not row["suppressed"] for row in rows)


def estimate(value: float, low: float, high: float) -> dict[str, Any]:
    return {"name": "x", "value": value, "low": low, "high": high, "unit": "u"}


def judged(low: float, high: float, lead: tuple[float, float]) -> dict[str, Any]:
    nothing = estimate(0, -1, 1)
    return verdict(
        {
            "wait_min": {"ratio": estimate((low + high) / 2, low, high)},
            "lead_days": {"difference": estimate(sum(lead) / 2, *lead)},
            "total_days": {"difference": nothing},
        }
    )


def test_half_is_said_only_where_the_whole_interval_supports_it() -> None:
    assert judged(0.3, 0.5, (-1, 1))["halved"] == "reached"
    assert judged(0.3, 0.51, (-1, 1))["halved"] == "not_reached"
    assert judged(0.3, 0.51, (-1, 1))["is_shorter"]
    assert not judged(0.9, 1.01, (-1, 1))["is_shorter"]


def test_waiting_that_moves_to_the_days_before_is_said() -> None:
    assert judged(0.3, 0.4, (0.1, 0.3))["moved_to_lead_days"]
    assert not judged(0.3, 0.4, (-0.1, 0.3))["moved_to_lead_days"]
    assert not judged(0.9, 1.1, (0.1, 0.3))["moved_to_lead_days"]
    assert not judged(0.3, 0.4, (0.1, 0.3))["only_moved"]


def test_contradictions_are_told_in_one_message(tmp_path: Path) -> None:
    pair = [no_show(tmp_path, "a", 0.1), no_show(tmp_path, "b", 0.2)]
    with pytest.raises(BadRequest) as refused:
        question("mungil", ["simi", "tanpa_simi", *pair])
    assert "simi / tanpa_simi: simi.go_live" in refused.value.message()
    assert "a / b: office.booking.no_show" in refused.value.message()


def test_the_same_change_twice_contradicts_nothing() -> None:
    assert len(question("mungil", ["simi", "simi"]).changes) == 1


@pytest.mark.parametrize("name", ["modus_baru", "bias_prevalensi", "bias_ukuran_kelompok"])
def test_a_change_that_sends_other_people_is_refused(name: str) -> None:
    with pytest.raises(BadRequest, match="other people would apply"):
        question("mungil", [name])


def test_what_is_in_force_already_is_refused(tmp_path: Path) -> None:
    now = question("mungil", ["simi"]).base.office.booking.no_show
    text = f"value: {now.value}, unit: {now.unit}, source: {now.source}, mark: {now.mark}, reason: {now.reason}"
    with pytest.raises(BadRequest, match="nothing to compare"):
        question("mungil", [change(tmp_path, "sama", f"office: {{booking: {{no_show: {{{text}}}}}}}\n")])


def test_no_change_and_one_replication_are_refused() -> None:
    with pytest.raises(BadRequest, match="No change is named"):
        compare("mungil", changes=[])
    with pytest.raises(BadRequest, match="no interval"):
        compare("mungil", changes=["simi"], replications=1)


def test_more_than_memory_holds_is_refused_with_what_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "free_memory", lambda: 200_000_000)
    with pytest.raises(BadRequest, match="do not fit into memory") as refused:
        compare("mungil", changes=["simi"], replications=10**9, split=False)
    fits = refused.value.values["fits"]
    assert isinstance(fits, int) and 2 < fits < 10**9
    with pytest.raises(BadRequest):
        compare("mungil", changes=["simi"], replications=fits + 1, split=False)
    assert module.free_memory() > 0
