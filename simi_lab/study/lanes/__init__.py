"""Triage by lanes: what looking longer finds and what it costs in waiting, on the same applicants."""

from simi_lab.study.lanes.curve import REPLICATIONS, Frontier, frontier, kept_frontier

__all__ = ["REPLICATIONS", "Frontier", "frontier", "kept_frontier"]
