"""Script and styles of the day's player."""

from simi_lab.dashboards.day.assets.read import asset

__all__ = ["asset"]
