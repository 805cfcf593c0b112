"""The twin of the office: queues, journeys and the records that they leave."""

from simi_lab.office.met import met
from simi_lab.office.queues import Schedule, simulate_network, simulate_station
from simi_lab.office.refetch import refetched
from simi_lab.office.twin import OfficeResult, run_office, work_through

__all__ = [
    "OfficeResult",
    "Schedule",
    "met",
    "refetched",
    "run_office",
    "simulate_network",
    "simulate_station",
    "work_through",
]
