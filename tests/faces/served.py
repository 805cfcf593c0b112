"""A server in a thread of this process, so that a test can look at its objects and do work in its loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

_PATIENCE = 120.0


@dataclass(frozen=True)
class Served:
    """Where a server answers, and the loop in which it lives."""

    port: int
    loop: asyncio.AbstractEventLoop

    @property
    def host(self) -> str:
        """Address and port."""
        return f"127.0.0.1:{self.port}"

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Do asynchronous work in the loop of the server: the test's own thread has one already after a browser."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(_PATIENCE)


@contextmanager
def served(port: int, make: Callable[[], Any]) -> Iterator[Served]:
    """Start the server that `make` builds for a port, until the block ends."""
    started, box = threading.Event(), dict[str, asyncio.AbstractEventLoop]()

    def serve() -> None:
        loop = box["loop"] = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        server = make()
        server.start()
        loop.call_soon(started.set)
        loop.run_forever()
        server.stop(wait=False)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    assert started.wait(60)
    yield Served(port, box["loop"])
    box["loop"].call_soon_threadsafe(box["loop"].stop)
    thread.join(10)
