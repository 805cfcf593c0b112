"""A lesson on screen: its view as plain data, and the sheet that shows it."""

from simi_lab.training.player.sheet import LessonSheet, Player
from simi_lab.training.player.view import view

__all__ = ["LessonSheet", "Player", "view"]
