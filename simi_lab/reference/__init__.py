"""Dated, sourced facts of the lab: places, tariff, rules, procedure, calendar, seasons, survey and identity numbers."""

from simi_lab.reference import calendar, identity, places, procedure, regulation, seasons, skm, tariff
from simi_lab.reference import stay as stay  # facts about stay permits; named here so that its tables are declared

__all__ = ["calendar", "identity", "places", "procedure", "regulation", "seasons", "skm", "tariff"]
