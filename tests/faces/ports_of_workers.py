"""First port of a server that a test starts: test workers side by side look in ranges of their own."""

from __future__ import annotations

import os


def first_port(base: int) -> int:
    """The base for the first worker, 1,000 more for each further one: between looking and listening nobody comes."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return base + 1_000 * int(worker)
