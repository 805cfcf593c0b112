"""The card of one model: what it is for, how well it does, whom it troubles, and whether it may be shown."""

from simi_lab.reporting.model_card import sections
from simi_lab.reporting.model_card.read import read_card

__all__ = ["read_card", "sections"]
