"""A scenario for another regency: a file that extends a known one and holds only what differs, each number marked."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import polars as pl

from simi_lab import paths
from simi_lab.errors import BadRequest, Fault, ScenarioError
from simi_lab.reference import places
from simi_lab.scenario.faults import suggestion
from simi_lab.scenario.load import known_scenarios, resolve

# ruff: noqa: E501  (a scenario keeps each number on one line)
WINDING, HILL_SPEED = 1.52, 37.3  # road over straight kilometres, km/h in the hills: as the table of districts reckons
EARTH_KM = 6371.0
_TABLES = "simi_lab/reference/tables"

_TEXT = """\
# {regency}: what differs from {base}. Every other number is that of {base} and may be laid over here too.
extends: {base}
name: {name}
title:
  id: "UKK {seat} (simulasi)"
  en: "UKK {seat} (simulated service unit)"
about:
  id: "Satu titik layanan rekaan di {seat} untuk {regency}, sekitar {load} permohonan setahun. Semua orang di dalamnya rekaan."
  en: "One invented service point in {seat} for {regency}, about {load} applications a year. Every person in it is invented."
seed: {seed}
site:
  name: UKK {seat} (simulasi)
  kind: ukk
  regencies: ["{code}"]
  hours: {{values: {{{hours}}}, unit: hour, source: "centroids of the districts; km x {winding} / {speed}", mark: assumed, reason: "reckoned from {seat} as in the table of districts; no road was measured"}}
demand:
  per_year: {{value: {load}, unit: applications/year, source: "{base}: {base_load} for {base_people} people", mark: assumed, reason: "the same demand per head for {people} people; no figure is published"}}
office: {{kind: ukk}}
filing:
  unit_regencies: []
"""


def new_scenario(base: str | Path, name: str, regency: str, out: Path | None = None) -> Path:
    """Write a scenario of a service unit in the seat of a regency.

    Demand per head is that of the base; hours by road are reckoned from the centroids of the districts. Both are
    marked as assumed: whoever knows better writes it into the file.

    Parameters
    ----------
    base : scenario to extend, a name or a file
    name : of the new scenario, lower case with underscores
    regency : code such as "18.13"
    out : file to write; beside the committed scenarios if None

    Raises
    ------
    BadRequest
        The name is no name or taken, the regency is unknown, or the file is there.
    ScenarioError
        The reference tables lack data about the regency: every lack, with the file to fill.
    """
    if not re.fullmatch("[a-z0-9_]+", name):
        cure = "Use lower case letters, digits and underscores, such as pesisir_barat."
        raise BadRequest("{name} cannot name a scenario.", where="--name", cure=cure, name=name)
    path = paths.scenarios_dir() / f"{name}.yaml" if out is None else out
    if path.exists() or (out is None and name in known_scenarios()):
        raise BadRequest("There is a file of that name already.", where=str(path), cure="Choose another name or --out.")
    codes = places.regency_codes()["code"].to_list()
    if regency not in codes:
        near = [code for code in codes if code[:2] == regency[:2]] or codes
        raise BadRequest("There is no regency {code}.", where="--regency", code=regency, **suggestion(regency, near))
    plain = resolve(base).plain
    if faults := lacking(regency):
        raise ScenarioError(faults)
    text = _text(plain, str(base), name, regency)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise BadRequest("Cannot write here ({why}).", where=str(path), why=error.strerror) from error
    try:
        resolve(path)
    except ScenarioError:
        path.unlink()
        raise
    return path


def lacking(regency: str) -> list[Fault]:
    """What the reference tables do not say about a regency, with the file that wants a row."""
    found = list[Fault]()
    if places.regencies().filter(pl.col("regency_id") == regency).is_empty():
        found.append(_lack("regencies", f"no row of {regency}", "Add its name, seat and number of people."))
    mine = places.districts().filter(pl.col("regency_id") == regency)
    if mine.is_empty():
        what = f"no district of {regency}"
        cure = "Add each with centroid, people, number of villages, how many have weak signal, and hours by road."
        found.append(_lack("districts", what, cure))
    ids = mine["district_id"].to_list()
    with_village = set(places.villages()["district_id"])
    without = [code for code in ids if code not in with_village]
    if without or not ids:
        what = f"no village of {', '.join(without or [regency])}"
        found.append(_lack("villages", what, "Add at least the seat of each, with its mobile signal."))
    return found


def _lack(table: str, what: str, cure: str) -> Fault:
    return Fault(f"{_TABLES}/{table}.csv", f"{what}.", cure)


def _text(plain: dict[str, Any], base: str, name: str, regency: str) -> str:
    row = places.regencies().row(by_predicate=pl.col("regency_id") == regency, named=True)
    mine = places.districts().filter(pl.col("regency_id") == regency).sort("district_id")
    centre = mine.row(by_predicate=pl.col("district_id") == row["seat_district_id"], named=True)
    hours = {d["district_id"]: _hours(centre, d) for d in mine.iter_rows(named=True)}
    every = places.regencies().filter(pl.col("regency_id").is_in(plain["site"]["regencies"]))
    people, load = int(every["population"].sum()), plain["demand"]["per_year"]["value"]
    return _TEXT.format(
        base=base,
        name=name,
        regency=row["name"],
        seat=centre["seat"],
        code=regency,
        seed=20_260_000 + int(regency.replace(".", "")),
        hours=", ".join(f'"{code}": {value:.2f}' for code, value in hours.items()),
        winding=WINDING,
        speed=HILL_SPEED,
        load=max(10, round(load * row["population"] / people / 10) * 10),
        base_load=round(load),
        base_people=people,
        people=row["population"],
    )


def _hours(a: dict[str, Any], b: dict[str, Any]) -> float:
    """Hours by road between two centroids, to a twentieth; a quarter of an hour within the seat."""
    north = math.radians(b["lat"] - a["lat"])
    east = math.radians(b["lon"] - a["lon"]) * math.cos(math.radians((a["lat"] + b["lat"]) / 2))
    return max(0.25, round(EARTH_KM * math.hypot(north, east) * WINDING / HILL_SPEED * 20) / 20)
