"""Papers: those that the rule asks for, numbers that nobody has, lines that agree, errors that can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
import pytest

from simi_lab.filing import make_applications, make_documents, plant
from simi_lab.people import area_of, make_people
from simi_lab.reference import regulation
from simi_lab.reference.identity import mrz, nik, passport
from simi_lab.scenario.load import resolve
from simi_lab.scenario.model import Scenario
from simi_lab.schema import CODES

FOUR_SE = 4.0
HOUSES = 9_000
NO_ERRORS = {"typing": 0.0, "swapped_date": 0.0, "scan": 0.0}


@dataclass(frozen=True)
class Desk:
    scenario: Scenario
    table: pl.DataFrame
    people: pl.DataFrame
    documents: pl.DataFrame
    clean: pl.DataFrame


@pytest.fixture(scope="module")
def desk() -> Desk:
    scenario = Scenario.model_validate(resolve("kotabumi").plain)
    area = area_of(scenario)
    people = make_people(scenario, area, 0, HOUSES)
    filed = make_applications(scenario, people.applicants(), office_id=0)
    planted = plant(scenario, filed, people.people, area.districts, office_id=0)
    documents, clean = make_documents(scenario, planted.applications, planted.people)
    return Desk(scenario, planted.applications, planted.people, documents, clean)


@pytest.fixture(scope="module")
def papers(desk: Desk) -> pl.DataFrame:
    """Papers with what their application says."""
    columns = ("application_id", "kind", "is_minor", "missing_document", "asked", "filed_at", "signal", "mrz_fails")
    return desk.documents.join(desk.table.select(columns), on="application_id", how="left", maintain_order="left")


@pytest.fixture(scope="module")
def restored(desk: Desk) -> pl.DataFrame:
    """The papers with every clean value put back."""
    out = desk.documents
    for (column,), rows in desk.clean.partition_by("column", as_dict=True).items():
        name = str(column)
        value = pl.col("clean_value")
        value = value.str.to_date() if out.schema[name] == pl.Date else value
        back = rows.select(pl.col("row_id").alias("document_id"), value.alias(name))
        out = out.update(back, on="document_id")
    return out


def share_is(column: pl.Series, expected: float) -> bool:
    n = column.len()
    seen = float(column.mean())  # type: ignore[arg-type]
    return abs(seen - expected) <= FOUR_SE * (expected * (1 - expected) / n) ** 0.5


def of(papers: pl.DataFrame, kind: str) -> pl.DataFrame:
    return papers.filter(pl.col("document_kind") == kind)


def test_keys_are_in_order_and_a_smaller_block_is_the_first_rows(desk: Desk) -> None:
    assert desk.documents["document_id"].is_sorted() and desk.documents["document_id"].is_unique().all()
    few = desk.table.head(500)
    documents, clean = make_documents(desk.scenario, few, desk.people)
    assert documents.equals(desk.documents.head(documents.height))
    assert clean.equals(desk.clean.head(clean.height))


def test_what_was_asked_is_shown_but_for_the_missing_paper(papers: pl.DataFrame, desk: Desk) -> None:
    kinds = CODES["document_kind"]
    shown = papers.group_by("application_id").agg(pl.col("document_kind").cast(pl.String).unique())
    rows = desk.table.select("application_id", "asked", "missing_document", "is_minor").join(shown, on="application_id")
    for row in rows.head(3_000).iter_rows(named=True):
        asked = {kinds[k] for k in range(len(kinds)) if row["asked"] >> k & 1}
        assert set(row["document_kind"]) == asked - {row["missing_document"]}


def test_a_renewal_needs_the_card_and_the_old_book_only(papers: pl.DataFrame) -> None:
    renewals = papers.filter(pl.col("kind").is_in(["expired", "full"]) & ~pl.col("is_minor"))
    kinds = set(renewals["document_kind"].cast(pl.String))
    assert kinds == {"ktp", "old_passport", "recommendation"}


def test_children_show_the_papers_of_their_parents(papers: pl.DataFrame, desk: Desk) -> None:
    minors = papers.filter("is_minor")
    assert not (minors["document_kind"] == "ktp").any()
    assert not (papers.filter(~pl.col("is_minor"))["document_kind"] == "parent_ktp").any()
    cards = of(minors, "parent_ktp")
    assert set(cards["holder"].cast(pl.String)) <= {"father", "mother", "guardian"}
    assert (of(papers, "ktp")["holder"] == "applicant").all()
    applicant = desk.table.select("application_id", "household_id", child="birth_date")
    clean = cards.filter(pl.col("nik_check") == "ok").join(applicant, on="application_id")
    holder = clean.join(
        desk.people.select("household_id", "nik", "sex", "role", "birth_date"),
        left_on=["household_id", "number"],
        right_on=["household_id", "nik"],
    )
    assert holder.height > 0.97 * clean.height  # a person with a second identity has another number by now
    assert holder["role"].is_in(["head", "spouse"]).all()
    assert ((holder["holder"] == "mother") <= (holder["sex"] == "F")).all()
    assert (holder["birth_date"] < holder["child"]).all()
    both = cards.group_by("application_id").len()
    assert both["len"].max() == 2


def test_numbers_are_of_reserved_shapes_and_say_their_own_day(restored: pl.DataFrame) -> None:
    shapes = {
        "ktp": r"^\d{12}9\d{3}$",
        "parent_ktp": r"^\d{12}9\d{3}$",
        "kk": r"^\d{12}9\d{3}$",
        "birth_certificate": r"^\d{4}-L[TU]-\d{8}-9\d{3}$",
        "marriage_book": r"^9\d{3}/\d{2}/\d{4}$",
        "diploma": r"^IJ/9\d{3}/\d{2}/\d{4}$",
        "police_report": r"^LP/9\d{3}/\d{2}/\d{4}$",
        "recommendation": r"^REK/9\d{3}/\d{2}/\d{4}$",
        "old_passport": r"^Z\d{7,8}$",
    }
    for kind, shape in shapes.items():
        rows = of(restored, kind)
        assert rows.height > 0 and rows["number"].str.contains(shape).all(), kind
    assert of(restored, "parents_consent")["number"].is_null().all()
    birth = of(restored, "birth_certificate")
    assert (birth["number"].str.slice(8, 8) == birth["issued_on"].dt.strftime("%d%m%Y")).all()
    in_time = (birth["issued_on"] - birth["birth_date_on_document"]).dt.total_days() <= 60
    assert ((birth["number"].str.slice(5, 2) == "LU") == in_time).all()
    card = of(restored, "kk")
    assert (card["number"].str.slice(6, 6) == card["issued_on"].dt.strftime("%d%m%y")).all()
    assert of(restored, "old_passport").select(passport.is_reserved_expr(pl.col("number")).all()).item()


def test_no_paper_is_younger_than_the_application_or_older_than_its_holder(
    papers: pl.DataFrame, restored: pl.DataFrame
) -> None:
    assert (papers["issued_on"] <= papers["filed_at"].dt.date()).all()
    dated = restored.filter(pl.col("birth_date_on_document").is_not_null())
    assert (dated["issued_on"] >= dated["birth_date_on_document"]).all()
    age = (of(restored, "ktp")["issued_on"] - of(restored, "ktp")["birth_date_on_document"]).dt.total_days() / 365.25
    assert (age > 16.9).all()


def test_a_lasting_paper_says_the_same_wherever_it_is_shown(restored: pl.DataFrame) -> None:
    cards = restored.filter(pl.col("document_kind").is_in(["ktp", "parent_ktp"]) & (pl.col("nik_check") == "ok"))
    shown = cards.group_by("number").agg(pl.col("issued_on").n_unique(), pl.len()).filter(pl.col("len") > 1)
    assert shown.height > 100
    assert (shown["issued_on"] == 1).mean() > 0.98  # type: ignore[operator]  # else it fell due while the world ran


def test_old_books_run_by_the_rule_of_their_day(papers: pl.DataFrame) -> None:
    books = of(papers, "old_passport")
    years = books["expires_on"].dt.year() - books["issued_on"].dt.year()
    assert set(years) <= {5, 10}
    ten = books.filter(years == 10)
    assert ten.height > 0 and ten["issued_on"].min() >= date(2022, 10, 12)  # type: ignore[operator]
    ended = (books["expires_on"] - books["filed_at"].dt.date()).dt.total_days()
    assert ended.filter(books["kind"] == "expired").max() <= 180  # type: ignore[operator]
    assert ended.filter(books["kind"] != "expired").min() > 0  # type: ignore[operator]
    assert regulation.validity_years(30, False, date(2022, 10, 12)) == 10


def test_the_lines_of_a_book_are_those_of_the_composer(restored: pl.DataFrame) -> None:
    books = of(restored, "old_passport").head(400)
    for row in books.iter_rows(named=True):
        sex = row["mrz_line2"][20]
        lines = mrz.compose(
            row["name_on_document"], row["number"], row["birth_date_on_document"], sex, row["expires_on"]
        )
        assert (row["mrz_line1"], row["mrz_line2"]) == lines
    assert restored.filter(pl.col("document_kind") != "old_passport")["mrz_line1"].is_null().all()


def test_the_checks_are_those_of_the_values_as_read(desk: Desk, papers: pl.DataFrame) -> None:
    """The short way of checking finds what the one-by-one functions find."""
    books = of(papers, "old_passport")
    found = books.select(mrz.check_expr(pl.col("mrz_line1"), pl.col("mrz_line2")).cast(pl.String)).to_series()
    assert (found == books["mrz_check"].cast(pl.String)).all()
    cut = desk.clean.filter((pl.col("error") == "scan") & (pl.col("column") == "mrz_line2"))["row_id"].implode()
    fails = books["mrz_fails"] | books["document_id"].is_in(cut)
    assert ((books["mrz_check"] == "failed") == fails).all()
    whose = desk.table.select("application_id", "person_id", "birth_date").join(
        desk.people.select("person_id", "sex"), on="person_id"
    )
    cards = of(papers, "ktp").join(whose, on="application_id", how="left", maintain_order="left")
    check = nik.check_expr(pl.col("number"), sex=pl.col("sex").cast(pl.String), birth_date=pl.col("birth_date"))
    assert (cards.select(check.cast(pl.String)).to_series() == cards["nik_check"].cast(pl.String)).all()
    faulty = cards.join(desk.table.select("application_id", "nik_fault"), on="application_id")
    odd = faulty["nik_check"].is_in(["sex_mismatch", "dob_mismatch"])
    assert ((faulty["nik_fault"] > 0).sum() - odd.sum()) <= 0.1 * odd.sum()  # the rest is hidden by a misread sign


def test_with_the_clean_values_back_the_papers_are_as_if_no_error_had_been_put_in(
    desk: Desk, restored: pl.DataFrame
) -> None:
    plain = resolve("kotabumi").plain
    for name in NO_ERRORS:
        plain["errors"][name] = plain["errors"][name] | {"value": 0.0}
    plain["errors"]["ocr"] = plain["errors"]["ocr"] | {"values": {"0": 0.0}}
    faultless = desk.table.with_columns(mrz_fails=pl.lit(False))
    documents, clean = make_documents(Scenario.model_validate(plain), faultless, desk.people)
    assert clean.is_empty()
    same = [name for name in documents.columns if not name.endswith("_check")]
    assert documents.select(same).equals(restored.select(same))


def test_an_error_changes_one_value_and_nothing_else(desk: Desk, restored: pl.DataFrame) -> None:
    values = [name for name in restored.columns if not name.endswith("_check")]
    for name in values:
        dirty = set(desk.documents.filter(~desk.documents[name].eq_missing(restored[name]))["document_id"])
        assert dirty == set(desk.clean.filter(pl.col("column") == name)["row_id"]), name
    assert desk.clean.select("row_id", "column").is_unique().all()
    assert set(desk.clean["error"].cast(pl.String)) == set(CODES["error"])


def test_errors_come_as_often_as_the_scenario_says(desk: Desk, papers: pl.DataFrame, restored: pl.DataFrame) -> None:
    plan = desk.scenario.errors
    long = restored.filter(pl.col("name_on_document").str.len_chars() >= 5)
    typed = desk.clean.filter(pl.col("error") == "typing")["row_id"].implode()
    assert share_is(long["document_id"].is_in(typed), plan.typing.value)
    born = restored["birth_date_on_document"]
    able = restored.filter((born.dt.day() <= 12) & (born.dt.day() != born.dt.month()))
    swapped = desk.clean.filter(pl.col("error") == "swapped_date")["row_id"].implode()
    assert share_is(able["document_id"].is_in(swapped), plan.swapped_date.value)
    cut = desk.clean.filter(pl.col("error") == "scan")["row_id"].implode()
    numbered = papers.filter(pl.col("document_kind") != "parents_consent")
    assert share_is(numbered["document_id"].is_in(cut), plan.scan.value)
    misread = desk.clean.filter((pl.col("error") == "ocr") & (pl.col("column") == "number"))["row_id"].implode()
    bounds = [int(k) for k in plan.ocr.values]
    shares = list(plan.ocr.values.values())
    rates = []
    for low, high, share in zip(bounds, [*bounds[1:], 101], shares, strict=True):
        mine = numbered.filter(pl.col("scan_quality").is_between(low, high, closed="left"))
        rates.append(float(mine["document_id"].is_in(misread).mean()))  # type: ignore[arg-type]
        assert share_is(mine["document_id"].is_in(misread), share * (1 - plan.scan.value)), low
    assert rates == sorted(rates, reverse=True)


def test_a_misread_sign_looks_like_the_one_it_stands_for(desk: Desk) -> None:
    rows = desk.clean.filter(pl.col("error") == "ocr").join(
        desk.documents.select("document_id", "number", "mrz_line2"), left_on="row_id", right_on="document_id"
    )
    pairs = {("0", "O"), ("1", "I"), ("2", "Z"), ("5", "S"), ("8", "B"), ("3", "8"), ("4", "1"), ("6", "8"), ("7", "1")}
    for row in rows.iter_rows(named=True):
        changed = [(a, b) for a, b in zip(row["clean_value"], row[row["column"]], strict=True) if a != b]
        assert len(changed) == 1 and changed[0] in pairs | {("9", "4")}


def test_scans_are_poorer_where_the_signal_is(desk: Desk, papers: pl.DataFrame) -> None:
    good, weak = (
        papers.filter((pl.col("signal") == "good") == is_good)["scan_quality"].cast(pl.Float64)
        for is_good in (True, False)
    )
    plan = desk.scenario.papers
    error = plan.scan_sd.value * (1 / good.len() + 1 / weak.len()) ** 0.5
    assert abs((weak.mean() - good.mean()) - plan.scan_weak_signal.value) <= FOUR_SE * error + 0.3  # type: ignore[operator]


def test_papers_say_nothing_about_membership_but_by_declared_evidence(desk: Desk) -> None:
    """Errors, scans and days are drawn from the papers' own streams: the same for members and for others."""
    scenario = desk.scenario
    enlarged = resolve("kotabumi").plain | {"typologies": resolve("mungil").plain["typologies"]}
    area = area_of(scenario)
    people = make_people(scenario, area, 0, 20_000)
    loud = Scenario.model_validate(enlarged)
    planted = plant(
        loud, make_applications(loud, people.applicants(), office_id=0), people.people, area.districts, office_id=0
    )
    documents, clean = make_documents(loud, planted.applications, planted.people)
    member = planted.truth.select("application_id", member=pl.col("is_positive"))
    rows = documents.filter(pl.col("document_kind") == "ktp").join(member, on="application_id")
    wrong = clean.filter(pl.col("error") != "ocr")["row_id"].implode()
    rate = float(rows["document_id"].is_in(wrong).mean())  # type: ignore[arg-type]
    mine = rows.filter("member")
    assert mine.height > 300
    assert share_is(mine["document_id"].is_in(wrong), rate)
    scans = rows["scan_quality"].cast(pl.Float64)
    gap = mine["scan_quality"].cast(pl.Float64).mean() - scans.mean()  # type: ignore[operator]
    assert abs(gap) <= FOUR_SE * float(scans.std()) / np.sqrt(mine.height)  # type: ignore[arg-type]
