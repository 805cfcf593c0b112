"""Metrics of the office at work: payment, no-shows, retakes, hours, days to a book, and what applicants answer."""

from __future__ import annotations

import math

import polars as pl

from simi_lab.clock import to_local
from simi_lab.measures.cases import cases
from simi_lab.measures.targets.measure import Metric, mean, ready, share
from simi_lab.measures.targets.world import World
from simi_lab.reference.calendar import holidays

READY: dict[str, pl.DataType | type[pl.DataType]] = {"value": pl.Float64, "n": pl.Int64, "standard_error": pl.Float64}
SPREAD = 8.0  # hours at a counter beyond which a row has lain over night


def _stage() -> pl.Expr:
    return pl.col("stage").cast(pl.String)


def _outcome() -> pl.Expr:
    return pl.col("outcome").cast(pl.String)


def _paid(world: World) -> pl.DataFrame:
    """Online bookings: hours until paid, null where never (the code ran out)."""
    paid = world.events.filter(_stage() == "paid").select(
        "application_id", at="ended_at", has_paid=_outcome() == "done"
    )
    online = world.applications.filter(pl.col("channel").cast(pl.String) == "online")
    hours = (pl.col("at") - pl.col("filed_at")).dt.total_seconds() / 3600
    return online.join(paid, on="application_id", how="inner").select("signal", "has_paid", hours=hours)


def _drop_out(world: World) -> pl.DataFrame:
    """Share who give a booking up, from the share never paid less those who would pay too late."""
    plan, rows = world.scenario.office.booking, []
    for signal, part in _paid(world).with_columns(pl.col("signal").cast(pl.String)).group_by("signal"):
        late = math.exp(-plan.payment_limit.value / plan.payment_delay.values[str(signal[0])])
        unpaid = 1 - (1 - plan.drop_out.values[str(signal[0])]) * (1 - late)
        error = math.sqrt(unpaid * (1 - unpaid) / part.height) / (1 - late)
        made = 1 - float(part["has_paid"].cast(pl.Float64).sum()) / part.height / (1 - late)
        rows.append((str(signal[0]), made, part.height, error))
    return pl.DataFrame(rows, schema={"signal": pl.String, **READY}, orient="row")


def _delay(world: World) -> pl.DataFrame:
    """Mean hours until paid, from the share of the paid that is paid within half the limit."""
    limit, rows = world.scenario.office.booking.payment_limit.value, []
    for signal, part in _paid(world).with_columns(pl.col("signal").cast(pl.String)).group_by("signal"):
        hours = part.filter("has_paid")["hours"]
        early = float((hours <= limit / 2).sum()) / max(len(hours), 1)
        if not 0.5 < early < 1:
            continue
        made = limit / (2 * math.log(early / (1 - early)))
        slope = 2 * made**2 / limit / (early * (1 - early))
        rows.append((str(signal[0]), made, len(hours), slope * math.sqrt(early * (1 - early) / len(hours))))
    return pl.DataFrame(rows, schema={"signal": pl.String, **READY}, orient="row")


def _no_show(world: World) -> pl.DataFrame:
    """First appointments of online bookings; who asks at the door is served at once."""
    at_desk = world.events.filter(_stage() == "counter")
    first = at_desk.group_by("application_id", maintain_order=True).agg(
        _outcome().first().alias("first"), pl.col("queued_at").first()
    )
    booked = world.applications.filter((pl.col("channel").cast(pl.String) == "online") & ~pl.col("is_priority")).select(
        "application_id"
    )
    return booked.join(first, on="application_id", how="inner").select(hit=pl.col("first") == "no_show")


def _retakes(world: World) -> pl.DataFrame:
    """Interviews, and whether the fingerprints had to be taken again; older farmers apart."""
    age = world.scenario.office.checks.retake_age.value
    work = world.table("people").select("person_id", "livelihood").collect()
    farmer = pl.col("livelihood").cast(pl.String) == "farmer"
    who = world.applications.join(work, on="person_id", how="left").select(
        "application_id",
        hands=pl.when(farmer & (pl.col("age_years") > age)).then(pl.lit("older_farmer")).otherwise(pl.lit("other")),
    )
    talks = world.events.filter(_stage() == "biometrics_interview")
    first = talks.group_by("application_id", maintain_order=True).agg(_outcome().first().alias("outcome"))
    return first.join(who, on="application_id", how="left").select("hands", hit=pl.col("outcome") == "retaken")


def _reprints(world: World) -> pl.DataFrame:
    ready_books = world.events.filter(_stage() == "ready").select("application_id")
    prints = world.events.filter(_stage() == "printing").group_by("application_id").agg((pl.len() > 1).alias("hit"))
    return prints.join(ready_books, on="application_id", how="semi").select("hit")


def _interview(world: World) -> pl.DataFrame:
    """Minutes of a first interview that was not interrupted by a break, without a report on a lost book."""
    talks = world.events.filter(_stage() == "biometrics_interview")
    first = talks.group_by("application_id", maintain_order=True).agg(pl.col("started_at", "ended_at").first())
    usual = world.applications.filter(~pl.col("kind").cast(pl.String).is_in(["lost", "damaged"]))
    minutes = (pl.col("ended_at") - pl.col("started_at")).dt.total_seconds() / 60
    high = world.scenario.office.work.interview.high.value
    rows = usual.join(first, on="application_id", how="inner").select("regime", value=minutes)
    return rows.filter((pl.col("value") <= high) & (pl.col("regime").cast(pl.String) == "manual"))


def _before_ten(world: World) -> pl.DataFrame:
    """Arrivals of the manual years, without those who asked at the door that day and teams at a venue."""
    manual = world.applications.filter(
        (pl.col("regime").cast(pl.String) == "manual") & (pl.col("channel").cast(pl.String) == "online")
    ).select("application_id")
    came = world.events.filter((_stage() == "counter") & (_outcome() != "no_show"))
    first = came.group_by("application_id", maintain_order=True).agg(pl.col("queued_at").first())
    hour = to_local(pl.col("queued_at"), world.scenario.site.zone).dt.hour()
    return manual.join(first, on="application_id", how="inner").select(hit=hour < 10)


def _busy(world: World) -> pl.DataFrame:
    """Share of opening hours in which an interviewer of the house talks."""
    plan, zone = world.scenario.office, world.scenario.site.zone
    talks = world.events.filter(pl.col("station").cast(pl.String) == "interview")
    day = to_local(pl.col("started_at"), zone).dt.date()
    weekday = day.dt.weekday()
    hours = {
        i + 1: plan.hours.closes.values[name]
        - plan.hours.opens.values[name]
        - plan.hours.break_to.values[name]
        + plan.hours.break_from.values[name]
        for i, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
        if name in plan.hours.opens.values
    }
    desks = max(plan.desks.interview.values.values())
    minutes = (pl.col("ended_at") - pl.col("started_at")).dt.total_seconds() / 3600
    days = talks.group_by("office_id", day.alias("day")).agg(
        minutes.filter(minutes < SPREAD).sum().alias("busy"), weekday.first().alias("weekday")
    )
    return days.select(
        value=pl.col("busy") / pl.col("weekday").replace_strict(hours, default=None, return_dtype=pl.Float64) / desks
    )


def _cases(world: World) -> pl.LazyFrame:
    hours = world.table("districts").select("district_id", "hours_to_office")
    rows = world.applications.lazy().join(hours, on="district_id", how="left")
    return cases(rows, world.events, zone=world.scenario.site.zone, holidays=holidays()["day"].to_list())


def _over_four(world: World) -> pl.DataFrame:
    """Books made, by whether more than four working days passed; lost and damaged ones and doubts do not count."""
    doubted = world.events.filter((_stage() == "clarification") | (_outcome() == "postponed")).select("application_id")
    twice = (
        world.events.filter(_stage() == "duplicate_check").group_by("application_id").len().filter(pl.col("len") > 1)
    )
    usual = world.applications.filter(~pl.col("kind").cast(pl.String).is_in(["lost", "damaged"]))
    usual = usual.join(doubted, on="application_id", how="anti").join(twice, on="application_id", how="anti")
    made = _cases(world).filter(pl.col("work_days").is_not_null()).collect()
    rows = made.join(usual.select("application_id"), on="application_id", how="semi")
    return rows.select(hit=pl.col("work_days") > 4)


def _response(world: World) -> pl.DataFrame:
    """Books handed over and answers given; whoever answered cannot be told, so that the counts alone are compared."""
    books = int(world.events.filter((_stage() == "closed") & (_outcome() == "issued")).height)
    answers = int(world.table("surveys").select(pl.len()).collect().item())
    return pl.DataFrame({"hit": [True] * min(answers, books) + [False] * max(books - answers, 0)})


def _left_out(world: World) -> pl.DataFrame:
    rows = world.table("surveys").select(f"u{i}" for i in range(1, 10)).collect()
    return rows.unpivot().select(hit=pl.col("value").is_null())


def _ikm(world: World) -> pl.DataFrame:
    surveys = world.table("surveys").collect()
    score = (25 * pl.mean_horizontal(pl.col(f"u{i}") for i in range(1, 10))).alias("value")
    return surveys.select(score)


METRICS: tuple[Metric, ...] = (
    ready("drop_out_share", _drop_out, "signal"),
    ready("payment_delay_hours", _delay, "signal"),
    share("no_show_share", _no_show),
    share("retake_share", _retakes, "hands"),
    share("reprint_share", _reprints),
    mean("interview_minutes", _interview, "regime"),
    share("before_ten_share", _before_ten),
    mean("interviewer_busy_share", _busy),
    share("over_four_days_share", _over_four),
    share("survey_response_share", _response),
    share("survey_missing_share", _left_out),
    mean("ikm", _ikm),
)
