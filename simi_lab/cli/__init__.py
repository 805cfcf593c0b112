"""The command `simi-lab`: parses, hands over, prints."""

from simi_lab.cli.app import main

__all__ = ["main"]
