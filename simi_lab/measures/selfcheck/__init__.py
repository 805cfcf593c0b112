"""Checks that a world must pass whatever its scenario: order, flow, labels over time, truth that can be found again."""

from simi_lab.measures.selfcheck.finding import Finding
from simi_lab.measures.selfcheck.flow import flow_findings
from simi_lab.measures.selfcheck.labels import label_findings
from simi_lab.measures.selfcheck.order import order_findings
from simi_lab.measures.selfcheck.recovery import recovery_findings

__all__ = ["Finding", "flow_findings", "label_findings", "order_findings", "recovery_findings"]
