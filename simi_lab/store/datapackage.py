"""`datapackage.json` beside exported tables: what a program needs to read them, after Frictionless Data Package 1."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from simi_lab.schema import CODES, all_tables
from simi_lab.schema.columns import Column
from simi_lab.store.run.read import Run
from simi_lab.vocabulary import label

FILE = "datapackage.json"
_TYPES = {"float": "number", "text": "string", "flag": "boolean", "day": "date", "instant": "datetime"}
_NOTE = "In CSV one leading apostrophe of a text guards it against spreadsheets; take it away to have the exact value."


def describe(run: Run, folder: Path, files: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Content of `datapackage.json` for the files of a folder.

    Parameters
    ----------
    files : names of the files of each table, in row order

    Returns
    -------
    dict
        Types, codes, units, primary and foreign keys per table (a foreign key only where the other table is there),
        bytes and SHA-256 per file, licence, and that every row is invented.
    """
    return {
        "profile": "data-package",
        "name": f"sintetis-{run.name.lower()}",
        "title": f"DATA SINTETIS: {run.scenario.get('title', {}).get('id', run.name)}",
        "description": f"Every person, number and event in these files is invented. {_NOTE}",
        "synthetic": True,
        "version": run.manifest["made_by"]["simi_lab"],
        "licenses": [{"name": "MIT", "path": "https://opensource.org/license/mit", "title": "MIT License"}],
        "sources": [{"title": f"SIMI Lab, scenario {run.manifest['origin']['scenario_name']}, run {run.hash}"}],
        "resources": [_resource(run, folder, name, files[name], files) for name in files],
    }


def _resource(
    run: Run, folder: Path, name: str, parts: Sequence[str], every: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    contents = [(folder / part).read_bytes() for part in parts]
    digests = [f"sha256:{hashlib.sha256(content).hexdigest()}" for content in contents]
    is_csv = parts[0].endswith(".csv")
    dialect = {"dialect": {"delimiter": ",", "quoteChar": '"'}, "encoding": "utf-8-sig"} if is_csv else {}
    return {
        "profile": "tabular-data-resource" if is_csv else "data-resource",
        "name": name,
        "title": label("grain", name, "en"),
        "judul": label("grain", name, "id"),
        "path": parts[0] if len(parts) == 1 else list(parts),
        "format": "csv" if is_csv else "parquet",
        "mediatype": "text/csv" if is_csv else "application/vnd.apache.parquet",
        **dialect,
        "bytes": sum(map(len, contents)),
        "hash": digests[0] if len(digests) == 1 else digests,
        "rows": run.manifest["tables"][name]["rows"],
        "schema": _schema(name, every),
    }


def _schema(name: str, every: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    table = all_tables()[name]
    foreign = [
        {"fields": [c.name], "reference": {"resource": c.refers, "fields": [all_tables()[c.refers].key]}}
        for c in table.columns
        if c.refers is not None and c.refers in every
    ]
    fields = [_field(name, column) for column in table.columns]
    keys = {"primaryKey": [table.key], "missingValues": [""]}
    return {"fields": fields, **keys, **({"foreignKeys": foreign} if foreign else {})}


def _field(table: str, column: Column) -> dict[str, Any]:
    is_code = column.kind in CODES
    limits: dict[str, Any] = {} if column.nullable else {"required": True}
    if is_code:
        limits["enum"] = list(CODES[column.kind])
    kind = "string" if is_code else _TYPES.get(column.kind, "integer")
    return {
        "name": column.name,
        "type": kind,
        **({"format": "any"} if kind == "datetime" else {}),
        "description": label("meaning", f"{table}.{column.name}", "en"),
        "deskripsi": label("meaning", f"{table}.{column.name}", "id"),
        "unit": column.unit,
        "sensitivity": column.sensitivity,
        "constraints": limits,
    }
