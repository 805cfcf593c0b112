"""Applications of one office: when, how, for what, by which rule and at which fee."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.filing.calendar import day_weights
from simi_lab.filing.draw import Draw
from simi_lab.filing.rules import settle
from simi_lab.filing.typologies.laws import AGENCIES, n_unlicensed
from simi_lab.reference import regulation
from simi_lab.scenario.filing import FRAIL, PROOFS
from simi_lab.scenario.model import Scenario
from simi_lab.schema import CODES
from simi_lab.schema.enums import coded
from simi_lab.streams import Streams, transforms

__all__ = ["make_applications", "settle"]

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
NO_GROUP = -1
FIRST_RENEWAL = 5  # years of age before which no book can have run out: smaller children apply for their first
CHILD_BEARING = (18, 45)  # years of age between which the scenario's share of pregnant or nursing women holds
BOOKING_HOURS = (6, 22)  # online bookings are made in the evening too


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
        One row per application in order of its key: the columns of the table `applications`; for the rooms that come
        after `age_years`, `signal`, `livelihood`, `household_id`, `district_id`, `name`, `birth_date`, `nik`,
        `kk_number`; and, for `settle`, what was drawn once and for all: `electronic_u`, `wants_ten_years`, `proof`,
        `missing_word`, `by_disaster`, and completeness and dossier in either way of working.

    Randomness : table "applications", counter = application key; the day is one per household and party.
    """
    draw = Draw(Streams(scenario.seed), applicants["application_id"].to_numpy())
    day = _days(scenario, applicants["household_id"].to_numpy())
    birth = applicants["birth_date"].to_physical().cast(pl.Int64).to_numpy()
    age = (day - birth) / 365.25
    minor = age < regulation.rule("adult_age_years", scenario.period.first).value
    group = _priority(scenario, draw, age, applicants["nik"])
    kind, purpose, destination = _what(scenario, draw, minor)
    kind = np.where((age < FIRST_RENEWAL) & (kind != CODES["kind"].index("new")), CODES["kind"].index("new"), kind)
    channel = _channel(scenario, draw, day, group != NO_GROUP, applicants["district_id"])
    lead = np.maximum(
        14, transforms.seconds(transforms.exponential(draw.words("departs"), scenario.filing.lead_days.value))
    )
    shown = np.array([scenario.filing.itinerary.values[p] for p in CODES["purpose"]])[purpose]
    in_group = pl.Series(group != NO_GROUP)
    frame = pl.DataFrame(
        {
            "application_id": draw.keys,
            "person_id": applicants["person_id"],
            "office_id": np.full(day.size, office_id, dtype=np.int64),
            "filed_at": _filed_at(scenario, draw, day, channel),
            "channel": coded("channel", channel),
            "kind": coded("kind", kind),
            "is_same_day": draw.flag("same_day", scenario.filing.same_day_share.value),
            "purpose": coded("purpose", purpose),
            "destination": coded("destination", destination),
            "departs_on": pl.Series((day + lead).astype(np.int32)).cast(pl.Date),
            "phone": applicants["phone"].fill_null(applicants["household_phone"]),
            "email": applicants["email"],
            **_agency(scenario, draw, purpose, office_id),
            "is_group": applicants["is_group"],
            "has_itinerary": draw.flag("itinerary", shown),
            "is_minor": minor,
            "is_priority": in_group,
            "priority_group": coded("priority_group", np.maximum(group, 0)).set(~in_group, None),
            **_wishes(scenario, draw),
            **_papers(scenario, draw),
            **_dossier(scenario, draw),
            "age_years": age,
        }
    )
    passed = ("signal", "livelihood", "household_id", "district_id", "name", "birth_date", "nik", "kk_number")
    return settle(pl.concat([frame, applicants.select(passed)], how="horizontal"), scenario)


def _agency(scenario: Scenario, draw: Draw, purpose: Ints, office_id: int) -> dict[str, pl.Series]:
    """Agency named on the form and whether it holds a licence; null without one."""
    share = np.array([scenario.filing.agency.values[p] for p in CODES["purpose"]])
    named = draw.flag("agency", share[purpose])
    number = transforms.integers(draw.words("agency_no"), AGENCIES)
    licensed = number < AGENCIES - n_unlicensed(scenario)  # those with the highest numbers hold no licence
    every = pl.DataFrame({"agency_id": office_id * 1000 + number, "agency_licensed": licensed})
    return every.select(pl.when(pl.lit(pl.Series(named))).then(pl.all())).to_dict()


def _wishes(scenario: Scenario, draw: Draw) -> dict[str, pl.Series]:
    """What the applicant would like or meets with, whatever the rule of the day makes of it."""
    plan = scenario.filing
    return {
        "electronic_u": pl.Series(transforms.uniform(draw.words("electronic"))),
        "wants_ten_years": pl.Series(draw.flag("ten_years", plan.ten_year_share.value)),
        "by_disaster": pl.Series(draw.flag("by_disaster", plan.force_majeure.value)),
    }


def _papers(scenario: Scenario, draw: Draw) -> dict[str, pl.Series]:
    """Completeness in both ways of working from one draw, which paper would be missing, and the proof of birth."""
    plan = scenario.papers
    u = transforms.uniform(draw.words("complete"))
    proofs = transforms.cumulative(plan.proofs.of(PROOFS))
    return {
        "is_complete_manual": pl.Series(u >= plan.incomplete_manual.value),
        "is_complete_simi": pl.Series(u >= plan.incomplete_simi.value),
        "missing_word": pl.Series(draw.words("missing")),
        "proof": pl.Series(transforms.category(draw.words("proof"), proofs)),
    }


def _dossier(scenario: Scenario, draw: Draw) -> dict[str, pl.Series]:
    """What becomes of the paper dossier where there is one, and for how many days it is sought or made again."""
    plan = scenario.papers
    sought, lost = plan.dossier_sought.value, plan.dossier_lost.value
    state = transforms.category(draw.words("dossier"), transforms.cumulative([1 - sought - lost, sought, lost]))
    mean = np.array([1.0, plan.dossier_days.value, plan.dossier_rebuild_days.value])[state]
    more = transforms.exponential(draw.words("dossier_days"), 1.0) * (mean - 0.5)
    days = np.where(state == 0, 0, 1 + np.floor(np.minimum(more, 90.0)))  # the rest of a day counts as one
    return {
        "dossier_manual": coded("dossier", state),
        "dossier_days_manual": pl.Series(days.astype(np.int16)),
    }


def _days(scenario: Scenario, household_id: Ints) -> Ints:
    days, weights = day_weights(scenario)
    words = Streams(scenario.seed).at("households", "filing_day", "", household_id)
    return days[transforms.category(words, transforms.cumulative(weights))]


def _priority(scenario: Scenario, draw: Draw, age: NDArray[np.float64], nik: pl.Series) -> Ints:
    """Code of the priority group that an applicant belongs to, -1 for none; age comes before what cannot be seen."""
    first = scenario.period.first
    old = regulation.rule("priority_age_from_years", first).value
    small = regulation.rule("priority_age_below_years", first).value
    groups = CODES["priority_group"]
    shares = [scenario.filing.frail.values[name] for name in FRAIL]
    drawn = transforms.category(draw.words("priority"), transforms.cumulative([*shares, 1 - sum(shares)]))
    group = np.array([*(groups.index(name) for name in FRAIL), NO_GROUP])[drawn]
    woman = (nik.str.slice(6, 1) >= "4").to_numpy()  # the day of birth in a woman's number is 41 to 71
    bearing = woman & (age >= CHILD_BEARING[0]) & (age < CHILD_BEARING[1] + 1)
    group = np.where((group == groups.index("pregnant_nursing")) & ~bearing, NO_GROUP, group)
    group = np.where(age < small, groups.index("under_5"), group)
    return np.where(age >= old, groups.index("over_60"), group)


def _what(scenario: Scenario, draw: Draw, minor: Flags) -> tuple[Ints, Ints, Ints]:
    """Kind, purpose and destination of each application, as positions in their code lists."""
    plan = scenario.filing
    kind = transforms.category(draw.words("kind"), transforms.cumulative(plan.kinds.of(CODES["kind"])))
    purpose = transforms.category(draw.words("purpose"), transforms.cumulative(plan.purposes.of(CODES["purpose"])))
    purpose = np.where(minor & (purpose == CODES["purpose"].index("work")), CODES["purpose"].index("holiday"), purpose)
    tables = [
        transforms.cumulative(plan.destinations[p].of(CODES["destination"]) if p in plan.destinations else [1.0])
        for p in CODES["purpose"]
    ]
    return kind, purpose, transforms.category_by(draw.words("destination"), tables, purpose)


def _channel(scenario: Scenario, draw: Draw, day: Ints, priority: Flags, district_id: pl.Series) -> Ints:
    """Way of filing: by the way of working, at the unit where there is one, and at the door by right of priority."""
    plan, go_live = scenario.filing, scenario.simi.go_live
    simi_from = clock.day_index(go_live) if go_live is not None else day.max(initial=0) + 1
    is_simi = (day >= simi_from).astype(np.int64)
    tables = [transforms.cumulative(s.of(CODES["channel"])) for s in (plan.channels_manual, plan.channels_simi)]
    channel = transforms.category_by(draw.words("channel"), tables, is_simi)
    near = district_id.str.slice(0, 5).is_in(plan.unit_regencies).to_numpy()
    channel = np.where(near & draw.flag("at_unit", plan.unit_share.value), CODES["channel"].index("ukk"), channel)
    walks = priority & draw.flag("priority_walks", plan.priority_walks_in.value)
    return np.where(walks & (channel != CODES["channel"].index("ukk")), CODES["channel"].index("walk_in"), channel)


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
