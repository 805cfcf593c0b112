"""The file `calibration.yaml` of a module: thirty cases decided twice, before and after the model's advice."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from simi_lab.errors import Fault, FaultsError
from simi_lab.scenario.tree import read_yaml
from simi_lab.training.content.findings import told
from simi_lab.training.content.words import Key, Strict, Words

FILE = "calibration.yaml"


class Calibration(Strict):
    """An exercise in trust; the cases themselves come from a world, or from the committed sample.

    Parameters
    ----------
    outcome : key of the learning outcome that it practises; going through all cases earns its marks, since no file
        tells everything
    intro : before the first case, Markdown
    closing : under the result, Markdown
    """

    kind: Literal["calibration"] = "calibration"
    key: Key
    outcome: Key
    title: Words
    intro: Words
    closing: Words


def read_calibration(folder: Path) -> tuple[dict[str, Calibration], dict[str, str], list[Fault]]:
    """Read the calibration of a module; a module need not have one.

    Returns
    -------
    (calibration by key, `file:line` by key, faults)
    """
    if not (folder / FILE).exists():
        return {}, {}, []
    try:
        tree = read_yaml(folder / FILE)
    except FaultsError as error:
        return {}, {}, list(error.faults)
    node = tree.value.get("calibration") if isinstance(tree.value, dict) else None
    if node is None:
        return {}, {}, [Fault(tree.place, "there is no calibration.", "Begin with `calibration:`.")]
    faults = [
        Fault(other.place, f"the key {name!r} is not known.", "Check its spelling or take it out.")
        for name, other in tree.value.items()  # type: ignore[union-attr]  # it is a dict, or there was no node
        if name != "calibration"
    ]
    try:
        found = Calibration.model_validate(node.plain())
    except ValidationError as error:
        return {}, {}, faults + list(told(error, node))
    return {found.key: found}, {found.key: node.place}, faults
