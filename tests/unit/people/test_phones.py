"""Whose phone stands where: own ones, those of families, and those of helpers in villages with weak signal."""

from __future__ import annotations

import polars as pl

from simi_lab.people import People
from simi_lab.reference.identity.contact import is_reserved_phone_expr
from simi_lab.scenario.model import Scenario

from .conftest import standard_error


def test_all_phones_are_reserved_and_own_ones_are_nobody_elses(many: People) -> None:
    own, home = many.people["phone"].drop_nulls(), many.households["phone"]
    every = pl.concat([own, home]).to_frame()
    assert every.select(is_reserved_phone_expr(pl.col("phone")).all()).item()
    assert own.n_unique() == own.len()
    assert not own.is_in(home.implode()).any()


def test_households_share_a_phone_only_with_neighbours_of_one_weak_village(plan: Scenario, many: People) -> None:
    shared = many.households.filter(pl.len().over("phone") > 1)
    assert shared.height > 100
    assert set(shared["signal"].cast(pl.String).unique()) <= {"weak", "none"}
    groups = shared.group_by("phone").agg(pl.struct("district_id", "village").n_unique().alias("villages"), pl.len())
    assert groups["villages"].max() == 1
    assert groups["len"].max() >= 3
    weak = many.households.filter(pl.col("signal").cast(pl.String) != "good")
    share = plan.households.helper_phone_share.value
    # a helper whom only one household asked cannot be told from a household's own phone
    alone = weak.filter(pl.len().over("phone") == 1).height
    helped = 1 - alone / weak.height
    assert share - 0.03 - 4 * standard_error(share, weak.height) < helped
    assert helped < share + 4 * standard_error(share, weak.height)


def test_a_helpers_phone_stands_on_the_forms_of_those_whom_he_helps(many: People) -> None:
    form, helped = many.applicants(), pl.Series(many.is_helped)
    assert form.filter(helped)["phone"].is_null().all()
    own = many.people["phone"].gather(many.applicant_row)
    assert form.filter(~helped)["phone"].equals(own.filter(~helped))
    counts = form.filter(helped).group_by("household_phone").agg(pl.col("household_id").n_unique())
    assert counts["household_id"].mean() > 2


def test_own_phones_have_the_shares_of_the_plan(plan: Scenario, members: pl.DataFrame) -> None:
    asked = members.filter(pl.col("age") >= 15)
    for old, number in ((False, plan.households.own_phone_share), (True, plan.households.own_phone_from_60)):
        mine = asked.filter((pl.col("age") >= 60) == old)
        has = mine.select(pl.col("phone").is_not_null().mean()).item()
        assert abs(has - number.value) < 4 * standard_error(number.value, mine.height)
    assert members.filter((pl.col("age") < 15) & (pl.col("role") == "child"))["phone"].is_null().all()


def test_another_office_has_helpers_of_its_own(plan: Scenario) -> None:
    from simi_lab.people import area_of, make_people

    area = area_of(plan)
    here, there = (make_people(plan, area, 0, 3_000, office_id=office) for office in (0, 1))
    phones = [each.applicants().filter(pl.Series(each.is_helped))["household_phone"] for each in (here, there)]
    assert phones[0].len() == phones[1].len() > 0
    assert not phones[0].is_in(phones[1].implode()).any()
