"""NIK, KK, passport numbers, phones and e-mail: worked cases, then columns against one by one."""

from __future__ import annotations

import re
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simi_lab.errors import BadRequest
from simi_lab.reference import identity, places
from simi_lab.reference.identity import contact, kk, nik, passport
from simi_lab.schema.enums import CODES

WOMAN = date(1985, 4, 30)
REGIONS = sorted(places.region_codes())
DAYS = st.dates(date(1926, 1, 1), date(2025, 12, 31))
SEXES = st.sampled_from(["F", "M"])


@pytest.mark.parametrize(
    ("born", "sex", "number"),
    [
        (date(1990, 1, 15), "M", "1804041501909001"),
        (date(1990, 1, 15), "F", "1804045501909001"),
        (WOMAN, "F", "1804047004859001"),
        (date(2001, 12, 31), "F", "1804047112019001"),
        (date(2005, 3, 1), "M", "1804040103059001"),
    ],
)
def test_a_womans_day_of_birth_is_written_forty_higher(born: date, sex: str, number: str):
    assert nik.compose("18.04.04", born, sex, 9001) == number
    assert nik.check(number, sex=sex, birth_date=born) == "ok"


@pytest.mark.parametrize(
    ("number", "outcome"),
    [
        ("1804047004859001", "ok"),
        ("180404700485900", "format"),
        ("18040470048590011", "format"),
        ("18040470O4859001", "format"),
        (" 804047004859001", "format"),
        ("１804047004859001", "format"),
        ("", "format"),
        ("1804043204859001", "date"),
        ("1804047204859001", "date"),
        ("1804044004859001", "date"),
        ("1804040004859001", "date"),
        ("1804047013859001", "date"),
        ("1804047000859001", "date"),
        ("1804043104859001", "date"),
        ("1804042902019001", "date"),
        ("1804042902009001", "ok"),
        ("1804042902849001", "ok"),
        ("1804043002849001", "date"),
        ("1804047004850000", "serial_zero"),
        ("1804137004859001", "ok"),
        ("1804997004859001", "region_unknown"),
        ("1899017004859001", "region_unknown"),
        ("3273017004859001", "ok"),
        ("5401017004859001", "region_unknown"),
        ("0000007004859001", "region_unknown"),
    ],
)
def test_each_fault_has_its_outcome(number: str, outcome: str):
    assert nik.check(number) == outcome
    assert pl.Series([number]).to_frame("n").select(nik.check_expr(pl.col("n"))).item() == outcome


def test_sex_and_birth_date_are_compared_only_where_they_are_given():
    number = nik.compose("18.04.04", WOMAN, "F", 9001)
    assert nik.check(number, sex="M") == "sex_mismatch"
    assert nik.check(number, birth_date=date(1985, 4, 29)) == "dob_mismatch"
    assert nik.check(number, sex="M", birth_date=date(1985, 4, 29)) == "sex_mismatch"
    assert nik.check(number, birth_date=date(1885, 4, 30)) == "ok"
    assert nik.check(number) == "ok"


@pytest.mark.parametrize("code", ["18.04.01", "18.04.03", "18.04.12", "18.04.14", "18.04.16", "18.04.17"])
def test_a_coastal_code_from_before_2012_is_ok_for_life(code: str):
    assert nik.check(nik.compose(code, date(1970, 5, 5), "M", 12)) == "ok"


def test_an_unknown_region_asks_for_a_check_and_never_speaks_of_fraud():
    row = nik.outcomes().filter(pl.col("outcome").cast(pl.String) == "region_unknown").row(0, named=True)
    assert row["next_step"] == "check_with_dukcapil"
    assert "bukan tanda pemalsuan" in row["explanation_id"]
    assert "no sign of forgery" in row["explanation_en"]


def test_every_outcome_is_explained_in_both_languages_and_is_the_catalogs():
    assert CODES["nik_check"] == nik.OUTCOMES
    assert set(nik.outcomes()["outcome"].cast(pl.String)) == set(nik.OUTCOMES)
    for outcome in nik.OUTCOMES:
        assert nik.explanation(outcome) != nik.explanation(outcome, "en")
    accusing = re.compile(r"palsu\b|penipuan|curang|fraud|fake|forged")
    assert not any(accusing.search(nik.explanation(o, lang)) for o in nik.OUTCOMES for lang in ("id", "en"))
    with pytest.raises(BadRequest, match="no explanation of stolen"):
        nik.explanation("stolen")


@pytest.mark.parametrize(("on", "born"), [(date(2024, 1, 1), date(1924, 3, 1)), (date(2025, 1, 1), date(2024, 3, 1))])
def test_the_century_is_the_last_in_which_the_birth_was_past(on: date, born: date):
    found = nik.parse("1804040103249001")
    assert found is not None
    assert found.born(on) == born


def test_the_century_of_a_leap_day_is_one_that_has_it():
    found = nik.parse("1804042902009001")
    assert found is not None
    assert found.born(date(2024, 1, 1)) == date(2000, 2, 29)
    assert found.born(date(1999, 1, 1)) is None


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: nik.compose("18.04", WOMAN, "F", 1),
        lambda: nik.compose("18.04.0x", WOMAN, "F", 1),
        lambda: nik.compose("18.04.04", WOMAN, "P", 1),
        lambda: nik.compose("18.04.04", WOMAN, "F", 0),
        lambda: nik.compose("18.04.04", WOMAN, "F", 10_000),
        lambda: kk.compose("18.04.04", WOMAN, 0),
        lambda: passport.compose(-1),
        lambda: passport.compose(100_000_000),
    ],
)
def test_numbers_that_cannot_be_are_not_composed(attempt):
    with pytest.raises(BadRequest):
        attempt()


def test_a_family_card_has_the_day_of_issue_and_no_offset():
    number = kk.compose("18.04.04", date(2019, 8, 7), 9123)
    assert number == "1804040708199123"
    assert kk.check(number) == "ok"
    assert kk.check(number, issued_on=date(2019, 8, 8)) == "issue_mismatch"
    assert kk.check("1804047004859001") == "date"
    assert kk.check("1804040708190000") == "serial_zero"
    assert kk.parse("x") is None


def test_reserved_serials_are_9000_to_9999():
    for serial, is_reserved in ((1, False), (8999, False), (9000, True), (9999, True)):
        assert nik.is_reserved(nik.compose("18.04.04", WOMAN, "F", serial)) is is_reserved
        assert kk.is_reserved(kk.compose("18.04.04", WOMAN, serial)) is is_reserved
    assert not nik.is_reserved("9000")


@pytest.mark.parametrize(
    ("number", "is_valid", "is_reserved"),
    [
        ("Z0000000", True, True),
        ("Z9999999", True, True),
        ("Z10000000", True, True),
        ("C1234567", True, False),
        ("X12345678", False, False),
        ("Z123456", False, False),
        ("z1234567", False, False),
        ("AB123456", False, False),
        ("Z1234567\n", False, False),
    ],
)
def test_passport_numbers_are_a_letter_and_seven_digits_and_ours_begin_with_z(number, is_valid, is_reserved):
    assert (passport.is_valid(number), passport.is_reserved(number)) == (is_valid, is_reserved)
    frame = pl.DataFrame({"n": [number]})
    assert frame.select(a=passport.is_valid_expr(pl.col("n")), b=passport.is_reserved_expr(pl.col("n"))).row(0) == (
        is_valid,
        is_reserved,
    )


def test_books_above_ten_million_get_an_eighth_digit_and_stay_unique():
    assert [passport.compose(n) for n in (0, 9_999_999, 10_000_000)] == ["Z0000000", "Z9999999", "Z10000000"]


@pytest.mark.parametrize(
    ("phone", "is_reserved"),
    [
        ("0800012345678", True),
        ("+62 800-0123-45678", True),
        ("62800012345678", True),
        ("(0800) 012.345.678", True),
        ("0800112345678", False),
        ("081234567890", False),
        ("+6281234567890", False),
        ("08000", False),
        ("", False),
    ],
)
def test_reserved_phones_begin_with_a_prefix_that_nobody_has(phone: str, is_reserved: bool):
    assert identity.is_reserved_phone(phone) is is_reserved
    assert pl.DataFrame({"p": [phone]}).select(contact.is_reserved_phone_expr(pl.col("p"))).item() is is_reserved


def test_the_reserved_prefix_is_neither_mobile_nor_free_phone():
    assert not re.match(r"08[1-9]", identity.PHONE_PREFIX)
    assert not identity.PHONE_PREFIX.startswith("08001")


@pytest.mark.parametrize(
    ("email", "is_reserved"),
    [
        ("sri.rejeki@surel.example", True),
        ("SRI@Surel.EXAMPLE", True),
        ("sri@a.b.example", True),
        ("sri@example.com", False),
        ("sri@surel.example.com", False),
        ("sri@example", False),
        ("sri surel.example", False),
        ("@surel.example", False),
    ],
)
def test_reserved_addresses_end_in_example(email: str, is_reserved: bool):
    assert identity.is_reserved_email(email) is is_reserved
    assert pl.DataFrame({"e": [email]}).select(contact.is_reserved_email_expr(pl.col("e"))).item() is is_reserved


_PERSON = st.tuples(st.sampled_from(REGIONS), DAYS, SEXES, st.integers(1, 9999))


@given(st.lists(_PERSON, min_size=1, max_size=30))
@settings(derandomize=True, deadline=None)
def test_composed_columns_are_what_one_by_one_gives_and_check_as_ok(people):
    schema = {"region": pl.String(), "born": pl.Date(), "sex": pl.Enum(["F", "M"]), "serial": pl.Int64()}
    frame = pl.DataFrame(people, schema=schema, orient="row").with_columns(
        nik=nik.compose_expr(pl.col("region"), pl.col("born"), pl.col("sex"), pl.col("serial")),
        kk=kk.compose_expr(pl.col("region"), pl.col("born"), pl.col("serial")),
        book=passport.compose_expr(pl.col("serial") * 3_001),
    )
    assert frame["nik"].to_list() == [nik.compose(*person) for person in people]
    assert frame["kk"].to_list() == [kk.compose(region, born, serial) for region, born, _, serial in people]
    assert frame["book"].to_list() == [passport.compose(serial * 3_001) for *_, serial in people]
    checked = frame.select(
        nik.check_expr(pl.col("nik"), sex=pl.col("sex"), birth_date=pl.col("born")).alias("nik"),
        kk.check_expr(pl.col("kk"), issued_on=pl.col("born")).alias("kk"),
    )
    assert set(checked["nik"]) == set(checked["kk"]) == {"ok"}


@given(_PERSON)
@settings(derandomize=True, deadline=None)
def test_parsing_gives_back_what_was_composed(person):
    region, born, sex, serial = person
    found = nik.parse(nik.compose(*person))
    assert found == nik.Nik(region, born.day, born.month, born.year % 100, sex, serial)
    assert found.born(date(born.year + 50, 12, 31)) == born
    assert kk.parse(kk.compose(region, born, serial)) == kk.Kk(region, born.day, born.month, born.year % 100, serial)


_DIGITS = st.text("0123456789", min_size=16, max_size=16)
_NEAR = st.builds(
    lambda person, at, sign: (lambda n: n[:at] + sign + n[at + 1 :])(nik.compose(*person)),
    _PERSON,
    st.integers(0, 15),
    st.sampled_from("0123456789 O-"),
)
_WRITTEN = st.one_of(st.none(), _DIGITS, _NEAR, st.text("0123456789A ", max_size=18))
_CASE = st.tuples(_WRITTEN, st.one_of(st.none(), SEXES), st.one_of(st.none(), DAYS))


@given(st.lists(_CASE, min_size=1, max_size=40))
@settings(derandomize=True, deadline=None)
def test_checked_and_parsed_columns_are_what_one_by_one_gives(cases):
    schema = {"n": pl.String(), "sex": pl.String(), "born": pl.Date()}
    n, sex, born = pl.col("n"), pl.col("sex"), pl.col("born")
    found = pl.DataFrame(cases, schema=schema, orient="row").select(
        nik=nik.check_expr(n, sex=sex, birth_date=born),
        bare=nik.check_expr(n),
        kk=kk.check_expr(n, issued_on=born),
        reserved=nik.is_reserved_expr(n),
        card=kk.is_reserved_expr(n),
        parts=nik.parse_expr(n),
        kk_parts=kk.parse_expr(n),
    )
    for (number, sex_, born_), row in zip(cases, found.iter_rows(named=True), strict=True):
        if number is None:
            assert row["nik"] is row["bare"] is row["kk"] is row["reserved"] is None
            continue
        assert row["nik"] == nik.check(number, sex=sex_, birth_date=born_)
        assert row["bare"] == nik.check(number)
        assert row["kk"] == kk.check(number, issued_on=born_)
        assert row["reserved"] == nik.is_reserved(number)
        assert row["card"] == kk.is_reserved(number)
        parts, kk_parts = nik.parse(number), kk.parse(number)
        assert row["parts"] == (vars(parts) if parts else dict.fromkeys(row["parts"]))
        assert row["kk_parts"] == (vars(kk_parts) if kk_parts else dict.fromkeys(row["kk_parts"]))


@given(st.lists(st.text("0628 +-().1a@exmpl", max_size=18), min_size=1, max_size=40))
@settings(derandomize=True, deadline=None)
def test_columns_of_contacts_are_what_one_by_one_gives(texts):
    frame = pl.DataFrame({"t": [*texts, "a@b.example", "0800012345"]})
    found = frame.select(p=contact.is_reserved_phone_expr(pl.col("t")), e=contact.is_reserved_email_expr(pl.col("t")))
    assert found["p"].to_list() == [contact.is_reserved_phone(text) for text in frame["t"]]
    assert found["e"].to_list() == [contact.is_reserved_email(text) for text in frame["t"]]
