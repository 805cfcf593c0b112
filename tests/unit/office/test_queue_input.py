"""What no queue can be made of is refused, with one clear message for each fault."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simi_lab.errors import BadRequest
from simi_lab.office.queues import simulate_network, simulate_station

ONE: dict[str, Any] = {"arrivals": [0, 1], "services": [1, 1]}
NET: dict[str, Any] = {"arrivals": [0], "services": [[1, 1]], "routes": [[0, 1]], "servers": [1, 1]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"arrivals": [-1, 0]}, "arrivals: a time is negative, the first at 0"),
        ({"arrivals": [0, np.nan]}, "arrivals: 1 times are missing, the first at 1"),
        ({"arrivals": [1, 0]}, "arrivals: not in order of time at 1"),
        ({"arrivals": 0, "services": 1}, "arrivals: shape"),
        ({"services": [1, np.inf]}, "services: a time is infinite"),
        ({"priority": [0]}, "priority: 1 values for 2 customers"),
        ({"priority": [0, np.nan]}, "priority: a class is missing"),
        ({"servers": 0}, "servers: 0 servers"),
    ],
)
def test_a_station_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(BadRequest, match=message):
        simulate_station(**ONE | change)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"gaps": [[0, -2]]}, "gaps: a time is negative, the first at 1"),
        ({"capacity": [1, -1]}, "station 1, capacity: -1 places"),
        ({"capacity": [1]}, "capacity: 1 entries for 2 stations"),
        ({"schedules": [None] * 3}, "schedules: 3 entries for 2 stations"),
        ({"schedules": [None, [(0, 5, 0)]]}, "station 1, schedule: it never opens: 1 customers with 1 of work"),
        ({"routes": [[0, 0.5]]}, "routes: a station is not a whole number"),
        ({"routes": [0, 1]}, "routes: shape"),
        ({"priority": [1, 2, 3]}, "priority: shape"),
        ({"servers": [1, 0]}, "station 1, servers: 0 servers"),
    ],
)
def test_a_network_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(BadRequest, match=message):
        simulate_network(**NET | change)
