"""Queues as deterministic functions: times in, times out, all chance outside."""

from simi_lab.office.queues.fifo import OUTCOMES
from simi_lab.office.queues.network import NetworkResult, simulate_network
from simi_lab.office.queues.schedule import Schedule
from simi_lab.office.queues.station import StationResult, simulate_station

__all__ = ["OUTCOMES", "NetworkResult", "Schedule", "StationResult", "simulate_network", "simulate_station"]
