"""What pydantic finds in a declaration, told with file and line and in our words."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from simi_lab.errors import Fault
from simi_lab.scenario.tree import Node

_TEXTS = {
    "missing": ("the key {last!r} is missing.", "Write it; texts need both `id` and `en`."),
    "extra_forbidden": ("the key {last!r} is not known.", "Check its spelling or take it out."),
    "string_too_short": ("{last!r} is empty.", "Write the text."),
    "union_tag_invalid": ("this kind of question does not exist.", "Use one of {tags}."),
    "union_tag_not_found": ("the question has no `kind`.", "Say which kind it is."),
}


def told(error: ValidationError, tree: Node) -> Iterator[Fault]:
    """Say each of pydantic's findings with its line and in our words."""
    for finding in error.errors():
        steps = [step for step in finding["loc"] if isinstance(step, str | int)]
        what, cure = _TEXTS.get(finding["type"], ("{last!r}: {message}.", ""))
        message = finding["msg"].removeprefix("Value error, ")
        what = what.format(last=steps[-1] if steps else "?", message=message)
        tags = str(finding.get("ctx", {}).get("expected_tags", "")).replace("'", "")
        yield Fault(tree.nearest(steps).place, what, cure.replace("{tags}", tags))
