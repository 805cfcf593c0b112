"""The figures of the page for one choice, small groups hidden: pure, tested without a browser."""

from simi_lab.dashboards.service.figures.choice import ALL, COUNT, MEASURES, Choice
from simi_lab.dashboards.service.figures.whole import Figures, compute

__all__ = ["ALL", "COUNT", "MEASURES", "Choice", "Figures", "compute"]
