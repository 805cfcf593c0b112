"""A class that learns together: seats under invented words, slips to print, attendance, tests before and after."""

from simi_lab.training.classroom.opening import Opened, open_class
from simi_lab.training.classroom.slips import sheet_html

__all__ = ["Opened", "open_class", "sheet_html"]
