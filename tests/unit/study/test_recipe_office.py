"""The office twin as the finder sees it: costs known before, demand that nobody pays for, people paid in an outage."""

from __future__ import annotations

import numpy as np
import pytest

from simi_lab.scenario.load import resolve
from simi_lab.study.block import extent_of, prepare
from simi_lab.study.make import plan_of
from simi_lab.study.recipe import recipe
from simi_lab.study.recipe.office import TwinOffice
from simi_lab.study.whatif import WhatIf

MONTHS = range(1, 11)


@pytest.fixture(scope="module")
def asked() -> WhatIf:
    plan = plan_of(resolve("ukk_liwa"))
    return WhatIf(plan, prepare(plan, extent_of(plan, None), 0))


def test_a_plan_costs_its_floor_and_its_overtime(asked: WhatIf) -> None:
    office = TwinOffice(asked, 30, 4)
    told = asked.ask(office.today.but(interviewers=2), len(MONTHS)).figures["cost_month"]
    plan = office.today.but(interviewers=2)
    assert told is not None and np.mean(office.months(plan, MONTHS).cost) == pytest.approx(told.now.value)
    assert (office.months(plan, MONTHS).cost >= office.floor(plan) - 1e-6).all()


def test_the_same_months_come_in_parts_or_at_once(asked: WhatIf) -> None:
    office = TwinOffice(asked, 30, 4)
    whole = office.months(office.today, MONTHS)
    parts = [office.months(office.today, r) for r in (range(1, 6), range(6, 11))]
    assert np.array_equal(whole.within, np.concatenate([part.within for part in parts]))


def test_more_demand_counts_everyone_and_costs_no_campaign(asked: WhatIf) -> None:
    usual, more = TwinOffice(asked, 30, 4), TwinOffice(asked, 30, 4, demand=1.2)
    assert more.n_applicants > 1.1 * usual.n_applicants
    check = asked.plan.costs.check_application.value * (more.n_applicants - usual.n_applicants)
    assert more.floor(more.today) - usual.floor(usual.today) == pytest.approx(check)


def test_an_outage_sends_nobody_home_unpaid(asked: WhatIf) -> None:
    usual, out = TwinOffice(asked, 30, 4), TwinOffice(asked, 30, 4, outage_days=5)
    assert out.floor(out.today) == usual.floor(usual.today)
    assert out.months(out.today, MONTHS).within.mean() < usual.months(usual.today, MONTHS).within.mean()


def test_a_desk_behind_the_counter_is_paid_and_eases_the_two_stages(asked: WhatIf) -> None:
    office = TwinOffice(asked, 30, 4)
    more = office.today.but(back_desks=1)
    before, after = office.loads(office.today, MONTHS), office.loads(more, MONTHS)
    for name in ("numbering", "duplicate_check"):
        assert after[name] == pytest.approx(before[name] / 2, rel=0.05)
    days = asked.duty(office.today).open_days
    paid = 2 * days * asked.plan.costs.staff_day.value
    assert office.floor(more) - office.floor(office.today) == pytest.approx(paid, rel=0.2)


def test_a_small_office_gets_a_recipe(asked: WhatIf) -> None:
    found = recipe(asked, levers=("interviewers", "extra_hours"), budget=1000)
    assert found["is_kept"] and found["plan"]["standard"]["low"] >= 0.9
    assert found["plan"]["plan"]["quota"] == found["today"]["plan"]["quota"]
    assert set(found["load"]) and found["n_applicants"] > 0
