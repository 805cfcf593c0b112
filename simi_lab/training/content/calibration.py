"""The file `calibration.yaml` of a module: thirty cases decided twice, before and after the model's advice."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from simi_lab.errors import Fault
from simi_lab.training.content.findings import told
from simi_lab.training.content.sidefile import read_part
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
    node, faults = read_part(folder / FILE, "calibration", "calibration")
    if node is None:
        return {}, {}, faults
    try:
        found = Calibration.model_validate(node.plain())
    except ValidationError as error:
        return {}, {}, faults + list(told(error, node))
    return {found.key: found}, {found.key: node.place}, faults
