"""How long thirty learners wait for their first question when they join together, and whether anything is lost.

Run: python benchmarks/class_joining.py [--learners N] [--rounds N]. A class is started as a person would start it, in a
folder that is removed; learners are websocket clients without a browser, so drawing is not in the times. Each signs in,
opens the first lesson, reads on to its first question and answers it. Exit code 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "faces"))
from class_client import Client

GOAL_SECONDS = 5.0
LESSON = "belajar/01_mengenal_simi"
SLIP = re.compile(r"Alias</span></dt><dd>([^<]+)</dd><dt>PIN</dt><dd class='pin'>([^<]+)</dd>")


def main() -> int:
    """Print median, 95th percentile and longest wait, and answers written of those given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="simi-class-") as home:
        environment = {**os.environ, "SIMI_LAB_HOME": home, "SIMI_LAB_LANG": "en"}
        line = [sys.executable, "-m", "simi_lab", "class", "start", "--seats", str(given.learners), "--name", "uji"]
        with subprocess.Popen([*line, "--port", "5790"], stdout=subprocess.PIPE, text=True, env=environment) as server:
            try:
                host = _ready(server)
                slips = SLIP.findall((Path(home) / ".simi/classes/uji/slips.html").read_text(encoding="utf-8"))
                return asyncio.run(_measure(host, slips, given.rounds, server.pid, Path(home)))
            finally:
                server.terminate()


def _ready(server: subprocess.Popen[str]) -> str:
    host = ""
    for text in server.stdout or ():
        host = text.split("//")[1].strip().rstrip("/") if "Address" in text else host
        if "Ready" in text:
            return host
    raise SystemExit("the class did not start")


async def _measure(host: str, slips: list[tuple[str, str]], rounds: int, pid: int, home: Path) -> int:
    worst, answers = 0.0, 0
    for n in range(1, rounds + 1):
        clients = [Client(host, alias, pin.replace("&thinsp;", "")) for alias, pin in slips]
        before, wall = _cpu_seconds(pid), time.perf_counter()
        times = await asyncio.gather(*map(_join, clients))
        wall, cpu = time.perf_counter() - wall, _cpu_seconds(pid) - before
        answers += len(clients)
        rows = [sorted(column) for column in zip(*times, strict=True)]
        for name, row in zip(("signed in", "first question", "answer marked"), rows, strict=True):
            p95 = row[min(len(row) - 1, int(0.95 * len(row)))]
            print(f"round {n}: {name}: median {median(row):.2f} s, p95 {p95:.2f} s, longest {row[-1]:.2f} s")
            worst = max(worst, p95) if name == "first question" else worst
        print(f"round {n}: server {cpu:.1f} s CPU in {wall:.1f} s, load of the computer {os.getloadavg()[0]:.1f}")
    written = _written(home)
    print(f"{written} answers written of {answers} given")
    print(f"p95 to the first question {worst:.2f} s; goal <= {GOAL_SECONDS:.0f} s")
    return int(worst > GOAL_SECONDS or written != answers)


async def _join(client: Client) -> tuple[float, float, float]:
    """Seconds until signed in; from asking for the page to the first question; from the answer to its marking."""
    start = time.perf_counter()
    await client.sign_in()
    signed = time.perf_counter()
    await client.open(LESSON)
    view = await client.first_question()
    there = time.perf_counter()
    await client.act({"do": "check", "response": view["control"]["options"][0]["key"]})
    marked = time.perf_counter()
    client.close()
    return signed - start, there - signed, marked - there


def _written(home: Path) -> int:
    import sqlite3

    with sqlite3.connect(home / ".simi" / "workspace.db") as connection:
        return int(connection.execute("SELECT count(*) FROM learning_events WHERE verb = 'answered'").fetchone()[0])


def _cpu_seconds(pid: int) -> float:
    """User and system time of the server, where the system tells it."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return float("nan")
    fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
