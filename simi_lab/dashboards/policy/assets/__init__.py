"""Script and styles of the simulator."""

from simi_lab.dashboards.policy.assets.read import asset

__all__ = ["asset"]
