"""A file that a module need not have, with one key at its top."""

from __future__ import annotations

from pathlib import Path

from simi_lab.errors import Fault, FaultsError
from simi_lab.scenario.tree import Node, read_yaml


def read_part(path: Path, key: str, what: str) -> tuple[Node | None, list[Fault]]:
    """Read what stands under the one key of a file.

    Parameters
    ----------
    what : what the key holds, for the fault that it is missing ("list of stories")

    Returns
    -------
    (Node, faults)
        None where there is no such file (no fault), or nothing that can be read on.
    """
    if not path.exists():
        return None, []
    try:
        tree = read_yaml(path)
    except FaultsError as error:
        return None, list(error.faults)
    assert isinstance(tree.value, dict)  # read_yaml gives nothing else
    if key not in tree.value:
        return None, [Fault(tree.place, f"there is no {what}.", f"Begin with `{key}:`.")]
    return tree.value[key], [
        Fault(node.place, f"the key {name!r} is not known.", "Check its spelling or take it out.")
        for name, node in tree.value.items()
        if name != key
    ]
