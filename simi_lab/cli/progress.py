"""Progress of work that takes longer than two seconds: a bar on a terminal, a line per step elsewhere."""

from __future__ import annotations

import sys
import threading
from types import TracebackType
from typing import Any

from simi_lab.cli.speech import err, phrase

PATIENCE_SECONDS = 2.0


class Progress:
    """Shows how far work is, on standard error; work that ends sooner shows nothing.

    Call it from the work: `progress("People", 3, 10)` or `progress("People", 0.3)`; the label is an English message.

    Examples
    --------
    >>> with Progress() as progress:
    ...     progress("People", 1, 4)
    """

    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        self._lock = threading.Lock()
        self._label, self._done, self._total = "", 0.0, 1.0
        self._is_shown = False
        self._bar: Any = None
        self._timer = threading.Timer(patience, self._show)
        self._timer.daemon = True

    def __enter__(self) -> Progress:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()
        with self._lock:
            self._is_shown = False
            if self._bar is not None:
                self._bar.stop()

    def __call__(self, label: str, done: float = 0.0, total: float = 1.0) -> None:
        """Say what is being done and how much of it is."""
        with self._lock:
            is_new = label != self._label
            self._label, self._done, self._total = label, done, total
            if self._is_shown:
                self._draw(is_new)

    def _show(self) -> None:
        with self._lock:
            if sys.stderr.isatty():
                self._bar = _rich_bar()
                self._bar.start()
                self._bar.add_task("", total=1.0)
            self._is_shown = True
            self._draw(is_new=True)

    def _draw(self, is_new: bool) -> None:
        text = phrase(self._label) if self._label else phrase("Working")
        if self._bar is not None:
            self._bar.update(0, description=text, completed=self._done, total=self._total)
        elif is_new:
            err(f"  {text} ...")


def _rich_bar() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as RichProgress

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    return RichProgress(*columns, console=Console(stderr=True), transient=True)
