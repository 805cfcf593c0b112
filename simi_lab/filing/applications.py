"""Applications of one office: when, how, for what, by which rule and at which fee."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.filing.calendar import day_weights
from simi_lab.filing.typologies.laws import AGENCIES, n_unlicensed
from simi_lab.reference import tariff
from simi_lab.scenario.model import Scenario
from simi_lab.schema import CODES, enum
from simi_lab.schema.enums import coded
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
ADULT, ELDER, SMALL = 17, 60, 5
OTHER_PRIORITY = 0.02  # assumed: disability, pregnancy, illness
PRIORITY_WALKS_IN = 0.6  # assumed: share of priority applicants who use their right to come without booking
MOST_RUNS = 64  # more gaps than this among the keys: they are drawn one by one
BOOKING_HOURS = (6, 22)  # online bookings are made in the evening too


class Draw:
    """Words of the table `applications` at the given keys, column by column.

    Keys without gaps (those of a shard) are drawn as one range: the room between two shards costs nothing.
    """

    def __init__(self, streams: Streams, keys: Ints) -> None:
        self._streams, self.keys = streams, keys
        starts = np.flatnonzero(np.diff(keys, prepend=-2) != 1)
        self._runs = list(zip(keys[starts].tolist(), np.diff(starts, append=keys.size).tolist(), strict=True))

    def words(self, column: str, role: str = "") -> Words:
        """One word per application."""
        if not 0 < len(self._runs) <= MOST_RUNS:
            return self._streams.at("applications", column, role, self.keys)
        return np.concatenate([self._streams.words("applications", column, role, start=k, n=n) for k, n in self._runs])

    def flag(self, column: str, share: float | NDArray[np.float64]) -> NDArray[np.bool_]:
        """True with that probability."""
        return transforms.bernoulli(self.words(column), share)


def make_applications(scenario: Scenario, applicants: pl.DataFrame, *, office_id: int) -> pl.DataFrame:
    """Applications of a block of households.

    Parameters
    ----------
    applicants : one row per applicant, in order of `application_id`
        Reads application_id, is_group, person_id, household_id, name, birth_date, nik, livelihood, phone (null: uses
        household_phone), email, district_id, signal, kk_number.
    office_id : key of the office

    Returns
    -------
    frame
        One row per application in order of its key: the columns of the table `applications`, and for the rooms that
        come after `age_years`, `signal`, `livelihood`, `household_id`, `district_id`, `name`, `birth_date`, `nik`,
        `kk_number`, `is_complete_manual`, `is_complete_simi`, `would_miss`.

    Randomness : table "applications", counter = application key; the day is one per household and party.
    """
    draw = Draw(Streams(scenario.seed), applicants["application_id"].to_numpy())
    day = _days(scenario, applicants["household_id"].to_numpy())
    birth = applicants["birth_date"].to_physical().cast(pl.Int64).to_numpy()
    age = (day - birth) / 365.25
    go_live = scenario.simi.go_live
    is_simi = np.zeros(day.size, dtype=bool) if go_live is None else day >= clock.day_index(go_live)
    minor = age < ADULT
    priority = (age >= ELDER) | (age < SMALL) | draw.flag("priority", OTHER_PRIORITY)
    what = _what(scenario, draw, day, minor)
    channel = _channel(scenario, draw, is_simi, priority)
    lead = np.maximum(
        14, transforms.seconds(transforms.exponential(draw.words("departs"), scenario.filing.lead_days.value))
    )
    phone = applicants["phone"].fill_null(applicants["household_phone"])
    frame = pl.DataFrame(
        {
            "application_id": draw.keys,
            "person_id": applicants["person_id"],
            "office_id": np.full(day.size, office_id, dtype=np.int64),
            "filed_at": _filed_at(scenario, draw, day, channel),
            "channel": coded("channel", channel),
            "kind": coded("kind", what.kind),
            "service": coded("service", what.service),
            "is_same_day": draw.flag("same_day", scenario.filing.same_day_share.value),
            "purpose": coded("purpose", what.purpose),
            "destination": coded("destination", what.destination),
            "departs_on": pl.Series((day + lead).astype(np.int32)).cast(pl.Date),
            "phone": phone,
            "email": applicants["email"],
            **_agency(scenario, draw, what, office_id),
            "is_group": applicants["is_group"],
            "has_itinerary": draw.flag(
                "itinerary", np.array([scenario.filing.itinerary.values[p] for p in CODES["purpose"]])[what.purpose]
            ),
            "is_minor": minor,
            "is_priority": priority,
            **_papers(scenario, draw),
            "age_years": age,
            "signal": applicants["signal"],
            "livelihood": applicants["livelihood"],
            "household_id": applicants["household_id"],
            "district_id": applicants["district_id"],
            "name": applicants["name"],
            "birth_date": applicants["birth_date"],
            "nik": applicants["nik"],
            "kk_number": applicants["kk_number"],
        }
    )
    return settle(frame, scenario)


def _agency(scenario: Scenario, draw: Draw, what: _What, office_id: int) -> dict[str, pl.Series]:
    """Agency named on the form and whether it holds a licence; null without one."""
    named = draw.flag("agency", np.array([what.agency[p] for p in CODES["purpose"]])[what.purpose])
    number = transforms.integers(draw.words("agency_no"), AGENCIES)
    every = pl.DataFrame({"agency_id": office_id * 1000 + number, "agency_licensed": _licensed(scenario)[number]})
    return every.select(pl.when(pl.lit(pl.Series(named))).then(pl.all())).to_dict()


def _papers(scenario: Scenario, draw: Draw) -> dict[str, pl.Series]:
    """Completeness in both ways of working from one draw, and the paper that would be missing."""
    plan = scenario.papers
    u = transforms.uniform(draw.words("complete"))
    shares = transforms.cumulative(plan.missing.of(CODES["document_kind"]))
    return {
        "is_complete_manual": pl.Series(u >= plan.incomplete_manual.value),
        "is_complete_simi": pl.Series(u >= plan.incomplete_simi.value),
        "would_miss": coded("document_kind", transforms.category(draw.words("missing"), shares)),
    }


def settle(frame: pl.DataFrame, scenario: Scenario) -> pl.DataFrame:
    """What follows from the office-local day of filing: way of working, completeness under it, and the fee in force.

    Called again for rows that a planted pattern has moved to another day.
    """
    shift = clock.offset_seconds(scenario.period.first, scenario.site.zone)
    local = (pl.col("filed_at") + pl.duration(seconds=shift)).dt.date()
    # as columns of their own: days and texts are made once, not again in each expression that reads them
    asked = frame.select(pl.col("service", "kind").cast(pl.String), "is_same_day", local.alias("filed_on"))
    on, same_day = pl.col("filed_on"), pl.col("is_same_day")
    fee = asked.select(tariff.fees_expr(pl.col("service"), on, is_same_day=same_day, kind=pl.col("kind")).alias("fee"))
    go_live = scenario.simi.go_live
    is_simi = pl.lit(False) if go_live is None else on >= go_live
    complete = pl.when(is_simi).then("is_complete_simi").otherwise("is_complete_manual")
    return (
        frame.with_columns(asked["filed_on"])
        .with_columns(
            pl.when(is_simi).then(pl.lit("simi")).otherwise(pl.lit("manual")).cast(enum("regime")).alias("regime"),
            complete.alias("is_complete"),
            pl.when(~complete).then("would_miss").alias("missing_document"),
            fee["fee"].cast(pl.Int64).alias("fee_idr"),
        )
        .drop("filed_on")
    )


def _days(scenario: Scenario, household_id: Ints) -> Ints:
    days, weights = day_weights(scenario)
    words = Streams(scenario.seed).at("households", "filing_day", "", household_id)
    return days[transforms.category(words, transforms.cumulative(weights))]


class _What:
    """Kind, service, purpose and destination of each application, as positions in their code lists."""

    def __init__(self, kind: Ints, service: Ints, purpose: Ints, destination: Ints, agency: dict[str, float]) -> None:
        self.kind, self.service, self.purpose, self.destination, self.agency = (
            kind,
            service,
            purpose,
            destination,
            agency,
        )


def _what(scenario: Scenario, draw: Draw, day: Ints, minor: NDArray[np.bool_]) -> _What:
    plan = scenario.filing
    kind = transforms.category(draw.words("kind"), transforms.cumulative(plan.kinds.of(CODES["kind"])))
    purpose = transforms.category(draw.words("purpose"), transforms.cumulative(plan.purposes.of(CODES["purpose"])))
    purpose = np.where(minor & (purpose == CODES["purpose"].index("work")), CODES["purpose"].index("holiday"), purpose)
    tables = [
        transforms.cumulative(plan.destinations[p].of(CODES["destination"]) if p in plan.destinations else [1.0])
        for p in CODES["purpose"]
    ]
    destination = transforms.category_by(draw.words("destination"), tables, purpose)
    year = pl.Series(day.astype(np.int32)).cast(pl.Date).dt.year().to_numpy()
    known = {int(k): v for k, v in plan.electronic_by_year.values.items()}
    share = (
        np.array([known[min(max(y, min(known)), max(known))] for y in range(int(year.min()), int(year.max()) + 1)])
        if year.size
        else np.zeros(1)
    )
    electronic = draw.flag("electronic", share[year - year.min()] if year.size else 0.0)
    ten_years = draw.flag("ten_years", plan.ten_year_share.value) & ~minor
    service = 2 * electronic.astype(np.int64) + ten_years
    return _What(kind, service, purpose, destination, dict(plan.agency.values))


def _channel(scenario: Scenario, draw: Draw, is_simi: NDArray[np.bool_], priority: NDArray[np.bool_]) -> Ints:
    tables = [
        transforms.cumulative(s.of(CODES["channel"]))
        for s in (scenario.filing.channels_manual, scenario.filing.channels_simi)
    ]
    channel = transforms.category_by(draw.words("channel"), tables, is_simi.astype(np.int64))
    walks = priority & draw.flag("priority_walks", PRIORITY_WALKS_IN)
    return np.where(walks, CODES["channel"].index("walk_in"), channel)


def _licensed(scenario: Scenario) -> NDArray[np.bool_]:
    """Whether each agency of the area holds a licence: all but those with the highest numbers."""
    return np.arange(AGENCIES) < AGENCIES - n_unlicensed(scenario)


def _filed_at(scenario: Scenario, draw: Draw, day: Ints, channel: Ints) -> pl.Series:
    """Instant of filing in UTC: bookings from six in the morning to ten at night, walk-ins by the scenario's hours."""
    shift = clock.offset_seconds(scenario.period.first, scenario.site.zone)
    low, high = BOOKING_HOURS
    evening = low * 3600 + transforms.integers(draw.words("filed_second"), (high - low) * 3600)
    shares = scenario.filing.walk_in_hours.values
    hour = np.array([int(h) for h in shares])[
        transforms.category(draw.words("door_hour"), transforms.cumulative(list(shares.values())))
    ]
    opens = hour * 3600 + transforms.integers(draw.words("door_second"), 3600)
    walk_in = channel == CODES["channel"].index("walk_in")
    second = day * clock.SECONDS_PER_DAY + np.where(walk_in, opens, evening) - shift
    return pl.Series(second * clock.US_PER_SECOND).cast(pl.Datetime("us", "UTC"))
