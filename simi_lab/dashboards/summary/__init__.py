"""The static summary page of a run: the answer in the first screen of a phone, opens without a network."""

from simi_lab.dashboards.summary.page import build_summary, summary_html

__all__ = ["build_summary", "summary_html"]
