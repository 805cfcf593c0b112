"""Serve the academy as the lab serves it, with a home of its own in SIMI_LAB_HOME; prints its address.

A word behind the script is a folder of modules to serve in place of the lab's own.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from ports_of_workers import first_port

from simi_lab import paths
from simi_lab.serving import Face, free_port, make_server


def main() -> None:
    if sys.argv[1:]:
        paths.modules_dir = lambda: Path(sys.argv[1])
    from simi_lab.training.pages import academy_routes

    faces = [Face("belajar", "Academy", "school", tuple(academy_routes()))]
    server = make_server(None, faces, port=free_port(first_port(16200)))
    server.start()
    print(f"http://127.0.0.1:{server.port}/", flush=True)  # noqa: T201
    server.io_loop.start()


if __name__ == "__main__":
    main()
