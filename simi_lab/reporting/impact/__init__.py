"""The impact evaluation: what a series of months says of SIMI, beside what is true in this world."""

from simi_lab.reporting.impact import sections
from simi_lab.reporting.impact.read import read_impact

__all__ = ["read_impact", "sections"]
