"""How long the command takes to begin: `simi-lab --help` and the hand-over of `simi`, against a bare Python.

Run: python benchmarks/help_start.py. The three take turns in one run; ratios of medians are what counts.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 15
GOAL_RATIO, GOAL_SECONDS = 5.0, 0.5
CASES = {
    "python -c 'import argparse'": [sys.executable, "-c", "import argparse"],
    "simi-lab --help": [sys.executable, "-m", "simi_lab", "--help"],
    "simi-lab doctor --help": [sys.executable, "-m", "simi_lab", "doctor", "--help"],
    "simi --help (hand-over)": [sys.executable, str(ROOT / "simi"), "--help"],
}


def measure(rounds: int = ROUNDS) -> dict[str, float]:
    """Median wall seconds of each case; the first round only warms caches and is left out."""
    seconds: dict[str, list[float]] = {name: [] for name in CASES}
    for _ in range(rounds + 1):
        for name, words in CASES.items():
            started = time.perf_counter()
            subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            seconds[name].append(time.perf_counter() - started)
    return {name: statistics.median(values[1:]) for name, values in seconds.items()}


def main() -> int:
    """Print the medians and ratios; 1 if a goal is missed."""
    medians = measure()
    bare = next(iter(medians.values()))
    for name, seconds in medians.items():
        print(f"{name:32} {seconds * 1000:6.0f} ms  {seconds / bare:5.2f} x")
    reached = medians["simi-lab --help"] / bare <= GOAL_RATIO and medians["simi --help (hand-over)"] < GOAL_SECONDS
    print(f"goals (help <= {GOAL_RATIO} x, hand-over < {GOAL_SECONDS} s): {'reached' if reached else 'missed'}")
    return int(not reached)


if __name__ == "__main__":
    sys.exit(main())
