"""A year with a model that learns from its own records: belief beside truth, and what changes under it."""

from simi_lab.study.feedback.year import CLOSED, OPEN, Feedback, default_plan, feedback, play_all, told, told_plainly

__all__ = ["CLOSED", "OPEN", "Feedback", "default_plan", "feedback", "play_all", "told", "told_plainly"]
