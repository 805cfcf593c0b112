"""Marking of a question about a diagram: one right choice, wherever it was pressed."""

from __future__ import annotations

from simi_lab.training.engine.kinds.single import SINGLE

CHART = SINGLE
