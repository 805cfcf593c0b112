"""Parameters that cannot be taken stop a report before any work, all told at once."""

from __future__ import annotations

from pathlib import Path

import nbformat
import papermill
import polars as pl
import pytest

from simi_lab import paths
from simi_lab.errors import BadRequest, MissingRunError, SimiError
from simi_lab.reporting import find_template, templates
from simi_lab.reporting.parameters import ParameterError, check
from simi_lab.store import Run

MONTHLY = "laporan_bulanan"


def first_month(run: Run) -> str:
    return str(run.manifest["origin"]["scenario"]["period"]["first"])[:7]


def faults(run: Run, **given: object) -> dict[str, str]:
    """Place and words of each fault of a request on this run; nothing is written."""
    before = sorted(paths.reports_built().rglob("*"))
    with pytest.raises(ParameterError) as caught:
        check(find_template(MONTHLY), {"run": run.name, "bulan": first_month(run), **given})
    assert caught.value.exit_code == 2
    assert sorted(paths.reports_built().rglob("*")) == before
    return {fault.where: f"{fault.what} {fault.cure}" for fault in caught.value.faults}


def test_good_parameters_are_taken_with_the_defaults_of_the_sheet(mungil: Run) -> None:
    request = check(find_template(MONTHLY), {"run": "mungil", "bulan": first_month(mungil)})
    assert request.values == {"bulan": first_month(mungil), "kecamatan": None, "run": "mungil", "lang": "id"}
    assert request.run.hash == mungil.hash


@pytest.mark.parametrize("wrong", ["2025-13", "2025-3", "Maret", "2025-03-01", "", "٢٠٢٥-٠٣", 202503, None])
def test_an_ill_typed_month_names_field_value_and_rule(mungil: Run, wrong: object) -> None:
    found = faults(mungil, bulan=wrong)
    assert list(found) == [f"bulan={wrong}"]
    assert "YYYY-MM" in found[f"bulan={wrong}"]


def test_all_faults_are_told_at_once(mungil: Run) -> None:
    found = faults(mungil, bulan="kapan", lang="fr", kantor="Liwa")
    assert set(found) == {"bulan=kapan", "lang=fr", "kantor=Liwa"}
    assert "id or en" in found["lang=fr"]
    assert "kecamatan" in found["kantor=Liwa"]  # what would have been known


def test_a_missing_month_is_asked_for(mungil: Run) -> None:
    with pytest.raises(ParameterError, match="must be given"):
        check(find_template(MONTHLY), {"run": mungil.name})


@pytest.mark.parametrize("month", ["1999-01", "2999-12"])
def test_a_month_outside_the_run_names_its_period(mungil: Run, month: str) -> None:
    assert first_month(mungil) in faults(mungil, bulan=month)[f"bulan={month}"]


def test_an_unknown_run_is_refused(mungil: Run) -> None:
    with pytest.raises(MissingRunError):
        check(find_template(MONTHLY), {"bulan": first_month(mungil), "run": "tak_ada"})


def test_a_district_is_known_by_name_in_any_case_and_by_code(mungil: Run) -> None:
    places = mungil.table("districts").select("district_id", "name").collect()
    alone = places.filter(pl.col("name").str.to_lowercase().is_unique()).row(0, named=True)
    for asked in (alone["district_id"], alone["name"], f" {alone['name'].upper()} "):
        given = {"run": mungil.name, "bulan": first_month(mungil), "kecamatan": asked}
        assert check(find_template(MONTHLY), given).values["kecamatan"] == alone["district_id"]


def test_an_unknown_district_is_refused_with_its_neighbours_in_spelling(mungil: Run) -> None:
    name = mungil.table("districts").select("name").head(1).collect().item()
    wrong = f"{name}x"
    assert name in faults(mungil, kecamatan=wrong)[f"kecamatan={wrong}"]


def test_an_unknown_report_names_those_that_there_are() -> None:
    with pytest.raises(BadRequest, match=MONTHLY):
        find_template("laporan_mingguan")


@pytest.mark.parametrize("template", templates(), ids=lambda one: one.name)
def test_the_cell_of_parameters_is_the_sheet(template: object) -> None:
    cell = papermill.inspect_notebook(str(template.notebook))
    asked = {name: p.example if p.required else p.default for name, p in template.parameters.items()}
    stored = {name: None if p["default"] == "None" else p["default"].strip("\"'") for name, p in cell.items()}
    assert stored == asked


@pytest.mark.parametrize("template", templates(), ids=lambda one: one.name)
def test_a_text_for_one_language_has_its_twin_in_the_other(template: object) -> None:
    notebook = nbformat.read(template.notebook, as_version=4)
    prose = [cell.metadata.get("tags", []) for cell in notebook.cells if cell.cell_type == "markdown"]
    assert sum("id" in tags for tags in prose) == sum("en" in tags for tags in prose) > 0
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(set(cell.metadata["step"]) == {"id", "en"} for cell in code)


def test_a_sheet_with_an_unknown_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "rusak.yaml").write_text("title: {id: a, en: b}\nwarna: merah\n", encoding="utf-8")
    with pytest.raises(SimiError, match="warna"):
        find_template("rusak", tmp_path)
