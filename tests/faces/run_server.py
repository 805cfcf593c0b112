"""Serve the dashboards of a run as the lab serves them: `python run_server.py PATH`; prints its address."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from ports_of_workers import first_port

from simi_lab.dashboards import routes
from simi_lab.serving import Face, free_port, make_server
from simi_lab.study import open_run


def main(path: str) -> None:
    faces = [Face("dasbor", "Dashboards", "query_stats", tuple(routes()))]
    server = make_server(open_run(path), faces, port=free_port(first_port(16400)))
    server.start()
    print(f"http://127.0.0.1:{server.port}/", flush=True)  # noqa: T201
    server.io_loop.start()


if __name__ == "__main__":
    main(sys.argv[1])
