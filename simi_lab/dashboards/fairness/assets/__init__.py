"""Script and styles of the page on fairness."""

from simi_lab.dashboards.fairness.assets.read import asset

__all__ = ["asset"]
