"""Serve the demo face as the lab is served: `python demo_server.py PREFIX`; prints its address when it listens."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent.parent)]

from simi_lab.serving import Face, free_port, make_server  # noqa: E402  (the path first)


def main(prefix: str) -> None:
    import demo
    from ports_of_workers import first_port

    faces = [Face("dasbor", "Dashboards", "query_stats", tuple(demo.routes()))]
    server = make_server(None, faces, port=free_port(first_port(16100)), prefix=prefix, summary=demo.summary_folder())
    server.start()
    print(f"http://127.0.0.1:{server.port}{prefix}/", flush=True)  # noqa: T201
    server.io_loop.start()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
