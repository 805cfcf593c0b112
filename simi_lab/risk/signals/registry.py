"""Every feature that a model may use, declared once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from simi_lab.risk.asof.declare import Family, Feature
from simi_lab.risk.signals import company, form, history, identity, network, papers
from simi_lab.schema import CODES, all_tables

FAMILIES: tuple[Family, ...] = (
    network.FAMILY,
    company.FAMILY,
    form.FAMILY,
    papers.FAMILY,
    history.FAMILY,
    identity.FAMILY,
)

FEATURES: tuple[Feature, ...] = tuple(feature for family in FAMILIES for feature in family.features)

# Beside the features, the frame says which application a row is; no model is shown these.
ROW_COLUMNS: tuple[str, ...] = ("application_id", "office_id", "filed_at", "month", "group_id")


def feature_hash(features: Sequence[Feature] = FEATURES) -> str:
    """SHA-256 over the declarations that give a column its meaning to a model, order included."""
    told = [(f.name, f.kind, f.unit, f.sources, CODES[f.codes] if f.codes else ()) for f in features]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def schema_hash(features: Sequence[Feature] = FEATURES) -> str:
    """SHA-256 over what the catalog says of every source column: its kind, its codes, its sensitivity."""
    pairs = sorted({pair for feature in features for pair in feature.pairs})
    columns = [(table, all_tables()[table].column(name)) for table, name in pairs]
    told = [
        (table, c.name, c.kind, CODES.get(c.kind, ()), c.sensitivity, c.audit_only, c.nullable) for table, c in columns
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
