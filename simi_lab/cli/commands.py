"""The table of commands: name, where it is written, what it does; a row without its file does not appear."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Entry:
    """One word after `simi-lab`.

    Parameters
    ----------
    name : the word
    module : file in this folder that holds it: `app` (a `typer.Typer`) or `command` (a function)
    about : English message, one short sentence
    is_group : whether verbs follow (`study make`)
    """

    name: str
    module: str
    about: str
    is_group: bool = False

    @property
    def exists(self) -> bool:
        """Whether its file is here."""
        return (_HERE / f"{self.module}.py").is_file()


_ALL = (
    Entry("up", "up", "Prepare everything and open the home page."),
    Entry("study", "study", "Make worlds, look at them, check and export them.", is_group=True),
    Entry("risk", "risk", "Fit a risk model, evaluate it, print its card.", is_group=True),
    Entry("report", "report", "List, show and build reports.", is_group=True),
    Entry("learn", "learn", "Modules and progress of the academy.", is_group=True),
    Entry("class", "classroom", "Start a class with many seats.", is_group=True),
    Entry("scenario", "scenario", "Start a scenario of your own.", is_group=True),
    Entry("sandbox", "sandbox", "Reset, fill and export the practice SIMI.", is_group=True),
    Entry("audit", "audit", "Verify the audit trail.", is_group=True),
    Entry("users", "users", "Add, list and disable accounts.", is_group=True),
    Entry("serve", "serve", "Serve home page, dashboards and lessons."),
    Entry("lab", "lab", "Open JupyterLab on its start page."),
    Entry("dictionary", "dictionary", "Write the dictionary of the tables."),
    Entry("doctor", "doctor", "Name what is wrong with this installation, and the cure."),
    Entry("test", "testing", "Run every check that CI runs."),
)


def entries() -> tuple[Entry, ...]:
    """Commands whose file is here, in the order of the help page."""
    return tuple(entry for entry in _ALL if entry.exists)


def find(name: str) -> Entry | None:
    """The entry of a word, if there is one."""
    return next((entry for entry in entries() if entry.name == name), None)
