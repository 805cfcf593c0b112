"""The office at full size: extremes, directions, twins, laws, and whether it is like the offices that are published."""

from __future__ import annotations

import time
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from simi_lab.errors import BadRequest
from simi_lab.office import OfficeResult, run_office
from simi_lab.reference import calendar
from simi_lab.scenario.number import Factors, Number
from simi_lab.scenario.office import OfficePlan
from simi_lab.scenario.office_work import Outage
from simi_lab.schema.enums import CODES
from simi_lab.streams import Streams, transforms

MONTHS = (1.35, 1.1, 1.0, 0.9, 1.0, 1.1, 1.05, 0.95, 1.0, 1.05, 0.95, 0.9)
FIRST, LAST, GO_LIVE = date(2023, 1, 1), date(2024, 12, 31), date(2024, 1, 1)
KOTABUMI = OfficePlan().at(zone="Asia/Jakarta", simi_from=GO_LIVE)
LIWA = OfficePlan(kind="ukk").at(zone="Asia/Jakarta", simi_from=GO_LIVE)
WEEK = ("mon", "tue", "wed", "thu", "fri")
STREAMS = Streams(20261124)


def draws(role: str, counters: np.ndarray) -> np.ndarray:
    return STREAMS.at("decision", "office", role, counters)


def _world(per_year: int, *, outreach: float = 0.06) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Two years of applications with the season of the default world."""
    n = per_year * 2
    days = [FIRST + timedelta(k) for k in range((LAST - FIRST).days + 1)]
    weight = [MONTHS[d.month - 1] if calendar.is_working_day(d) else 0.0 for d in days]

    def word(column: str) -> np.ndarray:
        return STREAMS.words("test", column, n=n)

    def flag(column: str, share: float) -> np.ndarray:
        return transforms.bernoulli(word(column), share)

    def pick(column: str, words: list[str], weights: list[float]) -> np.ndarray:
        return np.array(words)[transforms.category(word(column), transforms.cumulative(weights))]

    day = np.sort(transforms.category(word("day"), transforms.cumulative(weight)))
    is_simi = day >= (GO_LIVE - FIRST).days
    channels = [
        pick("channel", ["walk_in", "online", "eazy"], [share, 1 - share - outreach, outreach])
        for share in (0.45, 0.14)
    ]
    channel = np.where(is_simi, channels[1], channels[0])
    u = transforms.uniform(word("hour"))
    hour = np.where(channel == "walk_in", 7.2 + 7.5 * u * u, 6 + 17 * u)
    filed = ((FIRST - date(1970, 1, 1)).days + day) * 86_400 + transforms.seconds(hour * 3600) - 7 * 3600
    paper = transforms.uniform(word("paper"))
    doubt, hit = flag("doubt", 0.016), flag("hit", 0.0056)
    final = pick("final", ["approve", "postpone", "refuse"], [0.8, 0.15, 0.05])
    applications = pl.DataFrame(
        {
            "application_id": np.arange(n),
            "office_id": 0,
            "filed_at": filed * 1_000_000,
            "channel": channel,
            "kind": pick("kind", ["new", "expired", "lost"], [0.64, 0.35, 0.01]),
            "regime": np.where(is_simi, "simi", "manual"),
            "is_same_day": flag("same_day", 0.02),
            "is_priority": flag("priority", 0.08),
            "is_complete": np.where(is_simi, paper > 0.07, paper > 0.14),
            "is_complete_manual": paper > 0.14,
            "is_complete_simi": paper > 0.07,
            "needs_clarification": doubt,
            "duplicate_hit": hit,
            "final_decision": np.where(doubt | hit, final, "approve"),
        }
    ).with_columns(pl.col("filed_at").cast(pl.Datetime("us", "UTC")))
    bits = pl.DataFrame(
        {
            "application_id": np.arange(n),
            "age_years": 20 + transforms.integers(word("age"), 55),
            "signal": pick("signal", ["none", "weak", "good"], [0.02, 0.1, 0.88]),
            "livelihood": pick("livelihood", ["farmer", "trader"], [0.62, 0.38]),
            "hours_to_office": 0.5 + 3 * transforms.uniform(word("hours")),
        }
    )
    return applications, bits


@pytest.fixture(scope="module")
def big() -> tuple[pl.DataFrame, pl.DataFrame]:
    return _world(16_000)


@pytest.fixture(scope="module")
def small() -> tuple[pl.DataFrame, pl.DataFrame]:
    return _world(2_350, outreach=0.0)


@pytest.fixture(scope="module")
def twins(big, small) -> dict[tuple[str, str], OfficeResult]:  # type: ignore[no-untyped-def]
    """Both offices, never and always with SIMI, on the same applicants."""
    return {
        (name, regime): run_office(*world, plan=plan, draws=draws, regime_override=regime)
        for name, world, plan in (("kotabumi", big, KOTABUMI), ("liwa", small, LIWA))
        for regime in ("manual", "simi")
    }


def _wait(result: OfficeResult) -> pl.Series:
    """Minutes queued at counter and interview on the first visit, per application."""
    first = result.events.filter(
        pl.col("stage").is_in(["counter", "biometrics_interview"]),
        pl.col("started_at").is_not_null(),
        pl.col("visit_no") == 1,
    )
    minutes = (pl.col("started_at") - pl.col("queued_at")).dt.total_seconds() / 60
    return first.group_by("application_id").agg(minutes.sum().alias("wait")).sort("application_id")["wait"]


def _lead(result: OfficeResult, world: tuple[pl.DataFrame, pl.DataFrame]) -> pl.DataFrame:
    joined = result.appointments.join(world[0].select("application_id", "filed_at"), on="application_id")
    attended, filed = (pl.col(c).dt.convert_time_zone("Asia/Jakarta").dt.date() for c in ("attended_at", "filed_at"))
    came = joined.filter(pl.col("attended_at").is_not_null())
    return came.with_columns((attended - filed).dt.total_days().alias("lead_days"))


def _number(value: float, like: Number) -> Number:
    return like.model_copy(update={"value": value})


def _desks(plan: OfficePlan, **changes: int) -> OfficePlan:
    tables = {
        name: Factors(values=dict.fromkeys(WEEK, n), unit="desk", source="test", mark="known")
        for name, n in changes.items()
    }
    return plan.model_copy(update={"desks": plan.desks.model_copy(update=tables)})


def _station(result: OfficeResult, name: str, column: str) -> float:
    return result.stations.filter(pl.col("station") == name)[column][0]


def test_the_same_words_give_the_same_events_in_any_order_of_rows(small) -> None:  # type: ignore[no-untyped-def]
    applications, bits = small
    one = run_office(applications, bits, plan=LIWA, draws=draws)
    other = run_office(applications.reverse(), bits.sample(fraction=1, shuffle=True, seed=3), plan=LIWA, draws=draws)
    assert one.events.equals(other.events)
    assert one.decisions.equals(other.decisions)
    again = run_office(applications, bits, plan=LIWA, draws=draws, replication=1)
    assert not one.events.equals(again.events)


def test_events_of_a_case_are_in_order_and_stages_follow_each_other(twins) -> None:  # type: ignore[no-untyped-def]
    legal = {
        "counter": {"paid", "counter", "clarification", "duplicate_check"},
        "biometrics_interview": {"counter", "biometrics_interview"},
        "clarification": {"biometrics_interview"},
        "numbering": {"biometrics_interview", "clarification"},
        "duplicate_check": {"numbering", "duplicate_check"},
        "adjudication": {"duplicate_check", "counter"},
        "printing": {"adjudication", "printing"},
        "ready": {"printing"},
        "handover": {"ready"},
        "paid": {"registered"},
        "closed": {"paid", "counter", "clarification", "duplicate_check", "ready", "handover"},
    }
    for result in twins.values():
        events = result.events.with_columns(pl.col("stage").cast(pl.String))
        assert events["event_id"].is_sorted()
        assert (events["queued_at"] <= events["started_at"]).all()
        assert (events["started_at"] <= events["ended_at"]).all()
        before = events.with_columns(pl.col("ended_at", "stage").shift(1).over("application_id").name.prefix("last_"))
        assert before.filter(pl.col("queued_at") < pl.col("last_ended_at")).height == 0
        pairs = set(before.drop_nulls("last_stage").select("stage", "last_stage").unique().rows())
        assert {(a, b) for a, b in pairs if b not in legal.get(a, set())} == set()
        starts = events.group_by("application_id").agg(pl.col("stage").first())
        assert starts["stage"].unique().to_list() == ["registered"]


def test_every_case_ends_once_and_the_ends_are_all_there(twins) -> None:  # type: ignore[no-untyped-def]
    for (name, _), result in twins.items():
        closed = result.events.filter(pl.col("stage") == "closed")
        assert closed["application_id"].n_unique() == closed.height == result.appointments.height, name
        shares = closed["outcome"].value_counts(normalize=True)
        found = dict(zip(shares["outcome"].cast(pl.String), shares["proportion"], strict=True))
        assert set(found) == {"issued", "refused", "cancelled", "expired"}
        assert 0.9 < found["issued"] < 0.985


def test_nobody_is_served_by_two_desks_or_two_by_one(twins) -> None:  # type: ignore[no-untyped-def]
    touch = twins["kotabumi", "manual"].events.filter(
        pl.col("officer_id").is_not_null(), pl.col("station").is_in(["counter", "interview", "printing", "handover"])
    )
    for key in ("officer_id", "application_id"):
        ordered = touch.sort(key, "started_at", "ended_at")
        overlap = ordered.with_columns(pl.col("ended_at").shift(1).over(key).alias("free_at"))
        assert overlap.filter(pl.col("started_at") < pl.col("free_at")).height == 0


def test_desks_begin_only_in_office_hours_or_for_those_inside(twins) -> None:  # type: ignore[no-untyped-def]
    events = twins["kotabumi", "manual"].events
    local = events.filter(pl.col("station").is_in(["numbering", "duplicate_check", "printing"])).select(
        pl.col("started_at").dt.convert_time_zone("Asia/Jakarta").alias("at")
    )
    minute = local["at"].dt.hour().cast(int) * 60 + local["at"].dt.minute()
    friday = local["at"].dt.weekday() == 5
    lunch = (minute >= pl.select(pl.when(friday).then(690).otherwise(720)).to_series()) & (
        minute < pl.select(pl.when(friday).then(810).otherwise(780)).to_series()
    )
    assert not lunch.any()
    assert minute.min() >= 480
    assert minute.max() < 990
    assert set(local["at"].dt.weekday()) <= {1, 2, 3, 4, 5}
    assert not set(local["at"].dt.date()) & set(calendar.holidays()["day"])


@pytest.mark.parametrize("office", ["kotabumi", "liwa"])
def test_littles_law_at_every_station(twins, office: str) -> None:  # type: ignore[no-untyped-def]
    """Number waiting, looked at by the clock every 97 seconds, is arrival rate times mean wait."""
    events = twins[office, "manual"].events.filter(pl.col("started_at").is_not_null())
    for name in ("counter", "interview", "numbering", "printing", "handover"):
        here = events.filter(pl.col("station") == name)
        queued = np.sort(here["queued_at"].to_physical().to_numpy()) // 1_000_000
        started = np.sort(here["started_at"].to_physical().to_numpy()) // 1_000_000
        looks = np.arange(queued[0], started[-1], 97)
        waiting = np.searchsorted(queued, looks, "right") - np.searchsorted(started, looks, "right")
        rate = queued.size / (started[-1] - queued[0])
        mean_wait = (started.sum() - queued.sum()) / queued.size
        assert waiting.mean() == pytest.approx(rate * mean_wait, rel=0.02, abs=1e-4), name


def test_two_ways_of_working_meet_the_same_applicants(twins) -> None:  # type: ignore[no-untyped-def]
    """A twin differs by the intervention alone: same minutes at the interview, same payment, same doubt, same miss."""
    before, after = twins["kotabumi", "manual"], twins["kotabumi", "simi"]
    keep = ("application_id", "n_missed")
    assert before.appointments.select(keep).filter(pl.col("n_missed") >= 0).height == after.appointments.height
    paid = [r.events.filter(pl.col("stage") == "paid").select("application_id", "ended_at") for r in (before, after)]
    assert paid[0].equals(paid[1])
    length = (pl.col("ended_at") - pl.col("started_at")).dt.total_seconds().alias("s")
    talk = [
        r.events.filter(pl.col("stage") == "biometrics_interview")
        .unique("application_id", keep="first")
        .select("application_id", length)
        .sort("application_id")
        for r in (before, after)
    ]
    both = talk[0].join(talk[1], on="application_id", suffix="_after")
    assert both.height > 0.95 * after.appointments.height
    assert (both["s"] == both["s_after"]).all()


def test_spreading_shortens_the_wait_and_returns_fall(twins) -> None:  # type: ignore[no-untyped-def]
    for office in ("kotabumi", "liwa"):
        before, after = twins[office, "manual"], twins[office, "simi"]
        assert _wait(after).mean() < 0.6 * _wait(before).mean()
        returned = [(r.events["outcome"] == "returned").sum() for r in (before, after)]
        assert returned[1] < 0.65 * returned[0]
        assert _wait(before).mean() > 25


def test_defaults_are_a_plausible_office(twins) -> None:  # type: ignore[no-untyped-def]
    """Published: one interviewer of a small unit under 35 % busy; book ready 3-4 working days after the interview."""
    for regime in ("manual", "simi"):
        assert _station(twins["liwa", regime], "interview", "utilisation") < 0.35
        for name in ("counter", "interview", "numbering", "duplicate_check", "printing", "handover"):
            assert _station(twins["kotabumi", regime], name, "utilisation") < 0.9
        assert _station(twins["kotabumi", regime], "interview", "utilisation") > 0.5
        for office, low, high in (("kotabumi", 2.5, 4.0), ("liwa", 3.0, 4.5)):
            events = twins[office, regime].events
            talk = (
                events.filter(pl.col("stage") == "biometrics_interview")
                .group_by("application_id")
                .agg(pl.col("ended_at").max().alias("talk"))
            )
            ready = (
                events.filter(pl.col("stage") == "ready")
                .select("application_id", "ended_at")
                .join(talk, on="application_id")
            )
            days = calendar.working_days_between(ready["talk"].dt.date(), ready["ended_at"].dt.date())
            assert low < days.mean() < high
    first = twins["kotabumi", "manual"].appointments["attended_at"].drop_nulls().dt.convert_time_zone("Asia/Jakarta")
    assert 0.55 < (first.dt.hour() < 10).mean() < 0.75  # known: 60-70 % come before ten when slots are loose


def test_one_desk_less_waits_more_and_endless_staff_not_at_all(big) -> None:  # type: ignore[no-untyped-def]
    plans = [_desks(KOTABUMI, counter=n, interview=m) for n, m in ((3, 3), (2, 3), (3, 2), (300, 300))]
    usual, counter, interview, endless = (
        run_office(*big, plan=plan, draws=draws, regime_override="simi", until=LAST) for plan in plans
    )
    assert _station(counter, "counter", "mean_wait_min") > _station(usual, "counter", "mean_wait_min")
    assert _station(interview, "interview", "mean_wait_min") > _station(usual, "interview", "mean_wait_min")
    inside = endless.events.filter(pl.col("station") == "interview")
    local = inside["queued_at"].dt.convert_time_zone("Asia/Jakarta")
    working = (local.dt.hour() >= 8) & (local.dt.hour() < 11)  # not before the opening, not into the break
    assert (inside.filter(working)["started_at"] == inside.filter(working)["queued_at"]).all()


def test_demand_above_the_quota_becomes_lead_days_not_a_queue(big) -> None:  # type: ignore[no-untyped-def]
    quota = KOTABUMI.booking.quota.model_copy(update={"values": dict.fromkeys(WEEK, 50)})
    tight = KOTABUMI.model_copy(update={"booking": KOTABUMI.booking.model_copy(update={"quota": quota})})
    usual, full = (run_office(*big, plan=p, draws=draws, regime_override="simi") for p in (KOTABUMI, tight))
    lead = [_lead(r, big) for r in (usual, full)]
    assert lead[1]["lead_days"].mean() > 3 * lead[0]["lead_days"].mean()
    assert _wait(full).mean() < _wait(usual).mean()  # the honest pair: shorter at the counter, longer at home
    year = pl.col("filed_at").dt.year()
    late = lead[1].group_by(year.alias("year")).agg(pl.col("lead_days").mean()).sort("year")["lead_days"]
    assert late[1] > late[0]


def test_january_is_full_in_the_default_office(twins, big) -> None:  # type: ignore[no-untyped-def]
    lead = _lead(twins["kotabumi", "manual"], big)
    by_month = lead.group_by(pl.col("filed_at").dt.month().alias("month")).agg(pl.col("lead_days").mean())
    months = dict(by_month.rows())
    assert months[1] > months[9]


def test_more_work_than_time_is_refused_with_the_load(big) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadRequest, match=r"not stable: the load at interview is 1\d\d %"):
        run_office(*big, plan=_desks(KOTABUMI, interview=1), draws=draws)


def test_more_no_shows_and_a_shorter_payment_limit_lose_applicants(small) -> None:  # type: ignore[no-untyped-def]
    def issued(**changes: float) -> int:
        booking = LIWA.booking
        new = booking.model_copy(update={k: _number(v, getattr(booking, k)) for k, v in changes.items()})
        result = run_office(*small, plan=LIWA.model_copy(update={"booking": new}), draws=draws)
        return int((result.events["outcome"] == "issued").sum())

    usual = issued()
    assert issued(no_show=0.3) < usual < issued(no_show=0.0)
    assert issued(payment_limit=0.5) < usual < issued(payment_limit=24)


def test_an_outage_of_eight_days_leaves_a_backlog_that_drains(big) -> None:  # type: ignore[no-untyped-def]
    """June 2024: photographs and interviews went on, printing and the duplicate check did not."""
    outage = Outage(
        stages=("printing", "duplicate_check"),
        first=date(2024, 6, 20),
        last=date(2024, 6, 28),
        source="press, June 2024",
        mark="sourced",
    )
    usual = run_office(*big, plan=KOTABUMI, draws=draws)
    stopped = run_office(*big, plan=KOTABUMI.model_copy(update={"outages": (outage,)}), draws=draws)
    day = pl.col("ended_at").dt.convert_time_zone("Asia/Jakarta").dt.date()

    def ready_by(result: OfficeResult, last: date) -> int:
        return result.events.filter(pl.col("stage") == "ready", day <= last).height

    assert ready_by(usual, date(2024, 6, 28)) - ready_by(stopped, date(2024, 6, 28)) > 150
    assert ready_by(usual, date(2024, 7, 5)) > ready_by(stopped, date(2024, 7, 5))
    assert ready_by(usual, date(2024, 8, 31)) == pytest.approx(ready_by(stopped, date(2024, 8, 31)), abs=20)
    talks = [r.events.filter(pl.col("stage") == "counter", day <= date(2024, 6, 28)).height for r in (usual, stopped)]
    assert talks[0] == talks[1]


def test_the_first_weeks_with_simi_are_slower_than_the_later_ones(big) -> None:  # type: ignore[no-untyped-def]
    result = run_office(*big, plan=KOTABUMI, draws=draws)
    counter = result.events.filter(pl.col("station") == "counter", pl.col("outcome") == "done").select(
        (pl.col("ended_at") - pl.col("started_at")).dt.total_seconds().alias("s"),
        pl.col("started_at").dt.date().alias("day"),
    )
    first = counter.filter(pl.col("day").is_between(GO_LIVE, date(2024, 1, 31)))["s"].mean()
    later = counter.filter(pl.col("day") > date(2024, 6, 1))["s"].mean()
    assert first > 1.2 * later


def test_waits_of_manual_days_start_again_every_morning(twins) -> None:  # type: ignore[no-untyped-def]
    events = twins["kotabumi", "manual"].events
    local = events.filter(pl.col("station") == "counter", pl.col("started_at").is_not_null())
    local = local.select(pl.col("queued_at", "started_at").dt.convert_time_zone("Asia/Jakarta").dt.date())
    assert (local["queued_at"] == local["started_at"]).mean() > 0.999


def test_forty_eight_thousand_applications_take_less_than_two_seconds() -> None:
    world = _world(24_000)
    wide = _desks(KOTABUMI, counter=5, interview=5, numbering=2, duplicate_check=2, printing=6, handover=3)
    run_office(world[0].head(100), world[1].head(100), plan=wide, draws=draws)
    begun = time.process_time()
    result = run_office(*world, plan=wide, draws=draws)
    assert result.appointments.height == 48_000
    assert time.process_time() - begun < 2.0


def test_codes_used_are_codes_of_the_catalog(twins) -> None:  # type: ignore[no-untyped-def]
    events = twins["kotabumi", "manual"].events
    assert set(events["stage"].cast(pl.String)) == set(CODES["stage"])
    assert set(events["outcome"].cast(pl.String)) == set(CODES["outcome"])
