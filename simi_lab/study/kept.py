"""The scenario that a run keeps, read again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from simi_lab.errors import BrokenRunError
from simi_lab.scenario.model import Scenario


def kept_scenario(plain: Mapping[str, Any]) -> Scenario:
    """The scenario of a manifest as an object.

    Raises
    ------
    BrokenRunError
        Another version made the run, whose scenarios have other fields.
    """
    try:
        return Scenario.model_validate(plain)
    except ValidationError as error:
        first = error.errors()[0]
        raise BrokenRunError(
            "This world was made by another version, whose scenarios were written otherwise.",
            where=".".join(str(step) for step in first["loc"]),
            cure="Make it again: simi-lab study make {name}, after moving the old folder away.",
            name=str(plain.get("name", "NAME")),
        ) from error
