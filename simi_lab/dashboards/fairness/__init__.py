"""The page *Keadilan*: whom each stage reaches, what more equality would cost, and which demands exclude each other."""

from simi_lab.dashboards.fairness.choosing import make_filters
from simi_lab.dashboards.fairness.view import build

__all__ = ["build", "make_filters"]
