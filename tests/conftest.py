"""The smallest world, made once for all tests that read a run; everything written goes to a folder of the tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from simi_lab.store import Run


@pytest.fixture(scope="session")
def world_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home for everything that is written, so that no test touches the worlds of its user."""
    home = tmp_path_factory.mktemp("home")
    before = os.environ.get("SIMI_LAB_HOME")
    os.environ["SIMI_LAB_HOME"] = str(home)
    yield home
    if before is None:
        os.environ.pop("SIMI_LAB_HOME", None)
    else:
        os.environ["SIMI_LAB_HOME"] = before


@pytest.fixture(scope="session")
def mungil(world_home: Path) -> Run:
    """The run of scenario `mungil`."""
    from simi_lab.study import make

    return make("mungil")
