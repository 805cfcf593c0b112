"""The fairness audit: whom each stage reaches, what more equality would cost, and which demands exclude each other."""

from simi_lab.reporting.fairness_audit import sections
from simi_lab.reporting.fairness_audit.read import read_audit

__all__ = ["read_audit", "sections"]
