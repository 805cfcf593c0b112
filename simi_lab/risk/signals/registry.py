"""Every feature that a model may use, declared once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from simi_lab.risk.asof.declare import Family, Feature
from simi_lab.risk.signals import form, history, identity, network, papers
from simi_lab.schema import CODES

FAMILIES: tuple[Family, ...] = (network.FAMILY, form.FAMILY, papers.FAMILY, history.FAMILY, identity.FAMILY)

FEATURES: tuple[Feature, ...] = tuple(feature for family in FAMILIES for feature in family.features)

# Beside the features, the frame says which application a row is; no model is shown these.
ROW_COLUMNS: tuple[str, ...] = ("application_id", "office_id", "filed_at", "month", "group_id")


def feature_hash(features: Sequence[Feature] = FEATURES) -> str:
    """SHA-256 over the declarations that give a column its meaning to a model, order included."""
    told = [(f.name, f.kind, f.unit, f.sources, CODES[f.codes] if f.codes else ()) for f in features]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
