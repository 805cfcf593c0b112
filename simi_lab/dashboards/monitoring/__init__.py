"""The page *Pemantauan model*: what an office believes of its model beside what is true, and drift."""

from simi_lab.dashboards.monitoring.choosing import MonitoringFilters, make_filters
from simi_lab.dashboards.monitoring.view import build

__all__ = ["MonitoringFilters", "build", "make_filters"]
