"""A datasheet of a run, in Markdown: how it was made, what it must not be used for, where it departs from reality."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from simi_lab.errors import BadRequest
from simi_lab.i18n import number, t
from simi_lab.scenario.typologies import Dials
from simi_lab.store import Run
from simi_lab.study.drawing import process_drawing, write_drawing
from simi_lab.study.kept import kept_scenario

MARKS = ("sourced", "known", "assumed")
_MUST_NOT = (
    "It must not be used to decide about, to find or to describe any real person: there is none in it.",
    "It must not be quoted as a statistic of an office, a regency or a group of people.",
    "A model that was fitted on it must not be used on real applicants.",
)
_DEPARTURES = (
    "People are applicants and their households, not the whole population.",
    "Office, queues and misuse are a simulation of the lab; no such office is known to be live.",
    "Misuse and its signs are planted by declared tables, so its truth is known exactly; in reality nobody knows it.",
    "Identity, passport and telephone numbers are reserved ones that no real person can have.",
)


def datasheet(run: Run, lang: str = "id") -> str:
    """Write the datasheet of a run in a language, from its manifest alone.

    Returns
    -------
    str
        Markdown: the numbers of the scenario counted by mark, every assumed one with its reason.
    """
    origin, tables = run.manifest["origin"], run.manifest["tables"]
    facts = list(marked(origin["scenario"]))
    counts = {mark: sum(fact["mark"] == mark for _, fact in facts) for mark in MARKS}
    made = " + ".join([origin["scenario_name"], *origin["changes"]])
    lines = [f"# {t('Datasheet of {run}', lang, run=run.name)}", "", "**DATA SINTETIS / SYNTHETIC DATA**", ""]
    lines += [t("Made by SIMI Lab {version} from {scenario}, seed {seed}.", lang,
                version=run.manifest["made_by"]["simi_lab"], scenario=made, seed=origin["seed"]),
              t("Fingerprint: {hash}", lang, hash=run.hash), ""]  # fmt: skip
    lines += [f"- `{name}`: {number(entry['rows'], lang)}" for name, entry in tables.items()]
    lines += ["", f"## {t('What it must not be used for', lang)}", ""]
    lines += [f"- {t(text, lang)}" for text in _MUST_NOT]
    lines += ["", f"## {t('Known departures from reality', lang)}", ""]
    lines += [f"- {t(text, lang)}" for text in _DEPARTURES]
    lines += ["", f"## {t('Enlarged or changed on purpose', lang)}", "", *_on_purpose(origin, facts, lang)]
    lines += ["", f"## {t('Numbers of the scenario', lang)}", ""]
    lines += [t("{sourced} sourced, {known} generally known, {assumed} assumed.", lang, **counts), ""]
    lines += [f"- `{path}`: {fact['reason']}" for path, fact in facts if fact["mark"] == "assumed"]
    lines += ["", f"## {t('Numbers with a source', lang)}", ""]
    lines += [f"- `{path}`: {fact['source']}" for path, fact in facts if fact["mark"] != "assumed"]
    return "\n".join(lines) + "\n"


def write_datasheet(run: Run, folder: Path, lang: str = "id") -> Path:
    """Write the datasheet into a folder (made where it is missing), with the drawing of the process beside it.

    Returns
    -------
    Path
        The Markdown file; it shows the drawing.

    Raises
    ------
    BadRequest
        The folder cannot be made or written to.
    """
    picture = f"process.{lang}.svg"
    page = folder / f"datasheet.{lang}.md"
    title = t("The way of an application through the office", lang)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_drawing(process_drawing(kept_scenario(run.scenario), lang), folder / picture)
        page.write_text(f"{datasheet(run, lang)}\n## {title}\n\n![{title}]({picture})\n", encoding="utf-8")
    except OSError as error:
        cure = "Name a folder that may be written to."
        raise BadRequest("The datasheet cannot be written.", where=str(folder), cure=cure) from error
    return page


def _on_purpose(origin: dict[str, Any], facts: list[tuple[str, dict[str, Any]]], lang: str) -> list[str]:
    """Changes that were laid on, dials that are turned, and numbers whose reason says that they are enlarged."""
    lines = [f"- {t('Change applied: {name}', lang, name=name)}" for name in origin["changes"]]
    off = Dials().model_dump(mode="json")
    turned = [(name, value) for name, value in origin["scenario"]["dials"].items() if value != off.get(name)]
    lines += [f"- {t('Dial `{name}`: {value}', lang, name=name, value=value)}" for name, value in turned]
    lines += [f"- {path} = {_value(fact)}: {fact['reason']}" for path, fact in facts if "enlarged" in fact["reason"]]
    return lines or [t("Nothing is enlarged, and no change or dial is on.", lang)]


def _value(fact: dict[str, Any]) -> str:
    """The number itself with its unit; a table of numbers as its least and most."""
    values = [fact["value"]] if "value" in fact else sorted(fact["values"].values())
    ends = f"{values[0]:g}" if values[0] == values[-1] else f"{values[0]:g} to {values[-1]:g}"
    return f"{ends} {fact['unit']}"


def marked(plain: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every number of a scenario that carries a mark, with its path."""
    if not isinstance(plain, dict):
        return
    if "mark" in plain and "source" in plain:
        yield path, plain
        return
    for key, child in plain.items():
        yield from marked(child, f"{path}.{key}".lstrip("."))
