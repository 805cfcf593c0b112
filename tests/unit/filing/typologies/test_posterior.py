"""The posterior is the truth's own probability: by hand, by counting, and against any other rule."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import polars as pl

from simi_lab.filing.typologies.laws import background
from simi_lab.filing.typologies.members import kinds_of
from simi_lab.filing.typologies.posterior import alone_share, linked_sizes
from simi_lab.scenario.load import resolve
from simi_lab.scenario.model import Scenario
from tests.unit.filing.typologies.conftest import Office, office


def test_laws_add_up_and_are_those_of_the_ordinary_rows(ordinary: Office) -> None:
    base = background(ordinary.scenario)
    for table in base.values():
        assert np.allclose(table.sum(axis=1), 1)
    plain = ordinary.planted.truth.filter(pl.col("ring_id").is_null()).select("application_id")
    rows = ordinary.filed.join(plain, on="application_id").filter((pl.col("age_years") >= 18) & ~pl.col("is_group"))
    n = rows.height
    for column, codes in (("purpose", rows["purpose"]), ("kind", rows["kind"])):
        seen = np.bincount(codes.to_physical().to_numpy(), minlength=base[column].shape[1]) / n
        error = np.sqrt(base[column][0] * (1 - base[column][0]) / n)
        assert (np.abs(seen - base[column][0]) <= 4 * error + 1e-12).all(), column
    umrah = rows.filter(pl.col("purpose") == "umrah_haji")
    lapsed = float((umrah["agency_licensed"] == False).fill_null(False).mean())  # type: ignore[arg-type]  # noqa: E712
    expected = base["agency"][0, 2]
    assert abs(lapsed - expected) <= 4 * (expected * (1 - expected) / umrah.height) ** 0.5


def test_alone_and_linked_sizes_add_up(ordinary: Office) -> None:
    """By counting: the members shown alone and those in linked rings are all members."""
    able = np.ones(10, dtype=bool)
    for kind in kinds_of(ordinary.scenario.typologies, able, np.ones(10, dtype=np.int64), ~able, 1.0):
        sizes = linked_sizes(kind, max(kind.sizes))
        assert np.isclose(sizes.sum(), 1)
        if kind.pattern.link.by in ("phone", "email"):
            linked = sum(m * p for m, p in enumerate(sizes) if m >= 2) / kind.mean_size
            assert np.isclose(linked + alone_share(kind), 1)


def test_a_lone_forger_by_hand(ordinary: Office) -> None:
    """Only one pattern, one kind of evidence: Bayes on a fingertip."""
    plain = deepcopy(resolve("kotabumi").plain)
    plain["typologies"] = {"forged_papers": plain["typologies"]["forged_papers"]}
    forger = plain["typologies"]["forged_papers"]
    forger["evidence"] = {"mrz": forger["evidence"]["mrz"]}
    forger["evidence"]["mrz"]["harmful"] = {"share": 0.5, "values": {"fails": 1.0}}
    forger["evidence"]["mrz"]["twin"] = {"share": 0.25, "values": {"fails": 1.0}}
    forger["prevalence"]["value"], forger["twin_prevalence"]["value"] = 0.01, 0.02
    made = office(Scenario.model_validate(plain), 3_000)
    able = (made.filed["age_years"] >= 18).to_numpy() & ~made.filed["is_group"].to_numpy()
    scale = made.filed.height / able.sum()
    harm, twin, slip = 0.01 * scale, 0.02 * scale, plain["papers"]["mrz_slip"]["value"]
    weights = [harm * (0.5 + 0.5 * slip), twin * (0.25 + 0.75 * slip), (1 - harm - twin) * slip]
    fails = made.planted.applications["mrz_fails"].to_numpy() & able
    assert fails.any()
    assert np.allclose(made.planted.truth["posterior"].to_numpy()[fails], weights[0] / sum(weights))
    assert (made.planted.truth["posterior"].to_numpy()[~able] == 0).all()


def test_as_many_are_positive_as_the_posterior_says(enlarged: Office) -> None:
    """In ten bins of equal expected positives; the spread allows for rings, whose members share one fate."""
    truth = enlarged.planted.truth.select("application_id", "posterior", "is_positive", "ring_id").sort("posterior")
    p, y = truth["posterior"].to_numpy(), truth["is_positive"].to_numpy()
    edges = np.searchsorted(np.cumsum(p), np.linspace(0, p.sum(), 11)[1:-1])
    for part_p, part_y in zip(np.split(p, edges), np.split(y, edges), strict=True):
        spread = (4.5 * (part_p * (1 - part_p)).sum()) ** 0.5  # a ring shows at most about 4.5 linked members
        assert abs(part_y.sum() - part_p.sum()) <= 4 * spread + 1, (part_p.min(), part_p.sum(), part_y.sum())


def test_no_sharper_no_duller_and_no_blinder_rule_has_a_smaller_log_loss(enlarged: Office) -> None:
    p = enlarged.planted.truth["posterior"].to_numpy()
    y = enlarged.planted.truth["is_positive"].to_numpy()
    able = p > 0

    def loss(q: np.ndarray) -> float:
        kept = np.clip(q[able], 1e-9, 1 - 1e-9)
        return float(-np.where(y[able], np.log(kept), np.log(1 - kept)).mean())

    odds = p / np.maximum(1 - p, 1e-12)
    for other in (odds**1.3, odds**0.75, odds * 1.5, odds / 1.5):
        assert loss(p) < loss(other / (1 + other))
    assert loss(p) < loss(np.full_like(p, y[able].mean()))


def test_the_oracle_finds_some_but_not_all(ordinary: Office) -> None:
    """Twins truly overlap: recall at 5 % false positives lies between 0.4 and 0.8."""
    p = ordinary.planted.truth["posterior"].to_numpy()
    y = ordinary.planted.truth["is_positive"].to_numpy()
    bar = np.sort(p[~y])[int(0.95 * (~y).sum())]
    assert 0.4 <= (p[y] > bar).mean() <= 0.8 + 4 * (0.16 / y.sum()) ** 0.5


def test_a_dial_keeps_the_posterior_calibrated() -> None:
    plain = resolve("kotabumi").plain | {"typologies": resolve("mungil").plain["typologies"]}
    dials = {"group": "women", "prevalence": 3.0, "separability": 0.4}
    made = office(Scenario.model_validate(plain | {"dials": dials}), 30_000)
    p, y = made.planted.truth["posterior"].to_numpy(), made.planted.truth["is_positive"].to_numpy()
    group = made.planted.applications["in_group"].to_numpy()
    for mine in (group, ~group):
        spread = (4.5 * (p[mine] * (1 - p[mine])).sum()) ** 0.5
        assert abs(y[mine].sum() - p[mine].sum()) <= 4 * spread
