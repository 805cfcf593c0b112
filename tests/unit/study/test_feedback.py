"""A year of feedback: known answers on hand-made offices, and a real run end to end."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import numpy as np
import polars as pl
import pytest

from simi_lab.errors import BadRequest
from simi_lab.scenario.feedback import FeedbackPlan
from simi_lab.store import Run
from simi_lab.study.feedback import CLOSED, OPEN, Feedback, default_plan, feedback, told, told_plainly
from simi_lab.study.feedback.case import FeedbackCase, prepare_feedback, set_aside, whole_groups
from simi_lab.study.feedback.figures import Tally, errors_of, nearer, office_interval
from simi_lab.study.feedback.loop import Course, Policy, places_of_list, play
from simi_lab.study.feedback.office import Judgement, case_files, judge
from simi_lab.study.feedback.words import lines, persons, reached_in_hundred, two_parts
from simi_lab.study.measure import scenario_of

MONTHS = tuple(date(2024, m, 1) for m in range(1, 9))
PER_MONTH, FIRST = 50, 4
LUCK = np.random.default_rng(3)
FOREVER = np.iinfo(np.int64).max


def office(*, positive: np.ndarray | None = None, held_out: np.ndarray | None = None) -> FeedbackCase:
    """Eight months of fifty people; one column tells half of what there is to know; five places a month."""
    n = len(MONTHS) * PER_MONTH
    month = np.repeat(np.arange(len(MONTHS)), PER_MONTH)
    if positive is None:
        positive = np.arange(n) % 10 == 3
    seen = positive & (np.arange(n) % 20 == 3)
    matrix = np.column_stack([seen.astype(float), np.sin(np.arange(n))])
    starts = np.arange(len(MONTHS) + 1) * 100
    return FeedbackCase(
        keys=np.arange(n), month=month, months=MONTHS, first=FIRST, starts_us=starts, known_us=month * 100 + 50,
        matrix=matrix, group=np.arange(n), held_out=np.zeros(n, dtype=bool) if held_out is None else held_out,
        stratum=month, n_places=np.full(n, 5), positive=positive,
    )  # fmt: skip


def perfect(case: FeedbackCase) -> Judgement:
    """Officers who find everyone they talk to at length, and nobody otherwise."""
    return Judgement(case.positive.copy(), np.zeros(case.keys.size, dtype=bool))


def lots_of(case: FeedbackCase) -> np.ndarray:
    return np.random.default_rng(5).random(case.keys.size)


def played(case: FeedbackCase, luck: Judgement, *policies: Policy, **plan: Any) -> Feedback:
    courses = {policy.name: [play(case, luck, policy, lots_of(case))] * 2 for policy in policies}
    return told(case, policies, courses, [luck, luck], FeedbackPlan(months=4, resamples=60, **plan))


def test_with_perfect_officers_and_everyone_drawn_belief_is_truth() -> None:
    case = office()
    found = played(case, perfect(case), Policy(CLOSED), Policy(OPEN, explore_share=1.0))
    row = found.last(OPEN)
    assert row["looked"] == 4 * PER_MONTH
    assert row["believed_recall"] == row["true_recall"] == 1.0
    assert row["believed_precision"] == row["true_precision"] == pytest.approx(0.1)
    assert found.facts["errors"][OPEN]["recall_error"] == found.facts["errors"][OPEN]["precision_error"] == 0.0


def test_everyone_drawn_is_labelled_as_after_a_longer_conversation() -> None:
    case = office()
    luck = Judgement(LUCK.random(case.keys.size) < 0.3, np.zeros(case.keys.size, dtype=bool))
    course = play(case, luck, Policy(OPEN, explore_share=1.0), lots_of(case))
    assert course.looked[case.played].all()
    assert (course.recorded[case.played] == luck.longer[case.played]).all()


def test_without_lots_the_labels_of_those_not_looked_at_stay_none() -> None:
    case = office()
    course = play(case, perfect(case), Policy(CLOSED), lots_of(case))
    rest = case.played & ~course.listed
    assert rest.sum() == 4 * (PER_MONTH - 5)
    assert not course.recorded[rest].any()
    assert case.positive[rest].any(), "somebody is overlooked, so that the belief can be wrong"
    assert not course.drawn.any()


def test_a_closed_office_believes_that_it_misses_nobody() -> None:
    case = office()
    found = played(case, perfect(case), Policy(CLOSED), Policy(OPEN, explore_share=1.0))
    row = found.last(CLOSED)
    assert row["believed_recall"] == 1.0 > row["true_recall"] == pytest.approx(12 / 20, abs=0.25)
    assert found.facts["nearer"]["low"] > 0, "with everyone drawn by lot the belief is nearer to the truth"


def test_an_even_interview_loses_no_label_whatever_the_model_does() -> None:
    case = office()
    longer = LUCK.random(case.keys.size) < 0.2
    course = play(case, Judgement(longer, longer.copy()), Policy(CLOSED), lots_of(case))
    assert (course.recorded == longer).all()


def test_a_model_learns_only_from_what_was_recorded_before_its_month() -> None:
    case = office()
    late = FeedbackCase(**{**vars(case), "known_us": np.where(case.month >= 1, FOREVER, case.known_us)})
    courses = [play(one, perfect(one), Policy(CLOSED), lots_of(one)) for one in (case, late)]
    assert courses[0].n_positive[0] == case.positive[: 4 * PER_MONTH].sum()
    assert set(courses[1].n_positive) == {int(case.positive[:PER_MONTH].sum())}


def test_a_hold_out_is_never_looked_at_and_never_learned_from() -> None:
    held = np.arange(400) % 4 == 1
    case = office(held_out=held)
    luck = Judgement(case.positive | held, held.copy())  # its findings would be loud, were they heard
    course = play(case, luck, Policy(CLOSED), lots_of(case))
    assert not (course.looked | course.recorded)[held].any()
    assert course.n_positive[0] == (case.positive & ~held)[: 4 * PER_MONTH].sum()
    assert course.held_out.shape == (4, held.sum())


def test_a_champion_without_learning_stays() -> None:
    case = office(held_out=np.arange(400) % 4 == 1)
    course = play(case, perfect(case), Policy("first", learns=False), lots_of(case))
    assert course.trained == (FIRST,)
    assert len(play(case, perfect(case), Policy("half", every=2), lots_of(case)).trained) == 2


def test_the_old_model_stays_where_records_hold_one_kind_only() -> None:
    case = office()
    gone = FeedbackCase(**{**vars(case), "known_us": np.where(case.positive, case.known_us + 300, case.known_us)})
    with pytest.raises(BadRequest, match="one kind only"):
        play(office(positive=np.zeros(400, dtype=bool)), perfect(office(positive=np.zeros(400, dtype=bool))),
             Policy(CLOSED), lots_of(case))  # fmt: skip
    course = play(gone, perfect(gone), Policy(CLOSED), lots_of(gone))
    assert course.n_positive[0] == gone.positive[:PER_MONTH].sum()


def test_months_without_a_label_are_played_and_teach_nothing() -> None:
    case = office()
    silent = FeedbackCase(**{**vars(case), "known_us": np.where(case.month >= 5, FOREVER, case.known_us)})
    course = play(silent, perfect(silent), Policy(CLOSED), lots_of(silent))
    assert course.n_positive[1] == course.n_positive[2] == course.n_positive[3]
    assert course.listed[silent.month == 7].sum() == 5


@pytest.mark.parametrize(("share", "listed"), [(0.0, 5.0), (0.05, 2.5 / 0.95), (0.1, 0.0), (0.5, 0.0), (1.0, 0.0)])
def test_lots_take_their_places_from_the_list(share: float, listed: float) -> None:
    assert places_of_list(5, 50, share) == pytest.approx(listed)


def test_shares_of_a_tally_by_hand() -> None:
    one = {name: np.array([value]) for name, value in {
        "looked": 40.0, "lots": 10.0, "needed": 20.0, "reached": 8.0, "found": 4.0, "found_by_lot": 1.0,
        "found_elsewhere": 2.0, "expected": 9.0,
    }.items()}  # fmt: skip
    tally = Tally(**one)
    assert tally.recorded[0] == 7
    closed, opened = tally.shares(0.0), tally.shares(0.1)
    assert closed["believed_recall"][0] == pytest.approx(5 / 7)
    assert opened["believed_recall"][0] == pytest.approx(5 / (5 + 9))  # one by lot speaks for nine not drawn
    assert tally.shares(0.5)["believed_recall"][0] == pytest.approx(5 / 7)  # no fewer than were found elsewhere
    assert (opened["believed_precision"][0], opened["true_precision"][0]) == (5 / 40, 8 / 40)
    low, high = office_interval(tally, 0.1, "recall")
    assert (low, high) == pytest.approx((5 / (5 + 9 * 5.5716), 5 / (5 + 2)), rel=1e-4)
    assert errors_of(Policy(OPEN, explore_share=0.1), [tally])["recall_bias"] == pytest.approx(5 / 14 - 8 / 20)
    assert nearer([tally], [tally], 0.1)["low"] == -1.0, "one year cannot say"


def test_groups_are_whole_in_contacts_and_in_rings() -> None:
    contact = np.array([0, 0, 2, 3, 4, 4, 6])
    ring = pl.Series([None, 9, 9, None, None, 7, None], dtype=pl.Int64)
    group = whole_groups(contact, ring)
    assert group.tolist() == [0, 0, 0, 1, 2, 2, 3]
    many = np.repeat(np.arange(4000), 2)
    held = set_aside(many, FeedbackPlan())
    assert (held[::2] == held[1::2]).all()
    assert held.mean() == pytest.approx(0.25, abs=0.03)
    assert (set_aside(many[:100], FeedbackPlan()) == held[:100]).all(), "frozen: later rows move nobody"


def test_small_numbers_of_people_are_not_given_away() -> None:
    assert persons(3.2, "en") == "fewer than 5"
    assert (persons(0, "en"), persons(5, "en")) == ("0", "5")
    assert two_parts(12, 14, "en") == ("at least 10", "fewer than 5")
    assert two_parts(2, 14, "en") == ("fewer than 5", "at least 10")
    assert two_parts(8, 14, "en") == ("8", "6")
    assert reached_in_hundred({"reached": 12, "needed": 14, "true_recall": 12 / 14}, "en") == "more than 64"


def test_in_a_large_office_lots_bring_belief_nearer_to_the_truth() -> None:
    """Half of those in need cannot be seen by the model: only lots can tell that they are there."""
    months, size, share = tuple(date(2024 + m // 12, m % 12 + 1, 1) for m in range(10)), 3000, 0.05
    n = len(months) * size
    who, month = np.arange(n), np.repeat(np.arange(len(months)), size)
    needs, seen = who % 100 == 7, who % 200 == 7
    case = FeedbackCase(
        who, month, months, 4, np.arange(11) * 100, month * 100 + 50, seen[:, None] * 1.0, who,
        np.zeros(n, dtype=bool), month, np.full(n, 300), needs,
    )  # fmt: skip
    policies = (Policy(CLOSED), Policy(OPEN, explore_share=share))
    luck = Judgement(needs, np.zeros(n, dtype=bool))
    courses: dict[str, list[Course]] = {policy.name: [] for policy in policies}
    for seed in range(4):
        lots = np.random.default_rng(seed).random(n)
        for policy in policies:
            courses[policy.name].append(play(case, luck, policy, lots))
    found = told(case, policies, courses, [luck] * 4, FeedbackPlan(months=6, resamples=60))
    errors = found.facts["errors"]
    assert errors[CLOSED]["recall_bias"] > 0.4, "the office without lots believes that it misses nobody"
    assert abs(errors[OPEN]["recall_bias"]) < 0.1
    assert found.facts["nearer"]["low"] > 0
    assert (errors[CLOSED]["recall_held"], errors[OPEN]["recall_held"]) == (0.0, 1.0)


def test_json_holds_no_nan_and_no_infinity() -> None:
    told_ = {"a": [np.nan, 1.5, None], "b": {"c": np.inf, "d": date(2025, 1, 1), "e": True, "f": 3}}
    assert told_plainly(told_) == {"a": [None, 1.5, None], "b": {"c": None, "d": "2025-01-01", "e": True, "f": 3}}


@pytest.fixture(scope="module")
def short(mungil: Run) -> Feedback:
    """The smallest world has half a year: three months are played, and it says so."""
    return feedback(mungil)


def test_a_real_run_end_to_end(mungil: Run, short: Feedback) -> None:
    assert default_plan(mungil).months == 3
    assert short.by_month.height == 6
    for row in short.by_month.iter_rows(named=True):
        assert row["found"] + row["found_by_lot"] <= row["looked"]
        assert row["reached"] <= row["needed"] <= row["looked"] + row["needed"]
        assert row["true_recall_low"] <= row["true_recall"] <= row["true_recall_high"]
    assert feedback(mungil).facts == short.facts, "kept, and read again"
    for lang in ("id", "en"):
        said = list(lines(short, lang))
        assert len(said) > 9 and all(said)
    assert any("too short for a year" in line for line in lines(short, "en"))
    assert short.to_dict()["months"] == short.facts["months"]


def test_the_hold_out_is_frozen_and_cuts_no_ring(mungil: Run) -> None:
    scenario = scenario_of(mungil)
    three, two = (prepare_feedback(mungil, scenario, FeedbackPlan(months=m))[0] for m in (3, 2))
    assert (three.held_out == two.held_out).all()
    rows = pl.DataFrame({"application_id": three.keys, "held": three.held_out, "group": three.group})
    truth = mungil.truth("applications").collect().join(rows, on="application_id")
    rings = truth.drop_nulls("ring_id").group_by("ring_id").agg(pl.col("held").n_unique())
    assert (rings["held"] == 1).all()
    assert rows.group_by("group").agg(pl.col("held").n_unique())["held"].max() == 1


def test_officers_judge_as_in_the_world_and_never_find_more_in_a_hurry(mungil: Run) -> None:
    scenario = scenario_of(mungil)
    files = case_files(mungil, scenario)
    own = judge(files, scenario, short_share=0.25, replication=0)
    keys = files.truth["application_id"]
    recorded = mungil.table("labels").filter(pl.col("label").cast(pl.String) != "none").collect()["application_id"]
    assert set(recorded) <= set(keys.filter(pl.Series(own.longer))), "all that the world's office recorded is found"
    even, none = (judge(files, scenario, short_share=s, replication=0) for s in (1.0, 0.0))
    assert (even.short == even.longer).all()
    assert none.short.sum() <= own.short.sum() <= own.longer.sum()
    other = judge(files, scenario, short_share=0.25, replication=1)
    assert (other.longer != own.longer).any()


def test_bad_requests_are_told(mungil: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadRequest, match="6 months; 12 months") as fault:
        feedback(mungil, plan=FeedbackPlan(months=12))
    assert fault.value.values["fit"] == 3
    assert "--months 3" in str(fault.value.cure).format(**fault.value.values)
    monkeypatch.setattr("simi_lab.study.feedback.case.FEWEST_BEFORE", 6)
    with pytest.raises(BadRequest) as short_world:
        feedback(mungil, plan=FeedbackPlan(months=1, seed=99))
    assert short_world.value.cure == "Make a longer world."
    with pytest.raises(ValueError, match="explore_share"):
        FeedbackPlan.model_validate(
            FeedbackPlan().model_dump() | {"explore_share": {**FeedbackPlan().explore_share.model_dump(), "value": 2}}
        )


def test_months_begin_at_midnight_of_the_office(mungil: Run) -> None:
    case, _ = prepare_feedback(mungil, scenario_of(mungil), FeedbackPlan(months=2))
    first = datetime.fromisoformat("2024-05-01T00:00+07:00")
    assert case.starts_us[0] == int(first.timestamp() * 1e6)
