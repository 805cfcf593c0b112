"""Dashboards for those who decide: the pages of the face, and the static summary of a run."""

from simi_lab.dashboards.pages import routes
from simi_lab.dashboards.summary import build_summary

__all__ = ["build_summary", "routes"]
