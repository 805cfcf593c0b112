"""The seal of a set of fitted models: one hash that changes with any file of theirs, read without loading a model."""

from __future__ import annotations

import hashlib
from pathlib import Path

from simi_lab.errors import BrokenRunError, MissingRunError
from simi_lab.risk.models.folder import FACTS, read_facts

_REFIT = "Fit again: simi-lab risk fit."


def seal(folder: Path) -> str:
    """SHA-256 of the facts of the models in a folder, which name the hash of every model file.

    Models that are fitted anew get another seal, even from the same run.

    Parameters
    ----------
    folder : where `save` wrote

    Raises
    ------
    MissingRunError
        No models there.
    BrokenRunError
        The facts or a model file were altered, cut off or removed.
    """
    path = folder / FACTS
    if not path.is_file():
        raise MissingRunError("There are no fitted models.", where=str(folder), cure=_REFIT)
    facts = read_facts(path)
    for name, told in facts["files"].items():
        data = (folder / name).read_bytes() if (folder / name).is_file() else b""
        if hashlib.sha256(data).hexdigest() != told:
            raise BrokenRunError(
                "The model file was altered or is missing; it is not used.", where=str(folder / name), cure=_REFIT
            )
    return hashlib.sha256(path.read_bytes()).hexdigest()
