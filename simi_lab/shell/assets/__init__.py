"""Style sheets and scripts of the shell."""

from simi_lab.shell.assets.reading import asset

__all__ = ["asset"]
