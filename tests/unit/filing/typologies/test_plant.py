"""Planted rings keep their own definition, their declared share, and away from everyone else."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import polars as pl
import pytest

from simi_lab.clock import to_local
from simi_lab.errors import BadRequest, ScenarioError
from simi_lab.filing import plant
from simi_lab.measures.selfcheck import recovery_findings
from simi_lab.reference.identity import is_reserved_phone, nik
from simi_lab.scenario.load import resolve
from simi_lab.scenario.model import Scenario
from tests.unit.filing.typologies.conftest import Office

FOUR_SE = 4.0


def test_every_ring_satisfies_its_own_definition(enlarged: Office) -> None:
    """A ring that does not is found out in the tests of the self-checks."""
    planted, scenario = enlarged.planted, enlarged.scenario
    filed_on = to_local(pl.col("filed_at"), scenario.site.zone).dt.date().alias("filed_on")
    applications = planted.applications.with_columns(filed_on)
    findings = list(recovery_findings(planted.truth, planted.rings, applications, scenario.typologies))
    assert [finding for finding in findings if not finding.ok] == []
    assert {finding.check: finding.n for finding in findings}["ring_defined"] > 500
    assert set(planted.rings["typology"].cast(pl.String)) == set(scenario.typologies)
    assert planted.rings.group_by("typology").agg(pl.col("is_benign").n_unique())["is_benign"].to_list() == [2] * 5


def test_patterns_touch_only_their_members(ordinary: Office) -> None:
    mine = pl.col("ring_id").is_not_null() & (pl.col("ring_role") != "first_identity")
    others = ordinary.planted.truth.filter(~mine)["application_id"].implode()
    before = ordinary.filed.filter(pl.col("application_id").is_in(others))
    after = ordinary.planted.applications.filter(pl.col("application_id").is_in(others))
    assert after.select(before.columns).equals(before)
    assert before.height < ordinary.filed.height


def test_a_further_pattern_changes_no_row_that_it_does_not_touch(ordinary: Office) -> None:
    """Taking the last pattern away leaves all rows but its own as they were, truth included."""
    fewer = deepcopy(ordinary.scenario)
    del fewer.typologies["queue_broker"]
    without = plant(fewer, ordinary.filed, ordinary.people.people, ordinary.districts, office_id=0)
    own = (pl.col("typology") == "queue_broker") | (pl.col("twin_of") == "queue_broker").fill_null(False)
    truth = ordinary.planted.truth
    # a first identity is only looked up among the free, so its role alone may move
    firsts = pl.concat([truth, without.truth]).filter(pl.col("ring_role") == "first_identity")
    moved = truth.filter(own)["application_id"].to_list() + firsts["application_id"].to_list()
    seconds = truth.filter(pl.col("ring_role") == "second_identity")["application_id"].to_list()
    keep = ~pl.col("application_id").is_in(moved + seconds)
    rows = ordinary.planted.applications.filter(keep)
    assert rows.equals(without.applications.filter(keep))
    facts = ["application_id", "typology", "is_positive", "twin_of", "ring_id", "ring_role", "is_linked"]
    assert truth.filter(keep).select(facts).equals(without.truth.filter(keep).select(facts))


def test_planted_shares_are_those_of_the_declarations(enlarged: Office) -> None:
    n = enlarged.filed.height
    truth = enlarged.planted.truth.filter(pl.col("ring_role") != "first_identity")
    for name, pattern in enlarged.scenario.typologies.items():
        for column, number, sizes in (
            ("typology", pattern.prevalence, pattern.size),
            ("twin_of", pattern.twin_prevalence, pattern.twin_size),
        ):
            members = truth.filter((pl.col(column) == name).fill_null(False)).height
            moments = [sum(int(k) ** p * v for k, v in sizes.values.items()) for p in (1, 2)]
            spread = (n * number.value * moments[1] / moments[0]) ** 0.5
            assert abs(members - n * number.value) <= FOUR_SE * spread, (name, column, members)


def test_contacts_are_reserved_and_nobody_s_own(enlarged: Office) -> None:
    shared = enlarged.planted.rings.filter(pl.col("shared_contact").is_not_null())
    phones = shared.filter(pl.col("link") == "phone")["shared_contact"]
    assert phones.len() > 100 and phones.n_unique() == phones.len()
    assert all(is_reserved_phone(phone) for phone in phones)
    own = {*enlarged.people.households["phone"], *enlarged.people.people["phone"].drop_nulls()}
    assert not own & set(phones)
    mails = shared.filter(pl.col("link") == "email")["shared_contact"]
    assert mails.str.ends_with("@surel.example").all()
    assert not set(mails) & set(enlarged.people.people["email"].drop_nulls())


def test_second_identities_look_like_the_first_and_stay_consistent(enlarged: Office) -> None:
    planted = enlarged.planted
    check = nik.check_expr(pl.col("nik"), sex=pl.col("sex").cast(pl.String), birth_date=pl.col("birth_date"))
    assert planted.people.select(check.cast(pl.String).eq("ok").all()).item()
    assert planted.people["nik"].n_unique() == planted.people.height
    pairs = planted.truth.filter(pl.col("ring_role").is_in(["first_identity", "second_identity"]))
    table = pairs.join(planted.applications, on="application_id").sort("ring_id", "filed_at")
    both = table.group_by("ring_id", maintain_order=True).agg("name", "birth_date", "ring_role", "filed_at")
    both = both.filter(pl.col("name").list.len() == 2)
    assert both.height > 50
    for row in both.iter_rows(named=True):
        assert row["ring_role"] == ["first_identity", "second_identity"]
        a, b = row["birth_date"]
        assert abs((a - b).days) <= 1 or (a.day, a.month) == (b.month, b.day)


def test_insiders_belong_to_harmful_brokers_only(enlarged: Office) -> None:
    inside = enlarged.planted.rings.filter("has_insider")
    assert inside.height > 10
    assert inside["typology"].cast(pl.String).unique().to_list() == ["queue_broker"]
    assert not inside["is_benign"].any()


@pytest.mark.parametrize("group", ["women", "young", "far", "weak_signal"])
def test_the_prevalence_dial_moves_the_rate_of_one_group_only(group: str) -> None:
    from simi_lab.filing.typologies.groups import group_mask
    from tests.unit.filing.typologies.conftest import office

    plain = resolve("kotabumi").plain | {"typologies": resolve("mungil").plain["typologies"]}
    turned = office(Scenario.model_validate(plain | {"dials": {"group": group, "prevalence": 3.0}}), 30_000)
    row = np.searchsorted(turned.people.people["person_id"].to_numpy(), turned.filed["person_id"].to_numpy())
    women = (turned.people.people["sex"].gather(row).cast(pl.String) == "F").to_numpy()
    mask = group_mask(group, turned.filed, women, turned.districts)  # type: ignore[arg-type]
    able = (turned.filed["age_years"] >= 18).to_numpy() & ~turned.filed["is_group"].to_numpy()
    positive = turned.planted.truth["is_positive"].to_numpy()
    ratio = positive[able & mask].mean() / positive[able & ~mask].mean()
    assert 2.2 < ratio < 4.0, ratio


def test_too_much_is_refused_with_the_shares_that_fit(ordinary: Office) -> None:
    plain = deepcopy(resolve("kotabumi").plain)
    for name in ("pmi_group", "queue_broker"):
        plain["typologies"][name]["prevalence"]["value"] = 0.1
    greedy = Scenario.model_validate(plain)
    minors = ordinary.filed.with_columns(age_years=pl.when(pl.col("application_id") % 4 > 0).then(10.0).otherwise(30.0))
    with pytest.raises(BadRequest, match="adults who apply alone"):
        plant(greedy, minors, ordinary.people.people, ordinary.districts, office_id=0)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("prevalence", "value"), -0.01, "prevalence is negative"),
        (("prevalence", "value"), 0.25, "exceed a fifth"),
        (("link", "by"), "shoe", "by"),
        (("evidence", "purpose", "harmful", "values"), {"moon": 1.0}, "unknown purpose"),
        (("evidence", "purpose", "harmful", "values"), {"holiday": 0.7}, "not to 1"),
        (("size", "values"), {"0": 1.0}, "at least 1"),
    ],
)
def test_wrong_declarations_are_told(path: tuple[str, ...], value: object, said: str) -> None:
    plain = deepcopy(resolve("kotabumi").plain)
    node = plain["typologies"]["pmi_group"]
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    with pytest.raises((ValueError, ScenarioError), match=said):
        Scenario.model_validate(plain)
