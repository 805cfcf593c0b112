"""The page *Penjelajah dunia*: one invented person or group through all tables; the truth only when asked for."""

from simi_lab.dashboards.explorer.choosing import ExplorerFilters, make_filters
from simi_lab.dashboards.explorer.reading import Case, Group, find
from simi_lab.dashboards.explorer.view import build

__all__ = ["Case", "ExplorerFilters", "Group", "build", "find", "make_filters"]
