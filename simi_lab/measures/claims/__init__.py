"""What is claimed of a new way of working, measured: stuck cases, right values, status, officers' minutes, costs."""

from simi_lab.measures.claims.accuracy import noticed_errors, right_values
from simi_lab.measures.claims.effort import Used, decision_minutes, spending
from simi_lab.measures.claims.standing import silences, standing
from simi_lab.measures.claims.visibility import status_hours

__all__ = [
    "Used",
    "decision_minutes",
    "noticed_errors",
    "right_values",
    "silences",
    "spending",
    "standing",
    "status_hours",
]
