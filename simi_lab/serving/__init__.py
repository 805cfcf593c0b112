"""One server for everything: home page, static summary, dashboards and academy, for this computer.

serve(run_name, *, port, address="127.0.0.1", lab_url=None, prefix="", show=False): serve until stopped.
make_server(run, faces, *, port, address, lab_url, prefix): the same server, not started, for tests.
free_port(preferred): a port that can be listened on, the preferred one if it is free.
face_list(run): the faces that exist, each with its routes; the only place that joins them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from simi_lab.serving.ports import free_port
from simi_lab.serving.server import CDN_ROOT, make_server, serve

if TYPE_CHECKING:
    from simi_lab.serving.faces import Face, face_list

__all__ = ["Face", "face_list", "free_port", "make_server", "serve"]


def __getattr__(name: str) -> Any:
    """Load the faces, and with them Panel, only when asked for: its CDN root must be set before."""
    if name not in ("Face", "face_list"):
        raise AttributeError(name)
    os.environ.setdefault(CDN_ROOT, "/vendor/")
    from simi_lab.serving import faces

    return getattr(faces, name)
