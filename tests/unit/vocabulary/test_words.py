"""Every code, column and table that can reach a reader has a word in both languages."""

from __future__ import annotations

import subprocess
import sys

import pytest

from simi_lab import vocabulary
from simi_lab.errors import BadRequest
from simi_lab.reference import places, procedure, seasons, skm, tariff
from simi_lab.reference.identity import kk, mrz, nik
from simi_lab.schema import all_tables
from simi_lab.schema.enums import CODES


@pytest.mark.parametrize("domain", CODES)
def test_each_code_list_has_its_words_in_the_same_order(domain: str):
    assert vocabulary.codes(domain) == CODES[domain]


@pytest.mark.parametrize(
    ("domain", "codes"),
    [
        ("nik_check", nik.OUTCOMES),
        ("kk_check", kk.OUTCOMES),
        ("mrz_fault", mrz.FAULTS),
        ("stage", procedure.STAGES),
        ("element", skm.ELEMENTS),
        ("grade", skm.GRADES),
        ("fee_item", tuple(tariff.fee_table()["item"].unique(maintain_order=True))),
        ("season", tuple(seasons.season_factors()["season"])),
        ("signal", tuple(places.SIGNALS.categories)),
    ],
)
def test_each_list_of_the_reference_tables_has_its_words(domain: str, codes: tuple[str, ...]):
    assert vocabulary.codes(domain) == codes


def test_every_requirement_of_the_papers_has_a_word():
    assert set(procedure.documents_table()["requirement"]) == set(vocabulary.codes("requirement"))


def test_every_table_and_column_has_words_and_its_english_meaning_is_the_catalogs():
    for table in all_tables().values():
        assert vocabulary.label("table", table.name)
        assert vocabulary.label("grain", table.name, "en") == table.grain
        for column in table.columns:
            assert vocabulary.label("column", column.name)
            assert vocabulary.label("meaning", f"{table.name}.{column.name}", "en") == column.meaning
            assert not column.unit or vocabulary.has("unit", column.unit)


def test_meanings_of_columns_that_no_longer_exist_are_gone():
    alive = {f"{table.name}.{column.name}" for table in all_tables().values() for column in table.columns}
    assert set(vocabulary.codes("meaning")) == alive


def test_no_word_has_blanks_at_its_ends_or_stands_for_two_codes_of_one_list():
    for domain in vocabulary.domains():
        if domain in ("meaning", "column", "metric", "unit"):
            continue
        for lang in vocabulary.LANGS:
            words = list(vocabulary.labels(domain, lang).values())
            assert words == [word.strip() for word in words]
            assert len(set(words)) == len(words), domain


def test_months_and_weekdays_read_in_both_languages():
    assert vocabulary.label("month", "3") == "Maret"
    assert vocabulary.label("weekday", "5", "en") == "Friday"


@pytest.mark.parametrize(
    ("domain", "code", "lang", "words"),
    [
        ("sex", "X", "id", "sex has no code X. Known are: F, M."),
        ("sexes", "F", "id", "There is no list of words called sexes."),
        ("sex", "F", "de", "There are no words in the language de."),
    ],
)
def test_an_unknown_code_domain_or_language_is_refused_with_what_is_known(domain, code, lang, words):
    with pytest.raises(BadRequest) as refused:
        vocabulary.label(domain, code, lang)
    assert words in str(refused.value)


def test_asking_for_a_word_does_not_load_the_table_library():
    code = "import sys; from simi_lab.vocabulary import label; label('sex', 'F'); sys.exit('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
