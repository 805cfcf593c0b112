"""Script and styles of the academy."""

from simi_lab.training.assets.read import asset, sheet_script, sheet_styles

__all__ = ["asset", "sheet_script", "sheet_styles"]
