"""The reports that can be built: a notebook, and beside it a YAML file with title, audience and typed parameters."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from simi_lab import paths
from simi_lab.errors import BadRequest, SimiError

Kind = Literal["month", "district", "run", "language", "choice", "count"]


class Words(BaseModel):
    """A text in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def say(self, lang: str) -> str:
        """The text in one language."""
        return self.id if lang == "id" else self.en


class Parameter(BaseModel):
    """One parameter: what kind of value it takes, and what stands when it is not given.

    Parameters
    ----------
    kind : "month" (YYYY-MM inside the period of the run), "district", "run", "language", "choice" (one of `options`) or
        "count" (a whole number from 1 to 99)
    title, help : words for the reader
    default : value when it is not given; a parameter that is `required` has none
    required : whether it must be given
    options : the words that a choice takes
    example : a value to show, and the one in the notebook where there is no default
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    title: Words
    help: Words
    default: str | None = None
    required: bool = False
    options: tuple[str, ...] = ()
    example: str | None = None


class Template(BaseModel):
    """A report that can be built; one that `needs` "simi_begins" asks for a run in which SIMI begins on the way.

    A step that takes longer than `step_seconds` ends the build; reports that may have to fit models give them time.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: Words
    about: Words
    audience: Words
    needs: Literal["simi_begins"] | None = None
    step_seconds: int = 120
    parameters: dict[str, Parameter]
    notebook: Path
    sheet: Path


def templates(folder: Path | None = None) -> list[Template]:
    """All reports, by name.

    Parameters
    ----------
    folder : where they lie, instead of `reports/templates`
    """
    return [_read(path) for path in sorted((folder or paths.templates_dir()).glob("*.yaml"))]


def find_template(name: str, folder: Path | None = None) -> Template:
    """The report of a name.

    Raises
    ------
    BadRequest
        There is no such report.
    SimiError
        Its YAML file does not keep its form, or its notebook is missing.
    """
    here = folder or paths.templates_dir()
    known = sorted(path.stem for path in here.glob("*.yaml"))
    if name not in known:
        listed = ", ".join(known) or "-"
        raise BadRequest("There is no report {name}.", cure="Known are: {known}.", name=name, known=listed)
    return _read(here / f"{name}.yaml")


def _read(sheet: Path) -> Template:
    notebook = sheet.with_suffix(".ipynb")
    try:
        content: Any = yaml.safe_load(sheet.read_text(encoding="utf-8"))
        found = Template.model_validate({**content, "name": sheet.stem, "notebook": notebook, "sheet": sheet})
    except (yaml.YAMLError, ValidationError, TypeError) as error:
        raise SimiError("The sheet of a report is damaged: {reason}", where=str(sheet), reason=str(error)) from error
    if not notebook.is_file():
        raise SimiError("The notebook of a report is missing.", where=str(notebook))
    return found
