"""When desks are open, and how many of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simi_lab.errors import BadRequest, Fault, FaultsError

Times = NDArray[Any]
"""Times in one unit: int64 (then every sum is exact) or float64."""
Window = Sequence[float]


@dataclass(frozen=True)
class Schedule:
    """Opening windows of one station.

    A service may begin from `opens` (included) to `closes` (excluded); what was begun is finished, however late. At a
    closing with `overtime` those who are inside are still served afterwards, until the next window opens; without it
    they wait for the next window. Whoever comes after a closing waits for the next window in both cases.

    Parameters
    ----------
    opens, closes : arrays, shape (n_windows,)
        In the unit of the arrivals; windows follow each other without overlap.
    servers : int64 array, shape (n_windows,)
        Desks 0 to servers - 1 are on duty in that window; 0 is a closed window.
    overtime : bool array, shape (n_windows,)
    """

    opens: Times
    closes: Times
    servers: NDArray[np.int64]
    overtime: NDArray[np.bool_]

    def __post_init__(self) -> None:
        faults = list(self._faults())
        if faults:
            raise FaultsError(faults)

    def _faults(self) -> Iterable[Fault]:
        lengths = {len(self.opens), len(self.closes), len(self.servers), len(self.overtime)}
        if len(lengths) > 1:
            yield Fault("schedule", "opens, closes, servers and overtime differ in length.")
            return
        if not (self.closes > self.opens).all():
            yield Fault("schedule", "a window closes before it opens.", "Give (opens, closes) in this order.")
        if (self.opens[1:] < self.closes[:-1]).any():
            yield Fault("schedule", "two windows overlap, or are not in order of time.", "Sort and join them.")
        if (self.servers < 0).any():
            yield Fault("schedule", "a window has fewer than zero servers.")

    @property
    def desks(self) -> int:
        """Most desks that are ever on duty."""
        return int(self.servers.max()) if len(self.servers) else 0

    def open_time(self) -> float:
        """Desk time of all windows together (windows x servers), in the unit of the times."""
        return float(((self.closes - self.opens) * self.servers).sum())


def as_schedule(schedule: Schedule | Iterable[Window] | None, servers: int) -> Schedule | None:
    """Read a schedule as people write it.

    Parameters
    ----------
    schedule : Schedule, or windows (opens, closes), (opens, closes, servers) or (opens, closes, servers, overtime)
        None is always open; without the last value there is no overtime.
    servers : int
        Desks of windows that do not say how many.

    Raises
    ------
    FaultsError
        A window has not two to four values, is not finite, or overlaps another.
    """
    if schedule is None or isinstance(schedule, Schedule):
        return schedule
    windows = [tuple(window) for window in schedule]
    if any(not 2 <= len(window) <= 4 for window in windows):
        raise BadRequest("a window is (opens, closes), then servers and overtime if wanted.", where="schedule")
    bounds = np.array([window[:2] for window in windows]).reshape(-1, 2)
    if not np.isfinite(bounds.astype(float)).all():
        raise BadRequest("a window has no finite time.", where="schedule")
    desks = np.array([int(window[2]) if len(window) > 2 else servers for window in windows], dtype=np.int64)
    overtime = np.array([len(window) > 3 and bool(window[3]) for window in windows], dtype=bool)
    return Schedule(bounds[:, 0], bounds[:, 1], desks, overtime)
