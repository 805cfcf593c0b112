"""Writes the committed tables of `transforms` once; a test compares them with what is committed.

Run as `python -m simi_lab.streams.make_tables`. Logarithm and power come from the C library and the normal quantiles
from SciPy, at grid points only; the hexadecimal text fixes their bits for every later machine.
"""

from __future__ import annotations

import math
from pathlib import Path

STEPS, NORMAL_STEPS, NORMAL_OCTAVES = 1024, 64, 40


def log_table() -> list[float]:
    """Logarithm at 1/2, 1/2 + 1/2048, ..., 1; shape (1025,)."""
    return [math.log(0.5 + i / (2 * STEPS)) for i in range(STEPS + 1)]


def power_table() -> list[float]:
    """2**(i/1024) for i = 0..1024; shape (1025,)."""
    return [2.0 ** (i / STEPS) for i in range(STEPS + 1)]


def normal_table() -> list[float]:
    """Upper normal quantile at tail (1 - i/128) * 2**-k, k = 1..40, i = 0..64; shape (40 * 65,)."""
    from scipy.stats import norm

    return [
        float(norm.isf((1 - i / (2 * NORMAL_STEPS)) * 2.0**-k))
        for k in range(1, NORMAL_OCTAVES + 1)
        for i in range(NORMAL_STEPS + 1)
    ]


def write(folder: Path) -> None:
    """Write the three tables into `folder`, one hexadecimal float a line."""
    for name, values in (("log", log_table()), ("power", power_table()), ("normal", normal_table())):
        text = "".join(f"{value.hex()}\n" for value in values)
        (folder / f"{name}.txt").write_text(text, encoding="ascii")


if __name__ == "__main__":
    write(Path(__file__).parent / "tables")
