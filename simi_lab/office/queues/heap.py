"""Binary heaps in plain arrays, for compiled code: smallest time first, then smallest item.

Compiled callers keep machine code of this file in their own cache, which looks only at the time of their own file. So
each caller names the fingerprint of this file in `BUILT_ON`, and a test holds it: whoever changes this file has to
touch the callers, and no old code survives in anyone's cache.
"""

from __future__ import annotations

from typing import Any

from numba import njit

# The caller owns every array and nothing is allocated, so counting references would only cost: sixteen times the
# whole loop, because each read of a named tuple's array would raise and lower its count. Inlined by force, because a
# call would copy the descriptions of all arrays.
compiled: Any = njit(cache=True, _nrt=False, forceinline=True, error_model="numpy")  # type: ignore[call-overload]

# What Python calls: it lets go of Python's lock, so that two threads simulate side by side.
entry: Any = njit(cache=True, _nrt=False, nogil=True, error_model="numpy")  # type: ignore[call-overload]


@compiled
def push(times: Any, items: Any, size: int, time: Any, item: int) -> int:
    """Add one entry; return the new size. The arrays must have room."""
    at = size
    while at > 0:
        up = (at - 1) >> 1
        if times[up] < time or (times[up] == time and items[up] <= item):
            break
        times[at] = times[up]
        items[at] = items[up]
        at = up
    times[at] = time
    items[at] = item
    return size + 1


@compiled
def pop(times: Any, items: Any, size: int) -> int:
    """Remove the first entry, which stands at index 0; return the new size."""
    size -= 1
    time = times[size]
    item = items[size]
    at = 0
    while True:
        down = 2 * at + 1
        if down >= size:
            break
        right = down + 1
        if right < size and (
            times[right] < times[down] or (times[right] == times[down] and items[right] < items[down])
        ):
            down = right
        if time < times[down] or (time == times[down] and item <= items[down]):
            break
        times[at] = times[down]
        items[at] = items[down]
        at = down
    times[at] = time
    items[at] = item
    return size
