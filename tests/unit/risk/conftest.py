"""A small seeded world with planted phone rings, two-identity cases and a benign twin of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from simi_lab.risk import evaluate, features, fit, score
from simi_lab.risk.judging import Evaluation
from simi_lab.risk.models import FittedModels
from simi_lab.scenario.risk import RiskPlan
from simi_lab.schema import polars_schema

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
AS_OF = datetime(2025, 7, 1, tzinfo=UTC)
TABLES = ("applications", "documents", "people", "households", "events", "decisions", "labels")
_FIRST_NAMES = ("SITI", "SRI", "MUHAMMAD", "AHMAD", "DEWI", "NUR", "AGUS", "EKO", "RINA", "JOKO", "UMI", "HASAN")
_LAST_NAMES = ("RAHAYU", "SUSANTI", "ANAM", "HIDAYAT", "LESTARI", "WIBOWO", "AMINAH", "SAPUTRA", "KURNIA", "YUSUF")


@dataclass(frozen=True)
class World:
    """Tables of a run by name, and the truth apart from them."""

    tables: dict[str, pl.DataFrame]
    truth: pl.DataFrame

    def given(self, **changed: pl.DataFrame) -> dict[str, pl.DataFrame]:
        """Arguments of `features`, some tables replaced."""
        return {**{name: self.tables[name] for name in TABLES}, **changed}


class _Plan:
    """Columns of applications in the making: one array entry per application."""

    def __init__(self, n: int, rng: np.random.Generator) -> None:
        days = np.sort(rng.integers(0, (AS_OF - FIRST).days, n))
        self.rng, self.n = rng, n
        self.seconds = days * 86_400 + rng.integers(3_600, 28_000, n)
        self.phone = np.arange(n) + 1_000_000
        self.purpose = rng.choice(
            ["umrah_haji", "holiday", "family", "work", "study"], n, p=[0.66, 0.15, 0.08, 0.06, 0.05]
        )
        self.destination = np.where(self.purpose == "umrah_haji", "SAU", rng.choice(["MYS", "SGP", "TWN", "TUR"], n))
        self.lead = rng.integers(14, 120, n)
        self.itinerary = rng.random(n) < 0.85
        self.agency = np.where(rng.random(n) < 0.5, rng.integers(1, 40, n), -1)
        self.licensed = rng.random(n) < 0.95
        self.group = np.zeros(n, dtype=bool)
        self.typology = np.full(n, "none", dtype=object)
        self.twin_of = np.full(n, None, dtype=object)
        self.ring = np.full(n, -1)
        self.same_as = np.full(n, -1)  # application whose name and birth date this one carries
        self.turned = np.zeros(n, dtype=bool)
        self.free = np.ones(n, dtype=bool)


def _plant_ring(plan: _Plan, ring: int, *, benign: bool) -> None:
    """Give consecutive free applications one phone, one destination and one week of departure."""
    rng = plan.rng
    size = int(rng.integers(4, 9))
    start = int(rng.integers(0, plan.n - 60))
    members = [i for i in range(start, start + 60) if plan.free[i]][: 4 * size : 4]
    plan.free[members] = False
    plan.phone[members], plan.ring[members] = 5_000_000 + ring, ring
    together = rng.random(len(members)) < (0.95 if benign else 0.85)
    leave = plan.seconds[members].max() // 86_400 + 30
    plan.lead[members] = np.where(together, leave - plan.seconds[members] // 86_400, plan.lead[members])
    if benign:
        plan.twin_of[members], plan.group[members] = "pmi_group", rng.random(len(members)) < 0.8
        plan.purpose[members], plan.destination[members] = "umrah_haji", "SAU"
        plan.itinerary[members] = rng.random(len(members)) < 0.9
        return
    plan.typology[members] = "pmi_group"
    plan.purpose[members] = rng.choice(["holiday", "family"], len(members))
    plan.destination[members] = "MYS"
    plan.itinerary[members] = rng.random(len(members)) < 0.35
    plan.agency[members], plan.licensed[members] = 50, rng.random(len(members)) < 0.5


def _plant_identity(plan: _Plan, ring: int, *, benign: bool) -> None:
    """Let a later application carry the name and birth date of an earlier one, under its own number."""
    later = int(plan.rng.choice(np.flatnonzero(plan.free[plan.n // 4 :])) + plan.n // 4)
    earlier = int(plan.rng.integers(0, later))
    plan.free[later], plan.ring[later], plan.same_as[later] = False, ring, earlier
    plan.turned[later] = plan.rng.random() < 0.5
    if benign:
        plan.twin_of[later] = "two_identities"
    else:
        plan.typology[later] = "two_identities"


def make_world(n: int = 4000, *, seed: int = 11, rings: int = 26, identities: int = 24) -> World:
    """A world of `n` applications, one household each; half of the planted patterns are benign."""
    plan = _Plan(n, np.random.default_rng(seed))
    for ring in range(rings):
        _plant_ring(plan, ring, benign=ring % 2 == 1)
    for ring in range(rings, rings + identities):
        _plant_identity(plan, ring, benign=ring % 2 == 1)
    tables = _people(plan) | _forms(plan) | _papers(plan)
    tables |= _outcomes(plan)
    truth = pl.DataFrame(
        {
            "application_id": np.arange(n),
            "typology": plan.typology.tolist(),
            "is_positive": plan.typology != "none",
            "twin_of": plan.twin_of.tolist(),
            "ring_id": [int(r) if r >= 0 else None for r in plan.ring],
            "right_action": np.where(plan.typology == "pmi_group", "protect_and_refer", "issue").tolist(),
            "ring_role": np.where(plan.ring >= 0, "member", "none").tolist(),
            "is_linked": plan.ring >= 0,
            "posterior": np.full(n, 0.01),
            "posterior_protect": np.full(n, 0.01),
        },
        schema=polars_schema("truth_applications"),
    )
    return World(tables, truth)


def _people(plan: _Plan) -> dict[str, pl.DataFrame]:
    n, rng = plan.n, plan.rng
    name = np.char.add(np.char.add(rng.choice(_FIRST_NAMES, n), " "), rng.choice(_LAST_NAMES, n)).astype(object)
    born = np.array([date(1960, 1, 1) + timedelta(days=int(d)) for d in rng.integers(0, 16_000, n)], dtype=object)
    for later in np.flatnonzero(plan.same_as >= 0):
        name[later] = name[plan.same_as[later]].replace("MUHAMMAD", "MOH.")
        before = born[plan.same_as[later]]
        turned = plan.turned[later] and before.day <= 12
        born[later] = date(before.year, before.day, before.month) if turned else before
    plan.name, plan.born = name, born
    people = {
        "person_id": np.arange(n),
        "household_id": np.arange(n),
        "member_no": np.ones(n),
        "role": ["head"] * n,
        "name": name.tolist(),
        "is_mononym": [False] * n,
        "sex": rng.choice(["F", "M"], n).tolist(),
        "birth_date": born.tolist(),
        "birth_place": ["LAMPUNG BARAT"] * n,
        "nik": [f"180404010190{9000 + i:06d}" for i in range(n)],
        "marital": rng.choice(["single", "married"], n).tolist(),
        "education": rng.choice(["primary", "junior", "senior"], n).tolist(),
        "occupation": ["other"] * n,
        "livelihood": rng.choice(["farmer", "trader"], n).tolist(),
        "phone": [None] * n,
        "email": [None] * n,
        "is_synthetic": [True] * n,
    }
    households = {
        "household_id": np.arange(n),
        "office_id": np.zeros(n),
        "district_id": rng.choice([f"18.04.{i:02d}" for i in range(4, 19)], n).tolist(),
        "village": ["PEKON"] * n,
        "address": [f"DUSUN {i // 3} RT {i % 3}" for i in rng.integers(0, 3 * n, n)],
        "kk_number": [f"1804040101{9000 + i:06d}" for i in range(n)],
        "phone": [f"+62899{i:07d}" for i in range(n)],
        "signal": rng.choice(["weak", "good"], n).tolist(),
    }
    return {
        "people": pl.DataFrame(people, schema=polars_schema("people"), strict=False),
        "households": pl.DataFrame(households, schema=polars_schema("households"), strict=False),
    }


def _forms(plan: _Plan) -> dict[str, pl.DataFrame]:
    n, rng = plan.n, plan.rng
    filed = [FIRST + timedelta(seconds=int(s)) for s in plan.seconds]
    forms = {
        "application_id": np.arange(n),
        "person_id": np.arange(n),
        "office_id": (np.arange(n) % 5 == 0).astype(int),
        "filed_at": filed,
        "channel": rng.choice(["walk_in", "online", "eazy"], n, p=[0.3, 0.6, 0.1]).tolist(),
        "kind": rng.choice(["new", "expired", "lost"], n, p=[0.6, 0.38, 0.02]).tolist(),
        "service": ["el_10"] * n,
        "is_same_day": rng.random(n) < 0.03,
        "purpose": plan.purpose.tolist(),
        "destination": plan.destination.tolist(),
        "departs_on": [f.date() + timedelta(days=int(d)) for f, d in zip(filed, plan.lead, strict=True)],
        "phone": [f"+62899{p:07d}" for p in plan.phone],
        "email": [None] * n,
        "agency_id": [int(a) if a >= 0 else None for a in plan.agency],
        "agency_licensed": [bool(x) if a >= 0 else None for a, x in zip(plan.agency, plan.licensed, strict=True)],
        "is_group": plan.group,
        "has_itinerary": plan.itinerary,
        "is_minor": rng.random(n) < 0.1,
        "is_priority": rng.random(n) < 0.05,
        "priority_group": [None] * n,
        "fee_idr": np.full(n, 650_000),
        "exemption": [None] * n,
        "dossier": [None] * n,
        "dossier_days": [None] * n,
        "is_complete": rng.random(n) < 0.88,
        "missing_document": [None] * n,
        "regime": ["simi"] * n,
    }
    return {"applications": pl.DataFrame(forms, schema=polars_schema("applications"), strict=False)}


def _papers(plan: _Plan) -> dict[str, pl.DataFrame]:
    n, rng = plan.n, plan.rng
    papers = {
        "document_id": np.arange(n),
        "application_id": np.arange(n),
        "document_kind": ["ktp"] * n,
        "holder": ["applicant"] * n,
        "number": [None] * n,
        "name_on_document": plan.name.tolist(),
        "birth_date_on_document": plan.born.tolist(),
        "issued_on": [None] * n,
        "expires_on": [None] * n,
        "mrz_line1": [None] * n,
        "mrz_line2": [None] * n,
        "scan_quality": rng.integers(40, 100, n),
        "nik_check": rng.choice(["ok", "dob_mismatch", "region_unknown"], n, p=[0.97, 0.01, 0.02]).tolist(),
        "name_check": rng.choice(["same", "variant", "different"], n, p=[0.9, 0.09, 0.01]).tolist(),
        "mrz_check": [None] * n,
    }
    return {"documents": pl.DataFrame(papers, schema=polars_schema("documents"), strict=False)}


def _outcomes(plan: _Plan) -> dict[str, pl.DataFrame]:
    """Findings miss a third of what is true and accuse a few that are not; holds follow the findings."""
    n, rng = plan.n, plan.rng
    chance = np.where(plan.typology != "none", 0.7, np.where(plan.ring >= 0, 0.1, 0.001))
    found = rng.random(n) < chance
    as_seen = np.where(plan.twin_of.astype(bool), plan.twin_of, plan.typology)
    label = np.where(found, np.where(as_seen == "none", "pmi_nonprocedural", as_seen), "none")
    label = np.where(label == "pmi_group", "pmi_nonprocedural", label)
    delay = rng.integers(3, 25, n) * 86_400
    known = [FIRST + timedelta(seconds=int(s)) for s in plan.seconds + delay]
    labels = pl.DataFrame(
        {"application_id": np.arange(n), "label": label.tolist(), "known_at": known},
        schema=polars_schema("labels"),
    )
    held = np.flatnonzero(found)
    decisions = {
        "decision_id": np.arange(held.size),
        "application_id": held,
        "point": ["interview"] * held.size,
        "officer_id": np.zeros(held.size),
        "decided_at": [known[i] for i in held],
        "decision": ["postpone"] * held.size,
        "reason": ["purpose_contradicted"] * held.size,
    }
    events = {
        "event_id": np.arange(n),
        "application_id": np.arange(n),
        "office_id": np.zeros(n),
        "visit_no": np.ones(n),
        "stage": ["biometrics_interview"] * n,
        "station": ["desk 1"] * n,
        "officer_id": np.zeros(n),
        "queued_at": known,
        "started_at": known,
        "ended_at": known,
        "outcome": np.where(found, "postponed", "done").tolist(),
    }
    return {
        "labels": labels,
        "decisions": pl.DataFrame(decisions, schema=polars_schema("decisions"), strict=False),
        "events": pl.DataFrame(events, schema=polars_schema("events"), strict=False),
    }


@pytest.fixture(scope="session")
def world() -> World:
    return make_world()


@pytest.fixture(scope="session")
def as_of() -> datetime:
    return AS_OF


@pytest.fixture(scope="session")
def frame(world: World) -> pl.DataFrame:
    return features(**world.given(), as_of=AS_OF)


@pytest.fixture(scope="session")
def plan() -> RiskPlan:
    return RiskPlan(resamples=100)


@pytest.fixture(scope="session")
def fitted(world: World, frame: pl.DataFrame, plan: RiskPlan) -> FittedModels:
    return fit(frame, world.tables["labels"], plan=plan, run_hash="a" * 64)


@pytest.fixture(scope="session")
def evaluation(world: World, frame: pl.DataFrame, fitted: FittedModels) -> Evaluation:
    return evaluate(fitted, frame, world.tables["labels"], world.truth, capacity_per_day=0.5)


@pytest.fixture
def kept(mungil, fitted, evaluation, frame, monkeypatch) -> Iterator[Path]:
    """Models kept beside a run as the study keeps them; those of the small world of this room, to save time."""
    from simi_lab.study import model as study_model
    from simi_lab.study.measure import scenario_of

    monkeypatch.setenv("SIMI_LAB_LANG", "en")
    thing = study_model._place(mungil, scenario_of(mungil))
    thing.delete()
    mine = replace(fitted, run_hash=mungil.hash)
    study_model._keep(thing, mine, evaluation, {"scores": score(fitted, frame), "features": frame})
    yield thing.path
    thing.delete()
