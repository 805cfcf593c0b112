"""Many replications at once: each of them is the office of `run_office` on the same words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from simi_lab.clock import to_local
from simi_lab.office import run_office
from simi_lab.office.arrivals import read_intake
from simi_lab.office.replicas import Kept, replicate
from simi_lab.reference.calendar import holidays
from simi_lab.scenario.load import resolve
from simi_lab.streams import Streams
from simi_lab.study.block import Desk, case_rows, extent_of, prepare
from simi_lab.study.make import plan_of

WINDOW = date(2024, 9, 2), date(2024, 9, 30)
N_WINDOWS = 3


@pytest.fixture(scope="module")
def plan():
    return plan_of(resolve("ukk_liwa"))


@pytest.fixture(scope="module")
def desk(plan) -> Desk:
    whole = prepare(plan, extent_of(plan, None), 0)
    day = to_local(pl.col("filed_at"), plan.site.zone).dt.date()
    intake = whole.intake.filter(day.is_between(date(2024, 8, 15), WINDOW[1]))
    return replace(whole, intake=intake)


def draws_of(plan) -> Callable:
    streams = Streams(plan.seed)
    return lambda role, counters: streams.decision("office", counters, role)


def replicas_of(plan, desk: Desk, kept: Kept, regime: str = "simi"):
    traits = desk.traits.filter(pl.col("application_id").is_in(desk.intake["application_id"].implode()))
    intake = read_intake(desk.intake, traits, offset=7 * 3600, regime_override=regime)
    office = plan.office.at(zone=plan.site.zone, simi_from=plan.simi.go_live)
    closed = holidays()["day"].to_list()
    return replicate(intake, office, draws_of(plan), kept=kept, window=WINDOW, closed_days=closed)


def human(plan):
    """The same office, whose officers fall ill, differ, and have good and bad weeks."""
    some = {name: getattr(plan.office.desks, name) for name in ("absent_share", "pace_spread", "pace_weekly")}
    some = {name: number.model_copy(update={"value": 0.1}) for name, number in some.items()}
    office = plan.office.model_copy(update={"desks": plan.office.desks.model_copy(update=some)})
    return plan.model_copy(update={"office": office})


@pytest.mark.parametrize(("regime", "are_human"), [("simi", False), ("manual", False), ("simi", True)])
def test_each_replication_is_the_office_on_its_words(plan, desk: Desk, regime: str, are_human: bool) -> None:
    n, plan = desk.intake.height, human(plan) if are_human else plan
    told = replicas_of(plan, desk, Kept(range(1, N_WINDOWS + 1), n, n), regime)
    draws, place = draws_of(plan), {key: i for i, key in enumerate(desk.intake["application_id"].sort().to_list())}

    def of_replicas(role: str, keys):
        if role.startswith(("pace", "absent")):
            return draws(role, keys)
        kind, _, replication = role.partition("/replication ")
        rows = np.array([place[key] for key in keys.tolist()], dtype=np.int64)
        return draws(f"{kind}/replicas", int(replication) * n + rows)

    office = plan.office.at(zone=plan.site.zone, simi_from=plan.simi.go_live)
    for replication in range(1, N_WINDOWS + 1):
        done = run_office(
            desk.intake, desk.traits, plan=office, draws=of_replicas, replication=replication, regime_override=regime
        )
        rows = case_rows(plan, desk, done.events).sort("application_id")
        for name, values in told.values.items():
            if name == "visits_near":
                continue
            expected = rows[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
            np.testing.assert_allclose(values[replication - 1], expected, rtol=1e-12, err_msg=name)


def test_words_that_are_kept_change_nothing_and_a_chunk_is_a_part_of_the_whole(plan, desk: Desk) -> None:
    n = desk.intake.height
    kept = Kept(range(1, 5), n, n)
    first, again = (replicas_of(plan, desk, kept) for _ in range(2))
    late = replicas_of(plan, desk, Kept(range(3, 5), n, n))
    for name, values in first.values.items():
        np.testing.assert_array_equal(values, again.values[name])
        np.testing.assert_array_equal(values[2:], late.values[name])
    assert len({row.tobytes() for row in first.values["wait_min"]}) == 4, "replications differ"


def test_load_and_duty_are_those_of_the_window(plan, desk: Desk) -> None:
    n = desk.intake.height
    told = replicas_of(plan, desk, Kept(range(1, 3), n, n))
    assert told.duty.open_days == 20  # September 2024 from the 2nd on has 21 weekdays; one is a holiday
    seconds = told.utilisation["interview"] * told.duty.open_days * 7 * 3600
    assert (seconds > 0).all() and (told.utilisation["interview"] < 1).all()
    assert (abs(told.load["interview"] - told.utilisation["interview"]) < 0.15).all()
    assert told.duty.staff_days == told.duty.open_days * (1 + 1 + 1 + 1 + 4 + 1)
