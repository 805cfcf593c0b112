"""The twin of the office: queues, journeys and the records that they leave."""

from simi_lab.office.queues import Schedule, simulate_network, simulate_station

__all__ = ["Schedule", "simulate_network", "simulate_station"]
