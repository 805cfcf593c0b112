"""Certificates: only for mastered modules; genuine ones verify in every form, and no changed byte passes."""

from __future__ import annotations

import copy
import json
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import segno
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from simi_lab.errors import BadRequest, SimiError
from simi_lab.training import Lesson, Module, Record
from simi_lab.training.award import Award, earn, read_public, signing_key, verify
from simi_lab.training.award.compact import compact
from simi_lab.training.award.credential import credential, is_signed_by, sign
from simi_lab.training.award.keys import did, key_file, known_public, public_pem, short_name
from simi_lab.training.award.letters import base32, base32_back, base58, base58_back, canonical
from simi_lab.training.award.paper import certificate_page, certificate_pdf, page_html
from simi_lab.training.engine.grade import key_answer

TODAY = date(2026, 11, 25)
AWARD = Award("kopi", "07_contoh", 3, TODAY, date(2028, 11, 25), {"goal": 87})
TINY_PDF = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\nxref\n0 1\ntrailer <</Root 1 0 R>>\nstartxref\n45\n%%EOF\n"

# W3C, Data Integrity EdDSA Cryptosuites v1.0, test vector of eddsa-jcs-2022
VECTOR_KEY = "C96EF9EA10C5E414C471723AFF9DE72C35FA5B70FAE97E8832ECAC7D2E2B8ED6"
VECTOR_DID = "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
VECTOR_PROOF = "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"
VECTOR = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMI_LAB_HOME", str(tmp_path / "home"))


def pass_module(module: Module, record: Record, *, wrong_first: bool = False) -> Lesson:
    lesson = Lesson(module, record)
    for step in module.steps:
        lesson.go(step.key)
        if step in module.questions:
            if wrong_first:
                for response in ("a", "c", "a"):
                    lesson.answer(response if step.key == "one" else {"count": 280}.get(step.key, ["a"]))
            lesson.answer(key_answer(step))
        lesson.forward()
    return lesson


def forms(module: Module, tmp_path: Path, award: Award = AWARD) -> dict[str, str]:
    """A certificate in each form, as what `verify` is given."""
    key = signing_key()
    contents = {
        "pdf": certificate_pdf(award, module, lambda _page: TINY_PDF),
        "html": certificate_page(award, module),
        "json": json.dumps(credential(award, module, key)).encode(),
        "txt": compact(award, key).encode() + b"\n",
    }
    files = {ending: tmp_path / f"certificate.{ending}" for ending in contents}
    for ending, file in files.items():
        file.write_bytes(contents[ending])
    return {**{ending: str(file) for ending, file in files.items()}, "text": compact(award, key)}


def test_the_proof_is_that_of_the_standard() -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(VECTOR_KEY))
    assert did(key.public_key()) == VECTOR_DID
    signed = sign(VECTOR, key, created="2023-02-24T23:36:38Z")
    assert signed["proof"]["proofValue"] == VECTOR_PROOF
    assert is_signed_by(signed, key.public_key())


def test_a_mastered_module_gives_a_certificate(module: Module, record: Record) -> None:
    pass_module(module, record)
    award = earn(module, record)
    assert (award.alias, award.module, award.version, award.marks) == ("kopi", "07_contoh", 3, {"goal": 100})
    assert award.valid_until == award.passed_on.replace(year=award.passed_on.year + 2)
    assert earn(module, record) == award


def test_what_was_passed_counts_with_the_marks_noted_then(module: Module, record: Record) -> None:
    record.add(module.id, 2, "end", "passed", {"outcomes": {"goal": 0.8749, "gone": 1.0}})
    award = earn(module, record)
    assert (award.version, award.marks) == (2, {"goal": 87})
    record.add(module.id, 3, "", "initialized", {"fresh": True})
    with pytest.raises(BadRequest, match="0 of 5 steps"):
        earn(module, record)
    record.add(module.id, 3, "end", "passed", {"outcomes": {"goal": 0.79}})  # never written so, but never given either
    with pytest.raises(BadRequest, match="0 of 5 steps"):
        earn(module, record)


def test_nothing_else_gives_one(module: Module, record: Record) -> None:
    with pytest.raises(BadRequest, match="not begun, or erased"):
        earn(module, record)
    record.add(module.id, 3, "intro", "experienced")
    with pytest.raises(BadRequest, match="1 of 5 steps"):
        earn(module, record)
    pass_module(module, record, wrong_first=True)
    with pytest.raises(BadRequest, match="but not passed"):
        earn(module, record)


def test_an_erased_learner_gets_none(module: Module, record: Record) -> None:
    pass_module(module, record)
    record.erase()
    with pytest.raises(BadRequest, match="not begun, or erased"):
        earn(module, record)


@pytest.mark.parametrize("form", ["pdf", "html", "json", "txt", "text"])
def test_each_form_is_genuine_and_says_the_same(module: Module, tmp_path: Path, form: str) -> None:
    verdict = verify(forms(module, tmp_path)[form], known_public(), today=TODAY, find={module.id: module}.get)
    assert verdict.award == AWARD
    assert verdict.key == short_name(known_public())


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_any_changed_byte_of_a_file_is_found(module: Module, tmp_path: Path, form: str) -> None:
    file = Path(forms(module, tmp_path)[form])
    whole = file.read_bytes()
    places = {0, 20, len(whole) // 2, whole.index(b"CREDENTIAL") + 200, whole.index(b"SEAL") + 40, len(whole) - 2}
    for place in places:
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(SimiError):
            verify(str(file), known_public(), today=TODAY)
    for other in (whole + b" ", whole[:-1], b"%PDF\n" + whole, whole.replace(b"kopi", b"lada")):
        if other != whole:
            file.write_bytes(other)
            with pytest.raises(SimiError):
                verify(str(file), known_public(), today=TODAY)


def test_a_changed_credential_or_code_is_found(module: Module, tmp_path: Path) -> None:
    document = credential(AWARD, module, signing_key())
    changes: list[tuple[str, Any]] = [("name", "Other"), ("validUntil", "2099-01-01T00:00:00+07:00"), ("more", 1)]
    forged = [{**document, name: value} for name, value in changes]
    forged.append(copy.deepcopy(document))
    forged[-1]["credentialSubject"]["identifier"][0]["identityHash"] = "lada"
    file = tmp_path / "forged.json"
    for one in forged:
        file.write_text(json.dumps(one), encoding="utf-8")
        with pytest.raises(SimiError, match="altered or forged"):
            verify(str(file), known_public(), today=TODAY)
    text = compact(AWARD, signing_key())
    body = base32_back(text.partition(":")[2]).replace(b"kopi", b"lada")
    with pytest.raises(SimiError, match="altered or forged"):
        verify(f"SIMILAB1:{base32(body)}", known_public(), today=TODAY)
    assert verify(text.lower(), known_public(), today=TODAY).award.marks == {"1": 87}  # without the module: numbered


@pytest.mark.parametrize("form", ["pdf", "html", "json", "text"])
def test_another_key_is_told_by_name(module: Module, tmp_path: Path, form: str) -> None:
    own = forms(module, tmp_path)[form]
    other = Ed25519PrivateKey.generate().public_key()
    with pytest.raises(SimiError) as told:
        verify(own, other, today=TODAY)
    assert short_name(known_public()) in told.value.message()
    assert short_name(other) in told.value.message()
    assert told.value.exit_code == 1


def test_a_seal_of_somebody_else_does_not_stand_under_our_credential(module: Module, tmp_path: Path) -> None:
    """Someone takes a genuine credential and seals another page around it with a key of their own."""
    from simi_lab.training.award.seal import sealed

    file = tmp_path / "forged.html"
    document = credential(AWARD, module, signing_key())
    file.write_bytes(sealed(b"<html>Lada</html>", document, Ed25519PrivateKey.generate()))
    with pytest.raises(SimiError, match="altered or forged"):
        verify(str(file), known_public(), today=TODAY)


@pytest.mark.parametrize("form", ["pdf", "json", "text"])
def test_dates_are_kept(module: Module, tmp_path: Path, form: str) -> None:
    own = forms(module, tmp_path)[form]
    assert verify(own, known_public(), today=AWARD.valid_until)
    with pytest.raises(SimiError, match="valid only until 2028-11-25") as told:
        verify(own, known_public(), today=AWARD.valid_until + timedelta(days=1))
    assert told.value.exit_code == 1
    with pytest.raises(SimiError, match="still to come"):
        verify(own, known_public(), today=TODAY - timedelta(days=1))


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.4 nothing", b"<html></html>", b"{}", b"[1]", b"\xff\xfe", b"SIMILAB1:77"]
)
def test_what_is_no_certificate_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    signing_key()
    file = tmp_path / "other.bin"
    file.write_bytes(content)
    with pytest.raises(BadRequest, match="No certificate"):
        verify(str(file), known_public(), today=TODAY)


@pytest.mark.parametrize("words", ["no such file.pdf", "x" * 3000, "\0"])
def test_a_missing_file_is_said_to_be_missing(words: str) -> None:
    signing_key()
    with pytest.raises(BadRequest, match="no such file"):
        verify(words, known_public(), today=TODAY)


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="signed no certificates"):
        known_public()
    assert not key_file().exists()
    first = did(signing_key().public_key())
    assert did(signing_key().public_key()) == first
    assert [file.name for file in key_file().parent.iterdir()] == ["certificate.key"]
    public = tmp_path / "office.pem"
    public.write_text(public_pem(known_public()), encoding="ascii")
    assert did(read_public(public)) == first
    with pytest.raises(BadRequest, match="no public key"):
        read_public(key_file())
    if os.name == "posix":
        assert key_file().stat().st_mode & 0o777 == 0o600
        key_file().chmod(0o644)
        with pytest.raises(SimiError, match="read by other accounts"):
            signing_key()
        key_file().chmod(0o600)
    key_file().write_bytes(b"damaged")
    with pytest.raises(SimiError, match="damaged"):
        signing_key()


def test_the_longest_certificate_fits_a_code_that_phones_read(module: Module) -> None:
    marks = {f"outcome_{n}": 100 for n in range(12)}
    award = Award("é" * 24, "99_" + "nama_modul_yang_sangat_panjang", 12, TODAY, date(2028, 11, 25), marks)
    code = segno.make_qr(compact(award, signing_key()), error="m")
    assert code.version <= 15
    assert code.mode == "alphanumeric"


@pytest.mark.parametrize(("lang", "first"), [("id", "Sertifikat"), ("en", "Certificate")])
def test_the_page_holds_both_languages_and_nothing_from_elsewhere(module: Module, lang: str, first: str) -> None:
    page = page_html(AWARD, module, signing_key(), lang)
    assert f'<p class="kicker"><span>{first}</span>' in page
    assert all(word in page for word in ("DATA SINTETIS", "SYNTHETIC DATA", "87", "goal (id)", "goal (en)"))
    assert not [word for word in ("http://", "https://", " src=") if word in page.replace("www.w3.org/2000/svg", "")]
    evil = Award("<b>x", "07_contoh", 3, TODAY, TODAY, {"goal": 87})
    assert "<b>x" not in page_html(evil, module, signing_key(), lang)


@pytest.mark.parametrize("content", [b"", b"\0\0a", b"Hello World!", bytes(range(64))])
def test_letters_give_the_bytes_back(content: bytes) -> None:
    assert base58_back(base58(content)) == content
    assert base32_back(base32(content).lower()) == content
    with pytest.raises(ValueError, match=r"not in|not found|substring"):
        base58_back("0OIl")


def test_canonical_json_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical({"b": [1, "é"], "a": {"d": True, "c": None}}) == '{"a":{"c":null,"d":true},"b":[1,"é"]}'.encode()
