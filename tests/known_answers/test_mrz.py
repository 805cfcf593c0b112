"""Machine-readable lines against the specimens of ICAO Doc 9303, synthetic lines and tampered ones."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simi_lab.errors import BadRequest
from simi_lab.reference.identity import mrz
from simi_lab.schema.enums import CODES

ON = date(2025, 3, 1)
ICAO = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
BUDI = ("P<IDNSANTOSO<<BUDI<<<<<<<<<<<<<<<<<<<<<<<<<<", "Z0000001<8IDN9001158M3401158<<<<<<<<<<<<<<<6")
SUMARTI = ("P<IDNSUMARTI<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "Z0000002<1IDN8504308F3006014<<<<<<<<<<<<<<<2")
SRI = ("P<IDNWAHYUNI<<SRI<REJEKI<<<<<<<<<<<<<<<<<<<<", "Z0000003<4IDN7809121F2902289<<<<<<<<<<<<<<<0")


@pytest.mark.parametrize(
    ("text", "digit"),
    [
        ("520727", "3"),
        ("AB2134<<<", "5"),
        ("HA672242<658022549601086<<<<<<<<<<<<<<0", "8"),
        ("L898902C3", "6"),
        ("740812", "2"),
        ("120415", "9"),
        ("", "0"),
    ],
)
def test_check_digits_of_the_standard(text: str, digit: str):
    assert mrz.check_digit(text) == digit
    assert pl.DataFrame({"t": [text]}).select(mrz.check_digit_expr(pl.col("t"), len(text))).item() == digit


@pytest.mark.parametrize("lines", [ICAO, BUDI, SUMARTI, SRI])
def test_genuine_lines_have_no_fault(lines: tuple[str, str]):
    assert mrz.faults(*lines) == ()
    assert mrz.check(*lines) == "ok"


@pytest.mark.parametrize(
    ("lines", "arguments"),
    [
        (BUDI, ("Budi Santoso", "Z0000001", date(1990, 1, 15), "M", date(2034, 1, 15))),
        (SUMARTI, ("Sumarti", "Z0000002", date(1985, 4, 30), "F", date(2030, 6, 1))),
        (SRI, ("Sri Rejeki Wahyuni", "Z0000003", date(1978, 9, 12), "F", date(2029, 2, 28))),
    ],
)
def test_composed_lines_are_those_of_an_independent_library(lines, arguments):
    assert mrz.compose(*arguments) == lines


def test_the_specimen_is_composed_with_its_optional_data():
    lines = mrz.compose(
        "Anna Maria Eriksson", "L898902C3", date(1974, 8, 12), "F", date(2012, 4, 15), state="UTO", optional="ZE184226B"
    )
    assert lines == ICAO


def test_the_specimen_is_read():
    found = mrz.parse(*ICAO, on=date(2010, 1, 1))
    assert found == mrz.Mrz(
        document="P",
        issuer="UTO",
        primary="ERIKSSON",
        secondary="ANNA MARIA",
        number="L898902C3",
        nationality="UTO",
        birth_date=date(1974, 8, 12),
        sex="F",
        expires_on=date(2012, 4, 15),
        optional="ZE184226B",
        faults=(),
    )


@pytest.mark.parametrize(
    ("line2", "faults"),
    [
        ("Z0000001<8IDN9101158M3401158<<<<<<<<<<<<<<<6", ("birth_date", "composite")),
        ("Z0000007<8IDN9001158M3401158<<<<<<<<<<<<<<<6", ("number", "composite")),
        ("Z0000001<8IDN9001158M3501158<<<<<<<<<<<<<<<6", ("expiry", "composite")),
        ("Z0000001<8IDN9001158M3401158<<<<<<<<<<<<<<<7", ("composite",)),
        ("Z0000001<8IDN9001158X3401158<<<<<<<<<<<<<<<6", ("sex",)),
        ("Z0000001<8IDN9001158M3401158B<<<<<<<<<<<<<<6", ("optional", "composite")),
        ("Z0000001<8IDN9001158M3401158<<<<<<<<<<<<<<6", ("length",)),
        ("Z0000001<8IDN9001158M3401158<<<<<<<<<<<<<<<O", ("composite",)),
        ("Z0000001<8IDN9001158m3401158<<<<<<<<<<<<<<<6", ("alphabet",)),
    ],
)
def test_tampered_lines_show_where(line2: str, faults: tuple[str, ...]):
    assert mrz.faults(BUDI[0], line2) == faults
    assert mrz.check(BUDI[0], line2) == "failed"


def test_swapping_the_letter_o_and_zero_is_found():
    line2 = BUDI[1].replace("Z000", "ZO00", 1)
    assert mrz.faults(BUDI[0], line2) == ("number", "composite")


def test_a_visa_line_is_no_passport():
    assert mrz.faults("V" + BUDI[0][1:], BUDI[1]) == ("document",)


def test_the_check_digit_of_empty_optional_data_may_be_zero_or_filler():
    assert BUDI[1][42] == "<"
    assert mrz.faults(BUDI[0], BUDI[1][:42] + "0" + BUDI[1][43]) == ()


def test_an_impossible_date_with_right_digits_is_still_a_fault():
    birth = "900230"
    front, back = BUDI[1][:13], BUDI[1][20:43]
    body = front + birth + mrz.check_digit(birth) + back
    line2 = body + mrz.check_digit(body[:10] + body[13:20] + body[21:])
    assert mrz.faults(BUDI[0], line2) == ("birth_date",)
    assert mrz.parse(BUDI[0], line2, on=ON).birth_date is None


def test_a_birth_date_with_unknown_day_is_allowed_and_not_guessed():
    birth = "9001<<"
    front, back = BUDI[1][:13], BUDI[1][20:43]
    body = front + birth + mrz.check_digit(birth) + back
    line2 = body + mrz.check_digit(body[:10] + body[13:20] + body[21:])
    assert mrz.faults(BUDI[0], line2) == ()
    assert mrz.parse(BUDI[0], line2, on=ON).birth_date is None


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Sumarti", "SUMARTI"),
        ("Nur'aini", "NURAINI"),
        ("Siti Nur’aini", "NURAINI<<SITI"),
        ("Moh. Ali", "ALI<<MOH"),
        ("Siti Nur-Aini", "NUR<AINI<<SITI"),
        ("Nur-Aini", "NUR<AINI"),
        ("  budi   SANTOSO ", "SANTOSO<<BUDI"),
        ("Ünal Çelik", "CELIK<<UNAL"),
        ("Bjørn Strauß", "STRAUSS<<BJOERN"),
        ("Ahmad, S.Pd", "SPD<<AHMAD"),
        ("- Budi -", "BUDI"),
        ("X" * 60, "X" * 39),
        ("Siti " + "Y" * 60, "Y" * 36 + "<<S"),
        ("Abdurrahman Muhammad Khoirul Anwar Hadi Wijaya Kusuma", "KUSUMA<<ABDURRAHMAN<MUHAMMAD<KHOIRUL<AN"),
    ],
)
def test_names_are_written_as_the_standard_says(name: str, field: str):
    assert mrz.name_field(name) == field.ljust(39, "<")
    assert pl.DataFrame({"n": [name]}).select(mrz.name_field_expr(pl.col("n"))).item() == field.ljust(39, "<")


def test_a_single_name_is_primary_alone():
    assert mrz.split_name("Sumarti") == ("SUMARTI", "")
    found = mrz.parse(*SUMARTI, on=ON)
    assert (found.primary, found.secondary) == ("SUMARTI", "")
    assert "<<" not in SUMARTI[0].rstrip("<")


@pytest.mark.parametrize("name", ["", "   ", "-", "123", "..."])
def test_a_name_without_a_letter_is_refused(name: str):
    with pytest.raises(BadRequest, match="has no letter"):
        mrz.name_field(name)
    assert pl.DataFrame({"n": [name]}).select(mrz.name_field_expr(pl.col("n"))).item() is None


@pytest.mark.parametrize(
    ("on", "born", "expires"),
    [
        (date(2025, 3, 1), date(1925, 3, 2), date(2035, 3, 1)),
        (date(2025, 3, 2), date(2025, 3, 2), date(2035, 3, 1)),
        (date(2024, 2, 29), date(1925, 3, 2), date(1935, 3, 1)),
    ],
)
def test_births_are_past_and_expiries_at_most_ten_years_ahead(on: date, born: date, expires: date):
    line2 = mrz.compose("Budi", "Z0000001", date(1925, 3, 2), "M", date(2035, 3, 1))[1]
    found = mrz.parse(BUDI[0], line2, on=on)
    assert (found.birth_date, found.expires_on) == (born, expires)


def test_lines_of_another_length_are_not_read():
    with pytest.raises(BadRequest, match="has 44 signs"):
        mrz.parse(BUDI[0][:-1], BUDI[1], on=ON)


@pytest.mark.parametrize(
    "fields",
    [
        {"number": "Z123456789"},
        {"number": "z0000001"},
        {"state": "ID"},
        {"optional": "A" * 15},
        {"optional": "é"},
    ],
)
def test_fields_that_do_not_fit_are_refused(fields: dict[str, str]):
    number = fields.pop("number", "Z0000001")
    with pytest.raises(BadRequest, match="does not fit"):
        mrz.compose("Budi", number, date(1990, 1, 1), "M", date(2030, 1, 1), **fields)


_NAMES = st.text("abzABZ '’.-,éüßøŁ1", max_size=60)
_NUMBERS = st.text("ABZ0189", max_size=9)
_DAYS = st.dates(date(1930, 1, 1), date(2035, 12, 31))
_SEXES = st.sampled_from(["F", "M", "X"])


@given(st.lists(st.tuples(_NAMES, _NUMBERS, _DAYS, _SEXES, _DAYS), min_size=1, max_size=30))
@settings(derandomize=True, deadline=None)
def test_composed_columns_are_what_one_by_one_gives_and_check_as_ok(rows):
    schema = {"name": pl.String(), "number": pl.String(), "born": pl.Date(), "sex": pl.String(), "expires": pl.Date()}
    frame = pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        line1=mrz.line1_expr(pl.col("name")),
        line2=mrz.line2_expr(pl.col("number"), pl.col("born"), pl.col("sex"), pl.col("expires")),
    )
    checked = frame.select(mrz.check_expr(pl.col("line1"), pl.col("line2")).alias("c"))["c"]
    for row, line1, line2, verdict in zip(rows, frame["line1"], frame["line2"], checked, strict=True):
        try:
            assert mrz.compose(*row) == (line1, line2)
            assert verdict == "ok"
        except BadRequest:
            assert line1 is None
            assert verdict is None


_SIGNS = "AZ019<"
_ONE_OFF = st.builds(
    lambda at, sign: BUDI[1][:at] + sign + BUDI[1][at + 1 :], st.integers(0, 43), st.sampled_from(_SIGNS + "a")
)
_LINE2 = st.one_of(st.sampled_from([ICAO[1], SRI[1], None]), _ONE_OFF, st.text(_SIGNS, min_size=43, max_size=45))
_LINE1 = st.sampled_from([ICAO[0], BUDI[0], "V" + BUDI[0][1:], BUDI[0].lower(), "P<", None])


@given(st.lists(st.tuples(_LINE1, _LINE2), min_size=1, max_size=30))
@settings(derandomize=True, deadline=None)
def test_checked_columns_are_what_one_by_one_gives(rows):
    frame = pl.DataFrame(rows, schema={"a": pl.String(), "b": pl.String()}, orient="row")
    found = frame.select(mrz.check_expr(pl.col("a"), pl.col("b")).alias("c"))["c"]
    assert found.dtype == pl.Enum(CODES["mrz_check"])
    expected = [None if None in (a, b) else mrz.check(a, b) for a, b in rows]
    assert found.to_list() == expected


@given(st.integers(0, 43), st.sampled_from("ABCXYZ0123456789<"))
@settings(derandomize=True, deadline=None)
def test_any_single_changed_sign_in_a_checked_field_is_found_unless_its_weight_hides_it(at: int, sign: str):
    line2 = SRI[1][:at] + sign + SRI[1][at + 1 :]
    values = {**{str(d): d for d in range(10)}, **{chr(65 + i): 10 + i for i in range(26)}, "<": 0}
    is_same_digit = (values[sign] - values[SRI[1][at]]) % 10 == 0
    is_unchecked = 10 <= at <= 12 or at == 20
    if not is_same_digit and not is_unchecked:
        assert mrz.check(SRI[0], line2) == "failed"
