"""Dated, sourced facts of the lab: places, tariff, rules, procedure, calendar, seasons, survey and identity numbers."""

from simi_lab.reference import calendar, places, seasons, tariff

__all__ = ["calendar", "places", "seasons", "tariff"]
