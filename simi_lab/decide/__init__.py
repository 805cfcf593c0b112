"""What officers decide, and what the office records of it."""

from simi_lab.decide.officers import Verdicts, recorded_labels, verdicts

__all__ = ["Verdicts", "recorded_labels", "verdicts"]
