"""How the pages feel: first bytes, first visit, first plot, language and page switch, memory per closed session.

Run: python benchmarks/pages.py [--scenario mungil] [--sessions 120]. The lab is served by a process of its own on this
computer and read by Chromium; times are medians, so compare figures of one run, not of two computers.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROUNDS = 10
READY = "window.Bokeh && Bokeh.documents.length && Bokeh.documents[0].is_idle"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def main() -> int:
    """Print every figure; 1 if the server did not start."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", default="mungil")
    parser.add_argument("--sessions", type=int, default=120)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="simi-pages-") as home, server(home, given.scenario) as (address, process):
        for path in ("", "dasbor?page=layanan", "belajar"):
            print(f"first byte of /{path}: {first_byte(address + path):.0f} ms")
        browse(address)
        memory(address, process.pid, given.sessions)
    return 0


@contextmanager
def server(home: str, scenario: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The lab with a fresh run, served until left."""
    from simi_lab.serving import free_port

    environment = {**os.environ, "SIMI_LAB_HOME": home, "SIMI_LAB_LANG": "en"}
    lab = [sys.executable, "-m", "simi_lab"]
    subprocess.run([*lab, "study", "make", scenario], env=environment, check=True, capture_output=True)
    address = f"http://127.0.0.1:{(port := free_port(23000))}/"
    words = [*lab, "serve", "--no-browser", "--port", str(port)]
    with subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, text=True) as process:
        try:
            wait_for(address)
            yield address, process
        finally:
            process.terminate()


def wait_for(address: str) -> None:
    """Wait until a page answers, two minutes at most."""
    for _ in range(240):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the server did not start")


def first_byte(address: str) -> float:
    """Median milliseconds until the first byte of a page."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        with urllib.request.urlopen(address) as answer:
            answer.read(1)
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


def browse(address: str) -> None:
    """Visit with a browser and print bytes and times."""
    from playwright.sync_api import sync_playwright

    from simi_lab.cli.chromium import chromium

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=SWITCHES)
        page = opened.new_page()
        traffic = page.context.new_cdp_session(page)
        traffic.send("Network.enable")
        sizes: list[float] = []
        traffic.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        started = time.perf_counter()
        page.goto(f"{address}dasbor?lang=id")
        page.wait_for_function(READY)
        drawn = time.perf_counter() - started
        page.locator("figure canvas").first.wait_for()
        plot = time.perf_counter() - started
        print(f"first visit: {sum(sizes) / 1e6:.2f} MB, drawn {drawn:.2f} s, first plot {plot:.2f} s")
        print(f"language switch: {switch(page, 'lang'):.0f} ms")
        page.goto(f"{address}belajar?lang=id")
        page.wait_for_function(READY)
        links = ["page=belajar/catatan", "page=belajar"]
        print(f"page switch: {statistics.median(timed(page, link) for link in links * 3):.0f} ms")
        opened.close()


def switch(page: Any, key: str) -> float:
    """Median milliseconds from a click on a switch of the header to the changed page."""
    times = []
    for lang in ["en", "id"] * 3:
        started = time.perf_counter()
        page.locator(f"[data-key={key}]").click()
        page.wait_for_function(f"document.documentElement.lang === '{lang}'")
        page.wait_for_function(READY)
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


def timed(page: Any, link: str) -> float:
    """Milliseconds from a click on a link of the menu to the page with its content."""
    before = page.get_by_role("heading", level=1).inner_text()
    started = time.perf_counter()
    page.locator(f"nav [data-q='{link}']").click()
    page.get_by_role("heading", level=1).filter(has_not_text=re.compile(f"^{re.escape(before)}$")).wait_for()
    page.wait_for_function(READY)
    return 1000 * (time.perf_counter() - started)


def memory(address: str, pid: int, sessions: int) -> None:
    """Open and leave sessions; print how much the server keeps of each."""
    held = []
    for _ in range(2):  # the first half fills caches
        asyncio.run(visits(address, sessions // 2))
        time.sleep(75)  # the server lets unused sessions go after a minute
        held.append(resident(pid))
    print(
        f"memory: {held[1] / 1e6:.0f} MB, {(held[1] - held[0]) / (sessions // 2) / 1e3:.0f} kB more per closed session"
    )


async def visits(address: str, n: int) -> None:
    """Open n sessions one after the other as a browser does, and leave each."""
    from tornado.httpclient import AsyncHTTPClient
    from tornado.websocket import websocket_connect

    client = AsyncHTTPClient()
    for _ in range(n):
        page = (await client.fetch(f"{address}belajar?lang=id")).body.decode()
        token = re.search(r'"token":"([^"]+)"', page)
        assert token is not None
        wire = f"{address.replace('http', 'ws')}belajar/ws"
        socket = await websocket_connect(wire, subprotocols=["bokeh", token[1]])
        for _ in range(3):
            await socket.read_message()
        socket.close()


def resident(pid: int) -> int:
    """Bytes of memory that a process holds (Linux)."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    sys.exit(main())
