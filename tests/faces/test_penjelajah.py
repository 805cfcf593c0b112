"""The page *Penjelajah dunia* without a browser: one case through all tables, masked, its truth only when asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from simi_lab.charts import Look
from simi_lab.dashboards.explorer import Case, Group, choosing, find, journey, record, sponsors, truth, wording
from simi_lab.dashboards.explorer.picture import picture
from simi_lab.dashboards.explorer.sponsors import Sponsor, find_sponsor
from simi_lab.dashboards.explorer.ties import MOST, ties
from simi_lab.dashboards.explorer.view import ExplorerPage
from simi_lab.reference.identity.case_number import case_number, read_case_number
from simi_lab.shell import Session
from simi_lab.store import Run
from simi_lab.vocabulary import codes, label

CARDS = (record.application, record.person, record.papers, record.decisions)


@pytest.fixture(scope="module")
def entries(mungil: Run) -> list[choosing.Interesting]:
    return choosing.interesting(mungil)


@pytest.fixture
def page(mungil: Run) -> ExplorerPage:
    return ExplorerPage(Session(run=mungil))


def told(case: Any, lang: str) -> str:
    """Everything that the page says about a case before anything is uncovered."""
    look = picture(case, Look(lang), "mungil")
    parts = [record.answer(case, lang), look.title, look.summary, look.note, str(look.table), str(look.table.rows())]
    if isinstance(case, Group):
        return "\n".join([*parts, record.group(case, lang)])
    if isinstance(case, Sponsor):
        return "\n".join([*parts, sponsors.facts(case, lang), sponsors.holders(case, lang)])
    return "\n".join([*parts, *(card(case, lang) for card in CARDS), journey.timeline(case.events, lang)])


def contacts(*rows: tuple[int, str, str | None, str]) -> Any:
    """A run of households of one: (application, phone on the form, own e-mail, phone of the home)."""
    filed = datetime(2024, 5, 6, 3, tzinfo=UTC)
    tables = {
        "applications": pl.LazyFrame(
            {
                "application_id": [row[0] for row in rows],
                "person_id": [row[0] for row in rows],
                "filed_at": [filed.replace(day=6 + i % 20) for i in range(len(rows))],
                "phone": [row[1] for row in rows],
                "email": [None] * len(rows),
            },
            schema_overrides={"email": pl.String},
        ),
        "people": pl.LazyFrame(
            {
                "person_id": [row[0] for row in rows],
                "household_id": [100 + row[0] for row in rows],
                "phone": [None] * len(rows),
                "email": [row[2] for row in rows],
            },
            schema_overrides={"phone": pl.String, "email": pl.String},
        ),
        "households": pl.LazyFrame({"household_id": [100 + row[0] for row in rows], "phone": [row[3] for row in rows]}),
    }
    return SimpleNamespace(table=tables.__getitem__)


def test_a_number_is_read_back_and_anything_else_is_none() -> None:
    assert read_case_number(f" {case_number(7, 2024).lower()} ") == (7, 2024)
    assert case_number(12_345_678, 2024) == "SIM-2024-12345678"
    for text in ("7", "1804231007989000", "SIM-24-000007", "SIM-2024-00007", "SIM-2024-000007x", ""):
        assert read_case_number(text) is None


def test_a_case_brings_its_rows_of_every_table(mungil: Run) -> None:
    asked = mungil.table("applications").collect().row(40, named=True)
    key = choosing.keys_of(mungil.table("applications").slice(40, 1))[0]
    case = find(mungil, key)
    assert isinstance(case, Case)
    assert case.person["person_id"] == asked["person_id"]
    for table in ("documents", "events", "decisions", "labels"):
        rows = mungil.table(table).filter(pl.col("application_id") == asked["application_id"]).collect()
        assert getattr(case, table).height == rows.height, table
    assert case.members.height >= 1
    assert case.application["filed_at"] == asked["filed_at"].replace(tzinfo=None) + timedelta(hours=7), "office time"


@pytest.mark.parametrize("key", ["SIM-1999-000001", "SIM-2024-999999", "G-999999999", "G-1"])
def test_a_key_that_leads_nowhere_finds_nothing(mungil: Run, key: str) -> None:
    assert find(mungil, key) is None


@pytest.mark.parametrize("lang", ["id", "en"])
def test_no_identifier_is_told_in_the_open(mungil: Run, entries: list[choosing.Interesting], lang: str) -> None:
    for entry in entries:
        case = find(mungil, entry.key)
        assert case is not None
        if isinstance(case, Sponsor):
            continue
        said = told(case, lang)
        ids = case.members["key"] if isinstance(case, Group) else [case.key]
        asked = mungil.table("applications").filter(
            pl.col("application_id").is_in([read_case_number(key)[0] for key in ids])  # type: ignore[index]
        )
        people = mungil.table("people").join(asked, on="person_id", how="semi")
        homes = mungil.table("households").join(people, on="household_id", how="semi")
        papers = mungil.table("documents").join(asked, on="application_id", how="semi")
        columns = (
            (people, ("name", "nik", "phone", "email")),
            (homes, ("kk_number", "phone", "address")),
            (papers, ("number",)),
            (asked, ("phone", "email")),
        )
        for rows, names in columns:
            for name in names:
                open_ = [v for v in rows.select(name).collect()[name] if v is not None and v in said]
                assert not open_, (entry.key, name)


def test_nothing_told_before_names_the_truth(mungil: Run, entries: list[choosing.Interesting]) -> None:
    planted = [label("typology", code, lang) for code in codes("typology") if code != "none" for lang in ("id", "en")]
    recorded = {label("label", code, lang) for code in codes("label") for lang in ("id", "en")}
    for entry in entries:
        said = told(find(mungil, entry.key), "id") + told(find(mungil, entry.key), "en")
        assert not [word for word in planted if word in said and word not in recorded], entry.key


def test_the_list_mixes_harmful_and_benign_groups_and_tells_none(
    mungil: Run, entries: list[choosing.Interesting]
) -> None:
    groups = [int(entry.key.removeprefix("G-")) for entry in entries if entry.kind == "group"]
    benign = mungil.truth("rings").filter(pl.col("ring_id").is_in(groups)).collect()["is_benign"].to_list()
    assert set(benign) == {True, False}
    assert groups == sorted(groups), "the order says nothing"
    words = {choosing.word(entry, "en").rstrip("0123456789") for entry in entries if entry.kind == "group"}
    assert words == {"A group, "}
    assert {entry.kind for entry in entries} >= {"shared", "group", "minor", "longest", "sponsor"}


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_guarantor_is_told_masked_and_judged_by_its_own_truth(mungil: Run, lang: str) -> None:
    whole = mungil.table("guarantors").collect()
    for row in whole.iter_rows(named=True):
        found = find(mungil, f"P-{row['guarantor_id']}")
        assert isinstance(found, Sponsor)
        said = told(found, lang)
        names = ("name", "director", "address", "nib_number")
        assert not [name for name in names if row[name] is not None and row[name] in said]
        assert found.permits["foreigner_id"].n_unique() == row["n_holders"]
        real = truth.read_truth(mungil, found)
        assert real.table == "truth_guarantors"
        assert label("column", "guarantor_class", lang) in truth.truth_html(real, found, truth.LOOK, lang)
    assert find(mungil, f"P-{whole.height + 1000}") is None


def test_guarantors_who_share_a_director_stand_in_one_picture() -> None:
    tables = {
        "guarantors": pl.LazyFrame(
            {
                "guarantor_id": [1, 2, 3], "district_id": ["a"] * 3, "kind": ["company"] * 3, "name": ["PT A"] * 3,
                "address": ["x", "y", "x"], "director_id": [7, 7, None], "director": ["B", "B", None],
                "nib_number": ["SINB00001"] * 3,
            }
        ),
        "districts": pl.LazyFrame({"district_id": ["a"], "name": ["Sukau"]}),
        "permits": pl.LazyFrame(
            {
                "guarantor_id": [1, 1], "foreigner_id": [5, 5], "index_code": ["E23"] * 2, "stay_kind": ["itas"] * 2,
                "extension_no": [0, 1], "issued_on": [date(2024, 1, 1)] * 2, "valid_from": [date(2024, 1, 1)] * 2,
                "valid_until": [date(2025, 1, 1)] * 2,
            }
        ),
        "foreigners": pl.LazyFrame({"foreigner_id": [5], "nationality": ["CHN"]}),
    }  # fmt: skip
    manifest = {"tables": {name: {"rows": 1} for name in tables}}
    run = SimpleNamespace(table=tables.__getitem__, manifest=manifest)
    found = find_sponsor(run, "P-1")
    assert found is not None and found.permits.height == 2
    others = found.ties.edges.filter(~pl.col("is_asked")).select("key", "kind").rows()
    assert others == [("P-2", "director"), ("P-3", "address")]
    assert found.ties.edges.filter(pl.col("is_asked"))["kind"].to_list() == ["address", "director", "foreigner"]
    assert find_sponsor(SimpleNamespace(manifest={"tables": {}}), "P-1") is None


def test_ties_by_hand() -> None:
    run = contacts(
        (1, "080", None, "081"), (2, "080", "a@b.example", "082"), (3, "083", None, "081"), (4, "084", None, "085")
    )
    found = ties(run, [1])
    assert set(found.edges.filter(~pl.col("is_asked"))["key"]) == {"SIM-2024-000002", "SIM-2024-000003"}
    assert found.n_left_out == 0
    shared = ties(run, [1, 3], only_shared=True)
    assert shared.edges.filter(pl.col("is_asked")).select("key", "kind").rows() == [
        ("SIM-2024-000001", "phone"),
        ("SIM-2024-000001", "phone"),
        ("SIM-2024-000003", "phone"),
    ]
    alone = ties(run, [4])
    assert alone.n_others == 0 and set(alone.edges["kind"]) == {"phone", "home"}


def test_a_phone_of_a_whole_village_does_not_flood_the_picture() -> None:
    run = contacts(*((n, "080", None, f"09{n:03}") for n in range(40)))
    found = ties(run, [0])
    assert (found.n_others, found.n_left_out) == (MOST, 39 - MOST)


def test_days_of_the_journey_are_those_of_the_office() -> None:
    late, morning = (datetime.fromisoformat(text) for text in ("2024-05-06T23:30", "2024-05-09T08:05"))
    events = pl.DataFrame(
        {
            "event_id": [0, 1],
            "visit_no": [0, 1],
            "stage": ["registered", "counter"],
            "officer_id": [None, 3],
            "queued_at": [late, morning],
            "started_at": [late, morning.replace(minute=45)],
            "ended_at": [late, morning.replace(hour=9, minute=0)],
            "outcome": ["done", "returned"],
        }
    )
    said = journey.timeline(events, "id")
    assert said.index("6 Mei 2024") < said.index("9 Mei 2024")
    assert "3 hari kemudian" in said and "08.45\N{EN DASH}09.00" in said
    assert "menunggu 40 menit" in said and label("outcome", "returned") in said
    assert label("outcome", "done") not in said


def test_the_truth_is_read_only_when_uncovered_and_forgotten_with_the_case(
    page: ExplorerPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    read = truth.read_truth
    monkeypatch.setattr(truth, "read_truth", lambda run, case: opened.append(case.key) or read(run, case))
    first = page.case.key
    page.judge(truth.LOOK, "")
    assert (page.guess, page.shown, opened) == (truth.LOOK, None, [])
    page.judge("reveal", "")
    assert opened == [first] and page.shown is not None and page.n_guessed == 1
    page.judge(truth.NORMAL, "")
    assert page.guess == truth.LOOK, "no other guess once it is uncovered"
    page.filters.case = page.entries[1].key
    assert (page.case.key, page.shown, page.guess) == (page.entries[1].key, None, "")
    page.filters.case = first
    page.judge(truth.NORMAL, "")
    page.judge("reveal", "")
    assert page.n_guessed == 1, "a case is judged once"


def test_the_search_opens_a_number_and_answers_everything_else_kindly(page: ExplorerPage) -> None:
    before = page.case.key
    for text in ("1804231007989000", "SIM-2024-999999", "<script>"):
        page.search("open", text)
        assert page.said and page.case.key == before
    wanted = next(entry.key for entry in page.entries if entry.kind == "longest")
    page.search("open", wanted.lower())
    assert (page.said, page.case.key) == ("", wanted)
    page.search("draw", "")
    assert isinstance(page.case, Case)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_truth_is_told_by_the_columns_that_are_there(page: ExplorerPage, lang: str) -> None:
    case = page.case
    row = {"application_id": 1, "typology": "none", "is_positive": False, "twin_of": None, "a_new_column": 3}
    bare = truth.Truth("truth_applications", row, False, (), 0.02)
    said = truth.truth_html(bare, case, "", lang)
    assert "a_new_column" in said and label("typology", "none", lang) in said
    assert label("column", "posterior", lang) not in said
    full = truth.Truth("truth_applications", {**row, "posterior": 0.25, "ring_id": 4}, False, (), 0.02)
    said = truth.truth_html(full, case, truth.NORMAL, lang)
    assert label("column", "posterior", lang) in said and "case=G-4" in said
    assert {"id": "25,0%", "en": "25.0%"}[lang] in said and "20 " in said


@pytest.mark.parametrize(
    ("guess", "positive", "twin", "recorded", "words"),
    [
        (
            "look",
            True,
            None,
            "none",
            "Your guess fits. This one truly needs action. The office did not find it either.",
        ),
        ("normal", True, None, "broker", "Your guess missed it. This one truly needs action. The office found"),
        ("look", False, "pmi_group", "none", "You would have looked in vain."),
        ("normal", False, None, None, "Your guess fits. This one is as ordinary as it looks."),
        ("", False, "pmi_group", None, "This one only looks like a harmful pattern"),
    ],
)
def test_how_a_guess_turned_out(guess: str, positive: bool, twin: str | None, recorded: str | None, words: str) -> None:
    what = truth.Truth("truth_applications", {"twin_of": twin}, positive, (), 0.01)
    assert truth.verdict(what, guess, recorded, "en").startswith(words)
    assert truth.fits(what, "look") is positive


def test_a_world_without_groups_still_has_a_first_case(mungil: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "interesting", lambda run: [])
    page = ExplorerPage(Session(run=mungil))
    assert isinstance(page.case, Case) and page.case.application_id == 0
    assert page.case.application["filed_at"].date() >= date(2024, 1, 1)


def test_a_tiny_chance_is_not_written_as_none() -> None:
    assert wording.share_word(0.00003, "id") == "kurang dari 0,1%"
    assert wording.share_word(0.00003, "en") == "less than 0.1%"
    assert wording.share_word(0.0, "id") == "0,0%"
    assert wording.share_word(0.0021, "en") == "0.2%"
