"""The features of an application, declared one by one and made as of the moment it was filed."""

from simi_lab.risk.signals.frame import features
from simi_lab.risk.signals.registry import FAMILIES, FEATURES, ROW_COLUMNS, feature_hash, schema_hash

__all__ = ["FAMILIES", "FEATURES", "ROW_COLUMNS", "feature_hash", "features", "schema_hash"]
