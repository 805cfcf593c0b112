"""Why an application has its score: exact terms, what evidence would change it, and the score it would then have."""

from simi_lab.risk.explaining.explain import explain
from simi_lab.risk.explaining.explanation import Change, Explanation, Place, Reason

__all__ = ["Change", "Explanation", "Place", "Reason", "explain"]
