"""A module folder read and checked as a whole: every fault at once, each with file and line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from simi_lab import paths
from simi_lab.errors import BadRequest, Fault, FaultsError
from simi_lab.i18n import LANGS
from simi_lab.scenario.tree import Node, read_yaml, shown
from simi_lab.training.content import crosscheck
from simi_lab.training.content.calibration import read_calibration
from simi_lab.training.content.findings import told
from simi_lab.training.content.kinds import AnyQuestion
from simi_lab.training.content.model import Head, Module, Read, Step
from simi_lab.training.content.sections import Section, read_sections
from simi_lab.training.content.stories import read_stories
from simi_lab.training.content.words import Words

_QUESTION: TypeAdapter[Any] = TypeAdapter(AnyQuestion)
_Reader = Callable[[Path], tuple[Mapping[str, Step], dict[str, str], list[Fault]]]
_HEADLINE = "{n} faults found in training modules."


class ModuleError(FaultsError):
    """A training module does not keep its contract."""


@dataclass
class _Reading:
    """What was found in a folder so far."""

    folder: Path
    faults: list[Fault] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)  # step key -> file:line

    def tree(self, name: str) -> Node | None:
        try:
            return read_yaml(self.folder / name)
        except FaultsError as error:
            self.faults += error.faults
            return None


def load_module(folder: Path | str) -> Module:
    """Read one module.

    Parameters
    ----------
    folder : path, or the name of a folder in `training_modules/`

    Raises
    ------
    BadRequest
        No such folder.
    ModuleError
        Anything is wrong in the files; all faults at once.
    """
    path = folder if isinstance(folder, Path) else paths.modules_dir() / folder
    if not (path / "module.yaml").is_file():
        known = ", ".join(module_names()) or "none"
        raise BadRequest(
            "There is no training module {name}.", cure="Choose one of: {known}.", name=path.name, known=known
        )
    reading = _Reading(path)
    head = _head(reading)
    questions = _questions(reading)
    questions |= _side_file(reading, read_stories)
    questions |= _side_file(reading, read_calibration)
    sections = _sections(reading)
    if head is not None:
        reading.faults += crosscheck.faults(head, questions, sections, reading.places, shown(path / "module.yaml"))
    if head is None or reading.faults:
        raise ModuleError(sorted(reading.faults), what=_HEADLINE)
    steps: dict[str, Step] = {**sections, **questions}
    return Module(head=head, steps=tuple(steps[key] for key in head.steps))


def module_names(folder: Path | None = None) -> list[str]:
    """Names of all module folders, in the order of their numbers."""
    return sorted(path.parent.name for path in (folder or paths.modules_dir()).glob("*/module.yaml"))


def load_modules(folder: Path | None = None) -> list[Module]:
    """Read all modules.

    Raises
    ------
    ModuleError
        Faults of all modules at once, also two modules with one number and prior modules that do not exist.
    """
    root = folder or paths.modules_dir()
    modules: list[Module] = []
    faults: list[Fault] = []
    for name in module_names(root):
        try:
            modules.append(load_module(root / name))
        except ModuleError as error:
            faults += error.faults
    faults += _list_faults(root)
    if faults:
        raise ModuleError(sorted(faults), what=_HEADLINE)
    return modules


def _list_faults(root: Path) -> Iterator[Fault]:
    names = module_names(root)
    for number, count in Counter(name.split("_")[0] for name in names).items():
        if count > 1:
            where = ", ".join(name for name in names if name.startswith(f"{number}_"))
            yield Fault(where, f"{count} modules have the number {number}.", "Give each its own number.")


def _head(reading: _Reading) -> Head | None:
    tree = reading.tree("module.yaml")
    if tree is None:
        return None
    try:
        head = Head.model_validate(tree.plain())
    except ValidationError as error:
        reading.faults += told(error, tree)
        return None
    if head.id != reading.folder.name:
        place = tree.nearest(["id"]).place
        reading.faults.append(
            Fault(place, f"the id is {head.id!r}, the folder {reading.folder.name!r}.", "Make them equal.")
        )
    for name in head.prior:
        if not (reading.folder.parent / name / "module.yaml").is_file():
            place = tree.nearest(["prior"]).place
            reading.faults.append(Fault(place, f"the prior module {name!r} does not exist.", "Check its spelling."))
    return head


def _questions(reading: _Reading) -> dict[str, Step]:
    tree = reading.tree("questions.yaml")
    items = tree.nearest(["questions"]) if tree else None
    if items is None:
        return {}
    if not isinstance(items.value, list):
        reading.faults.append(Fault(items.place, "there is no list of questions.", "Begin with `questions:`."))
        return {}
    found: dict[str, Step] = {}
    for node in items.value:
        try:
            question = _QUESTION.validate_python(node.plain()).placed(reading.folder)
        except ValidationError as error:
            reading.faults += told(error, node)
            continue
        except ValueError as error:
            reading.faults.append(Fault(node.place, f"{error}.", "Mend it, or take the question out."))
            continue
        if question.key in found:
            what = f"the question {question.key!r} stands twice."
            reading.faults.append(Fault(node.place, what, f"It is already at {reading.places[question.key]}."))
        reading.places.setdefault(question.key, node.place)
        found[question.key] = question
    return found


def _side_file(reading: _Reading, read: _Reader) -> dict[str, Step]:
    """Steps of a file that a module need not have; their keys must not be those of steps read before."""
    found, places, faults = read(reading.folder)
    reading.faults += faults
    for key in sorted(set(found) & set(reading.places)):
        what = f"{key!r} is already a step of another kind, at {reading.places[key]}."
        reading.faults.append(Fault(places[key], what, "Rename one of them."))
    reading.places.update(places)
    return {**found}


def _sections(reading: _Reading) -> dict[str, Step]:
    texts: dict[str, dict[str, Section]] = {}
    for lang in LANGS:
        texts[lang], faults = read_sections(reading.folder / f"lesson.{lang}.md")
        reading.faults += faults
    found: dict[str, Step] = {}
    for key in {**texts["id"], **texts["en"]}:
        pair = [texts[lang].get(key) for lang in LANGS]
        one, other = pair
        if one is None or other is None:
            here, missing = (one, "en") if one else (other, "id")
            place = here.place if here else ""
            reading.faults.append(
                Fault(place, f"the section {key!r} is missing in lesson.{missing}.md.", "Translate it.")
            )
        elif one.body and other.body:
            reading.places[key] = one.place
            found[key] = Read(
                key=key, title=Words(id=one.title, en=other.title), body=Words(id=one.body, en=other.body)
            )
    return found
