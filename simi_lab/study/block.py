"""One office from its people to its surveys: a block that any worker can make alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.decide import recorded_labels, verdicts
from simi_lab.filing import make_applications, make_documents, make_surveys, plant
from simi_lab.filing.surveys import would_answer
from simi_lab.foreign import Land, make_foreign
from simi_lab.measures import cases
from simi_lab.office import OfficeResult, run_office
from simi_lab.people import Area, area_of, make_people, mean_applicants
from simi_lab.reference import places
from simi_lab.reference.calendar import holidays
from simi_lab.scenario.model import Scenario
from simi_lab.schema import polars_schema
from simi_lab.streams import Streams


@dataclass(frozen=True)
class Extent:
    """How large a world is: offices of equal load, the last one perhaps smaller.

    `start` is the number of its first household; 0 but for the months that are added to a run later.
    """

    households_per_office: int
    households: int
    start: int = 0

    @property
    def offices(self) -> int:
        """Number of offices, at least one."""
        return max(1, -(-self.households // self.households_per_office))

    def span(self, office_id: int) -> tuple[int, int]:
        """First household of an office, and the first that is not its own."""
        first = office_id * self.households_per_office
        last = min(first + self.households_per_office, self.households)
        return self.start + first, self.start + last


@dataclass(frozen=True)
class Desk:
    """What stands on an office's desk before it opens: everything but the work itself."""

    households: pl.DataFrame
    people: pl.DataFrame
    intake: pl.DataFrame
    traits: pl.DataFrame
    documents: pl.DataFrame
    truth: pl.DataFrame
    rings: pl.DataFrame
    clean_values: pl.DataFrame
    labels: pl.DataFrame
    area: Area


def extent_of(scenario: Scenario, applications: int | None) -> Extent:
    """Households that give about so many applications (None: the scenario's own office)."""
    per_household = mean_applicants(scenario.households)
    load = scenario.demand.per_year.value * scenario.years
    own = max(1, round(load / per_household))
    wanted = own if applications is None else max(1, round(applications / per_household))
    return Extent(own, wanted)


def prepare(scenario: Scenario, extent: Extent, office_id: int) -> Desk:
    """Everything of one office up to its opening; needs no other office.

    Randomness : see the rooms; none of its own.
    """
    area = area_of(scenario)
    people = make_people(scenario, area, *extent.span(office_id), office_id=office_id)
    filed = make_applications(scenario, people.applicants(), office_id=office_id)
    planted = plant(scenario, filed, people.people, area.districts, office_id=office_id)
    table = planted.applications
    documents, clean = make_documents(scenario, table, planted.people)
    judged = verdicts(scenario, table, documents, planted.truth)
    table = table.join(
        judged.frame.drop("label", "duplicate_hit"), on="application_id", how="left", maintain_order="left"
    )
    hours = area.districts.select("district_id", "hours_to_office")
    traits = table.select("application_id", "age_years", "signal", "livelihood", "district_id").join(
        hours, on="district_id", how="left", maintain_order="left"
    )
    traits = with_unit(scenario, traits)
    return Desk(
        people.households,
        planted.people,
        table,
        traits,
        documents,
        planted.truth,
        planted.rings,
        clean,
        judged.frame.select("application_id", "label"),
        area,
    )


def with_unit(scenario: Scenario, traits: pl.DataFrame) -> pl.DataFrame:
    """Add the road to the unit (hours_to_unit, one way, null where the office is nearer) where the office has one."""
    mine = list(scenario.office.near_unit.regencies)
    if not mine:
        return traits
    return traits.join(roads_to_unit(mine), on="district_id", how="left", maintain_order="left")


def roads_to_unit(regencies: Collection[str]) -> pl.DataFrame:
    """Districts of some regencies that are nearer to Liwa than to the office: district_id, hours_to_unit."""
    nearer = pl.col("hours_to_liwa") < pl.col("hours_to_office")
    roads = places.districts().filter(pl.col("regency_id").is_in(list(regencies)) & nearer)
    return roads.select("district_id", pl.col("hours_to_liwa").alias("hours_to_unit"))


def work(scenario: Scenario, desk: Desk, **options: object) -> OfficeResult:
    """Let the office work through its desk; options go to `run_office`."""
    streams = Streams(scenario.seed)

    def draws(role: str, counters: NDArray[np.int64]) -> NDArray[np.uint64]:
        return streams.decision("office", counters, role)

    plan = scenario.office.at(zone=scenario.site.zone, simi_from=scenario.simi.go_live)
    return run_office(desk.intake, desk.traits, plan=plan, draws=draws, **options)  # type: ignore[arg-type]


def case_rows(scenario: Scenario, desk: Desk, events: pl.DataFrame) -> pl.DataFrame:
    """One row per application with its waits and days, see `measures.cases`."""
    near = [name for name in ("hours_to_unit",) if name in desk.traits.columns]
    homes = desk.traits.select("application_id", "district_id", "hours_to_office", *near)
    table = desk.intake.drop("district_id").join(homes, on="application_id", how="left", maintain_order="left")
    return cases(table, events, zone=scenario.site.zone, holidays=holidays()["day"].to_list()).collect()


def _answering(scenario: Scenario, desk: Desk, events: pl.DataFrame) -> tuple[Desk, pl.DataFrame]:
    """The cases of those who would answer the survey: no other is folded only to be thrown away."""
    keys = desk.intake["application_id"]
    asked = desk.intake.filter(pl.Series(would_answer(scenario, keys.to_numpy())))
    mine = events.filter(pl.col("application_id").is_in(asked["application_id"].implode()))
    return replace(desk, intake=asked), mine


def make_block(scenario: Scenario, extent: Extent, office_id: int) -> dict[str, pl.DataFrame]:
    """Every table of one office, by name."""
    from simi_lab.decide import Verdicts

    desk = prepare(scenario, extent, office_id)
    result = work(scenario, desk, until=scenario.period.last)
    rows = case_rows(scenario, *_answering(scenario, desk, result.events))
    surveys = make_surveys(scenario, rows.filter(pl.col("state") == "issued"), office_id=office_id)
    tables = {
        "households": desk.households,
        "people": desk.people,
        "applications": desk.intake,
        "documents": desk.documents,
        "events": result.events,
        "decisions": result.decisions,
        "labels": recorded_labels(Verdicts(desk.labels), result.decisions),
        "surveys": surveys,
        "truth_applications": desk.truth,
        "truth_rings": desk.rings,
        "truth_clean_values": desk.clean_values,
        **make_foreign(scenario, _land(desk.area), office_id=office_id),
    }
    return {name: frame.select(polars_schema(name).names()) for name, frame in tables.items()}


def _land(area: Area) -> Land:
    return Land(area.districts["district_id"], area.weights, area.villages["name"], area.first_village, area.n_villages)


def first_tables(scenario: Scenario, extent: Extent) -> dict[str, pl.DataFrame]:
    """Offices and districts of the whole world."""
    site, n = scenario.site, extent.offices
    numbered = [site.name if i == 0 else f"{site.name} {i + 1}" for i in range(n)]
    offices = pl.DataFrame(
        {
            "office_id": list(range(n)),
            "name": numbered,
            "kind": [site.kind] * n,
            "zone": [site.zone] * n,
            "simi_from": [scenario.simi.go_live] * n,
        },
        schema=dict(polars_schema("offices")),
    )
    districts = area_of(scenario).districts.select(polars_schema("districts").names()).cast(polars_schema("districts"))
    return {"offices": offices, "districts": districts.sort("district_id")}
