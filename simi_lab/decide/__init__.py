"""Who is looked at, what officers decide, and what the office records of it."""

from simi_lab.decide.analysts import decides, team_of
from simi_lab.decide.officers import Verdicts, recorded_labels, verdicts
from simi_lab.decide.signs import signs_of_danger
from simi_lab.decide.triage import ASIDE, assign_lanes

__all__ = [
    "ASIDE",
    "Verdicts",
    "assign_lanes",
    "decides",
    "recorded_labels",
    "signs_of_danger",
    "team_of",
    "verdicts",
]
