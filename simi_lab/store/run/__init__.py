"""Runs: immutable folders of tables with a manifest."""

from simi_lab.store.run.manifest import Origin
from simi_lab.store.run.read import Run, latest, list_runs, open_run
from simi_lab.store.run.writer import RunWriter, new_run

__all__ = ["Origin", "Run", "RunWriter", "latest", "list_runs", "new_run", "open_run"]
