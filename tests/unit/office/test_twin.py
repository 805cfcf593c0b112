"""One office by hand: a few applicants with known words, and everything that must be refused."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import polars as pl
import pytest

from simi_lab.errors import BadRequest, TableError
from simi_lab.office import OfficeResult, run_office
from simi_lab.scenario.office import OfficePlan
from simi_lab.scenario.office_work import Outage
from simi_lab.schema.checks import faults_in

PLAN = OfficePlan().at(zone="Asia/Jakarta", simi_from=date(2024, 8, 1))
MIDDLE = np.uint64(int(0.9 * 2**64))  # nobody misses, doubts or retakes, and all times are near their median


def middle(role: str, counters: np.ndarray) -> np.ndarray:
    return np.full(counters.shape, MIDDLE)


def _case(**changes: object) -> dict:
    plain = {
        "application_id": 5,
        "office_id": 0,
        "filed_at": datetime(2024, 7, 1, 1, 0, tzinfo=UTC),
        "channel": "walk_in",
        "kind": "new",
        "regime": "manual",
        "is_same_day": False,
        "is_priority": False,
        "is_complete": True,
        "needs_clarification": False,
        "duplicate_hit": False,
        "final_decision": "approve",
    }
    return plain | changes


def _run(*cases: dict, plan: OfficePlan = PLAN, **extra) -> OfficeResult:  # type: ignore[no-untyped-def]
    applications = pl.DataFrame(list(cases))
    bits = pl.DataFrame(
        {
            "application_id": applications["application_id"],
            "age_years": 30,
            "signal": "good",
            "livelihood": "trader",
            "hours_to_office": 1.0,
        }
    )
    return run_office(applications, bits, plan=plan, draws=extra.pop("draws", middle), closed_days=(), **extra)


def _story(result: OfficeResult, application_id: int = 5) -> list[tuple[str, str, int]]:
    mine = result.events.filter(pl.col("application_id") == application_id)
    return list(zip(mine["stage"].to_list(), mine["outcome"].to_list(), mine["visit_no"].to_list(), strict=True))


BACK_OFFICE = [
    ("numbering", "done", 0),
    ("duplicate_check", "done", 0),
    ("adjudication", "done", 0),
    ("printing", "done", 0),
    ("ready", "done", 0),
]


def test_an_ordinary_application_takes_two_journeys() -> None:
    result = _run(_case())
    assert _story(result) == [
        ("registered", "done", 0),
        ("paid", "done", 0),
        ("counter", "done", 1),
        ("biometrics_interview", "done", 1),
        *BACK_OFFICE,
        ("handover", "done", 2),
        ("closed", "issued", 0),
    ]
    assert result.events["event_id"].to_list() == [5 * 64 + k for k in range(11)]
    assert faults_in(result.events, "events") == []
    assert faults_in(result.decisions, "decisions") == []
    counter = result.events.filter(pl.col("stage") == "counter").row(0, named=True)
    assert counter["queued_at"] == datetime(2024, 7, 1, 1, 0, tzinfo=UTC)  # a walk-in at the opening: 08:00 at home
    assert counter["started_at"] == counter["queued_at"]


def test_missing_papers_cost_a_journey() -> None:
    story = _story(_run(_case(is_complete=False)))
    assert story[2:5] == [("counter", "returned", 1), ("counter", "done", 2), ("biometrics_interview", "done", 2)]
    assert story[-2:] == [("handover", "done", 3), ("closed", "issued", 0)]


def test_papers_that_simi_named_are_brought_to_the_first_visit_but_later() -> None:
    papers = {"channel": "online", "is_complete_manual": False, "is_complete_simi": True}
    before = _run(_case(**papers), regime_override="manual")
    after = _run(_case(**papers), regime_override="simi")
    assert ("counter", "returned", 1) in _story(before)
    assert ("counter", "returned", 1) not in _story(after)
    assert after.appointments["attended_at"][0] > before.appointments["attended_at"][0]
    days = [r.events.filter(pl.col("stage") == "biometrics_interview")["ended_at"][0] for r in (before, after)]
    assert abs((days[0] - days[1]).days) <= 1  # the paper takes as long to find in both worlds


@pytest.mark.parametrize(("decision", "end"), [("approve", "issued"), ("refuse", "refused"), ("postpone", "expired")])
def test_a_doubt_is_clarified_and_then_decided(decision: str, end: str) -> None:
    result = _run(_case(needs_clarification=True, final_decision=decision))
    assert _story(result)[-1] == ("closed", end, 0)
    points = result.decisions.select("point", "decision").rows()
    assert points[:3] == [("counter", "approve"), ("interview", "clarify"), ("interview", decision)]


def test_who_brings_other_evidence_after_a_postponement_is_heard_again() -> None:
    def hopeful(role: str, counters: np.ndarray) -> np.ndarray:
        return np.full(counters.shape, np.uint64(2**62) if role.startswith("comes_back") else MIDDLE)

    story = _story(_run(_case(needs_clarification=True, final_decision="postpone"), draws=hopeful))
    assert story[4] == ("clarification", "postponed", 2)
    assert story[5:7] == [("counter", "done", 3), ("biometrics_interview", "done", 3)]
    assert story[-1] == ("closed", "issued", 0)


@pytest.mark.parametrize(("decision", "end"), [("approve", "issued"), ("refuse", "refused"), ("postpone", "expired")])
def test_a_duplicate_hit_is_looked_at_by_a_person(decision: str, end: str) -> None:
    result = _run(_case(duplicate_hit=True, final_decision=decision))
    assert _story(result)[-1] == ("closed", end, 0)
    hit = result.decisions.filter(pl.col("point") == "duplicate")
    assert hit["decision"].to_list() == [decision]


def test_who_misses_twice_is_cancelled() -> None:
    def careless(role: str, counters: np.ndarray) -> np.ndarray:
        return np.full(counters.shape, np.uint64(0) if role.startswith("no_show") else MIDDLE)

    result = _run(_case(channel="online"), draws=careless)
    assert _story(result)[2:] == [("counter", "no_show", 0), ("counter", "no_show", 0), ("closed", "cancelled", 0)]
    assert result.events["started_at"].null_count() == 2
    assert result.appointments.select("n_bookings", "n_missed").row(0) == (2, 2)


def test_online_the_code_expires_after_the_limit() -> None:
    def slow(role: str, counters: np.ndarray) -> np.ndarray:
        return np.full(counters.shape, np.uint64(2**50) if role.startswith("payment") else MIDDLE)

    result = _run(_case(channel="online"), draws=slow)
    assert _story(result) == [("registered", "done", 0), ("paid", "expired", 0), ("closed", "expired", 0)]
    assert (result.events["ended_at"][1] - result.events["ended_at"][0]).total_seconds() == 2 * 3600


def test_who_gives_up_never_pays_and_expires_at_the_limit() -> None:
    def tired(role: str, counters: np.ndarray) -> np.ndarray:
        return np.zeros(counters.shape, np.uint64) if role.startswith("gives_up") else middle(role, counters)

    result = _run(_case(channel="online"), draws=tired)
    assert _story(result) == [("registered", "done", 0), ("paid", "expired", 0), ("closed", "expired", 0)]
    assert (result.events["ended_at"][1] - result.events["ended_at"][0]).total_seconds() == 2 * 3600
    assert "handover" in [stage for stage, _, _ in _story(_run(_case(), draws=tired))]  # who walks in has paid


def test_more_give_up_where_the_signal_is_poor() -> None:
    """Rates by signal: late payers and those who give up, of many draws of the plan's own law."""
    from simi_lab.streams import Streams

    n = 6_000
    cases = pl.DataFrame([_case(channel="online")]).select(pl.all().repeat_by(n).explode())
    cases = cases.with_columns(pl.Series("application_id", np.arange(n)))
    signals = np.array(["none", "weak", "good"])[np.arange(n) % 3]
    bits = pl.DataFrame({"application_id": np.arange(n), "signal": signals}).with_columns(
        age_years=pl.lit(30.0), livelihood=pl.lit("trader"), hours_to_office=pl.lit(1.0)
    )
    spread = pl.col("filed_at") + pl.duration(hours=pl.col("application_id"))
    cases, plan = cases.with_columns(spread), PLAN
    streams = Streams(5)
    result = run_office(
        cases, bits, plan=plan, draws=lambda role, keys: streams.decision("office", keys, role), closed_days=()
    )
    paid = result.events.filter(pl.col("stage") == "paid").sort("application_id")
    for name in ("none", "weak", "good"):
        late = np.exp(-plan.booking.payment_limit.value / plan.booking.payment_delay.values[name])
        share = 1 - (1 - plan.booking.drop_out.values[name]) * (1 - late)
        seen = float((paid["outcome"].cast(pl.String) == "expired").to_numpy()[signals == name].mean())
        assert abs(seen - share) <= 4 * (share * (1 - share) / (n / 3)) ** 0.5, name


def test_a_dossier_that_is_sought_delays_the_book_by_so_many_days() -> None:
    def ready(**more: object) -> datetime:
        events = _run(_case(**more)).events
        moment: datetime = events.filter(pl.col("stage") == "numbering")["queued_at"][0]
        return moment

    at_hand, sought = ready(dossier_days_manual=0), ready(dossier_days_manual=3)
    assert (sought.date() - at_hand.date()).days == 3
    assert ready(dossier_days=3) == sought
    assert ready(regime="simi", dossier_days_manual=3, dossier_days=None) == ready(regime="simi")


def test_a_book_that_nobody_fetches_is_cancelled_after_thirty_days() -> None:
    def absent(role: str, counters: np.ndarray) -> np.ndarray:
        return np.full(counters.shape, np.uint64(2**63) if role.startswith("fetch_days") else MIDDLE)

    result = _run(_case(), draws=absent)
    assert _story(result)[-2:] == [("ready", "done", 0), ("closed", "cancelled", 0)]
    last = result.events.tail(2)["ended_at"]
    assert (last[1] - last[0]).days == 30


def test_a_same_day_book_is_in_hand_before_closing() -> None:
    result = _run(_case(is_same_day=True))
    days = result.events["ended_at"].dt.date().unique()
    assert days.to_list() == [date(2024, 7, 1)]
    assert _story(result)[-2] == ("handover", "done", 1)


def test_a_group_is_served_at_its_venue_on_the_day_of_the_team() -> None:
    result = _run(_case(channel="eazy"))
    first = result.events.filter(pl.col("visit_no") == 1)
    assert first["station"].to_list() == ["outreach_counter", "outreach_interview"]
    assert first["queued_at"].dt.weekday().unique().to_list() == [3]


def test_with_simi_one_comes_around_a_slot_and_without_in_the_morning() -> None:
    cases = [_case(application_id=k, channel="online") for k in range(40)]
    rng = np.random.default_rng(7)
    words = {k: rng.integers(0, 2**64, 40, dtype=np.uint64) for k in ("arrival/1", "wished_slot/1")}
    words["keeps_slot/1"] = np.zeros(40, np.uint64)

    def some(role: str, counters: np.ndarray) -> np.ndarray:
        return words.get(role, np.full(40, MIDDLE))[counters]

    def hours(regime: str) -> np.ndarray:
        complete = [c | {"is_complete_manual": True, "is_complete_simi": True} for c in cases]
        result = _run(*complete, draws=some, regime_override=regime)
        local = result.appointments["attended_at"].dt.convert_time_zone("Asia/Jakarta")
        return (local.dt.hour() + local.dt.minute() / 60).to_numpy()

    assert 0.5 < (hours("manual") < 10).mean() < 0.85
    assert (hours("simi") < 10).mean() < 0.5


def test_an_outage_of_printing_delays_the_book_and_nothing_before() -> None:
    outage = Outage(stages=("printing",), first=date(2024, 7, 1), last=date(2024, 7, 20), source="test", mark="known")
    usual, stopped = _run(_case()), _run(_case(), plan=PLAN.model_copy(update={"outages": (outage,)}))
    for stage in ("counter", "adjudication"):
        ends = [r.events.filter(pl.col("stage") == stage)["ended_at"][0] for r in (usual, stopped)]
        assert ends[0] == ends[1]
    assert stopped.events.filter(pl.col("stage") == "printing")["started_at"][0] >= datetime(2024, 7, 21, tzinfo=UTC)


def test_what_ends_after_the_world_is_cut_and_the_case_is_open() -> None:
    result = _run(_case(), until=date(2024, 7, 2))
    assert _story(result)[-1] == ("duplicate_check", "done", 0)
    assert result.events["ended_at"].max() < datetime(2024, 7, 2, 17, 0, tzinfo=UTC)
    assert len(result.decisions) == 2


def test_a_unit_waits_for_the_courier() -> None:
    small = OfficePlan(kind="ukk").at(zone="Asia/Jakarta", simi_from=None)
    ready = [
        r.events.filter(pl.col("stage") == "ready")["ended_at"][0] for r in (_run(_case()), _run(_case(), plan=small))
    ]
    assert ready[1] > ready[0]


def test_nobody_applies() -> None:
    empty = pl.DataFrame([_case()]).clear()
    bits = pl.DataFrame({"application_id": [], "age_years": [], "signal": [], "livelihood": [], "hours_to_office": []})
    bits = bits.with_columns(pl.col("application_id").cast(pl.Int64), pl.col("signal", "livelihood").cast(pl.String))
    result = run_office(empty, bits, plan=PLAN, draws=middle)
    assert (result.events.height, result.decisions.height, result.appointments.height) == (0, 0, 0)
    assert result.stations["n_served"].sum() == 0


def test_every_fault_of_the_tables_is_told_at_once() -> None:
    applications = pl.DataFrame([_case()]).drop("kind").with_columns(pl.lit(None).alias("is_complete"))
    bits = pl.DataFrame({"application_id": [5]})
    with pytest.raises(TableError) as caught:
        run_office(applications, bits, plan=PLAN, draws=middle)
    text = caught.value.message()
    for part in ("applications.kind: is missing", "is_complete: is empty", "people_bits.signal: is missing"):
        assert part in text


def test_two_offices_or_a_repeated_application_are_refused() -> None:
    with pytest.raises(TableError, match="several offices"):
        _run(_case(), _case(application_id=6, office_id=1))
    with pytest.raises(TableError, match="repeats"):
        _run(_case(), _case())
    with pytest.raises(TableError, match=r"holds teleport\.\s"):
        _run(_case(channel="teleport"))


def test_the_other_way_of_working_needs_its_own_papers() -> None:
    with pytest.raises(TableError, match="is_complete_simi"):
        _run(_case(), regime_override="simi")


def test_an_office_that_never_opens_is_refused_with_its_load() -> None:
    outage = Outage(stages=("counter",), first=date(2024, 1, 1), last=date(2030, 1, 1), source="test", mark="known")
    with pytest.raises(BadRequest, match="never opens: 1 applications"):
        _run(_case(), plan=PLAN.model_copy(update={"outages": (outage,)}))
