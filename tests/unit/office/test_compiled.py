"""Compiled code in a cache is never older than what it was built on."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from simi_lab.office.arrivals import booking
from simi_lab.office.queues import event_loop, fifo, forward, heap


@pytest.mark.parametrize("caller", [event_loop, fifo, forward, booking])
def test_callers_name_the_heap_they_were_built_on(caller) -> None:  # type: ignore[no-untyped-def]
    fingerprint = hashlib.sha256(Path(heap.__file__).read_bytes()).hexdigest()[:12]
    assert fingerprint == caller.BUILT_ON, "heap.py was changed: write its new fingerprint into every caller"
