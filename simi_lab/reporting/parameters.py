"""Parameters of a report: typed, checked against the run, all faults told at once before any work begins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, create_model

from simi_lab.errors import Fault, FaultsError
from simi_lab.i18n import LANGS
from simi_lab.reporting.templates import Kind, Template
from simi_lab.study import Run, open_run
from simi_lab.study.measure import scenario_of
from simi_lab.study.series import go_live_of

_MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
_FORMS: Mapping[Kind, Any] = {
    "month": Annotated[str, StringConstraints(pattern=_MONTH)],
    "district": Annotated[str, StringConstraints(min_length=1)],
    "run": Annotated[str, StringConstraints(min_length=1)],
    "language": Literal["id", "en"],
    "choice": Annotated[str, StringConstraints(min_length=1)],
    "count": Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]?$")],
}
_RULES: Mapping[Kind, str] = {
    "month": "a month is written YYYY-MM, such as 2025-03",
    "district": "a district is written as its name or its code, such as 18.04.04",
    "run": "a run is its name or its folder",
    "language": "the language is id or en",
    "choice": "one of the words that are listed",
    "count": "a whole number from 1 to 99",
}


class ParameterError(FaultsError):
    """Parameters that cannot be taken."""


@dataclass(frozen=True)
class Request:
    """Checked parameters and the run they speak of.

    Parameters
    ----------
    values : one value per parameter of the template, in its order
    run : the run
    lang : language of the reader
    """

    values: Mapping[str, str | None]
    run: Run
    lang: str


def model_of(template: Template) -> type[BaseModel]:
    """The pydantic model of a template's parameters: unknown names are forbidden, types are never guessed."""
    fields: dict[str, Any] = {}
    for name, parameter in template.parameters.items():
        form: Any = Literal[parameter.options] if parameter.options else _FORMS[parameter.kind]
        if parameter.required:
            fields[name] = (form, ...)
        else:
            fields[name] = (form if parameter.default is not None else form | None, parameter.default)
    return create_model("Parameters", __config__=ConfigDict(extra="forbid", frozen=True, strict=True), **fields)


def check(template: Template, given: Mapping[str, Any]) -> Request:
    """Check what was given for a report; nothing is written.

    Parameters
    ----------
    template : the report
    given : value per parameter; those left out take their default

    Raises
    ------
    ParameterError
        Something is unknown, missing, ill-typed, or not in the run; names field, value and rule of each.
    MissingRunError
        There is no such run.
    """
    values = _typed(template, given)
    kinds = {parameter.kind: name for name, parameter in template.parameters.items()}
    run = open_run(values[kinds["run"]] or "")
    faults, settled = _lacking(template, kinds["run"], run), dict(values)
    for name, parameter in template.parameters.items():
        value = values[name]
        if parameter.kind == "month" and value is not None:
            faults += _outside(name, value, run)
        if parameter.kind == "district" and value is not None:
            found, fault = _district(name, value, run)
            settled[name] = found
            faults += [fault] if fault else []
    if faults:
        raise _refused(faults)
    lang = settled.get(kinds.get("language", "")) or LANGS[0]
    return Request(settled, run, lang)


def _lacking(template: Template, name: str, run: Run) -> list[Fault]:
    """What the report needs of a run that this one has not."""
    if template.needs != "simi_begins" or go_live_of(scenario_of(run)) is not None:
        return []
    return [Fault(f"{name}={run.name}", "SIMI does not begin inside the period of this run.", "(kotabumi ?)")]


def _refused(faults: list[Fault]) -> ParameterError:
    return ParameterError(faults, what="{n} parameters cannot be taken.")


def _typed(template: Template, given: Mapping[str, Any]) -> dict[str, str | None]:
    try:
        return model_of(template).model_validate(dict(given)).model_dump()
    except ValidationError as error:
        raise _refused([_fault(template, found) for found in error.errors()]) from None


def _fault(template: Template, found: Any) -> Fault:
    name = str(found["loc"][0])
    parameter = template.parameters.get(name)
    if parameter is None:
        known = ", ".join(template.parameters)
        return Fault(f"{name}={found['input']}", "This report has no such parameter.", f"({known})")
    rule = ", ".join(parameter.options) or _RULES[parameter.kind]
    if found["type"] == "missing":
        return Fault(name, "This parameter must be given:", rule)
    return Fault(f"{name}={found['input']}", "This value does not keep the rule:", rule)


def _outside(name: str, value: str, run: Run) -> list[Fault]:
    period = run.manifest["origin"]["scenario"]["period"]
    first, last = (date.fromisoformat(str(period[end])) for end in ("first", "last"))
    if f"{first:%Y-%m}" <= value <= f"{last:%Y-%m}":
        return []
    span = f"{first:%Y-%m} … {last:%Y-%m}"
    return [Fault(f"{name}={value}", "The month lies outside the period of the run:", span)]


def _district(name: str, value: str, run: Run) -> tuple[str | None, Fault | None]:
    """The code of a district given by code or name; a name may stand in two regencies."""
    places = run.table("districts").select("district_id", "name", "regency").collect()
    asked = re.sub(r"\s+", " ", value).strip().lower()
    hits = places.filter((pl.col("district_id") == asked) | (pl.col("name").str.to_lowercase() == asked))
    if hits.height == 1:
        return str(hits["district_id"][0]), None
    where = f"{name}={value}"
    if hits.is_empty():
        return None, Fault(where, "There is no such district in the run.", _near(asked, places["name"].to_list()))
    listed = ", ".join(f"{code} ({regency})" for code, regency in hits.select("district_id", "regency").iter_rows())
    return None, Fault(where, "Several districts have this name; give the code:", listed)


def _near(asked: str, names: list[str]) -> str:
    from difflib import get_close_matches

    lower = {name.lower(): name for name in names}
    close = [lower[hit] for hit in get_close_matches(asked, lower, n=3, cutoff=0.6)]
    return f"({', '.join(close)} ?)" if close else ""
