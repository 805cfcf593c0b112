"""Whose process is to be drawn (a scenario with its changes, or a run that was made), and where to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from simi_lab.errors import BadRequest, MissingRunError
from simi_lab.scenario.load import known_scenarios, resolve
from simi_lab.scenario.model import Scenario
from simi_lab.store import open_run
from simi_lab.study.kept import kept_scenario


def scenario_of(name: str, changes: Sequence[str | Path] = ()) -> Scenario:
    """Find the scenario of that name or file, else the one from which the run of that name was made.

    Parameters
    ----------
    name : name of a scenario, a YAML file, or name or folder of a run
    changes : laid over a scenario; a run is as it was made and takes none

    Raises
    ------
    BadRequest
        Neither a scenario nor a run, or changes for a run.
    """
    if name in known_scenarios() or name.endswith((".yaml", ".yml")):
        return Scenario.model_validate(resolve(name, changes).plain)
    try:
        run = open_run(name)
    except MissingRunError as error:
        raise BadRequest(
            "{name} is neither a scenario nor a run.",
            cure="Scenarios are {scenarios}; `simi-lab study list` names the runs.",
            name=name,
            scenarios=", ".join(known_scenarios()),
        ) from error
    if changes:
        raise BadRequest("A run is as it was made; a change can only be laid over a scenario.")
    return kept_scenario(run.scenario)


def write_drawing(svg: str, path: Path) -> Path:
    """Write a drawing to a file whose folder is there.

    Raises
    ------
    BadRequest
        It is no SVG file, or it cannot be written there.
    """
    if path.suffix.lower() != ".svg":
        raise BadRequest("A drawing is an SVG file.", where=str(path), cure="Give a name that ends in .svg.")
    try:
        path.write_text(svg, encoding="utf-8")
    except OSError as error:
        cure = "Name a file in a folder that exists and may be written to."
        raise BadRequest("The drawing cannot be written.", where=str(path), cure=cure) from error
    return path
