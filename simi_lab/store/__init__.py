"""The only room that touches the disk: runs, what is derived from them, and the workspace database."""

from simi_lab.store.derive import Derived, derived, derived_current
from simi_lab.store.exporting import export
from simi_lab.store.run import Run, list_runs, open_run
from simi_lab.store.run.check import verify

__all__ = ["Derived", "Run", "derived", "derived_current", "export", "list_runs", "open_run", "verify"]
