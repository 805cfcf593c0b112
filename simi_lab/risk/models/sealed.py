"""Whether a folder of models is whole, unaltered and made for today's features: asked before any of it is shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from simi_lab.errors import BrokenRunError, MissingRunError
from simi_lab.risk.signals import feature_hash, schema_hash

FORMAT = 3
FACTS = "models.json"
REFIT = "Fit anew: simi-lab risk fit RUN --again, which deletes this folder and makes it again."


def read_facts(folder: Path, *, run_hash: str | None = None) -> dict[str, Any]:
    """The facts of the models of a folder, only if every sealed file is as it was written.

    Nothing is unpacked: reading takes milliseconds, so that every door can ask.

    Parameters
    ----------
    folder : where `save` wrote
    run_hash : if given, the run that the models must have been trained on

    Raises
    ------
    MissingRunError
        No models there.
    BrokenRunError
        The facts or a file were altered or cut off; or the models were made for other features, another schema,
        another run or another version of scikit-learn.
    """
    path = folder / FACTS
    if not path.is_file():
        raise MissingRunError("There are no fitted models.", where=str(folder), cure=REFIT)
    facts = _told(path)
    _refuse_foreign(facts, path, run_hash)
    for name, told in facts["files"].items():
        data = (folder / name).read_bytes() if (folder / name).is_file() else b""
        if hashlib.sha256(data).hexdigest() != told:
            raise BrokenRunError(
                "The model file was altered or is missing; it is not used.", where=str(folder / name), cure=REFIT
            )
    return facts


def facts_hash(facts: Mapping[str, Any]) -> str:
    """SHA-256 over the facts, which are kept beside it."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _told(path: Path) -> dict[str, Any]:
    try:
        facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        told = facts.pop("facts_hash")
    except (ValueError, KeyError, AttributeError):
        raise BrokenRunError("This is not the list of facts of a model.", where=str(path), cure=REFIT) from None
    if told != facts_hash(facts):
        raise BrokenRunError("The facts of the models were altered.", where=str(path), cure=REFIT)
    return facts


def _refuse_foreign(facts: Mapping[str, Any], path: Path, run_hash: str | None) -> None:
    checks = (
        (facts["format"] == FORMAT, "The models were written by another version of the lab."),
        (facts["feature_hash"] == feature_hash(), "The models were made for another list of features."),
        (facts["schema_hash"] == schema_hash(), "The models were made for tables of another schema."),
        (facts["sklearn"] == version("scikit-learn"), "The models were made by another version of scikit-learn."),
        (run_hash in (None, facts["run_hash"]), "The models were trained on another run."),
    )
    for right, what in checks:
        if not right:
            raise BrokenRunError(what, where=str(path), cure=REFIT)
