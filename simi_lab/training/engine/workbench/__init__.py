"""A learner's program in a process of its own, within limits, checked by properties of its answer."""

from simi_lab.training.engine.workbench.bench import Bench, the_bench
from simi_lab.training.engine.workbench.job import Job, Limits, Report

__all__ = ["Bench", "Job", "Limits", "Report", "the_bench"]
