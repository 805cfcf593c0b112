"""Dated, sourced facts of the lab: places, tariff, rules, procedure, calendar, seasons, survey and identity numbers."""

from simi_lab.reference import calendar, identity, places, procedure, regulation, seasons, skm, tariff

__all__ = ["calendar", "identity", "places", "procedure", "regulation", "seasons", "skm", "tariff"]
