"""Script and styles of the academy."""

from simi_lab.training.assets.read import asset

__all__ = ["asset"]
