"""Whom a model or the office reaches, group by group, and what more equality would cost."""

from simi_lab.study.fairness.audits import PICKER, SHUFFLES, Audit, audit, audit_column, judged

__all__ = ["PICKER", "SHUFFLES", "Audit", "audit", "audit_column", "judged"]
