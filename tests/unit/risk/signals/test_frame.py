"""Features are made at the moment of filing: values by hand, and no fact from later."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from simi_lab.errors import BadRequest, TableError
from simi_lab.risk.asof import Family, Feature
from simi_lab.risk.signals import FEATURES, features
from simi_lab.schema import polars_schema

NAMES = [feature.name for feature in FEATURES]
START = datetime(2025, 3, 3, 2, tzinfo=UTC)


def table(name: str, *rows: dict) -> pl.DataFrame:
    """Rows of a table; columns that are not named are null."""
    schema = polars_schema(name)
    return pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema, strict=False)


def application(i: int, day: float, **more: object) -> dict:
    form = {
        "application_id": i,
        "person_id": i,
        "office_id": 0,
        "filed_at": START + timedelta(days=day),
        "channel": "online",
        "kind": "new",
        "is_same_day": False,
        "purpose": "holiday",
        "destination": "MYS",
        "departs_on": date(2025, 5, 6),
        "phone": f"own {i}",
        "is_group": False,
        "has_itinerary": True,
    }
    return {**form, **more}


def paper(i: int, application_id: int, kind: str, **more: object) -> dict:
    shown = {"document_id": i, "application_id": application_id, "document_kind": kind}
    return {**shown, "scan_quality": 90, "name_check": "same", **more}


def made(*applications: dict, documents=(), people=None, decisions=(), labels=(), events=(), **options) -> pl.DataFrame:
    persons = people or [
        {"person_id": i, "household_id": i, "nik": f"nik {i}"} for i in {a["person_id"] for a in applications}
    ]
    homes = [{"household_id": i, "address": f"home {i}"} for i in {p["household_id"] for p in persons}]
    return features(
        table("applications", *applications),
        table("documents", *documents),
        table("people", *persons),
        table("households", *homes),
        table("events", *events),
        table("decisions", *decisions),
        table("labels", *labels),
        **{"as_of": START + timedelta(days=400), **options},
    )


def column(frame: pl.DataFrame, name: str) -> list:
    return frame.sort("application_id")[name].to_list()


def test_phone_counts_by_hand():
    frame = made(
        application(0, 0, phone="x"),
        application(1, 5, phone="x"),
        application(2, 40, phone="x", destination="SAU"),
        application(3, 41, phone="x", departs_on=date(2025, 5, 11)),  # Sunday of the same week
        application(4, 42, phone="x", person_id=2),  # same household as application 2
    )
    assert column(frame, "phone_others_90d") == [0, 1, 2, 3, 3]
    assert column(frame, "phone_others_30d") == [0, 1, 0, 1, 1]
    assert column(frame, "phone_same_trip_90d") == [0, 1, 0, 2, 3]
    assert column(frame, "phone_same_trip_share") == [0, 1, 0, 2 / 3, 1]
    assert column(frame, "group_id") == [0] * 5


def test_company_on_a_phone_an_agency_and_an_email_by_hand():
    no = {"agency_id": 7, "agency_licensed": False}
    night = 19 / 24  # START is nine in the morning, office-local; this is four the next morning
    frame = made(
        application(0, 0, phone="x", has_itinerary=False, **no),
        application(1, 1 + night, phone="x", email="e", is_same_day=True, destination="SGP", **no),
        application(2, 20, phone="x", email="e", has_itinerary=False),
        application(3, 21 + night, email="e", agency_id=7, agency_licensed=True, destination="SGP"),
        application(4, 60, phone="x", agency_id=7, agency_licensed=True),
        application(5, 200, phone="x", email="e", destination="KHM", has_itinerary=False),
    )
    assert column(frame, "phone_unplanned_90d") == [0, 1, 1, 0, 2, 0]
    assert column(frame, "phone_unlicensed_90d") == [0, 1, 2, 0, 2, 0]
    assert column(frame, "agency_others_30d") == [0, 1, 0, 2, 0, 0]
    assert column(frame, "email_same_day_90d") == [0, 0, 1, 1, 0, 0]
    assert column(frame, "email_night_90d") == [0, 0, 1, 1, 0, 0]
    assert column(frame, "night_on_shared_email") == [False, False, False, True, False, False]
    assert column(frame, "contact_group_90d") == [0, 1, 2, 3, 4, 0]  # 4 meets 3 through 2 and their e-mail
    # doubts: papers and agency; Singapore never; papers and phone; Singapore; phone; papers alone
    assert column(frame, "destination_with_doubts") == [2, 0, 2, 0, 1, 1]


def test_close_birth_dates_at_the_same_office_by_hand():
    def ktp(i: int, born: date) -> dict:
        return paper(i, i, "ktp", name_on_document="MUHAMMAD ALI", birth_date_on_document=born)

    days = [date(1990, 3, 7), date(1990, 3, 8), date(1990, 7, 3), date(1990, 3, 7), date(1990, 3, 5), date(1990, 3, 7)]
    rows = [application(i, 10 * i, office_id=int(i == 3)) for i in range(5)]
    frame = made(*rows, application(5, 745), documents=[ktp(i, born) for i, born in enumerate(days)],
                 as_of=START + timedelta(days=900))  # fmt: skip
    # a day after 0; 0 exchanged; another office; two days apart; of 0, 1 and 2 only 2 lies inside two years
    assert column(frame, "close_person_same_office") == [0, 1, 1, 0, 0, 1]


def test_tables_cut_at_a_moment_give_the_same_rows_as_whole_tables(world, as_of):
    cut = world.tables["applications"]["filed_at"].sort()[2_500]
    before = features(**world.given(), as_of=as_of).filter(pl.col("filed_at") < cut)
    seen = {"applications": "filed_at", "events": "ended_at", "decisions": "decided_at", "labels": "known_at"}
    kept = {name: world.tables[name].filter(pl.col(moment) < cut) for name, moment in seen.items()}
    kept["documents"] = world.tables["documents"].join(kept["applications"], on="application_id", how="semi")
    kept["people"] = world.tables["people"].join(kept["applications"], on="person_id", how="semi")
    kept["households"] = world.tables["households"].join(kept["people"], on="household_id", how="semi")
    alone = features(**world.given(**kept), as_of=as_of)
    assert alone.height == 2_500
    assert alone.select("application_id", *NAMES).equals(before.select("application_id", *NAMES))
    assert before.select(pl.col("contact_group_90d", "phone_unplanned_90d").sum() > 0).row(0) == (True, True)


def test_form_and_papers_by_hand():
    papers = [
        paper(0, 1, "ktp", scan_quality=70, nik_check="dob_mismatch"),
        paper(1, 1, "diploma", scan_quality=50, name_check="different"),
        paper(2, 2, "ktp", nik_check="region_unknown", name_check="variant"),
        paper(3, 2, "recommendation"),
        paper(4, 2, "old_passport", mrz_check="failed"),
    ]
    frame = made(
        application(0, 0, has_itinerary=False, agency_id=1, agency_licensed=False, kind="lost"),
        application(1, 0, purpose="work", agency_id=2, agency_licensed=True, departs_on=None, has_itinerary=False),
        application(2, 0, purpose="work", is_same_day=True),
        documents=papers,
    )
    assert column(frame, "purpose_without_itinerary") == [True, False, False]
    assert column(frame, "agency_unlicensed") == [True, False, False]
    assert column(frame, "lost_passport_claim") == [True, False, False]
    assert column(frame, "same_day_request") == [False, False, True]
    assert column(frame, "days_to_departure") == [64, None, 64]
    assert column(frame, "nik_check_failed") == [False, True, False]
    assert column(frame, "name_differs") == [False, True, False]
    assert column(frame, "mrz_check_failed") == [False, False, True]
    assert column(frame, "scan_quality_min") == [None, 50, 90]
    assert column(frame, "work_without_recommendation") == [False, True, False]


def test_an_earlier_hold_counts_until_it_expires_and_from_either_source():
    again = [application(i, day, person_id=7) for i, day in enumerate([0, 20, 60, 500])]
    held = {"decision_id": 0, "application_id": 0, "decided_at": START + timedelta(days=30), "decision": "postpone"}
    late = START + timedelta(days=600)
    assert column(made(*again, decisions=[held], as_of=late), "held_before") == [False, False, True, False]
    assert column(made(*again, decisions=[held], as_of=late, expiry_days=480), "held_before") == [
        False,
        False,
        True,
        True,
    ]
    event = {"event_id": 0, "application_id": 0, "ended_at": START + timedelta(days=30), "outcome": "refused"}
    assert column(made(*again, events=[event], as_of=late), "held_before") == [False, False, True, False]
    kept = {**held, "decision": "approve"}
    assert column(made(*again, decisions=[kept], as_of=late), "held_before") == [False] * 4


def test_findings_on_a_phone_count_once_known_and_for_other_households():
    rows = [application(0, 0, phone="x"), application(1, 10, phone="x"), application(2, 30, phone="x")]
    found = [{"application_id": 0, "label": "pmi_nonprocedural", "known_at": START + timedelta(days=20)}]
    assert column(made(*rows, labels=found), "phone_found_before") == [0, 0, 1]
    clean = [{**found[0], "label": "none"}]
    assert column(made(*rows, labels=clean), "phone_found_before") == [0, 0, 0]


def test_the_same_name_and_birth_date_under_another_number():
    def ktp(i: int, name: str, born: date) -> dict:
        return paper(i, i, "ktp", name_on_document=name, birth_date_on_document=born)

    papers = [
        ktp(0, "MUHAMMAD ALI", date(1990, 3, 7)),
        ktp(1, "Moh. Ali", date(1990, 3, 7)),
        ktp(2, "M ALI", date(1990, 7, 3)),  # day and month exchanged
        ktp(3, "MUHAMMAD ALI", date(1991, 3, 7)),
        ktp(4, "MUHAMMAD ALI", date(1990, 3, 7)),
    ]
    rows = [*(application(i, i) for i in range(4)), application(4, 4, person_id=0)]
    assert column(made(*rows, documents=papers), "same_person_other_nik") == [0, 1, 2, 0, 2]
    # 3 differs from 0, 1 in the year, 2 in more than that; 4 from 3 in the year; nothing is near that is equal
    assert column(made(*rows, documents=papers), "near_person_other_nik") == [0, 0, 0, 2, 1]


def test_a_repeated_loss_needs_an_earlier_loss():
    rows = [application(i, i * 200, person_id=1, kind=kind) for i, kind in enumerate(["lost", "new", "lost"])]
    frame = made(*rows, as_of=START + timedelta(days=1000))
    assert column(frame, "lost_claim_repeated") == [False, False, True]


def test_nothing_at_or_after_the_moment_is_read():
    rows = [application(0, 0), application(1, 1)]
    assert made(*rows, as_of=START + timedelta(days=1)).height == 1


@pytest.mark.parametrize("seed", range(6))
def test_later_facts_never_change_an_earlier_row(world, as_of, seed):
    rng = np.random.default_rng(seed)
    cut = world.tables["applications"]["filed_at"][int(rng.integers(1_000, 3_500))]
    before = features(**world.given(), as_of=as_of).filter(pl.col("filed_at") <= cut)
    scrambled = features(**world.given(**_scrambled(world.tables, cut, rng)), as_of=as_of)
    assert before.select("application_id", *NAMES).equals(
        scrambled.filter(pl.col("filed_at") <= cut).select("application_id", *NAMES)
    )
    alone = features(**world.given(), as_of=cut + timedelta(microseconds=1))
    assert before.select("application_id", *NAMES).equals(alone.select("application_id", *NAMES))


def _scrambled(tables: dict[str, pl.DataFrame], cut: datetime, rng: np.random.Generator) -> dict[str, pl.DataFrame]:
    """The future rewritten: later forms get the phones, trips and people of earlier ones; later outcomes turn over."""
    forms = tables["applications"]
    donor = pl.Series(rng.integers(0, forms.height, forms.height))
    later = pl.col("filed_at") > cut
    shift = pl.duration(hours=pl.Series(rng.integers(0, 4_000, forms.height)))
    rewritten = forms.with_columns(
        *(
            pl.when(later).then(forms[name].gather(donor)).otherwise(name).alias(name)
            for name in ("phone", "destination", "person_id", "kind", "email", "agency_id", "has_itinerary")
        ),
        pl.when(later).then(pl.col("filed_at") + shift).otherwise("filed_at").alias("filed_at"),
    )
    finding = pl.when(pl.col("known_at") > cut).then(pl.lit("pmi_nonprocedural")).otherwise(pl.col("label").cast(str))
    outcome = pl.when(pl.col("ended_at") > cut).then(pl.lit("refused")).otherwise(pl.col("outcome").cast(str))
    decided = pl.when(pl.col("decided_at") > cut).then(pl.lit("refuse")).otherwise(pl.col("decision").cast(str))
    return {
        "applications": rewritten,
        "labels": tables["labels"].with_columns(finding.cast(tables["labels"]["label"].dtype).alias("label")),
        "events": tables["events"].with_columns(outcome.cast(tables["events"]["outcome"].dtype).alias("outcome")),
        "decisions": tables["decisions"].with_columns(
            decided.cast(tables["decisions"]["decision"].dtype).alias("decision")
        ),
    }


def test_the_order_of_rows_changes_nothing(world, as_of):
    turned = {name: frame.sample(fraction=1, shuffle=True, seed=3) for name, frame in world.tables.items()}
    assert features(**world.given(), as_of=as_of).equals(features(**world.given(**turned), as_of=as_of))


def test_missing_columns_are_told_together(world, as_of):
    with pytest.raises(TableError) as told:
        features(
            **world.given(
                applications=world.tables["applications"].drop("phone", "purpose"),
                documents=world.tables["documents"].drop("nik_check"),
            ),
            as_of=as_of,
        )
    assert {fault.where for fault in told.value.faults} == {
        "applications.phone",
        "applications.purpose",
        "documents.nik_check",
    }


def test_a_moment_before_everything_or_without_zone_is_refused(world):
    with pytest.raises(BadRequest, match="No application was filed before"):
        features(**world.given(), as_of=datetime(2000, 1, 1, tzinfo=UTC))
    with pytest.raises(BadRequest, match="no time zone"):
        features(**world.given(), as_of=datetime(2025, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"other": pl.lit(True)}, "is made and declared nowhere"),
        ({}, "is declared and not made"),
        ({"promised": pl.lit(None, dtype=pl.Boolean)}, "has gaps"),
    ],
)
def test_a_family_is_held_to_its_declaration(world, as_of, columns, told):
    promised = Feature("promised", "flag", ("applications.is_group",), "Promised.", "None.")
    family = Family("loose", (promised,), lambda view: view["applications"].select("application_id", **columns))
    with pytest.raises(TableError, match=told):
        features(**world.given(), as_of=as_of, families=[family])
