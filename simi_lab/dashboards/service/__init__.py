"""The page *Layanan*: applications, waiting, lead days, days to the passport, by month and by district."""

from simi_lab.dashboards.service.figures import Choice, Figures, compute
from simi_lab.dashboards.service.filters import ServiceFilters, make_filters
from simi_lab.dashboards.service.view import build

__all__ = ["Choice", "Figures", "ServiceFilters", "build", "compute", "make_filters"]
