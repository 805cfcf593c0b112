"""The monthly report on passport service: one month of a run, and its sections in their order."""

from simi_lab.reporting.monthly import sections
from simi_lab.reporting.monthly.read import read_month

__all__ = ["read_month", "sections"]
