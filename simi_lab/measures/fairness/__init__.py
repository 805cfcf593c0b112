"""Whom a decision meets and whom it misses, group by group: rates with intervals, and the funnel behind them."""

from simi_lab.measures.fairness.funnel import funnel
from simi_lab.measures.fairness.groups import GroupMetrics, group_metrics

__all__ = ["GroupMetrics", "funnel", "group_metrics"]
