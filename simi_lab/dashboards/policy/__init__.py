"""The page *Simulator kebijakan*: levers of the office, and what an office month would be with them."""

from simi_lab.dashboards.policy.choosing import PolicyFilters, make_filters
from simi_lab.dashboards.policy.offices import ahead
from simi_lab.dashboards.policy.view import build

__all__ = ["PolicyFilters", "ahead", "build", "make_filters"]
