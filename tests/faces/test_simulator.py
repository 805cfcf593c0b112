"""The page *Simulator kebijakan* without a browser: the address, the levers, and what it does with wrong ones."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from simi_lab.dashboards import routes
from simi_lab.dashboards.policy import PolicyFilters, build, make_filters, offices
from simi_lab.dashboards.policy import state as page_state
from simi_lab.dashboards.policy.asking import Asker
from simi_lab.dashboards.policy.choosing import BUSIEST, GROUPS, USUAL, months_of, notch, value_word
from simi_lab.dashboards.policy.levers import groups_of, notch_of, notches, values_of
from simi_lab.dashboards.policy.state import PolicyPage
from simi_lab.shell import Session
from simi_lab.store import Run
from simi_lab.study.whatif.levers import LEVERS


@pytest.fixture(autouse=True)
def few_months(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_state, "WHILE_DRAGGING", 4)
    monkeypatch.setattr(page_state, "WHEN_RELEASED", 8)


@pytest.fixture
def page(mungil: Run) -> Iterator[PolicyPage]:
    yield PolicyPage(Session(run=mungil))


def test_it_is_a_page_of_the_dashboards() -> None:
    assert "simulator" in [route.slug for route in routes()]


def test_the_first_question_is_answered_before_anyone_asks(mungil: Run) -> None:
    offices.ahead(mungil)
    office = offices.office_of(mungil, USUAL)
    for replications in (offices.WHILE_DRAGGING, offices.WHEN_RELEASED):
        assert office.known(office.today, replications) is not None


def test_every_lever_has_a_place_and_words(page: PolicyPage) -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(LEVERS)
    for lang in ("id", "en"):
        for group in groups_of(page.office.today, tuple(LEVERS), lang, True):
            for lever in group["levers"]:
                assert len(set(lever["words"])) == len(lever["words"]), lever["key"]


def test_it_opens_with_today(page: PolicyPage) -> None:
    assert page.is_final and page.answer.worth == "today" and page.answer.replications == 8
    assert page.filters.to_query() == {}
    assert page.box.values == notches(page.office.today)


def test_dragging_asks_for_few_months_and_leaves_the_address(page: PolicyPage) -> None:
    page.move({"interviewers": 4})
    assert page.answer.levers.interviewers == 4 and page.answer.replications == 4
    assert page.filters.to_query() == {}
    page.release({"interviewers": 4})
    assert page.answer.replications == 8
    assert page.filters.to_query() == {"interviewers": "4"}
    assert page.before.worth == "today" and page.before.replications == 8


def test_only_what_differs_from_today_is_in_the_address(page: PolicyPage) -> None:
    page.release({"quota": 80, "counters": page.office.today.counters, "online_share": 0.6})
    assert page.filters.to_query() == {"quota": "80", "online_share": "0.6"}
    page.reset()
    assert page.filters.to_query() == {} and page.answer.worth == "today"


def test_a_lever_dragged_away_and_back_is_today_again(page: PolicyPage) -> None:
    today = page.office.today.quota
    page.move({"quota": 30})
    page.release({"quota": today})
    assert page.is_final and page.answer.worth == "today"


def test_a_link_brings_levers_and_month(mungil: Run) -> None:
    session = Session(run=mungil)
    filters = session.shared(make_filters)
    asked = {"counters": "4", "extra_hours": "0.5", "outage_days": "2", "month": BUSIEST}
    assert filters.read_query(asked) == []
    page = PolicyPage(session)
    told = page.answer.levers
    assert (told.counters, told.extra_hours, told.outage_days) == (4, 0.5, 2)
    assert filters.to_query() == asked


@pytest.mark.parametrize(
    ("name", "text", "kept"),
    [("counters", "99", 12), ("quota", "73", 75), ("online_share", "7", 1.0), ("outage_days", "-3", 0)],
)
def test_a_value_outside_its_range_goes_to_the_nearest_notch(name: str, text: str, kept: float) -> None:
    filters = PolicyFilters()
    assert filters.read_query({name: text}) == []
    assert getattr(filters, name) == kept and filters.mended == {name: text}
    filters.read_query({name: str(kept)})
    assert filters.mended == {}


@pytest.mark.parametrize("text", ["", "abc", "nan", "inf", "1e400", "9" * 30, "4;drop"])
def test_what_is_no_number_is_refused(text: str) -> None:
    filters = PolicyFilters()
    assert filters.read_query({"counters": text}) == ["counters"]
    assert filters.counters is None


def test_a_month_that_is_not_there_is_refused(page: PolicyPage) -> None:
    assert page.filters.read_query({"month": "1999-01"}) == ["month"]
    assert page.filters.month == USUAL


def test_the_months_offered_are_those_that_can_be_asked(page: PolicyPage, mungil: Run) -> None:
    for month in (months_of(mungil)[0], months_of(mungil)[-1]):
        page.filters.month = f"{month:%Y-%m}"
        assert page.fault is None and page.office.first == month


def test_what_a_browser_sends_is_taken_with_care() -> None:
    sent: dict[Any, Any] = {"counters": 3, "nothing": 1, "quota": "x", "unit_days": 10**9, "campaign": None}
    assert values_of(sent) == {"counters": 4}
    assert values_of({"counters": 500}) == {"counters": 12}


@pytest.mark.parametrize("name", list(LEVERS))
def test_notches_and_values_are_each_others_inverse(name: str) -> None:
    lever = LEVERS[name]
    for n in range(round((lever.high - lever.low) / lever.step) + 1):
        assert notch_of(name, notch(name, lever.low + n * lever.step)) == n


def test_before_simi_its_levers_are_left_out_and_said(mungil: Run) -> None:
    session = Session(run=mungil)
    filters = session.shared(make_filters)
    filters.read_query({"month": f"{months_of(mungil)[0]:%Y-%m}", "early_check": "0", "counters": "5"})
    page = PolicyPage(session)
    assert not page.office.has_simi
    shown = [lever["key"] for group in page.box.groups for lever in group["levers"]]
    assert "early_check" not in shown and "training_weeks" not in shown
    assert "early_check" not in filters.to_query(), "a lever that can do nothing leaves the address"
    assert filters.counters == 5


def test_words_follow_the_language(page: PolicyPage) -> None:
    assert page.box.words["reset"] == "Kembali ke hari ini"
    page.session.lang = "en"
    assert page.box.words["reset"] == "Back to today"
    assert page.box.groups[0]["levers"][0]["label"] == "Counters"
    assert value_word("quota", 80, "en") == "80 places a day"


def test_a_question_that_fails_is_told(page: PolicyPage, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any, **_options: Any) -> Any:
        raise RuntimeError("no")

    monkeypatch.setattr(offices.Office, "ask", broken)
    page.release({"quota": 20})
    assert page.status == "" and isinstance(page.fault, RuntimeError)


def test_a_world_without_applicants_is_answered_with_words(mungil: Run) -> None:
    def table(name: str) -> Any:
        rows = mungil.table(name)
        return rows.filter(False) if name == "applications" else rows

    nobody = SimpleNamespace(
        table=table, hash="nobody applied", scenario=mungil.scenario, name="", manifest=mungil.manifest
    )
    assert "tidak ada bulan yang bisa dicoba" in build(Session(run=nobody)).__panel__().object


def test_the_newest_wish_wins_and_those_that_waited_are_dropped() -> None:
    asker, begun, go, done, last = Asker(), threading.Event(), threading.Event(), [], threading.Event()
    asker._document = SimpleNamespace()
    asker._say = lambda work: work()  # type: ignore[method-assign]

    def slow() -> Any:
        begun.set()
        go.wait(10)
        return lambda: done.append("first")

    def wish(name: str) -> Any:
        def tell() -> None:
            done.append(name)
            last.set()

        return lambda: tell

    asker.want(slow)
    assert begun.wait(10)
    for name in ("second", "third", "fourth"):
        asker.want(wish(name))
    go.set()
    assert last.wait(10)
    assert done == ["first", "fourth"]


def test_an_office_is_prepared_once_for_all_who_ask_at_the_same_time() -> None:
    shelf, made = offices._Shelf(2), []

    def make() -> object:
        made.append(1)
        threading.Event().wait(0.05)
        return object()

    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(shelf.get("a", make))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1 and len(set(map(id, found))) == 1
    for key in ("b", "c"):
        shelf.get(key, object)
    assert shelf.get("a", object) is not found[0], "the longest unused one went"
