"""Another regency is a file of differences; what cannot be is refused in one clear message."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from simi_lab.cli import main
from simi_lab.errors import BadRequest, ScenarioError
from simi_lab.reference import places
from simi_lab.scenario.load import resolve
from simi_lab.scenario.new import lacking, new_scenario
from simi_lab.study import make

HEAD = 'extends: mungil\nname: mine\ntitle: {id: "a", en: "b"}\nabout: {id: "a", en: "b"}\n'
NUMBER = "unit: share of applications, source: none, mark: assumed, reason: a test"


def test_pesisir_barat_is_made_from_a_file_alone(tmp_path: Path) -> None:
    file = new_scenario("ukk_liwa", "pesisir_barat", "18.13", tmp_path / "pesisir_barat.yaml")
    plain = resolve(file).plain
    assert plain["site"]["regencies"] == ["18.13"]
    assert 1_200 < plain["demand"]["per_year"]["value"] < 1_500  # 2,350 of 313,756 people, for 177,430
    assert plain["demand"]["per_year"]["mark"] == plain["site"]["hours"]["mark"] == "assumed"
    run = make(file, applications=300, out=tmp_path)
    districts = run.table("districts").collect()
    assert set(districts["regency_id"]) == {"18.13"}
    hours = dict(districts.select("district_id", "hours_to_office").iter_rows())
    assert hours["18.13.01"] == 0.25, "the seat is near itself, not an hour and more from Liwa"
    assert hours["18.13.11"] == max(hours.values())
    homes = run.table("households").collect()["district_id"]
    assert homes.str.starts_with("18.13").all()


def test_a_regency_without_data_names_every_file_to_fill(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        new_scenario("ukk_liwa", "kalianda", "18.01", tmp_path / "k.yaml")
    assert [Path(f.where).name for f in caught.value.faults] == ["regencies.csv", "districts.csv", "villages.csv"]
    assert not list(tmp_path.iterdir())
    assert all(lacking(code) == [] for code in places.regencies()["regency_id"])


@pytest.mark.parametrize(
    ("name", "regency", "said"),
    [("Pesisir Barat", "18.13", "cannot name"), ("mungil", "18.13", "already"), ("x", "99.01", "no regency 99.01")],
)
def test_what_cannot_be_named_is_refused(name: str, regency: str, said: str) -> None:
    with pytest.raises(BadRequest, match=said):
        new_scenario("ukk_liwa", name, regency)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('site: {name: a, kind: ukk, regencies: ["18.99"]}', "regency 18.99 has no districts"),
        (
            'site: {name: a, kind: ukk, regencies: ["18.04"], hours: {values: {"18.04.99": 1}, unit: hour, source: a,'
            " mark: known}}",
            "hours name district 18.04.99",
        ),
        ("period: {first: 2022-12-31, last: 2024-10-31}", "are known from 2023-01-01"),
        ("period: {first: 2024-05-01, last: 2031-10-31}", "known until 2026-12-31"),
        (f"typologies: {{pmi_group: {{prevalence: {{value: -0.1, {NUMBER}}}}}}}", "prevalence is negative"),
        (f"typologies: {{pmi_group: {{prevalence: {{value: 0.9, {NUMBER}}}}}}}", "exceed a fifth"),
    ],
)
def test_bad_scenarios_get_one_clear_message_and_exit_code_two(
    body: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIMI_LAB_HOME", str(tmp_path / "home"))
    file = tmp_path / "mine.yaml"
    file.write_text(HEAD + body + "\n")
    assert main(["--lang", "en", "study", "make", str(file)]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("mine.yaml:") == 1
    assert not (tmp_path / "home").exists()


def test_patterns_larger_than_the_people_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIMI_LAB_HOME", str(tmp_path / "home"))
    names = ("pmi_group", "umrah_cover", "forged_papers")
    shares = "".join(f"  {n}: {{prevalence: {{value: 0.12, {NUMBER}}}}}\n" for n in names)
    file = tmp_path / "mine.yaml"
    file.write_text(HEAD + "typologies:\n" + shares)
    assert main(["--lang", "en", "study", "make", str(file)]) == 2
    assert "at most 30 % can be" in capsys.readouterr().err


def test_the_command_writes_lists_and_checks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "pb.yaml"
    assert main(["--lang", "en", "scenario", "new", "--name", "pb", "--regency", "18.13", "--out", str(file)]) == 0
    assert str(file) in capsys.readouterr().out
    assert main(["--lang", "en", "scenario", "check", str(file)]) == 0
    assert "pb can be made" in capsys.readouterr().out
    assert main(["--lang", "id", "scenario", "list"]) == 0
    assert "Dunia mungil" in capsys.readouterr().out


def test_hours_of_the_tables_stand_where_no_file_says_otherwise() -> None:
    assert resolve("ukk_liwa").plain["site"]["hours"] is None
    assert pl.DataFrame(places.districts()).height == 95
