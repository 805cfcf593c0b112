"""What an office month would be with other levers: paired with today's, and in the directions that theory tells."""

from __future__ import annotations

from datetime import date

import pytest

from simi_lab.errors import BadRequest, FaultsError
from simi_lab.scenario.load import resolve
from simi_lab.study.block import extent_of, prepare
from simi_lab.study.make import plan_of
from simi_lab.study.whatif import Interrupted, WhatIf, busiest, usual
from simi_lab.study.whatif.levers import LEVERS

REPLICATIONS = 12


@pytest.fixture(scope="module")
def asked() -> WhatIf:
    plan = plan_of(resolve("kotabumi"))
    return WhatIf(plan, prepare(plan, extent_of(plan, None), 0))


def change(asked: WhatIf, figure: str, **levers) -> float:
    found = asked.ask(asked.today.but(**levers), REPLICATIONS).figures[figure]
    assert found is not None and found.change is not None
    return found.change.value if found.change.excludes(0) else 0.0


def test_today_is_compared_with_nothing(asked: WhatIf) -> None:
    told = asked.ask(asked.today, REPLICATIONS)
    assert told.worth == "today" and all(f is not None and f.change is None for f in told.figures.values())
    assert told.n_applicants == asked.months[asked.first]
    assert not told.unstable


def test_desks_shorten_the_wait_and_cost(asked: WhatIf) -> None:
    n = asked.today.interviewers
    assert change(asked, "wait_min", interviewers=n + 1) < 0 < change(asked, "cost_month", interviewers=n + 1)
    assert change(asked, "wait_min", interviewers=n - 1) > 10
    assert change(asked, "lead_days", interviewers=n + 1) == 0, "a desk gives nobody an earlier place"


def test_a_desk_more_at_an_idle_counter_is_not_worth_it(asked: WhatIf) -> None:
    told = asked.ask(asked.today.but(counters=asked.today.counters + 2), REPLICATIONS)
    assert told.worth == "not_worth"
    counter = told.figures["utilisation_counter"]
    assert counter is not None and counter.now.value < 0.5


def test_a_small_quota_only_moves_the_wait_into_days(asked: WhatIf) -> None:
    told = asked.ask(asked.today.but(quota=40), REPLICATIONS)
    wait, lead = told.figures["wait_min"], told.figures["lead_days"]
    assert wait is not None and lead is not None and wait.change is not None and lead.change is not None
    assert wait.change.high < 0 < lead.change.low
    assert told.worth == "mixed"


def test_a_unit_saves_journeys_of_those_near_it_and_of_nobody_else(asked: WhatIf) -> None:
    told = asked.ask(asked.today.but(unit_days=2), REPLICATIONS)
    travel = told.figures["travel_hours"]
    assert travel is not None and travel.change is not None and travel.change.high < -0.5
    saved = {row["district_id"]: row["after"] - row["before"] for row in told.districts.iter_rows(named=True)}
    far = {key: hours for key, hours in saved.items() if key.startswith("18.04")}
    assert min(far.values()) < -3
    assert all(abs(hours) < 0.5 for key, hours in saved.items() if key.startswith("18.03"))


def test_a_campaign_brings_people_and_their_words_leave_those_of_others(asked: WhatIf) -> None:
    told = asked.ask(asked.today.but(campaign=0.2), REPLICATIONS)
    assert told.n_won == pytest.approx(0.2 * told.n_applicants, rel=0.15)
    books = told.figures["passports"]
    assert books is not None and books.change is not None and books.change.low > 0.8 * told.n_won
    assert change(asked, "wait_min", campaign=0.2) > 0


@pytest.mark.parametrize(
    ("levers", "figure", "sign"),
    [
        ({"training_weeks": 0}, "wait_min", 1),
        ({"outage_days": 5}, "total_days", 1),
        ({"early_check": 0}, "visits", 1),
        ({"online_share": 0.0}, "visits", 1),
        ({"extra_hours": 1.0}, "total_days", -1),
        ({"extra_hours": 1.0}, "cost_month", 1),
    ],
)
def test_directions(asked: WhatIf, levers: dict, figure: str, sign: int) -> None:
    assert sign * change(asked, figure, **levers) > 0


def test_too_few_desks_are_told_with_their_load(asked: WhatIf) -> None:
    unstable = asked.ask(asked.today.but(interviewers=1), REPLICATIONS).unstable
    assert unstable["interview"] > 1.5


def test_a_question_can_be_let_go(asked: WhatIf) -> None:
    with pytest.raises(Interrupted):
        asked.ask(asked.today.but(quota=55), REPLICATIONS, stop=lambda: True)
    again = [asked.ask(asked.today.but(quota=55), REPLICATIONS, stop=lambda: False) for _ in range(2)]
    asked.let_go(0)
    again.append(asked.ask(asked.today.but(quota=55), REPLICATIONS))
    assert len({each.figures["wait_min"].now.value for each in again}) == 1, "what is drawn again is the same"


def test_bad_requests(asked: WhatIf) -> None:
    with pytest.raises(FaultsError, match="counters"):
        asked.today.but(counters=0)
    for n in (1, 100_000):
        with pytest.raises(BadRequest):
            asked.ask(asked.today, n)
    with pytest.raises(BadRequest, match="1999-01-01"):
        WhatIf(asked.scenario, asked.desk, date(1999, 1, 1))


def test_months_a_usual_and_the_busiest(asked: WhatIf) -> None:
    year = dict(sorted(asked.months.items())[-12:])
    assert asked.first == usual(asked.months) and asked.months[busiest(asked.months)] == max(year.values())
    assert sum(n >= asked.months[asked.first] for n in year.values()) in (6, 7)


def test_where_the_office_is_the_nearest_no_unit_can_be_moved() -> None:
    plan = plan_of(resolve("ukk_liwa"))
    small = WhatIf(plan, prepare(plan, extent_of(plan, None), 0))
    assert "unit_days" not in small.useful
    assert set(small.useful) < set(LEVERS)
    used = small.ask(small.today, REPLICATIONS).figures["utilisation_interview"]
    assert used is not None and used.now.value < 0.35


def test_before_simi_its_levers_are_idle(asked: WhatIf) -> None:
    before = WhatIf(asked.scenario, asked.desk, date(2023, 9, 1))
    assert not before.has_simi and {"early_check", "training_weeks"}.isdisjoint(before.useful)
    waits = [each.ask(each.today, REPLICATIONS).figures["wait_min"] for each in (before, asked)]
    assert waits[0] is not None and waits[1] is not None and waits[0].now.low > 2 * waits[1].now.high


def test_an_answer_is_plain_values(asked: WhatIf) -> None:
    import json

    told = asked.ask(asked.today.but(quota=60), REPLICATIONS).to_dict()
    assert json.loads(json.dumps(told))["synthetic"] is True
