"""Reading history as it was known at a moment, and refusing what no model may see."""

from simi_lab.risk.asof.declare import Family, Feature, Told, View
from simi_lab.risk.asof.groups import contact_groups
from simi_lab.risk.asof.protected import ProtectedColumnError, refuse_declared, refuse_disguised

__all__ = [
    "Family",
    "Feature",
    "ProtectedColumnError",
    "Told",
    "View",
    "contact_groups",
    "refuse_declared",
    "refuse_disguised",
]
