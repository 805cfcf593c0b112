"""The page *Satu hari di kantor*: applicants of one day move from the door through the queues to the desks."""

from simi_lab.dashboards.day.choosing import DayFilters, make_filters
from simi_lab.dashboards.day.view import build

__all__ = ["DayFilters", "build", "make_filters"]
