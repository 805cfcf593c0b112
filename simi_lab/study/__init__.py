"""The order of work: from a scenario to a run, and from a run to what the faces show."""

from simi_lab.store import Run, list_runs, open_run
from simi_lab.study.make import make
from simi_lab.study.measure import aggregates
from simi_lab.study.model import risk_model

__all__ = ["Run", "aggregates", "list_runs", "make", "open_run", "risk_model"]
