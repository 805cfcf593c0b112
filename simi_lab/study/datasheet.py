"""A datasheet of a run, in Markdown: how it was made, what it must not be used for, where it departs from reality."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simi_lab.i18n import number, t
from simi_lab.store import Run

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
    lines += ["", f"## {t('Numbers of the scenario', lang)}", ""]
    lines += [t("{sourced} sourced, {known} generally known, {assumed} assumed.", lang, **counts), ""]
    lines += [f"- `{path}`: {fact['reason']}" for path, fact in facts if fact["mark"] == "assumed"]
    lines += ["", f"## {t('Numbers with a source', lang)}", ""]
    lines += [f"- `{path}`: {fact['source']}" for path, fact in facts if fact["mark"] != "assumed"]
    return "\n".join(lines) + "\n"


def marked(plain: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every number of a scenario that carries a mark, with its path."""
    if not isinstance(plain, dict):
        return
    if "mark" in plain and "source" in plain:
        yield path, plain
        return
    for key, child in plain.items():
        yield from marked(child, f"{path}.{key}".lstrip("."))
