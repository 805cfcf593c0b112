"""Duplicate identities: known pairs by hand, Indonesian names, twins and families, planted copies, and bad input."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from simi_lab.errors import BadRequest, TableError
from simi_lab.risk.duplicates import explain_pair, find_duplicates, judge_clusters, judge_pairs, with_copies
from simi_lab.risk.duplicates.compare import levels
from simi_lab.risk.duplicates.fields import FIELD
from simi_lab.risk.duplicates.judge import true_pairs
from simi_lab.risk.duplicates.prepare import prepared
from simi_lab.risk.duplicates.weights import learn

_PLACES = ("Lampung Barat", "Way Kanan", "Mesuji", "Kota Metro", "Tanggamus")
_SOUNDS = ("ba", "ci", "du", "fe", "go", "hi", "ka", "lu", "ma", "ni", "po", "ra", "se", "ti", "wa", "yu")


def _crowd(n: int, seed: int = 3) -> pl.DataFrame:
    """Strangers with names of two words, every third household of two people with one phone and address."""
    rng = np.random.default_rng(seed)

    def word() -> list[str]:
        parts = rng.integers(0, len(_SOUNDS), (n, 3))
        return ["".join(_SOUNDS[i] for i in row).capitalize() for row in parts]

    home = np.where(np.arange(n) % 3 == 1, np.arange(n) - 1, np.arange(n))
    born = [date(1950 + int(d) // 365, 1 + int(d) % 12, 1 + int(d) % 28) for d in rng.integers(0, 55 * 365, n)]
    return pl.DataFrame(
        {
            "name": [f"{a} {b}" for a, b in zip(word(), word(), strict=True)],
            "birth_date": born,
            "birth_place": [_PLACES[int(i)] for i in rng.integers(0, len(_PLACES), n)],
            "document_number": [f"1804{d:%d%m%y}{i:06d}" for i, d in enumerate(born)],
            "phone": [f"0800{int(i) * 7919 % 10**9:09d}" for i in home],
            "address": [f"No. {int(i)} Pekon Satu" for i in home],
        }
    )


@pytest.fixture(scope="module")
def crowd() -> pl.DataFrame:
    return _crowd(4000)


def _beside(crowd: pl.DataFrame, *rows: dict) -> pl.DataFrame:
    return pl.concat([crowd, pl.DataFrame(list(rows), schema=crowd.schema)])


def _person(name: str, **changed: object) -> dict:
    usual = {
        "name": name,
        "birth_date": date(1980, 5, 3),
        "birth_place": "Way Kanan",
        "document_number": "1808190305809321",
        "phone": "0800999111222",
        "address": "No. 1 Kasui",
    }
    return usual | changed


@pytest.mark.parametrize(
    ("one", "two", "level"),
    [
        ("Moh. Choirul Anam", "MUHAMMAD KHOIRUL ANAM", "same"),
        ("M. Yusuf", "Muh. Jusuf", "close"),
        ("Soekarno", "Sukarno", "same"),
        ("Djoko Tjahyono", "Joko Cahyono", "same"),
        ("Aminah Siti", "Siti Aminah", "same"),
        ("Siti Aminah binti Yusuf", "Siti Aminah", "same"),
        ("Hj. Siti Aminah, S.Pd.", "Siti Aminah", "same"),
        ("Rusdi Alamsyah", "Rusdi A.", "part"),
        ("Maryam Neneng Komalasari", "Neneng Komalasari", "part"),
        ("Slamet", "Slamet Riyadi", "similar"),
        ("Slamet", "Slamett", "same"),
        ("Dwi Purnomo", "Eko Santoso", "different"),
    ],
)
def test_a_name_meets_its_other_spelling(one: str, two: str, level: str) -> None:
    rows = prepared(pl.DataFrame({"name": [one, two], "birth_date": [date(1980, 1, 2)] * 2}))
    pair = pl.DataFrame({"left": [0], "right": [1]})
    assert FIELD["name"].levels[levels(rows, rows, pair)["name"][0]] == level


@pytest.mark.parametrize(
    ("other", "level"),
    [
        (date(1980, 5, 3), "same"),
        (date(1980, 3, 5), "exchanged"),
        (date(1980, 5, 4), "near"),
        (date(1981, 5, 3), "one_part"),
        (date(1991, 7, 9), "different"),
        (None, None),
    ],
)
def test_a_date_agrees_by_parts(other: date | None, level: str | None) -> None:
    rows = prepared(pl.DataFrame({"name": ["Ani", "Ani"], "birth_date": [date(1980, 5, 3), other]}))
    got = levels(rows, rows, pl.DataFrame({"left": [0], "right": [1]}))["birth_date"][0]
    assert (FIELD["birth_date"].levels[got] if got >= 0 else None) == level


def test_a_respelled_person_is_found_and_a_twin_is_not(crowd: pl.DataFrame) -> None:
    n = crowd.height
    rows = _beside(
        crowd,
        _person("Moh. Choirul Anam"),
        _person("Muhammad Khoirul Anam", phone="0800123123123", document_number="1808190305809876"),
        _person("Siti Rahmawati", birth_date=date(1990, 2, 1), phone="0800555", address="No. 9", document_number="A1"),
        _person("Nur Hasanah", birth_date=date(1990, 2, 1), phone="0800555", address="No. 9", document_number="A2"),
    )
    found = find_duplicates(rows)
    linked = found.pairs.filter("is_duplicate").select("left", "right").rows()
    assert (n, n + 1) in linked
    assert (n + 2, n + 3) not in linked
    assert found.clusters.filter(pl.col("record") == n)["size"].item() == 2


def test_strangers_on_one_phone_are_no_duplicates(crowd: pl.DataFrame) -> None:
    shared = crowd.with_columns(phone=pl.when(pl.int_range(pl.len()) < 60).then(pl.lit("0800777")).otherwise("phone"))
    assert find_duplicates(shared).pairs.filter("is_duplicate").height == 0


@pytest.mark.parametrize("seed", [11, 12])
def test_planted_copies_are_found(crowd: pl.DataFrame, seed: int) -> None:
    records, truth = with_copies(crowd, share=0.05, seed=seed)
    found = find_duplicates(records, record="record")
    told = judge_pairs(found.pairs.filter("is_duplicate"), true_pairs(truth))
    assert told["recall"].high >= 0.97
    assert told["precision"].high >= 0.99
    assert told["f1"].value >= 0.95
    assert judge_clusters(found.clusters, truth)["f1"].value >= 0.95
    assert 0 < found.rates["same"] * records.height * (records.height - 1) / 2 < 2 * true_pairs(truth).height


def test_random_pairs_of_the_same_table_are_judged_as_worthless(crowd: pl.DataFrame) -> None:
    records, truth = with_copies(crowd, share=0.05, seed=11)
    rng = np.random.default_rng(5)
    guessed = pl.DataFrame({"left": rng.integers(0, 2000, 200), "right": rng.integers(2000, records.height, 200)})
    assert judge_pairs(guessed, true_pairs(truth))["f1"].value < 0.05


def test_two_frames_are_compared_with_each_other_only(crowd: pl.DataFrame) -> None:
    records, truth = with_copies(crowd, share=0.05, seed=13)
    old, new = records.head(crowd.height), records.tail(-crowd.height)
    found = find_duplicates(old, new, record="record")
    told = judge_pairs(found.pairs.filter("is_duplicate"), true_pairs(truth))
    assert told["f1"].value >= 0.95
    assert found.pairs["left"].max() < crowd.height <= found.pairs["right"].min()
    assert set(found.clusters["side"]) == {"left", "right"}


def test_the_same_question_has_the_same_answer_and_columns_not_asked_for_change_nothing(crowd: pl.DataFrame) -> None:
    records, _ = with_copies(crowd, share=0.05, seed=11)
    first = find_duplicates(records, record="record")
    assert first.pairs.equals(find_duplicates(records, record="record").pairs)
    noisy = records.with_columns(sex=pl.lit("F"), label=pl.int_range(pl.len()) % 2)
    assert first.pairs.equals(find_duplicates(noisy, record="record").pairs)


def test_learning_recovers_the_shares_it_was_given() -> None:
    rng = np.random.default_rng(8)
    true = {"name": (0.0, 0.05, 0.15, 0.1, 0.7), "birth_date": (0.0, 0.1, 0.05, 0.05, 0.8)}
    strange = {"name": (0.98, 0.01, 0.005, 0.001, 0.004), "birth_date": (0.97, 0.02, 0.005, 0.001, 0.004)}
    same, others = 4000, 60_000
    found = {
        name: np.concatenate([rng.choice(5, same, p=true[name]), rng.choice(5, others, p=strange[name])]).astype(
            np.int8
        )
        for name in true
    }
    rarity = np.full(same + others, 0.004)
    shares = {name: np.array(each) for name, each in strange.items()}
    learned = learn(found, rarity, shares, float(same + others))
    assert learned.rates[0] * (same + others) == pytest.approx(same, rel=0.1)
    for name, share in true.items():
        np.testing.assert_allclose(learned.shares[name][0], share, atol=0.03)


def test_clusters_follow_links_and_are_judged_by_hand() -> None:
    truth = pl.DataFrame({"record": [0, 1, 2, 3, 4], "person": [7, 7, 7, 8, 9]})
    clusters = pl.DataFrame({"record": [0, 1, 3, 4], "cluster_id": [0, 0, 1, 1]})
    told = judge_clusters(clusters, truth)
    assert told["recall"].value == pytest.approx(1 / 3)  # of 01 02 12 only 01 lies in one cluster
    assert told["precision"].value == pytest.approx(1 / 2)  # 01 is right, 34 is not
    assert told["bcubed_precision"] == pytest.approx((1 + 1 + 1 + 0.5 + 0.5) / 5)
    assert told["bcubed_recall"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_pair_is_explained_without_what_identifies(crowd: pl.DataFrame, lang: str) -> None:
    person = _person("Moh. Choirul Anam")
    rows = _beside(crowd, person, _person("Muhammad Khoirul Anam", phone="0800123123123"))
    told = explain_pair(find_duplicates(rows), 0, lang)
    text = " ".join(told)
    assert len(told) == 2 + len(FIELD)
    for secret in ("Choirul", "Khoirul", "Anam", "1980", "0800", "1808", "Kasui", "Way Kanan"):
        assert secret not in text
    assert ("kembar" in text) == (lang == "id")


def test_the_bits_of_the_fields_add_up(crowd: pl.DataFrame) -> None:
    records, _ = with_copies(crowd, share=0.05, seed=11)
    pairs = find_duplicates(records, record="record").pairs
    summed = pairs.select(pl.sum_horizontal(pl.col("^weight_.*$")))
    np.testing.assert_allclose(summed.to_series(), pairs["weight"], atol=1e-9)


def test_an_enormous_block_stays_bounded_and_is_told(crowd: pl.DataFrame) -> None:
    found = find_duplicates(crowd.with_columns(name=pl.lit("Siti Aminah")), largest_block=50)
    assert found.n_compared < 50 * crowd.height
    assert "name" in found.skipped["key"].to_list()
    assert found.skipped.filter(pl.col("key") == "name")["n_records"].item() == crowd.height
    assert found.pairs.filter("is_duplicate").height == 0


@pytest.mark.parametrize("column", ["birth_date", "birth_place", "document_number", "phone", "address", "name"])
def test_an_empty_column_says_nothing(crowd: pl.DataFrame, column: str) -> None:
    emptied = crowd.with_columns(pl.lit(None).alias(column))
    records = pl.concat([emptied, emptied[:3]])
    found = find_duplicates(records)
    assert found.pairs[f"agree_{column}"].null_count() == found.pairs.height
    if column != "name":
        assert {(0, crowd.height), (1, crowd.height + 1)} <= set(found.pairs.select("left", "right").rows())


@pytest.mark.parametrize("n", [0, 1])
def test_no_pair_can_be_made_of_less_than_two_records(crowd: pl.DataFrame, n: int) -> None:
    found = find_duplicates(crowd.head(n))
    assert (found.pairs.height, found.clusters.height, found.n_compared) == (0, 0, 0)
    assert {"left", "right", "probability", "agree_name"} <= set(found.pairs.columns)


def test_what_cannot_be_compared_is_told_all_at_once(crowd: pl.DataFrame) -> None:
    wrong = crowd.drop("birth_date").with_columns(phone=pl.int_range(pl.len()), key=pl.lit(1))
    with pytest.raises(TableError) as caught:
        find_duplicates(wrong, record="key", columns={"sex": "sex"})
    told = {fault.where for fault in caught.value.faults}
    assert told == {"birth_date", "phone", "key", "sex"}


def test_settings_and_things_that_are_no_table_are_refused(crowd: pl.DataFrame) -> None:
    with pytest.raises(BadRequest, match="threshold"):
        find_duplicates(crowd, threshold=1.5)
    with pytest.raises(BadRequest, match="list"):
        find_duplicates([1, 2])  # type: ignore[arg-type]
    with pytest.raises(BadRequest, match="no pair"):
        explain_pair(find_duplicates(crowd.head(3)), 5)


def test_a_birth_date_written_as_text_is_refused(crowd: pl.DataFrame) -> None:
    with pytest.raises(TableError, match="must be a date"):
        find_duplicates(crowd.with_columns(birth_date=pl.lit("3 May 1980")))
