"""Papers, stages and minutes of work."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from simi_lab.errors import BadRequest
from simi_lab.reference import procedure, tariff

ON = date(2024, 6, 3)


def _papers(kind: str, purpose: str = "holiday", is_minor: bool = False, on: date = ON) -> dict[str, tuple[str, ...]]:
    return {need.name: need.documents for need in procedure.documents_required(kind, purpose, is_minor, on)}


def test_a_new_adult_passport_needs_card_family_card_and_one_proof_of_birth():
    assert _papers("new") == {
        "identity": ("ktp",),
        "family": ("kk",),
        "birth": ("birth_certificate", "marriage_book", "diploma"),
    }


def test_a_renewal_needs_card_and_old_book_only():
    for kind in ("expired", "full"):
        assert _papers(kind) == {"identity": ("ktp",), "old_book": ("old_passport",)}


def test_a_lost_book_needs_a_police_report_and_a_damaged_one_the_book():
    assert _papers("lost")["police"] == ("police_report",)
    assert "old_book" not in _papers("lost")
    assert _papers("damaged")["old_book"] == ("old_passport",)


def test_a_child_brings_the_parents_papers_and_their_consent():
    papers = _papers("new", is_minor=True)
    assert set(papers) == {"identity", "family", "birth", "parents_marriage", "consent"}
    assert papers["birth"] == ("birth_certificate",)
    needs = {need.name: need for need in procedure.documents_required("new", "holiday", True, ON)}
    assert needs["identity"].note_id == "Milik orang tua."
    assert needs["consent"].note_en


def test_umrah_needed_a_recommendation_until_21_february_2023():
    assert "recommendation" in _papers("new", "umrah_haji", on=date(2023, 2, 21))
    assert "recommendation" not in _papers("new", "umrah_haji", on=date(2023, 2, 22))
    assert "recommendation" in _papers("new", "work")
    assert "recommendation" not in _papers("new", "business")


@pytest.mark.parametrize("kind", procedure.KINDS)
@pytest.mark.parametrize("is_minor", [False, True])
def test_every_kind_needs_a_proof_of_identity_and_no_paper_twice(kind: str, is_minor: bool):
    papers = _papers(kind, "family", is_minor)
    assert papers["identity"] == ("ktp",)
    accepted = [document for documents in papers.values() for document in documents]
    assert len(accepted) == len(set(accepted))


@pytest.mark.parametrize(
    ("kind", "purpose", "on", "words"),
    [
        ("stolen", "work", ON, "There is no kind of application called stolen"),
        ("new", "adventure", ON, "There is no purpose called adventure"),
        ("new", "work", date(2018, 12, 31), "not known; the table begins in 2019"),
    ],
)
def test_unknown_questions_are_refused(kind: str, purpose: str, on: date, words: str):
    with pytest.raises(BadRequest, match=words):
        procedure.documents_required(kind, purpose, False, on)


def test_stages_stand_in_their_order_and_fit_the_event_table():
    stages = procedure.stages()
    assert stages["stage"].to_list() == list(procedure.STAGES)
    assert stages["position"].to_list() == list(range(1, 13))


def test_touch_times_add_to_25_with_the_applicant_25_behind_and_5_at_hand_over():
    steps = procedure.touch_times()
    by_visit = dict(steps.group_by("visit_no").agg(pl.col("touch_min").sum()).iter_rows())
    assert by_visit == {1: 25, 0: 25, 2: 5}
    per_stage = dict(steps.group_by(pl.col("stage").cast(pl.String)).agg(pl.col("touch_min").sum()).iter_rows())
    listed = procedure.stages().filter(pl.col("stage").cast(pl.String).is_in(list(per_stage)))
    assert dict(listed.select(pl.col("stage").cast(pl.String), "touch_min").iter_rows()) == per_stage


def test_services_of_the_tariff_are_the_only_ones():
    assert tariff.services()["service"].to_list() == list(tariff.SERVICES)
