"""Page Risiko: what the models find and miss, whom they trouble in vain, and what looking costs those who wait."""

from simi_lab.dashboards.risk.choosing import RiskFilters, make_filters
from simi_lab.dashboards.risk.view import build

__all__ = ["RiskFilters", "build", "make_filters"]
