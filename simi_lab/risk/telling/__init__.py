"""Evaluations in words: sentences for a screen, lines for a terminal, and the model card."""

from simi_lab.risk.telling.card import card
from simi_lab.risk.telling.report import report_lines
from simi_lab.risk.telling.sentences import (
    against_rule,
    figure_rows,
    outcome,
    said,
    situation,
    with_interval,
)

__all__ = [
    "against_rule",
    "card",
    "figure_rows",
    "outcome",
    "report_lines",
    "said",
    "situation",
    "with_interval",
]
