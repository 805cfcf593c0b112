"""`simi-lab scenario`: start a scenario of your own, list them, check one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simi_lab.cli.speech import emit, lang, note, out, say

app = typer.Typer(no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]


@app.command("new")
def new(
    name: Annotated[str, typer.Option("--name", help="Name of the new scenario.")],
    regency: Annotated[str, typer.Option("--regency", help="Code of its regency, such as 18.13.")],
    base: Annotated[str, typer.Option("--from", help="Scenario that it extends.")] = "ukk_liwa",
    file: Annotated[Path | None, typer.Option("--out", help="File to write instead of the usual place.")] = None,
) -> None:
    """Write a scenario for another regency: what differs from a known one, every number marked."""
    from simi_lab.scenario.new import new_scenario

    path = new_scenario(base, name, regency, file)
    say("Written: {path}", path=path)
    note("Make its world: {command}", command=f"simi-lab study make {name if file is None else path}")


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the scenarios and the changes there are."""
    from simi_lab.scenario.load import changes_dir, known_changes, known_presets, known_scenarios, paths, presets_dir
    from simi_lab.scenario.tree import read_yaml

    found = {}
    for kind, names, folder in (
        ("scenarios", known_scenarios(), paths.scenarios_dir()),
        ("presets", known_presets(), presets_dir()),
        ("changes", known_changes(), changes_dir()),
    ):
        found[kind] = {name: read_yaml(folder / f"{name}.yaml").plain().get("title", {}) for name in names}
    if as_json:
        return emit(found)
    for kind, titles in found.items():
        say({"scenarios": "Scenarios", "presets": "Presets for validation", "changes": "Changes"}[kind])
        for name, title in titles.items():
            out(f"  {name:<24} {title.get(lang(), '')}".rstrip())


@app.command("check")
def check(
    scenario: Annotated[str, typer.Argument(help="Name of a scenario, or a YAML file.")],
    change: Annotated[list[str] | None, typer.Option("--change", help="Name or file of a change; repeatable.")] = None,
) -> None:
    """Read a scenario with its changes and name every fault at once, each with file, line and cure."""
    from simi_lab.scenario.load import resolve

    resolved = resolve(scenario, change or ())
    say("{name} can be made. Fingerprint: {hash}", name=resolved.plain["name"], hash=resolved.hash)
