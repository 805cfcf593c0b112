"""Script and styles of the academy."""

from simi_lab.training.assets.read import asset, sheet_script

__all__ = ["asset", "sheet_script"]
